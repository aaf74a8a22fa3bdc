import type { Plain } from '#lib/plain.ts';
import type { RecordStore } from '#run/record-store.ts';
import { compareVectors, type VectorClock } from '#lib/vector-clock.ts';
import { IntList } from './int-list.ts';
import { field, textField } from './payload.ts';

/** One version of a row, as one member of a store has it. */
export interface RowVersion {
  readonly key: string;
  /** Counts up with every write of the row. */
  readonly version: number;
  /** null: deleted. */
  readonly value: Plain;
  /** Where several may write: the writes it knows of, counted by who made them; null elsewhere. */
  readonly writes: VectorClock | null;
  /** The CRDT type of the row; '' for any other. */
  readonly type: string;
  readonly event: number;
  readonly time: number;
}

/** Whether each of two copies of a row knows of a write that the other does not. */
export const haveParted = (one: RowVersion, other: RowVersion): boolean =>
  one.writes !== null && other.writes !== null && compareVectors(one.writes, other.writes) === 'concurrent';

/** Rows of databases by node and key. */
export class Rows {
  readonly #store: RecordStore;
  readonly #nodes = new Map<number, Map<string, IntList>>();
  readonly #writes = new Map<number, IntList>();

  constructor(store: RecordStore) {
    this.#store = store;
  }

  add(event: number): void {
    const node = this.#store.node[event] as number;
    const key = textField(this.#store.dataOf(event), 'key');
    let keys = this.#nodes.get(node);
    if (keys === undefined) this.#nodes.set(node, (keys = new Map<string, IntList>()));
    let track = keys.get(key);
    if (track === undefined) keys.set(key, (track = new IntList()));
    track.push(event);
    let writes = this.#writes.get(node);
    if (writes === undefined) this.#writes.set(node, (writes = new IntList()));
    writes.push(event);
  }

  truncate(length: number): void {
    for (const keys of this.#nodes.values()) for (const track of keys.values()) track.cut(length);
    for (const writes of this.#writes.values()) writes.cut(length);
  }

  /** All rows that are there after `event`, in the order in which they were first written. */
  at(node: number, event: number): RowVersion[] {
    const rows: RowVersion[] = [];
    for (const track of this.#nodes.get(node)?.values() ?? []) {
      const last = track.valueAtMost(event);
      if (last < 0) continue;
      const row = this.#version(last);
      if (row.value !== null) rows.push(row);
    }
    return rows;
  }

  /** The last `most` versions of one row after `event`, newest first. */
  versions(node: number, key: string, event: number, most: number): RowVersion[] {
    const track = this.#nodes.get(node)?.get(key);
    if (track === undefined) return [];
    const versions: RowVersion[] = [];
    for (let i = track.lastAtMost(event); i >= 0 && versions.length < most; i--) {
      versions.push(this.#version(track.at(i)));
    }
    return versions;
  }

  /** The row that was written last, of all keys; null before the first. */
  newest(node: number, event: number): RowVersion | null {
    const last = this.#writes.get(node)?.valueAtMost(event) ?? -1;
    return last < 0 ? null : this.#version(last);
  }

  #version(event: number): RowVersion {
    const data = this.#store.dataOf(event);
    return {
      key: textField(data, 'key'),
      version: this.#store.a[event] as number,
      value: field(data, 'value') ?? null,
      writes: (field(data, 'writes') ?? null) as VectorClock | null,
      type: textField(data, 'type'),
      event,
      time: this.#store.time[event] as number,
    };
  }
}
