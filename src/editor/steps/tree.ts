import { metaOf, type AnySchema } from '#lib/schema/meta.ts';
import { stepSchema, type Verb } from '#flow/steps.ts';
import { fieldsOf, freshOf, itemOf } from '#editor/inspector/shape.ts';
import { isFields, isWithin, sameWay, valueAt, withValueAt, type Way } from '#editor/inspector/way.ts';

/**
 * Lists of steps as trees. A step is found by its way from the outermost list: `[1, 'then', 0]`, `[0, 'all', 1, 2]`,
 * `[0, 'saga', 1, 'undo', 0]`; a list by the way of its owner and the way within: `[1, 'then']`, and `[]` for the
 * outermost. Steps may be as broken as a person left them. Which lists a verb has is read from its schema.
 */
export type Steps = readonly unknown[];

/** A list of steps inside a step. */
export interface Branch {
  /** From the step: `['then']`, `['all', 0]`, `['saga', 1, 'undo']`. */
  readonly way: Way;
  readonly steps: Steps;
  /** False for one that may be left out and is. */
  readonly present: boolean;
  /** It may be left out. */
  readonly optional: boolean;
}

/** An edited tree, and where the step that was edited stands now; null when it is gone. */
export interface Edited {
  readonly steps: Steps;
  readonly way: Way | null;
}

const TABLE = (metaOf(stepSchema).choose?.table ?? new Map()) as ReadonlyMap<Verb, AnySchema>;

/** Every verb, in the order in which a step's verb is looked for. */
export const VERBS: readonly Verb[] = [...TABLE.keys()];

export const isVerb = (word: string): word is Verb => TABLE.has(word as Verb);

/** The verb of whatever stands in a list; undefined when it is no step. */
export const verbIn = (step: unknown): Verb | undefined =>
  isFields(step) ? VERBS.find((verb) => Object.hasOwn(step, verb)) : undefined;

export function verbSchema(verb: Verb): AnySchema {
  const schema = TABLE.get(verb);
  if (schema === undefined) throw new Error(`unknown verb: ${verb}`);
  return schema;
}

const listOf = (value: unknown): Steps => (Array.isArray(value) ? value : []);

/** The lists that a step holds, in the order in which they read, those included that could be added. */
export function branchesIn(step: unknown): readonly Branch[] {
  const verb = verbIn(step);
  if (verb === undefined || !isFields(step)) return [];
  return fieldsOf(verbSchema(verb)).flatMap(([name, field]): readonly Branch[] => {
    const { control } = metaOf(field);
    if (control === 'steps') {
      const optional = metaOf(field).optional === true;
      return [{ way: [name], steps: listOf(step[name]), present: step[name] !== undefined, optional }];
    }
    if (control !== 'list') return [];
    const item = itemOf(field);
    const lists = metaOf(item).control === 'steps' ? null : stepFields(item);
    return listOf(step[name]).flatMap((part, index): readonly Branch[] =>
      lists === null
        ? [{ way: [name, index], steps: listOf(part), present: true, optional: false }]
        : lists.map(([inner, optional]) => {
            const written = isFields(part) ? part[inner] : undefined;
            return {
              way: [name, index, inner],
              steps: listOf(written),
              present: written !== undefined,
              optional,
            };
          }),
    );
  });
}

/** The fields of an object that hold steps, and whether they may be left out. */
const stepFields = (schema: AnySchema): readonly (readonly [name: string, optional: boolean])[] =>
  fieldsOf(schema).flatMap(([name, field]) => {
    const { control, optional } = metaOf(field);
    return control === 'steps' ? [[name, optional === true] as const] : [];
  });

/** Verbs that hold other steps, and can be put around one. */
export const containers: readonly Verb[] = VERBS.filter((verb) =>
  fieldsOf(verbSchema(verb)).some(([, field]) => {
    const { control } = metaOf(field);
    if (control === 'steps') return true;
    return (
      control === 'list' &&
      (metaOf(itemOf(field)).control === 'steps' || stepFields(itemOf(field)).length > 0)
    );
  }),
);

/** The field of a verb whose items are branches that can be added one by one: `all`, `any`, `saga`. */
export function branchListOf(verb: Verb): { readonly name: string; readonly schema: AnySchema } | undefined {
  const found = fieldsOf(verbSchema(verb)).find(([, field]) => {
    if (metaOf(field).control !== 'list') return false;
    const item = itemOf(field);
    return metaOf(item).control === 'steps' || stepFields(item).length > 0;
  });
  return found === undefined ? undefined : { name: found[0], schema: found[1] };
}

export const stepAt = (steps: Steps, way: Way): unknown => valueAt(steps, way);

/** The list that a step stands in, and its place there. */
export const homeOf = (way: Way): { readonly list: Way; readonly index: number } => ({
  list: way.slice(0, -1),
  index: Number(way.at(-1)),
});

/** The way of the step around; null for a step of the outermost list. */
export function aroundOf(way: Way): Way | null {
  const list = way.slice(0, -1);
  const numbers = list.findLastIndex((key, i) => typeof key === 'number' && isStepIndex(list, i));
  return numbers < 0 ? null : list.slice(0, numbers + 1);
}

/** Numbers count steps, or the branches and stages of a step: those stand right behind the field's name. */
const isStepIndex = (way: Way, at: number): boolean => {
  if (at === 0) return true;
  const key = way[at - 1];
  return typeof key === 'number' || !BRANCH_FIELDS.has(String(key));
};

const BRANCH_FIELDS: ReadonlySet<string> = new Set(
  containers.flatMap((verb) => {
    const list = branchListOf(verb);
    return list === undefined ? [] : [list.name];
  }),
);

/** The name of the state that a step has in its machine: `1/then/0`, `0/1/2`, `0/1/undo/0`. */
export const placeOf = (way: Way): string =>
  way
    .filter((key, i) => !(typeof key === 'string' && BRANCH_FIELDS.has(key) && i + 1 < way.length))
    .join('/');

/** "2", "2 then 1": the number of a step as people count. */
export const numberOf = (way: Way): string =>
  way.map((key) => (typeof key === 'number' ? String(key + 1) : key)).join(' ');

const listAt = (steps: Steps, list: Way): Steps => listOf(valueAt(steps, list));

const withList = (steps: Steps, list: Way, change: (list: Steps) => Steps): Steps => {
  const changed = change(listAt(steps, list));
  return list.length === 0 ? changed : withValueAt(steps, list, changed);
};

export function insertStep(steps: Steps, list: Way, index: number, step: unknown): Edited {
  const at = Math.min(index, listAt(steps, list).length);
  return { steps: withList(steps, list, (all) => all.toSpliced(at, 0, step)), way: [...list, at] };
}

export function removeStep(steps: Steps, way: Way): Edited {
  const { list, index } = homeOf(way);
  const left = withList(steps, list, (all) => all.toSpliced(index, 1));
  const count = listAt(left, list).length;
  return { steps: left, way: count === 0 ? aroundOf(way) : [...list, Math.min(index, count - 1)] };
}

export const replaceStep = (steps: Steps, way: Way, step: unknown): Edited => ({
  steps: withValueAt(steps, way, step),
  way,
});

export function duplicateStep(steps: Steps, way: Way): Edited {
  const { list, index } = homeOf(way);
  return insertStep(steps, list, index + 1, structuredClone(stepAt(steps, way)));
}

/** One place up (-1) or down (1) in its list. At the end of the list it stays where it is. */
export function shiftStep(steps: Steps, way: Way, by: -1 | 1): Edited {
  const { list, index } = homeOf(way);
  const to = index + by;
  if (to < 0 || to >= listAt(steps, list).length) return { steps, way };
  return moveStep(steps, way, list, by === 1 ? to + 1 : to);
}

/** To another list, before what stands at `index` there now. A step cannot go into itself: then nothing changes. */
export function moveStep(steps: Steps, from: Way, list: Way, index: number): Edited {
  if (isWithin(list, from)) return { steps, way: from };
  const step = stepAt(steps, from);
  const home = homeOf(from);
  const removed = withList(steps, home.list, (all) => all.toSpliced(home.index, 1));
  // Taking the step out moves what stands behind it in the same list, and all that is inside of that.
  const target = list.map((key, i) =>
    i === home.list.length && isWithin(list, home.list) && Number(key) > home.index ? Number(key) - 1 : key,
  );
  const at = sameWay(list, home.list) && index > home.index ? index - 1 : index;
  return insertStep(removed, target, at, step);
}

/** Behind the step around it, one level further out. */
export function moveOut(steps: Steps, way: Way): Edited {
  const around = aroundOf(way);
  if (around === null) return { steps, way };
  const home = homeOf(around);
  return moveStep(steps, way, home.list, home.index + 1);
}

/** To the end of the first list of the step before it. */
export function moveIn(steps: Steps, way: Way): Edited {
  const { list, index } = homeOf(way);
  const before = [...list, index - 1];
  const inner =
    index === 0 ? undefined : branchesIn(stepAt(steps, before)).findLast(({ present }) => present);
  return inner === undefined
    ? { steps, way }
    : moveStep(steps, way, [...before, ...inner.way], inner.steps.length);
}

export const canMoveIn = (steps: Steps, way: Way): boolean => moveIn(steps, way).steps !== steps;

/** A new step of that verb around it. `fresh` is what such a step starts as. */
export function nestStep(steps: Steps, way: Way, fresh: unknown): Edited {
  const inner = branchesIn(fresh)[0];
  if (inner === undefined) return { steps, way };
  const around = withValueAt(fresh, inner.way, [stepAt(steps, way)]);
  return { steps: withValueAt(steps, way, around), way };
}

/** The steps inside stand in its place. */
export function unnestStep(steps: Steps, way: Way): Edited {
  const inner = branchesIn(stepAt(steps, way)).flatMap((branch) => branch.steps);
  const { list, index } = homeOf(way);
  return {
    steps: withList(steps, list, (all) => all.toSpliced(index, 1, ...inner)),
    way: inner.length > 0 ? way : null,
  };
}

/** One branch or stage more. */
export function addBranch(steps: Steps, way: Way): Edited {
  const step = stepAt(steps, way);
  const verb = verbIn(step);
  const list = verb === undefined ? undefined : branchListOf(verb);
  if (list === undefined || !isFields(step)) return { steps, way };
  const branches = listOf(step[list.name]);
  const fresh = freshOf(itemOf(list.schema));
  const named =
    isFields(fresh) && fresh['name'] === '' ? { ...fresh, name: `stage ${branches.length + 1}` } : fresh;
  return { steps: withValueAt(steps, [...way, list.name], [...branches, named]), way };
}

/** A branch with all its steps, or a list that may be left out; `branch` is its way from the step. */
export const removeBranch = (steps: Steps, way: Way, branch: Way): Edited => ({
  steps: withValueAt(steps, [...way, ...branch], undefined),
  way,
});

/** How many steps there are, nested ones included. */
export const countIn = (steps: Steps): number =>
  steps.reduce<number>(
    (sum, step) => branchesIn(step).reduce((all, { steps: inner }) => all + countIn(inner), sum + 1),
    0,
  );

/** Every step with its way, in the order of reading. */
export function* walk(steps: Steps, at: Way = []): Generator<{ readonly way: Way; readonly step: unknown }> {
  for (const [index, step] of steps.entries()) {
    const way = [...at, index];
    yield { way, step };
    for (const branch of branchesIn(step)) yield* walk(branch.steps, [...way, ...branch.way]);
  }
}
