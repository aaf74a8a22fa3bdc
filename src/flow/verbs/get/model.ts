import { asText, compileTemplate } from '#flow/template.ts';
import type { Template } from '#flow/template.ts';
import { atomic } from '#flow/verb.ts';
import type { VerbModel } from '#flow/verb.ts';
import type { GetStep } from './params.ts';

export const get: VerbModel<GetStep, { step: GetStep; key: Template }> = {
  name: 'get',
  prepare: (step) => ({ step, key: compileTemplate(step.key) }),
  compile: atomic,
  perform({ step, key: template }, flow, node, host) {
    const key = asText(template.fill(host.scope(flow)));
    host.store(flow, node, step.get, {
      verb: 'get',
      at: step.at,
      label: `get ${key}`,
      as: step.as,
      body: Object.freeze({ key, ...(step.r === undefined ? {} : { r: step.r }) }),
      operation: `get ${step.get}`,
      detail: { key },
    });
  },
};
