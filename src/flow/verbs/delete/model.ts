import { asText, compileTemplate } from '#flow/template.ts';
import type { Template } from '#flow/template.ts';
import { atomic } from '#flow/verb.ts';
import type { VerbModel } from '#flow/verb.ts';
import type { DeleteStep } from './params.ts';

export const deleteVerb: VerbModel<DeleteStep, { step: DeleteStep; key: Template }> = {
  name: 'delete',
  prepare: (step) => ({ step, key: compileTemplate(step.key) }),
  compile: atomic,
  perform({ step, key: template }, flow, node, host) {
    const key = asText(template.fill(host.scope(flow)));
    host.store(flow, node, step.delete, {
      verb: 'delete',
      at: step.at,
      label: `delete ${key}`,
      as: step.as,
      body: Object.freeze({ key }),
      operation: `delete ${step.delete}`,
      detail: { key, value: null },
    });
  },
};
