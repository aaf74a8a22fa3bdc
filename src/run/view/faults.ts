import type { RecordStore } from '#run/record-store.ts';
import { IntList } from './int-list.ts';

/** A fault that is in force. */
export interface FaultView {
  /** Place in the document's timeline. */
  readonly index: number;
  readonly what: string;
  /** Node and link it is on, -1 for none. */
  readonly node: number;
  readonly instance: number;
  readonly link: number;
  readonly since: number;
  /** µs; Infinity when it does not heal by itself. */
  readonly until: number;
  readonly event: number;
}

/** What is broken at a moment. */
export class Faults {
  readonly #store: RecordStore;
  readonly events = new IntList();

  constructor(store: RecordStore) {
    this.#store = store;
  }

  add(event: number): void {
    this.events.push(event);
  }

  truncate(length: number): void {
    this.events.cut(length);
  }

  /** Faults in force after `event`, in the order in which they began. */
  at(event: number): FaultView[] {
    const active = new Map<number, FaultView>();
    const last = this.events.lastAtMost(event);
    for (let i = 0; i <= last; i++) {
      const at = this.events.at(i);
      const fault = this.#view(at);
      if (this.#store.b[at] !== 1) active.delete(fault.index);
      else if (fault.what === 'heal') endWhere(active, ({ what }) => what === 'partition');
      else if (fault.what === 'restart') endWhere(active, (other) => isEndedBy(fault, other));
      else active.set(fault.index, fault);
    }
    return [...active.values()];
  }

  /** The fault in force at `event` that is to blame for a loss there; null when none is. */
  behind(event: number): FaultView | null {
    const reason = this.#store.textOf(event);
    const node = this.#store.node[event] as number;
    const link = this.#store.link[event] as number;
    const candidates = this.at(event).filter(({ what, node: on, link: over }) => {
      if (reason === 'partitioned') return what === 'partition' || (what === 'link' && over === link);
      if (reason === 'lost') return what === 'link' && over === link;
      if (reason === 'droppedByHand') return what === 'message' && over === link;
      if (reason === 'refused' || reason === 'connectionLost' || reason === 'crashed') {
        return what === 'crash' && on === node;
      }
      return false;
    });
    return candidates.at(-1) ?? null;
  }

  #view(event: number): FaultView {
    const until = this.#store.value[event] as number;
    return {
      index: this.#store.a[event] as number,
      what: this.#store.textOf(event),
      node: this.#store.node[event] as number,
      instance: this.#store.instance[event] as number,
      link: this.#store.link[event] as number,
      since: this.#store.time[event] as number,
      until: until < 0 ? Infinity : until,
      event,
    };
  }
}

function isEndedBy(restart: FaultView, other: FaultView): boolean {
  const sameInstance = restart.instance < 0 || restart.instance === other.instance;
  return (other.what === 'crash' || other.what === 'pause') && other.node === restart.node && sameInstance;
}

function endWhere(active: Map<number, FaultView>, ends: (fault: FaultView) => boolean): void {
  for (const [index, fault] of active) if (ends(fault)) active.delete(index);
}
