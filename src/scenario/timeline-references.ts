import { bare } from '#lib/schema/meta.ts';
import { describeFields, schemaAt } from '#lib/schema/describe.ts';
import { childPath, showValue } from '#lib/schema/problem.ts';
import { readValue } from '#lib/schema/read.ts';
import { kindParams } from '#kinds/params.ts';
import { expect, got, use } from '#words/problems.ts';
import type { DocumentIndex } from './references.ts';
import { link as linkSchema } from './schema.ts';
import type { TimelineWritten } from './timeline.ts';

const KINDS = Object.keys(kindParams);

/** Entries that name what is not there are left out. */
export const checkTimeline = (
  timeline: readonly TimelineWritten[],
  index: DocumentIndex,
): TimelineWritten[] =>
  timeline.filter((entry, i) => isPossible(entry, childPath('timeline', index.placeOf(timeline, i)), index));

const isPossible = (entry: TimelineWritten, path: string, index: DocumentIndex): boolean => {
  switch (entry.do) {
    case 'crash':
    case 'restart':
    case 'pause':
    case 'slow':
      return isInstance(entry.node, childPath(path, 'node'), index);
    case 'load': {
      const good = index.kindOf(entry.node) === 'client';
      if (!good) {
        const expected = expect.aNodeOf(['client'], index.like(entry.node, ['client']));
        index.problems.add(childPath(path, 'node'), expected, showValue(entry.node), use.restOfList);
      }
      return good;
    }
    case 'skew':
      return index.isNode(entry.node, childPath(path, 'node'), use.restOfList);
    case 'partition':
    case 'heal':
      return areSides(entry.between ?? [], childPath(path, 'between'), index);
    case 'link':
    case 'message':
      return isLink(entry.from, entry.to, path, index);
    case 'set':
      return isSettable(entry, path, index);
  }
};

const isInstance = (target: string, path: string, index: DocumentIndex): boolean => {
  const [id = '', number] = target.split('#');
  if (!index.isNode(id, path, use.restOfList)) return false;
  if (number === undefined) return true;
  const node = index.nodes[id]!;
  const instances = node.kind === 'service' ? (node.instances ?? 1) : 1;
  if (Number(number) <= instances) return true;
  index.problems.add(path, expect.anInstance(instances), number, use.restOfList);
  return false;
};

const areSides = (between: readonly (string | string[])[], path: string, index: DocumentIndex): boolean => {
  const strangers = between.flat().filter((id) => index.kindOf(id) === undefined && !index.isZone(id));
  for (const id of strangers) {
    index.problems.add(
      path,
      expect.aZoneOrNode(index.like(id, [...KINDS, 'zone'])),
      showValue(id),
      use.restOfList,
    );
  }
  return strangers.length === 0;
};

const isLink = (from: string, to: string, path: string, index: DocumentIndex): boolean => {
  const ends = [index.isNode(from, childPath(path, 'from'), use.restOfList)];
  ends.push(index.isNode(to, childPath(path, 'to'), use.restOfList));
  if (ends.includes(false)) return false;
  if (index.hasLink(from, to)) return true;
  index.problems.add(path, expect.aLink(from, to), got.nothing(), use.restOfList);
  return false;
};

/** Names of a link that no run can change. */
const FIXED_LINK_FIELDS: ReadonlySet<string> = new Set(['from', 'to', 'title', 'via']);
/** And of a node: rows stay what they are. */
const FIXED_NODE_FIELDS: ReadonlySet<string> = new Set(['types']);

const isSettable = (
  entry: Extract<TimelineWritten, { do: 'set' }>,
  path: string,
  index: DocumentIndex,
): boolean => {
  const { node, from, to } = entry;
  let schema;
  if (node !== undefined && from === undefined && to === undefined) {
    if (!index.isNode(node, childPath(path, 'node'), use.restOfList)) return false;
    schema = kindParams[index.kindOf(node)!];
  } else if (node === undefined && from !== undefined && to !== undefined) {
    if (!isLink(from, to, path, index)) return false;
    schema = linkSchema;
  } else {
    index.problems.add(
      path,
      expect.nodeOrLink(),
      got.other(node === undefined ? 'half a link' : 'both'),
      use.restOfList,
    );
    return false;
  }
  const first = entry.path.split('.')[0]!;
  const fixed = schema === linkSchema ? FIXED_LINK_FIELDS : FIXED_NODE_FIELDS;
  const target = fixed.has(first) ? undefined : schemaAt(schema, entry.path);
  if (target === undefined) {
    const names = describeFields(bare(schema))
      .map((field) => field.name)
      .filter((name) => !fixed.has(name));
    const expected = expect.parameterOf(index.problems.suggest(first, names));
    index.problems.add(childPath(path, 'path'), expected, showValue(entry.path), use.restOfList);
    return false;
  }
  const read = readValue(target, entry.value, childPath(path, 'value'));
  for (const { path: at, expected, got: what } of read.problems) {
    index.problems.add(at, expected, what, use.restOfList);
  }
  return read.problems.length === 0;
};
