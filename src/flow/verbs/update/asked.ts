import { asText, compileTemplate } from '#flow/template.ts';
import type { Scope } from '#flow/expression.ts';
import type { Plain } from '#lib/plain.ts';
import type { Update } from '#patterns/crdt/crdt.ts';
import type { UpdateStep } from './params.ts';

/** What the store is asked, once the templates of a step are filled in. */
export interface Asked extends Update {
  readonly key: string;
}

export function compileAsked(step: UpdateStep): {
  readonly names: Iterable<string>;
  fill(scope: Scope): Asked;
} {
  const { key, field, value, to } = step;
  const parts = compileTemplate({
    key,
    ...(field !== undefined && { field }),
    ...(value !== undefined && { value }),
    ...(to !== undefined && { to }),
  });
  return {
    names: parts.names,
    fill(scope) {
      const filled = parts.fill(scope) as { readonly [part: string]: Plain };
      const texts = {
        key: asText(filled['key']!),
        ...(field !== undefined && { field: asText(filled['field']!) }),
      };
      return Object.freeze({ ...filled, ...texts, do: step.do });
    },
  };
}
