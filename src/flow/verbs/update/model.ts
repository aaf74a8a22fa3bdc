import { atomic } from '#flow/verb.ts';
import type { VerbModel } from '#flow/verb.ts';
import { compileAsked } from './asked.ts';
import type { UpdateStep } from './params.ts';

/** The operation travels, not its outcome: the copy that is asked carries it out on what it has. */
export const update: VerbModel<UpdateStep, { step: UpdateStep; asked: ReturnType<typeof compileAsked> }> = {
  name: 'update',
  prepare: (step) => ({ step, asked: compileAsked(step) }),
  compile: atomic,
  perform({ step, asked: template }, flow, node, host) {
    const asked = template.fill(host.scope(flow));
    host.store(flow, node, step.update, {
      verb: 'update',
      at: step.at,
      label: `${step.do} ${asked.key}`,
      as: step.as,
      body: Object.freeze({ ...asked, ...(step.w === undefined ? {} : { w: step.w }) }),
      operation: `update ${step.update}`,
      detail: { ...asked },
    });
  },
};
