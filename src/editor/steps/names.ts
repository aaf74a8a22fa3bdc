import { suggest } from '#lib/schema/suggest.ts';
import { compileExpression, type Ast } from '#flow/expression.ts';
import type { Language, Objection } from '#editor/inspector/expressions.ts';
import { scopeWords as words } from '#words/steps.ts';
import { ANYTHING, isStandard, type Scope, type Shape } from './scope.ts';

/** The expressions in a text: itself, or what stands between `${` and `}`. */
export function expressionsIn(text: string, language: Language): readonly string[] {
  if (language === 'expression') return [text];
  const found: string[] = [];
  let from = text.indexOf('${');
  while (from >= 0) {
    const end = closingBrace(text, from + 2);
    if (end < 0) break;
    found.push(text.slice(from + 2, end));
    from = text.indexOf('${', end);
  }
  return found;
}

/** Where the brace closes that was opened before `from`, minding quotes and braces inside; -1 when it does not. */
function closingBrace(text: string, from: number): number {
  let depth = 0;
  let quote = '';
  for (let i = from; i < text.length; i++) {
    const sign = text.charAt(i);
    if (quote !== '') {
      if (sign === '\\') i++;
      else if (sign === quote) quote = '';
    } else if (sign === '"' || sign === "'") quote = sign;
    else if (sign === '{') depth++;
    else if (sign === '}' && depth-- === 0) return i;
  }
  return -1;
}

/** Why a text would fail where these names are in scope: it cannot be read, or names something that is not there. */
export function objectionsTo(
  text: string,
  language: Language,
  scope: Scope,
  /** What comes of it, for a person. */
  consequence: string = words.asItStands,
): readonly Objection[] {
  const objections: Objection[] = [];
  if (language === 'template' && unclosed(text))
    return [{ lead: words.cannotBeRead('a ${ without its }'), rest: '' }];
  for (const source of expressionsIn(text, language)) {
    let ast: Ast;
    try {
      ({ ast } = compileExpression(source));
    } catch (error) {
      return [{ lead: words.cannotBeRead(error instanceof Error ? error.message : String(error)), rest: '' }];
    }
    check(ast, scope, (missing) =>
      objections.push({
        lead: missing.lead,
        rest: `${missing.rest} ${consequence}`,
        ...mended(text, missing),
      }),
    );
  }
  return objections.slice(0, 3);
}

const unclosed = (text: string): boolean => {
  const last = text.lastIndexOf('${');
  return last >= 0 && closingBrace(text, last + 2) < 0;
};

interface Missing {
  readonly lead: string;
  readonly rest: string;
  /** `event.` or '' before the name that is not there, and the name that is meant. */
  readonly before: string;
  readonly name: string;
  readonly meant: string | undefined;
}

const mended = (text: string, { before, name, meant }: Missing): Pick<Objection, 'mend'> => {
  if (meant === undefined) return {};
  // Names are letters, digits and _, so nothing in them means anything to a pattern but the dot.
  const pattern = new RegExp(`(?<![\\w.])${before.replaceAll('.', '\\.')}${name}(?!\\w)`, 'g');
  return { mend: { label: words.use(meant), text: text.replaceAll(pattern, `${before}${meant}`) } };
};

const NAMES_MAX = 8;
const listed = (names: readonly string[]): readonly string[] =>
  names.length > NAMES_MAX ? [...names.slice(0, NAMES_MAX), words.others(names.length - NAMES_MAX)] : names;

const isAst = (node: unknown): node is Ast =>
  typeof node === 'object' && node !== null && 'op' in node && 'args' in node;

const MACROS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);

/** Walks an expression and reports every name that cannot be there. */
function check(node: unknown, scope: Scope, report: (missing: Missing) => void): void {
  if (Array.isArray(node)) {
    for (const one of node) check(one, scope, report);
    return;
  }
  if (!isAst(node)) return;
  const { op, args } = node;
  if (op === 'id' || op === '.') {
    shapeOf(node, scope, report);
    return;
  }
  if (op === 'call' && (args as unknown[])[0] === 'has') return;
  if (op === 'rcall') {
    const [name, receiver, parameters] = args as [string, unknown, unknown[]];
    check(receiver, scope, report);
    const variable = parameters[0];
    const inner =
      MACROS.has(name) && isAst(variable)
        ? new Map([...scope, [String(variable.args), ANYTHING] as const])
        : scope;
    check(inner === scope ? parameters : parameters.slice(1), inner, report);
    return;
  }
  check(args, scope, report);
}

/** What an access such as `event.total` gives; undefined when that was reported as missing already. */
function shapeOf(node: unknown, scope: Scope, report: (missing: Missing) => void): Shape | undefined {
  if (!isAst(node)) return ANYTHING;
  if (node.op === 'id') {
    const name = String(node.args);
    const shape = scope.get(name);
    if (shape === undefined) report(missingName(name, [...scope.keys()]));
    return shape;
  }
  if (node.op !== '.') {
    check(node, scope, report);
    return ANYTHING;
  }
  const [object, field] = node.args as [unknown, string];
  const shape = shapeOf(object, scope, report);
  if (shape === undefined) return undefined;
  const inner = shape.fields.get(field);
  if (inner === undefined && !shape.open) {
    report(missingField(pathOf(object), field, [...shape.fields.keys()]));
    return undefined;
  }
  return inner ?? ANYTHING;
}

const pathOf = (node: unknown): string => {
  if (!isAst(node)) return '';
  if (node.op === 'id') return String(node.args);
  if (node.op !== '.') return '';
  const [object, field] = node.args as [unknown, string];
  const before = pathOf(object);
  return before === '' ? '' : `${before}.${field}`;
};

const missingName = (name: string, known: readonly string[]): Missing => ({
  lead: words.noName(name),
  rest: words.known(listed(known)),
  before: '',
  name,
  meant: suggest(name, known),
});

const missingField = (of: string, field: string, known: readonly string[]): Missing => {
  const own = known.filter((name) => !isStandard(of, name));
  const told = own.length === 0 ? known : own;
  return {
    lead: words.noField(of, field),
    rest: told.length === 0 ? words.hasNothing : words.has(listed(told)),
    before: `${of}.`,
    name: field,
    meant: suggest(field, known),
  };
};

/** An expression with the values of its names put in: `60 >= 25`; '' when nothing was put in. */
export function withValues(source: string, values: ReadonlyMap<string, string>): string {
  let changed = false;
  // Longer paths first, so that `event.total.net` is not read as `event.total` and a rest.
  const paths = [...values.keys()].sort((a, b) => b.length - a.length);
  const pattern = paths.map((path) => path.replaceAll('.', '\\.')).join('|');
  if (pattern === '') return '';
  const text = source.replaceAll(new RegExp(`(?<![\\w.])(?:${pattern})(?![\\w(])`, 'g'), (path) => {
    changed = true;
    return values.get(path) ?? path;
  });
  return changed ? text : '';
}

/** The accesses that an expression makes, as paths: `event.total`, `old`. Inside of loops too. */
export function pathsIn(source: string): readonly string[] {
  const paths = new Set<string>();
  const gather = (node: unknown): void => {
    if (Array.isArray(node)) {
      for (const one of node) gather(one);
    } else if (isAst(node)) {
      const path = node.op === 'id' || node.op === '.' ? pathOf(node) : '';
      if (path !== '') paths.add(path);
      else gather(node.args);
    }
  };
  try {
    gather(compileExpression(source).ast);
  } catch {
    return [];
  }
  return [...paths];
}
