import { Environment } from '@marcbachmann/cel-js';
import type { Plain } from '#lib/plain.ts';

/**
 * CEL (Common Expression Language) as the document uses it: numbers are doubles and mix freely with integer
 * literals; results are plain data. An expression can neither run long nor reach anything but its scope:
 * size, depth and nesting are bounded, and what depends on a clock, a locale or a regular expression is left out.
 */
export interface Expression {
  /** As it is written. */
  readonly text: string;
  /** As it was parsed: what the positions in `ast` refer to. */
  readonly source: string;
  /** The free names it reads. */
  readonly names: ReadonlySet<string>;
  readonly ast: Ast;
  /** Throws ExpressionError. */
  evaluate(scope: Scope): Plain;
}

export type Scope = Readonly<Record<string, unknown>>;

/** Why an expression could not be read or evaluated; the message is for people. */
export class ExpressionError extends Error {}

export interface Ast {
  readonly op: string;
  readonly args: unknown;
  readonly pos?: number;
  readonly start?: number;
  readonly end?: number;
}

const TEXT_MAX = 2_000;
const RESULT_TEXT_MAX = 64_000;
/** `all`, `exists`, `filter` and their like inside one another. */
const NESTING_MAX = 2;
const MACROS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);
const FUNCTIONS: ReadonlySet<string> = new Set([
  ...MACROS,
  'has',
  'size',
  'int',
  'double',
  'string',
  'bool',
  'type',
  'dyn',
  'startsWith',
  'endsWith',
  'contains',
  'lowerAscii',
  'upperAscii',
  'trim',
  'indexOf',
  'lastIndexOf',
  'substring',
  'split',
  'join',
]);

const environment = new Environment({
  unlistedVariablesAreDyn: true,
  homogeneousAggregateLiterals: false,
  limits: { maxAstNodes: 400, maxDepth: 40, maxListElements: 100, maxMapEntries: 100, maxCallArguments: 8 },
});
const mixed = {
  '+': (a: unknown, b: unknown) => Number(a) + Number(b),
  '-': (a: unknown, b: unknown) => Number(a) - Number(b),
  '*': (a: unknown, b: unknown) => Number(a) * Number(b),
  '/': (a: unknown, b: unknown) => Number(a) / Number(b),
  '%': (a: unknown, b: unknown) => Number(a) % Number(b),
};
for (const [sign, apply] of Object.entries(mixed)) {
  environment.registerOperator(`double ${sign} int`, apply);
  environment.registerOperator(`int ${sign} double`, apply);
}
environment.registerOperator('double % double', mixed['%']);

const CACHE_MAX = 5_000;
const cache = new Map<string, Expression | ExpressionError>();

/** Reads an expression; throws ExpressionError with what is wrong and where. */
export function compileExpression(text: string): Expression {
  let known = cache.get(text);
  if (known === undefined) {
    if (cache.size >= CACHE_MAX) cache.clear();
    try {
      known = compile(text);
    } catch (error) {
      known = error instanceof ExpressionError ? error : new ExpressionError(firstLine(error));
    }
    cache.set(text, known);
  }
  if (known instanceof ExpressionError) throw known;
  return known;
}

/** What is wrong with an expression, or null. */
export function expressionProblem(text: string): string | null {
  try {
    compileExpression(text);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

function compile(text: string): Expression {
  if (text.trim() === '') throw new ExpressionError('the expression is empty');
  if (text.length > TEXT_MAX) throw new ExpressionError(`longer than ${TEXT_MAX} characters`);
  const source = withPlainHas(text);
  const parsed = environment.parse(source);
  const ast = parsed.ast as unknown as Ast;
  const names = new Set<string>();
  inspect(ast, 0, new Set(), names);
  return {
    text,
    source,
    names,
    ast,
    evaluate(scope) {
      let result: unknown;
      try {
        result = parsed(scope);
      } catch (error) {
        throw new ExpressionError(firstLine(error));
      }
      return toPlain(result);
    },
  };
}

/**
 * The parser's `has` takes plain paths only (`has(event.total)`). For any other object it is asked whether the field
 * is among its fields: `has(db.rows[k].status)` becomes `(db.rows[k] != null && "status" in db.rows[k])`.
 */
function withPlainHas(text: string): string {
  let source = text;
  for (;;) {
    const found = oddHas(environment.parse(source).ast);
    if (found === null) return source;
    const [object, field] = found.field.args as [Ast, string];
    const asked = source.slice(object.start, object.end);
    const plain = `(${asked} != null && "${field}" in ${asked})`;
    source = source.slice(0, found.call.start) + plain + source.slice(found.call.end);
    if (source.length > TEXT_MAX) throw new ExpressionError(`longer than ${TEXT_MAX} characters`);
  }
}

/** The first `has` that is about something else than a path of names. */
function oddHas(node: unknown): { readonly call: Ast; readonly field: Ast } | null {
  if (Array.isArray(node)) {
    for (const each of node) {
      const found = oddHas(each);
      if (found !== null) return found;
    }
    return null;
  }
  if (!isAst(node)) return null;
  if (node.op === 'call' && (node.args as [string])[0] === 'has') {
    const [, [field]] = node.args as [string, readonly Ast[]];
    if (field?.op !== '.') throw new ExpressionError('has() asks for a field, as in has(x.y)');
    if (!isPath((field.args as [Ast])[0])) return { call: node, field };
  }
  return oddHas(node.args);
}

const isPath = ({ op, args }: Ast): boolean => op === 'id' || (op === '.' && isPath((args as [Ast])[0]));

/** Gathers free names and refuses functions that are not in the list. */
function inspect(node: unknown, nesting: number, bound: ReadonlySet<string>, names: Set<string>): void {
  if (Array.isArray(node)) {
    for (const each of node) inspect(each, nesting, bound, names);
    return;
  }
  if (!isAst(node)) return;
  const { op, args } = node;
  if (op === 'id') {
    if (!bound.has(String(args))) names.add(String(args));
    return;
  }
  if (op === '.' || op === '.?') return inspect((args as unknown[])[0], nesting, bound, names);
  if (op === 'call' || op === 'rcall') {
    const [name, ...rest] = args as [string, ...unknown[]];
    if (!FUNCTIONS.has(name)) throw new ExpressionError(`there is no function ${name}`);
    if (op === 'rcall' && MACROS.has(name)) {
      if (nesting >= NESTING_MAX) throw new ExpressionError(`more than ${NESTING_MAX} nested loops`);
      const [receiver, parameters] = rest as [unknown, unknown[]];
      inspect(receiver, nesting, bound, names);
      const variable = isAst(parameters[0]) ? String(parameters[0].args) : '';
      const inner = new Set([...bound, variable]);
      for (const parameter of parameters.slice(1)) inspect(parameter, nesting + 1, inner, names);
      return;
    }
    return inspect(rest, nesting, bound, names);
  }
  inspect(args, nesting, bound, names);
}

function isAst(node: unknown): node is Ast {
  return typeof node === 'object' && node !== null && 'op' in node && 'args' in node;
}

/** Plain, frozen data from what CEL computes. Whole numbers come back as BigInt and become numbers here. */
export function toPlain(value: unknown): Plain {
  switch (typeof value) {
    case 'boolean':
      return value;
    case 'string':
      if (value.length > RESULT_TEXT_MAX)
        throw new ExpressionError(`a text longer than ${RESULT_TEXT_MAX} characters`);
      return value;
    case 'number':
      if (!Number.isFinite(value))
        throw new ExpressionError(`the result is not a number but ${String(value)}`);
      return value === 0 ? 0 : value;
    case 'bigint':
      return Number(value);
    case 'object': {
      if (value === null) return null;
      if (Object.isFrozen(value)) return value as Plain;
      if (Array.isArray(value)) return Object.freeze(value.map(toPlain));
      if (value instanceof Map) return record([...value].map(([key, each]) => [String(key), toPlain(each)]));
      const prototype = Object.getPrototypeOf(value) as unknown;
      if (prototype === null || prototype === Object.prototype) {
        return record(Object.entries(value).map(([key, each]) => [key, toPlain(each)]));
      }
      throw new ExpressionError('the result is not plain data');
    }
    case 'undefined':
    case 'function':
    case 'symbol':
      throw new ExpressionError('the result is not plain data');
  }
}

/** A frozen record whose keys can be anything, `__proto__` included. */
export function record(entries: readonly (readonly [string, Plain])[]): { readonly [key: string]: Plain } {
  const result: Record<string, Plain> = {};
  for (const [key, value] of entries) {
    if (key === '__proto__') Object.defineProperty(result, key, { value, enumerable: true });
    else result[key] = value;
  }
  return Object.freeze(result);
}

function firstLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n', 1)[0] ?? text;
}
