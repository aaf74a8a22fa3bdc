import type { Plain } from '#lib/plain.ts';
import type { RecordStore } from '#run/record-store.ts';
import { IntList } from './int-list.ts';
import { field, textField } from './payload.ts';

/** A topic of an event log at one moment. */
export interface TopicView {
  readonly topic: string;
  readonly partitions: readonly PartitionView[];
  readonly groups: readonly GroupView[];
}
export interface PartitionView {
  readonly partition: number;
  /** The first offset that is still kept. */
  readonly first: number;
  /** The offset that the next event will get. */
  readonly next: number;
}
export interface GroupView {
  readonly group: string;
  /** Per partition, the offset that is read next. */
  readonly cursors: readonly number[];
  /** Events kept and not yet read, over all partitions. */
  readonly lag: number;
  /** Which partitions each consumer has been given. */
  readonly members: Readonly<Record<string, readonly number[]>>;
}

interface Topic {
  readonly appends: IntList[];
  readonly trims: IntList[];
  readonly groups: Map<string, { readonly commits: IntList[]; readonly assigns: IntList }>;
}

/** Event logs by node and topic. */
export class Logs {
  readonly #store: RecordStore;
  readonly #nodes = new Map<number, Map<string, Topic>>();

  constructor(store: RecordStore) {
    this.#store = store;
  }

  add(event: number, name: string): void {
    const data = this.#store.dataOf(event);
    const topic = this.#topic(this.#store.node[event] as number, textField(data, 'topic'));
    const partition = this.#store.a[event] as number;
    if (name === 'append') (topic.appends[partition] ??= new IntList()).push(event);
    else if (name === 'trim') (topic.trims[partition] ??= new IntList()).push(event);
    else {
      const id = textField(data, 'group');
      let group = topic.groups.get(id);
      if (group === undefined) topic.groups.set(id, (group = { commits: [], assigns: new IntList() }));
      if (name === 'assign') group.assigns.push(event);
      else (group.commits[partition] ??= new IntList()).push(event);
    }
  }

  truncate(length: number): void {
    for (const topics of this.#nodes.values()) {
      for (const { appends, trims, groups } of topics.values()) {
        for (const list of appends) list?.cut(length);
        for (const list of trims) list?.cut(length);
        for (const { commits, assigns } of groups.values()) {
          assigns.cut(length);
          for (const list of commits) list?.cut(length);
        }
      }
    }
  }

  /** All topics of a log of which the record has spoken by `event`. */
  at(node: number, event: number): TopicView[] {
    const views: TopicView[] = [];
    for (const [name, topic] of this.#nodes.get(node) ?? []) {
      const partitions: PartitionView[] = [];
      const count = Math.max(
        topic.appends.length,
        topic.trims.length,
        ...[...topic.groups.values()].map((g) => g.commits.length),
      );
      for (let partition = 0; partition < count; partition++) {
        const next = this.#offset(topic.appends[partition], event) + 1;
        const first = Math.max(0, this.#offset(topic.trims[partition], event));
        partitions.push({ partition, first, next });
      }
      const groups: GroupView[] = [];
      for (const [group, { commits, assigns }] of topic.groups) {
        const assigned = assigns.valueAtMost(event);
        const cursors = partitions.map(({ partition, first }) =>
          Math.max(first, this.#offset(commits[partition], event)),
        );
        if (assigned < 0 && cursors.every((cursor, p) => commits[p] === undefined || cursor === 0)) continue;
        const lag = partitions.reduce((sum, { next }, p) => sum + Math.max(0, next - (cursors[p] ?? 0)), 0);
        groups.push({ group, cursors, lag, members: membersOf(this.#store.dataOf(assigned)) });
      }
      if (groups.length > 0 || partitions.some(({ next }) => next > 0))
        views.push({ topic: name, partitions, groups });
    }
    return views;
  }

  /** The event record's index of what stands at an offset by `event`, -1 when nothing does. */
  appended(node: number, topic: string, partition: number, offset: number, event: number): number {
    const appends = this.#nodes.get(node)?.get(topic)?.appends[partition];
    if (appends === undefined || appends.length === 0) return -1;
    let low = 0;
    let high = appends.lastAtMost(event) + 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#store.b[appends.at(middle)] as number) < offset) low = middle + 1;
      else high = middle;
    }
    if (low > appends.lastAtMost(event)) return -1;
    const found = appends.at(low);
    return this.#store.b[found] === offset ? found : -1;
  }

  /** `b` of the last of these events, -1 before the first. */
  #offset(events: IntList | undefined, event: number): number {
    const last = events?.valueAtMost(event) ?? -1;
    return last < 0 ? -1 : (this.#store.b[last] as number);
  }

  #topic(node: number, name: string): Topic {
    let topics = this.#nodes.get(node);
    if (topics === undefined) this.#nodes.set(node, (topics = new Map<string, Topic>()));
    let topic = topics.get(name);
    if (topic === undefined) topics.set(name, (topic = { appends: [], trims: [], groups: new Map() }));
    return topic;
  }
}

function membersOf(data: Plain | undefined): Readonly<Record<string, readonly number[]>> {
  const members = field(data, 'members');
  if (typeof members !== 'object' || members === null || Array.isArray(members)) return {};
  return Object.fromEntries(
    Object.entries(members).map(([id, partitions]) => [
      id,
      Array.isArray(partitions) ? partitions.filter((p): p is number => typeof p === 'number') : [],
    ]),
  );
}
