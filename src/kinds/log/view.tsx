import type { ReactElement } from 'react';
import type { Port, Size } from '#figure/geometry.ts';
import { Log, sizeOfLog, type Cell, type GroupChip, type PartitionStrip } from '#figure/log.tsx';
import { textWidth } from '#figure/metrics.ts';
import type { NodeProps } from '#figure/node.tsx';
import type { RunView } from '#run/view/run-view.ts';
import type { TopicView } from '#run/view/logs.ts';
import {
  kindView,
  nameOf,
  secondsSince,
  statusOf,
  whole,
  type Design,
  type DesignNode,
} from '#kinds/view.tsx';
import { kinds as words } from '#words/kinds.ts';

interface Props {
  readonly topics: readonly Topic[];
  readonly note?: string;
  readonly crashed?: boolean;
}
interface Topic {
  readonly topic: string;
  readonly partitions: readonly PartitionStrip[];
  readonly groups: readonly GroupChip[];
}

const CELLS = 9;
/** Side of a cell, px. */
const CELL = 20;
const GAP = 28;

export const logView = kindView<Props>({
  kind: 'log',
  ...words.log,
  icon: 'log',
  carries: 'event',
  fresh: { topics: { events: { partitions: 2 } } },
  offer(id, node) {
    const topic = declared(node)[0]?.[0] ?? 'events';
    return {
      step: { publish: id, topic, event: 'Happened', key: '${n % 5}', body: { n: '${n}' } },
      handler: { event: 'Happened', from: id, topic, steps: [{ work: '20ms' }] },
    };
  },
  port: (id, design, neighbour, way) => {
    if (way === 'in') {
      const [topic] = [
        ...topicsNamedBy(id, design.nodes?.[neighbour], 'publish'),
        ...topicsRelayedBy(id, neighbour, design),
      ];
      return topic === undefined ? undefined : nextOf(topic);
    }
    const reads = readersOf(id, design).find(({ node }) => node === neighbour);
    return reads === undefined ? undefined : portOf(reads.topic, reads.group);
  },
  design: (id, node, design) => {
    const readers = readersOf(id, design);
    const topics = new Map(declared(node));
    for (const topic of mentionedTopics(id, design)) if (!topics.has(topic)) topics.set(topic, 1);
    if (topics.size === 0) topics.set('', 1);
    return {
      name: nameOf(id, node),
      topics: [...topics].map(([topic, partitions]) => ({
        topic,
        partitions: Array.from({ length: Math.min(partitions, SHOWN) }, (_, p) => emptyStrip(p)),
        groups: [...new Set(readers.filter((one) => one.topic === topic).map(({ group }) => group))].map(
          (name, i) => ({ name, title: titleOf(name, design), lag: 0, open: i % 2 === 1 }),
        ),
      })),
    };
  },
  sizeOf,

  moment(props, now) {
    const status = statusOf(now, 1);
    const views = new Map(now.run.logAt(now.node, now.t).map((view) => [view.topic, view]));
    return {
      ...props,
      topics: props.topics.map((topic) => live(topic, views.get(topic.topic), now.run, now.node, now.t)),
      crashed: status.allDown,
      ...(status.allDown ? { note: words.crashedFor(secondsSince(status.since, now.t)) } : {}),
      ...(status.allPaused ? { note: words.paused } : {}),
    };
  },
  Figure: Topics,
});

/** More partitions than this are not drawn: the strips would be taller than the sheet. */
const SHOWN = 8;

const emptyStrip = (partition: number): PartitionStrip => ({
  label: `p${partition}`,
  first: 0,
  cells: [],
  readTo: 0,
  cursors: [],
});

/** The topics that the log itself names, with their partitions. */
function declared(node: DesignNode): readonly (readonly [string, number])[] {
  const topics = node['topics'];
  if (typeof topics !== 'object' || topics === null) return [];
  return Object.entries(topics).map(([name, topic]) => [
    name,
    whole((topic as { partitions?: unknown } | null)?.partitions, 1, 1, 64),
  ]);
}

/** A group that is called as a node is that node's own: it goes by its title. */
const titleOf = (group: string, { nodes = {} }: Design): string => {
  const node = nodes[group];
  return node === undefined ? group : nameOf(group, node);
};

interface Reader {
  readonly node: string;
  readonly topic: string;
  readonly group: string;
}

/** Who reads this log, by its handlers: one entry for each topic and group of a node. */
function readersOf(id: string, design: Design): readonly Reader[] {
  return Object.entries(design.nodes ?? {}).flatMap(([node, { handlers }]) =>
    (Array.isArray(handlers) ? (handlers as unknown[]) : []).flatMap((handler): Reader[] => {
      if (typeof handler !== 'object' || handler === null) return [];
      const { from, topic, group } = handler as Record<string, unknown>;
      if (from !== id || typeof topic !== 'string') return [];
      return [{ node, topic, group: typeof group === 'string' ? group : node }];
    }),
  );
}

/** The topics of this log that any step or handler speaks of. */
function mentionedTopics(id: string, design: Design): ReadonlySet<string> {
  const nodes = Object.values(design.nodes ?? {});
  return new Set(
    nodes.flatMap((node) => [...topicsNamedBy(id, node, 'publish'), ...topicsNamedBy(id, node, 'from')]),
  );
}

/** The topics that a node's steps and handlers name together with this log in a field, in their order. */
function topicsNamedBy(
  id: string,
  node: DesignNode | undefined,
  field: 'publish' | 'from',
): ReadonlySet<string> {
  const topics = new Set<string>();
  const look = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(look);
    if (typeof value !== 'object' || value === null) return;
    const { topic, [field]: log } = value as Record<string, unknown>;
    if (typeof topic === 'string' && log === id) topics.add(topic);
    Object.values(value).forEach(look);
  };
  look(node?.['handlers']);
  look(node?.['flows']);
  return topics;
}

/** The topics into which a store publishes for others: what they name within a transaction on it. */
function topicsRelayedBy(id: string, store: string, design: Design): ReadonlySet<string> {
  const topics = new Set<string>();
  const look = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(look);
    if (typeof value !== 'object' || value === null) return;
    const { transaction, steps } = value as Record<string, unknown>;
    if (transaction === store) {
      for (const topic of topicsNamedBy(id, { kind: '', handlers: steps }, 'publish')) topics.add(topic);
    }
    Object.values(value).forEach(look);
  };
  for (const { handlers, flows } of Object.values(design.nodes ?? {})) look([handlers, flows]);
  return topics;
}

function live(topic: Topic, view: TopicView | undefined, run: RunView, node: number, t: number): Topic {
  if (view === undefined) return topic;
  const event = run.eventAt(t);
  const open = new Map(topic.groups.map(({ name, open }) => [name, open]));
  return {
    ...topic,
    partitions: topic.partitions.map((strip, p) => {
      const partition = view.partitions.find(({ partition }) => partition === p);
      if (partition === undefined) return strip;
      const first = Math.max(partition.first, partition.next - CELLS);
      const cells = Array.from({ length: partition.next - first }, (_, i) =>
        cellAt(run, run.logs.appended(node, topic.topic, p, first + i, event)),
      );
      const cursors = view.groups.map(({ group, cursors }) => ({
        offset: cursors[p] ?? 0,
        open: open.get(group) ?? false,
      }));
      return {
        ...strip,
        first,
        cells,
        cursors,
        readTo: cursors.length === 0 ? first : Math.min(...cursors.map(({ offset }) => offset)),
      };
    }),
    groups: topic.groups.map((chip) => ({
      ...chip,
      lag: view.groups.find(({ group }) => group === chip.name)?.lag ?? 0,
    })),
  };
}

/** What kind of event was appended, as the message said that brought it. */
function cellAt(run: RunView, append: number): Cell {
  const cause = append < 0 ? -1 : (run.store.cause[append] ?? -1);
  const arrived = cause < 0 ? 'event' : run.messageKind(cause);
  return arrived === 'compensation' ? 'compensation' : 'event';
}

const portOf = (topic: string, group: string): string => `${topic} ${group}`;
/** Where a topic's events come in. */
const stripOf = (topic: string): string => `strips of ${topic}`;
const headOf = (topic: string): string => `title of ${topic}`;
/** The dashed cells of the next offsets. */
const nextOf = (topic: string): string => `next of ${topic}`;

const partOf = (props: Props & { readonly name: string }, { topic, partitions, groups }: Topic) => ({
  name: topic === '' ? props.name : topic,
  sub: props.note ?? (topic === '' ? words.noTopic : props.name),
  partitions,
  groups,
  cells: CELLS,
});

const titleWidth = (props: Props & { readonly name: string }, topic: Topic): number => {
  const { name, sub } = partOf(props, topic);
  return Math.ceil(textWidth(name, 'bold', 13) + 6 + textWidth(sub, 'regular', 11));
};

/** One strip of strips per topic, one beneath the other. All ports lie within the body. */
function sizeOf(props: Props & { readonly name: string }): Size {
  const tops = topsOf(props);
  let width = 0;
  let height = 0;
  const ports: Record<string, Port> = {};
  props.topics.forEach((topic, i) => {
    const size = sizeOfLog(partOf(props, topic));
    const top = tops[i] ?? 0;
    width = Math.max(width, size.width, ...Object.values(size.ports ?? {}).map((box) => box.x + box.width));
    height = top + size.height;
    const { x, width: strip, ...rest } = { ...size.body, y: size.body.y + top };
    ports[headOf(topic.topic)] = { x: 0, y: top, width: titleWidth(props, topic), height: size.body.y };
    // With the row of its last cursors.
    ports[stripOf(topic.topic)] = { x, width: strip - CELL, ...rest, height: rest.height + CELL - 4 };
    // What is published is appended on the right; from the left it would run over all that came before.
    ports[nextOf(topic.topic)] = { x: x + strip - CELL, width: CELL, ...rest, avoid: ['left', 'bottom'] };
    for (const [group, box] of Object.entries(size.ports ?? {})) {
      ports[portOf(topic.topic, group)] = { ...box, y: box.y + top };
    }
  });
  return { width, height, body: { x: 0, y: 0, width, height }, ports };
}

function Topics(props: Props & NodeProps): ReactElement {
  const tops = topsOf(props);
  return (
    <>
      {props.topics.map((topic, i) => (
        <g key={topic.topic} transform={`translate(0 ${tops[i] ?? 0})`}>
          <Log {...props} {...partOf(props, topic)} />
        </g>
      ))}
    </>
  );
}

/** Where the strips of each topic begin, px from the top. */
function topsOf(props: Props & { readonly name: string }): readonly number[] {
  const tops = [0];
  for (const topic of props.topics)
    tops.push((tops.at(-1) ?? 0) + sizeOfLog(partOf(props, topic)).height + GAP);
  return tops;
}
