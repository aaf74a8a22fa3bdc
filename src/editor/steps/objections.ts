import { metaOf } from '#lib/schema/meta.ts';
import type { Problem } from '#lib/schema/problem.ts';
import type { ExpressionHelp, Language, Objection } from '#editor/inspector/expressions.ts';
import { fieldsOf, problemsOf } from '#editor/inspector/shape.ts';
import { isFields, type Way } from '#editor/inspector/way.ts';
import { branchListOf, verbIn, verbSchema } from './tree.ts';

/** What is wrong with one text of a step, and where that text stands in the step. */
interface TextObjection {
  readonly at: Way;
  readonly objection: Objection;
}

/** Every text of a step's own fields that an expression stands in. */
function textsIn(
  step: unknown,
): readonly { readonly at: Way; readonly text: string; readonly language: Language }[] {
  const verb = verbIn(step);
  if (verb === undefined || !isFields(step)) return [];
  return fieldsOf(verbSchema(verb)).flatMap(([name, field]) => {
    const { control } = metaOf(field);
    const value = step[name];
    if (control === 'expression')
      return typeof value === 'string' ? [{ at: [name], text: value, language: 'expression' as const }] : [];
    return control === 'template' || control === 'templateText' || control === 'record'
      ? stringsIn(value, [name])
      : [];
  });
}

function stringsIn(value: unknown, at: Way): readonly { at: Way; text: string; language: Language }[] {
  if (typeof value === 'string')
    return value.includes('${') ? [{ at, text: value, language: 'template' }] : [];
  if (Array.isArray(value)) return (value as unknown[]).flatMap((one, i) => stringsIn(one, [...at, i]));
  if (isFields(value)) return Object.entries(value).flatMap(([key, one]) => stringsIn(one, [...at, key]));
  return [];
}

export const objectionsIn = (step: unknown, help: ExpressionHelp): readonly TextObjection[] =>
  textsIn(step).flatMap(({ at, text, language }) =>
    help.objectionsTo(text, language, String(at[0])).map((objection) => ({ at, objection })),
  );

/** What a reader says about a step's own fields; the steps inside it, and expressions, have a say of their own. */
export function fieldProblems(step: unknown): readonly Problem[] {
  const verb = verbIn(step);
  if (verb === undefined || !isFields(step)) return [];
  const list = branchListOf(verb)?.name;
  return fieldsOf(verbSchema(verb)).flatMap(([name, field]) => {
    const { control } = metaOf(field);
    if (control === 'steps' || name === list) return [];
    return problemsOf(field, step[name], name).filter(
      ({ used }) =>
        used !== 'as written' ||
        (control !== 'expression' &&
          control !== 'template' &&
          control !== 'templateText' &&
          control !== 'record'),
    );
  });
}
