import { metaOf, type AnySchema } from '#lib/schema/meta.ts';
import { chosenOf, fieldsOf, itemOf } from '#editor/inspector/shape.ts';
import { isFields, type Way } from '#editor/inspector/way.ts';
import { nodesOf, type Sheet } from '#editor/edit/document.ts';
import { nodeSchemaOf } from '#editor/inspector/parts.ts';
import { branchesIn, type Steps } from './tree.ts';

/** A list of steps with what sets it off: a handler of a service, a flow of a client, a route of a gateway. */
export interface Bearer {
  readonly node: string;
  /** `['nodes', 'orders', 'handlers', 0]`. */
  readonly way: Way;
  /** The field of the node that lists it, and its place there. */
  readonly field: string;
  readonly index: number;
  /** Which of the alternatives it is: `request`, `topic`; '' where there are none. */
  readonly word: string;
  /** The schema of the alternative. */
  readonly schema: AnySchema;
  readonly value: Readonly<Record<string, unknown>>;
  readonly steps: Steps;
}

/** The fields of a kind that list such things, with the alternatives that have steps. */
export interface BearerField {
  readonly name: string;
  readonly title: string;
  readonly item: AnySchema;
  readonly words: readonly { readonly word: string; readonly schema: AnySchema }[];
}

const hasSteps = (schema: AnySchema): boolean =>
  fieldsOf(schema).some(([, field]) => metaOf(field).control === 'steps');

export function bearerFieldsOf(kind: string): readonly BearerField[] {
  const schema = nodeSchemaOf(kind);
  if (schema === undefined) return [];
  return fieldsOf(schema).flatMap(([name, field]): readonly BearerField[] => {
    const meta = metaOf(field);
    if (meta.control !== 'list') return [];
    const item = itemOf(field);
    const { choose } = metaOf(item);
    const words =
      choose === undefined
        ? [{ word: '', schema: item }]
        : [...choose.table].map(([word, alternative]) => ({ word, schema: alternative }));
    const bearing = words.filter((one) => metaOf(one.schema).control === 'object' && hasSteps(one.schema));
    return bearing.length === 0 ? [] : [{ name, title: meta.title, item, words: bearing }];
  });
}

export const bearersOf = (sheet: Sheet, node: string): readonly Bearer[] => {
  const written = nodesOf(sheet)[node];
  if (written === undefined) return [];
  return bearerFieldsOf(written.kind).flatMap((field) => {
    const list: unknown = written[field.name];
    if (!Array.isArray(list)) return [];
    return (list as unknown[]).flatMap((value, index): readonly Bearer[] => {
      const chosen =
        metaOf(field.item).choose === undefined
          ? { word: '', schema: field.item }
          : chosenOf(field.item, value);
      if (!isFields(value) || chosen === undefined || !hasSteps(chosen.schema)) return [];
      const { steps } = value;
      return [
        {
          node,
          way: ['nodes', node, field.name, index],
          field: field.name,
          index,
          word: chosen.word,
          schema: chosen.schema,
          value,
          steps: Array.isArray(steps) ? steps : [],
        },
      ];
    });
  });
};

export const allBearers = (sheet: Sheet): readonly Bearer[] =>
  Object.keys(nodesOf(sheet)).flatMap((node) => bearersOf(sheet, node));

/** A step with the node that it belongs to. */
interface OwnedStep {
  readonly node: string;
  readonly step: Readonly<Record<string, unknown>>;
}
const stepsOf = new WeakMap<object, readonly OwnedStep[]>();

/** Every step of a document. Gathered once for each state of its nodes: many expressions ask. */
export function allSteps(sheet: Sheet): readonly OwnedStep[] {
  const nodes = nodesOf(sheet);
  let known = stepsOf.get(nodes);
  if (known === undefined) {
    known = allBearers(sheet).flatMap(({ node, steps }) => [...flat(steps)].map((step) => ({ node, step })));
    stepsOf.set(nodes, known);
  }
  return known;
}

export function* flat(steps: Steps): Generator<Readonly<Record<string, unknown>>> {
  for (const step of steps) {
    if (isFields(step)) yield step;
    for (const branch of branchesIn(step)) yield* flat(branch.steps);
  }
}
