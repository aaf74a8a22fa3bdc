import type { Plain } from '#lib/plain.ts';
import { compileExpression } from '#flow/expression.ts';
import { compileTemplate } from '#flow/template.ts';
import type { RunView } from '#run/view/run-view.ts';
import { nodesOf, type Sheet } from '#editor/edit/document.ts';
import type { ExpressionHelp, Language, Outcome } from '#editor/inspector/expressions.ts';
import { isFields, type Way } from '#editor/inspector/way.ts';
import { scopeWords as words } from '#words/steps.ts';
import type { Bearer } from './document.ts';
import type { Drawing } from './machine.ts';
import { expressionsIn, objectionsTo, pathsIn, withValues } from './names.ts';
import { passingsOf, rowFound, visitAt, type Passing, type Values } from './passings.ts';
import { ANYTHING, isStandard, scopeAt, type Scope } from './scope.ts';
import { short } from './sentence.ts';
import { stepAt } from './tree.ts';

/** How many squares there are beneath a condition. */
const SHOWN = 8;

/** Everything that an expression of one step (or, with `way` null, of the handler itself) can be told. */
interface StepPlace {
  readonly sheet: Sheet;
  readonly bearer: Bearer;
  readonly way: Way | null;
  readonly drawing: Drawing;
  /** The run and the playhead; null while there is none. */
  readonly run: { readonly view: RunView; readonly t: number } | null;
}

/** Checks names against what is in scope, and tries expressions on what came by last. */
export function helpFor(place: StepPlace): ExpressionHelp {
  let passed: readonly Passing[] | undefined;
  const passings = (): readonly Passing[] => (passed ??= lately(place));
  const scopes = new Map<string, Scope>();
  const scopeOf = (field: string): Scope => {
    let scope = scopes.get(field);
    if (scope === undefined) {
      scope = scopeAt(place.sheet, place.bearer, place.way, field);
      scopes.set(field, scope);
    }
    return scope;
  };
  return {
    objectionsTo: (text, language, field) => objectionsTo(text, language, scopeOf(field)),
    outcomesOf: (text, language, field) =>
      passings().map((passing) => outcome(place, passing, text, language, scopeOf(field))),
    namesAt(field) {
      const scope = scopeOf(field);
      const last = passings().at(-1);
      const values = last === undefined ? {} : valuesOf(place, last, scope);
      return listed(scope).map((name) => ({ name, value: shown(at(values, name)) }));
    },
  };
}

/** What a claim about the run can name: the nodes of the document, each with what its kind shows, and the time. */
export function claimHelp(sheet: Sheet): ExpressionHelp {
  const names = [...Object.keys(nodesOf(sheet)), 'now'];
  const scope: Scope = new Map(names.map((name) => [name, ANYTHING]));
  return {
    objectionsTo: (text, language) => objectionsTo(text, language, scope, words.claimUnknown),
    outcomesOf: () => [],
    namesAt: () => names.map((name) => ({ name, value: '' })),
  };
}

const lately = ({ run, bearer, drawing }: StepPlace): readonly Passing[] => {
  if (run === null) return [];
  try {
    return passingsOf(run.view, bearer, drawing, run.t, SHOWN);
  } catch {
    // The record of a run that is being replaced can be shorter than it was a moment ago.
    return [];
  }
};

/** The values that the names of a scope had in one passing. */
function valuesOf({ run, sheet, bearer, way }: StepPlace, passing: Passing, scope: Scope): Values {
  const visit = way === null ? undefined : visitAt(passing, way);
  const names: Record<string, Plain> = { ...(visit?.names ?? passing.names) };
  if (visit !== undefined && run !== null) {
    names['now'] = (run.view.store.time[visit.event] ?? 0) / 1000;
    if (scope.has('old')) {
      const old = rowFound(run.view, sheet, stepAt(bearer.steps, visit.way), visit, run.t);
      if (old !== undefined) names['old'] = old;
    }
  }
  return names;
}

function outcome(
  place: StepPlace,
  passing: Passing,
  text: string,
  language: Language,
  scope: Scope,
): Outcome {
  const values = valuesOf(place, passing, scope);
  const missing = namesIn(text, language).find((name) => !Object.hasOwn(values, name));
  const { subject } = passing;
  if (missing !== undefined)
    return { subject, text: words.unknownValue, truth: null, failed: false, worked: '' };
  try {
    const value =
      language === 'expression'
        ? compileExpression(text).evaluate(values)
        : compileTemplate(text).fill(values);
    return {
      subject,
      text: shown(value),
      truth: typeof value === 'boolean' && language === 'expression' ? value : null,
      failed: false,
      worked: language === 'expression' ? workedOut(text, values) : '',
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { subject, text: words.failed(reason), truth: null, failed: true, worked: '' };
  }
}

/** Free names only: the variable of a loop is not one. */
const namesIn = (text: string, language: Language): readonly string[] =>
  expressionsIn(text, language).flatMap((source) => {
    try {
      return [...compileExpression(source).names];
    } catch {
      return [];
    }
  });

/** `60 >= 25` for `old.credit >= event.total`; '' when it would only say the same again. */
function workedOut(source: string, values: Values): string {
  const known = new Map(
    pathsIn(source).flatMap((path) => {
      const value = at(values, path);
      return value === undefined || isFields(value) || Array.isArray(value)
        ? []
        : [[path, JSON.stringify(value)] as const];
    }),
  );
  const worked = withValues(source, known);
  return worked === source || /^(?:true|false)$/.test(worked) ? '' : worked;
}

function at(values: Values, path: string): Plain | undefined {
  let value: unknown = values;
  for (const key of path.split('.')) {
    if (!isFields(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  return value as Plain;
}

const shown = (value: Plain | undefined): string =>
  value === undefined
    ? ''
    : typeof value === 'string'
      ? JSON.stringify(value)
      : isFields(value) || Array.isArray(value)
        ? short(value)
        : JSON.stringify(value);

/** Names as they are written, with one level of fields: what a person wrote first, what every message has last. */
function listed(scope: Scope): readonly string[] {
  const names = [...scope].flatMap(([name, shape]): readonly (readonly [string, boolean])[] =>
    shape.fields.size === 0
      ? [[name, GIVEN.has(name)]]
      : [...shape.fields.keys()].map((field) => [`${name}.${field}`, isStandard(name, field)]),
  );
  return [...names.filter(([, given]) => !given), ...names.filter(([, given]) => given)].map(
    ([name]) => name,
  );
}

/** Names that every flow has. */
const GIVEN: ReadonlySet<string> = new Set(['n', 'now', 'node', 'user', 'every']);
