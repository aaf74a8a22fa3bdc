import type { Ast, Expression, Scope } from '#flow/expression.ts';
import { compileExpression, ExpressionError } from '#flow/expression.ts';
import type { Plain } from '#lib/plain.ts';
import type { Kernel } from '#sim/kernel.ts';

/** The nodes an expression looks at, by name and index. */
export interface Watched {
  readonly names: readonly (readonly [name: string, node: number])[];
  readonly nodes: ReadonlySet<number>;
}

export function watch(expression: Expression, ids: readonly string[]): Watched {
  const names = [...expression.names].flatMap((name) => {
    const node = ids.indexOf(name);
    return node < 0 ? [] : [[name, node] as const];
  });
  return { names, nodes: new Set(names.map(([, node]) => node)) };
}

/** What a check's expression sees: the nodes it names, and `now` in ms. */
export function scopeOf(watched: Watched, kernel: Kernel): Scope {
  const scope: Record<string, unknown> = { now: kernel.now / 1000 };
  for (const [name, node] of watched.names) scope[name] = kernel.shown(node);
  return scope;
}

export type Judged = { readonly truth: boolean } | { readonly problem: string };

export function judge(expression: Expression, scope: Scope): Judged {
  try {
    const value: Plain = expression.evaluate(scope);
    return typeof value === 'boolean'
      ? { truth: value }
      : { problem: `expected true or false, got ${JSON.stringify(value)}` };
  } catch (error) {
    if (error instanceof ExpressionError) return { problem: error.message };
    throw error;
  }
}

/**
 * `db.rows.all(k, …)`, the most common claim, taken apart: when a row changes only that row is looked at again, and
 * a claim that fails can name the rows for which it does.
 */
export interface ForAllRows {
  readonly node: number;
  readonly variable: string;
  readonly body: Expression;
}

export function forAllRows(expression: Expression, ids: readonly string[]): ForAllRows | null {
  const { ast } = expression;
  if (ast.op !== 'rcall') return null;
  const [name, receiver, parameters] = ast.args as [
    string,
    Ast,
    readonly (Ast & { start: number; end: number })[],
  ];
  if (name !== 'all' || parameters.length !== 2 || receiver.op !== '.') return null;
  const [owner, field] = receiver.args as [Ast, string];
  if (field !== 'rows' || owner.op !== 'id') return null;
  const node = ids.indexOf(String(owner.args));
  const [variable, body] = parameters;
  if (node < 0 || variable?.op !== 'id' || body === undefined) return null;
  const name_ = String(variable.args);
  const text = expression.source.slice(body.start, body.end);
  if (!rowOnly(body, String(owner.args), name_)) return null;
  try {
    return { node, variable: name_, body: compileExpression(text) };
  } catch {
    return null;
  }
}

/** Whether a body depends on nothing but its own row: `db.rows[k]` and `k`. */
function rowOnly(ast: unknown, owner: string, variable: string): boolean {
  if (Array.isArray(ast)) return ast.every((each) => rowOnly(each, owner, variable));
  if (typeof ast !== 'object' || ast === null || !('op' in ast)) return true;
  const { op, args } = ast as Ast;
  if (op === 'id') return String(args) === variable;
  if (op === '[]') {
    const [receiver, index] = args as [Ast, Ast];
    if (receiver.op === '.' && index.op === 'id' && String(index.args) === variable) {
      const [inner, field] = receiver.args as [Ast, string];
      if (field === 'rows' && inner.op === 'id' && String(inner.args) === owner) return true;
    }
  }
  return rowOnly(args, owner, variable);
}
