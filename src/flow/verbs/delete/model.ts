import { compileExpression } from '#flow/expression.ts';
import { asText, compileTemplate } from '#flow/template.ts';
import type { Template } from '#flow/template.ts';
import { atomic } from '#flow/verb.ts';
import type { VerbModel } from '#flow/verb.ts';
import type { DeleteStep } from './params.ts';

interface Ready {
  readonly step: DeleteStep;
  readonly key: Template;
  /** What the store needs to know to judge the condition. */
  readonly names: readonly string[];
}

export const deleteVerb: VerbModel<DeleteStep, Ready> = {
  name: 'delete',
  prepare: (step) => ({
    step,
    key: compileTemplate(step.key),
    names:
      step.if === undefined ? [] : [...compileExpression(step.if).names].filter((name) => name !== 'old'),
  }),
  compile: atomic,
  perform({ step, key: template, names }, flow, node, host) {
    const key = asText(template.fill(host.scope(flow)));
    host.store(flow, node, step.delete, {
      verb: 'delete',
      at: step.at,
      label: `delete ${key}`,
      as: step.as,
      body: Object.freeze({
        key,
        ...(step.if === undefined ? {} : { if: step.if, scope: host.scopeOf(flow, names) }),
        ...(step.w === undefined ? {} : { w: step.w }),
      }),
      operation: `delete ${step.delete}`,
      detail: { key, value: null },
    });
  },
};
