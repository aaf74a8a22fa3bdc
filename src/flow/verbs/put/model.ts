import { compileExpression } from '#flow/expression.ts';
import type { Expression } from '#flow/expression.ts';
import { asText, compileTemplate } from '#flow/template.ts';
import type { Template } from '#flow/template.ts';
import { atomic } from '#flow/verb.ts';
import type { VerbModel } from '#flow/verb.ts';
import type { Plain } from '#lib/plain.ts';
import type { PutStep } from './params.ts';

interface Ready {
  readonly step: PutStep;
  readonly key: Template;
  readonly value: Template;
  readonly condition: Expression | null;
  /** What the store needs to know to fill in value and condition; empty when it needs nothing. */
  readonly names: readonly string[];
}

/** Whoever holds the row fills in what depends on `old`; the rest is filled in here. */
export const put: VerbModel<PutStep, Ready> = {
  name: 'put',
  prepare(step) {
    const value = compileTemplate(step.value);
    const condition = step.if === undefined ? null : compileExpression(step.if);
    const names = new Set(condition?.names ?? []);
    if (value.names.has('old')) value.names.forEach((name) => names.add(name));
    return {
      step,
      key: compileTemplate(step.key),
      value,
      condition,
      names: [...names].filter((name) => name !== 'old'),
    };
  },
  compile: atomic,
  perform({ step, key: template, value: valueTemplate, names }, flow, node, host) {
    const scope = host.scope(flow);
    const key = asText(template.fill(scope));
    const late = valueTemplate.names.has('old');
    const value = late ? (step.value as Plain) : valueTemplate.fill(scope);
    const sent = late || step.if !== undefined ? host.scopeOf(flow, names) : undefined;
    host.store(flow, node, step.put, {
      verb: 'put',
      at: step.at,
      label: `put ${key}`,
      as: step.as,
      body: Object.freeze({
        key,
        value,
        ...(late ? { late: true } : {}),
        ...(step.if === undefined ? {} : { if: step.if }),
        ...(sent === undefined ? {} : { scope: sent }),
        ...(step.w === undefined ? {} : { w: step.w }),
      }),
      operation: `put ${step.put}`,
      detail: late ? { key } : { key, value },
    });
  },
};
