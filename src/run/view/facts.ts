import type { RecordStore } from '#run/record-store.ts';
import { IntList } from './int-list.ts';

/** Facts by node, instance and name. */
export class Facts {
  readonly #store: RecordStore;
  readonly #tracks = new Map<number, IntList>();

  constructor(store: RecordStore) {
    this.#store = store;
  }

  add(event: number): void {
    const node = this.#store.node[event] as number;
    const name = this.#store.text[event] as number;
    this.#push(keyOf(node, this.#store.instance[event] as number, name), event);
    this.#push(keyOf(node, ANY, name), event);
  }

  truncate(length: number): void {
    for (const track of this.#tracks.values()) track.cut(length);
  }

  /** All facts of a name, of one instance or (-1) of the whole node, in their order. */
  track(node: number, instance: number, name: string): IntList | undefined {
    const id = this.#store.stringId(name);
    return id < 0 ? undefined : this.#tracks.get(keyOf(node, instance, id));
  }

  /** The last one at or before `event`, -1 when there is none. */
  last(node: number, instance: number, name: string, event: number): number {
    return this.track(node, instance, name)?.valueAtMost(event) ?? -1;
  }

  #push(key: number, event: number): void {
    let track = this.#tracks.get(key);
    if (track === undefined) {
      track = new IntList();
      this.#tracks.set(key, track);
    }
    track.push(event);
  }
}

const ANY = -1;
/** Instances below 1,023 and nodes below 1,024: the format allows fewer. */
const keyOf = (node: number, instance: number, name: number): number =>
  (name * 1024 + node) * 1024 + instance + 1;
