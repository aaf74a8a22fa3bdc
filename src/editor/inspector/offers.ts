import { metaOf, type Refers } from '#lib/schema/meta.ts';
import type { Verb } from '#flow/steps.ts';
import { viewOf } from '#kinds/views.tsx';
import type { Offer } from '#kinds/view.tsx';
import { linksOf, nodesOf, zonesOf, type Sheet } from '#editor/edit/document.ts';
import { allSteps } from '#editor/steps/document.ts';
import { isVerb, verbIn, verbSchema } from '#editor/steps/tree.ts';
import { fieldsOf, itemOf, objectOf } from './shape.ts';
import { isFields } from './way.ts';
import { nodeSchemaOf } from './parts.ts';

type Owner = Readonly<Record<string, unknown>>;

/** Where a field stands, for what it could name. */
interface Whereabouts {
  readonly sheet: Sheet;
  /** The node whose form it is; null for the scenario. */
  readonly node: string | null;
}

/** The ids or names that a field could name, the likeliest first. */
export function offersFor(
  { sheet, node }: Whereabouts,
  refers: Refers,
  field: string,
  owner: Owner,
): readonly string[] {
  switch (refers) {
    case 'zone':
      return Object.keys(zonesOf(sheet));
    case 'cluster':
      return Object.keys(sheet.clusters ?? {});
    case 'node':
      return node === null ? storesOrNodes(sheet) : nodesNear(sheet, node, field, owner);
    case 'topic':
    case 'queue':
      return namesWithin(sheet, refers, targetOf(sheet, owner) ?? node);
    case 'operation':
      return operationsOf(sheet, typeof owner['call'] === 'string' ? owner['call'] : null);
  }
}

const storesOrNodes = (sheet: Sheet): readonly string[] => [
  ...Object.keys(sheet.clusters ?? {}),
  ...Object.keys(nodesOf(sheet)),
];

/** The node that the other fields of an object name: the log of a publish, the node of a call. */
const targetOf = (sheet: Sheet, owner: Owner): string | undefined =>
  Object.values(owner).find(
    (value): value is string => typeof value === 'string' && nodesOf(sheet)[value] !== undefined,
  );

const offerOf = (sheet: Sheet, id: string): Offer => {
  const written = nodesOf(sheet)[id];
  return (written === undefined ? undefined : viewOf(written.kind)?.offer?.(id, written)) ?? {};
};

/** Nodes that a step or a handler could name: linked ones that offer the same first, then others that do. */
function nodesNear(sheet: Sheet, node: string, field: string, owner: Owner): readonly string[] {
  const isHandler = field === 'from' && verbIn(owner) === undefined;
  const fits = (id: string): boolean => {
    const offer = offerOf(sheet, id);
    if (isHandler) {
      return offer.handler !== undefined && 'queue' in offer.handler === 'queue' in owner;
    }
    if (field === 'from') return offer.handler !== undefined && 'topic' in offer.handler;
    return isVerb(field) ? offersVerb(offer, field) : true;
  };
  const linked = linksOf(sheet).flatMap((link) =>
    field === 'from' ? (link.to === node ? [link.from] : []) : link.from === node ? [link.to] : [],
  );
  const all = [...new Set([...linked, ...Object.keys(nodesOf(sheet))])].filter(
    (id) => id !== node && fits(id),
  );
  if (!isVerb(field) || !sharesField(askOf(field), 'get')) return all;
  const clusters = Object.entries(sheet.clusters ?? {}).flatMap(([id, { members }]) =>
    Array.isArray(members) && members.some((member: string) => linked.includes(member)) ? [id] : [],
  );
  return [...clusters, ...all, 'local'];
}

const fieldSchema = (verb: Verb): unknown => fieldsOf(verbSchema(verb)).find(([name]) => name === verb)?.[1];

/** Verbs that ask the same of a node: who offers one of them takes all of them. */
const sharesField = (one: Verb, other: Verb): boolean =>
  askOf(one) === askOf(other) || fieldSchema(one) === fieldSchema(other);

/** Verbs on stores have one description of the store; these two have none in common with the verb that they are like. */
const askOf = (verb: Verb): Verb => (verb === 'transaction' ? 'get' : verb === 'forward' ? 'call' : verb);

const offersVerb = (offer: Offer, verb: Verb): boolean => {
  const offered = verbIn(offer.step);
  return offered !== undefined && sharesField(askOf(verb), offered);
};

/** Topics or queues of a node: those that it declares, then those that others use. */
function namesWithin(sheet: Sheet, refers: 'topic' | 'queue', node: string | null): readonly string[] {
  const written = node === null ? undefined : nodesOf(sheet)[node];
  const declared = written?.[`${refers}s`];
  const used = allSteps(sheet).flatMap(({ step }) => {
    const verb = verbIn(step);
    const name = step[refers];
    const target = verb === undefined ? undefined : (step['from'] ?? step[verb]);
    return typeof name === 'string' && target === node ? [name] : [];
  });
  return [...new Set([...(isFields(declared) ? Object.keys(declared) : []), ...used])];
}

/** Operations that a node answers; of all nodes when it is left out. */
function operationsOf(sheet: Sheet, node: string | null): readonly string[] {
  const names = Object.entries(nodesOf(sheet)).flatMap(([id, written]) => {
    const schema = nodeSchemaOf(written.kind);
    if (schema === undefined || (node !== null && id !== node)) return [];
    return fieldsOf(schema).flatMap(([name, field]) => {
      const list = written[name];
      if (metaOf(field).control !== 'list' || !Array.isArray(list)) return [];
      return (list as unknown[]).flatMap((one) => operationsIn(itemOf(field), one));
    });
  });
  return [...new Set(names)];
}

const operationsIn = (item: Parameters<typeof objectOf>[0], value: unknown): readonly string[] => {
  const object = objectOf(item, value);
  if (object === undefined || !isFields(value)) return [];
  return fieldsOf(object).flatMap(([name, field]) => {
    const said = value[name];
    return metaOf(field).refers === 'operation' && typeof said === 'string' ? [said] : [];
  });
};
