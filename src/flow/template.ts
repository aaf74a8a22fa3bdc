import type { Plain } from '#lib/plain.ts';
import { freezeDeep } from '#lib/plain.ts';
import { compileExpression, ExpressionError, record, toPlain } from './expression.ts';
import type { Expression, Scope } from './expression.ts';

/**
 * A value with `${…}` in its texts. A text that is one `${…}` alone keeps the type of its expression; within
 * other text, numbers and texts are put in as they read.
 */
export interface Template {
  readonly names: ReadonlySet<string>;
  /** Frozen plain data. Throws ExpressionError. */
  fill(scope: Scope): Plain;
}

type Part = string | Expression;

const NO_NAMES: ReadonlySet<string> = new Set();
const TEXT_MAX = 64_000;

/** Throws ExpressionError when an expression inside cannot be read. */
export function compileTemplate(value: Plain): Template {
  if (typeof value === 'string') return compileText(value);
  if (value === null || typeof value !== 'object') return { names: NO_NAMES, fill: () => value };
  if (Array.isArray(value)) {
    const items = value.map(compileTemplate);
    if (items.every((item) => item.names === NO_NAMES)) return constant(value);
    return { names: union(items), fill: (scope) => Object.freeze(items.map((item) => item.fill(scope))) };
  }
  const fields = Object.entries(value).map(([key, each]) => [key, compileTemplate(each)] as const);
  if (fields.every(([, field]) => field.names === NO_NAMES)) return constant(value);
  return {
    names: union(fields.map(([, field]) => field)),
    fill: (scope) => record(fields.map(([key, field]) => [key, field.fill(scope)] as const)),
  };
}

/** What is wrong with the expressions in a template, or null. */
export function templateProblem(value: Plain): string | null {
  try {
    compileTemplate(value);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

function constant(value: Plain): Template {
  const frozen = Object.isFrozen(value) ? value : freezeDeep(structured(value));
  return { names: NO_NAMES, fill: () => frozen };
}
/** A copy of our own: the document's objects stay unfrozen. */
function structured(value: Plain): Plain {
  return toPlain(value);
}

function compileText(text: string): Template {
  const parts = splitText(text);
  if (parts.length === 0) return { names: NO_NAMES, fill: () => '' };
  const only = parts[0]!;
  if (parts.length === 1) {
    if (typeof only === 'string') return { names: NO_NAMES, fill: () => only };
    return { names: only.names, fill: (scope) => only.evaluate(scope) };
  }
  const names = new Set<string>();
  for (const part of parts) if (typeof part !== 'string') part.names.forEach((name) => names.add(name));
  return {
    names,
    fill(scope) {
      let result = '';
      for (const part of parts) result += typeof part === 'string' ? part : asText(part.evaluate(scope));
      if (result.length > TEXT_MAX) throw new ExpressionError(`a text longer than ${TEXT_MAX} characters`);
      return result;
    },
  };
}

/** Cuts a text at its `${…}`, minding quotes and braces inside them. */
function splitText(text: string): Part[] {
  const parts: Part[] = [];
  let from = 0;
  for (;;) {
    const open = text.indexOf('${', from);
    if (open < 0) break;
    if (open > from) parts.push(text.slice(from, open));
    const close = closingBrace(text, open + 2);
    if (close < 0) throw new ExpressionError('a ${ without its }');
    parts.push(compileExpression(text.slice(open + 2, close)));
    from = close + 1;
  }
  if (from < text.length) parts.push(text.slice(from));
  return parts;
}

function closingBrace(text: string, from: number): number {
  let depth = 0;
  let quote = '';
  for (let i = from; i < text.length; i++) {
    const c = text[i]!;
    if (quote !== '') {
      if (c === '\\') i++;
      else if (c === quote) quote = '';
    } else if (c === '"' || c === "'") quote = c;
    else if (c === '{') depth++;
    else if (c === '}' && depth-- === 0) return i;
  }
  return -1;
}

/** A value within other text. */
export function asText(value: Plain): string {
  return typeof value === 'string'
    ? value
    : typeof value === 'object'
      ? JSON.stringify(value)
      : String(value);
}

function union(templates: readonly Template[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const template of templates) template.names.forEach((name) => names.add(name));
  return names;
}
