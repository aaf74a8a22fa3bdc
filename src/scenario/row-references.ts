import { childPath, showValue } from '#lib/schema/problem.ts';
import type { Problems } from '#lib/schema/problems.ts';
import { canDo, crdtOperations, fits, typeOfKey } from '#patterns/row-types.ts';
import type { CrdtType, RowTypes } from '#patterns/row-types.ts';
import type { Step, StepOf } from '#flow/steps.ts';
import { expect, got, use } from '#words/problems.ts';
import type { NodeWritten, ScenarioDocument } from './schema.ts';

type Nodes = Readonly<Record<string, NodeWritten>>;

const typesAt = (nodes: Nodes, id: string): RowTypes => {
  const node = Object.hasOwn(nodes, id) ? nodes[id]! : undefined;
  return (node?.kind === 'database' ? node.types : undefined) ?? {};
};

/** The types of a database's rows, or of a cluster's: what any of its members says. */
export const rowTypesOf = ({ nodes = {}, clusters = {} }: ScenarioDocument, store: string): RowTypes => {
  const members = Object.hasOwn(clusters, store) ? clusters[store]!.members : [store];
  return Object.assign({}, ...members.map((member) => typesAt(nodes, member)).reverse()) as RowTypes;
};

/** Members of a cluster that say different things about a row, and rows that begin as what they cannot be. */
export const checkRowTypes = ({ nodes = {}, clusters = {} }: ScenarioDocument, problems: Problems): void => {
  const shared = new Map<string, RowTypes>();
  for (const { members } of Object.values(clusters)) {
    const said: Record<string, CrdtType> = {};
    for (const member of members) {
      for (const [prefix, type] of Object.entries(typesAt(nodes, member))) {
        const first = Object.hasOwn(said, prefix) ? said[prefix]! : (said[prefix] = type);
        if (type === first) continue;
        const path = ['nodes', member, 'types', prefix].reduce(childPath);
        problems.add(path, expect.choice([first]), showValue(type), first);
      }
      shared.set(member, said);
    }
  }
  for (const [id, node] of Object.entries(nodes)) {
    if (node.kind !== 'database') continue;
    for (const [key, value] of Object.entries(node.rows ?? {})) {
      const type = typeOfKey(shared.get(id) ?? node.types ?? {}, key);
      if (type === undefined || fits(type, value)) continue;
      const path = ['nodes', id, 'rows', key].reduce(childPath);
      problems.add(path, expect.beginning(type), showValue(value), use.nothing);
    }
  }
};

/** What a key written as a template may come to: every type that fits, and undefined when it may have none. */
const possibleTypes = (types: RowTypes, key: string): readonly (CrdtType | undefined)[] => {
  const start = key.split('${', 1)[0]!;
  const longer = start === key ? [] : Object.keys(types).filter((prefix) => prefix.startsWith(start));
  return [typeOfKey(types, start), ...longer.map((prefix) => types[prefix])];
};

/** A step on a row whose type is known, or known to be one of a few. */
export const checkRowStep = (
  step: Step,
  document: ScenarioDocument,
  path: string,
  problems: Problems,
): void => {
  const add = (field: string, expected: string, value: unknown): void =>
    problems.add(
      childPath(path, field),
      expected,
      value === undefined ? got.nothing() : showValue(value),
      use.asWritten,
    );
  if ('update' in step)
    return checkUpdate(step, possibleTypes(rowTypesOf(document, step.update), step.key), add);
  const [store, key] = 'put' in step ? [step.put, step.key] : 'delete' in step ? [step.delete, step.key] : [];
  if (store === undefined) return;
  const types = possibleTypes(rowTypesOf(document, store), key!);
  if (types.every((type) => type !== undefined)) add('key', expect.update(types[0]!), key);
};

const checkUpdate = (
  { update, key, do: operation, value, to, field }: StepOf['update'],
  possible: readonly (CrdtType | undefined)[],
  add: (field: string, expected: string, value: unknown) => void,
): void => {
  const types = possible.filter((type) => type !== undefined);
  if (types.length === 0) return add('key', expect.typedKey(update), key);
  const able = types.filter((type) => canDo(type, operation));
  if (able.length === 0)
    return add('do', expect.choice([...new Set(types.flatMap((type) => crdtOperations[type]))]), operation);
  const counts = operation === 'increment' || operation === 'decrement';
  if (value === undefined && !counts && operation !== 'clear')
    add('value', expect.valueTo(operation), undefined);
  if (to === undefined && (operation === 'connect' || operation === 'disconnect'))
    add('to', expect.valueTo(operation), undefined);
  const maps = able.filter((type) => type === 'map').length;
  if (field === undefined && maps === able.length && operation !== 'clear')
    add('field', expect.mapField(), undefined);
  if (field !== undefined && maps === 0) add('field', expect.mapOnly(), field);
};
