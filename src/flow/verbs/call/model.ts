import type { CallBody } from '#flow/wire.ts';
import { compileTemplate } from '#flow/template.ts';
import type { Template } from '#flow/template.ts';
import { atomic } from '#flow/verb.ts';
import type { VerbModel } from '#flow/verb.ts';
import type { CallStep } from './params.ts';

export const call: VerbModel<CallStep, { step: CallStep; body: Template }> = {
  name: 'call',
  prepare: (step) => ({ step, body: compileTemplate(step.body ?? {}) }),
  compile: atomic,
  perform({ step, body }, flow, node, host) {
    const filled = body.fill(host.scope(flow)) as CallBody['body'];
    host.remote(flow, node, {
      peer: step.call,
      verb: 'call',
      label: step.op,
      as: step.as,
      body: { op: step.op, body: filled },
      operation: step.op,
    });
  },
};
