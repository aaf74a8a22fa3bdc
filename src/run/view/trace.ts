import type { RecordStore } from '#run/record-store.ts';
import { EventKind } from './columns.ts';
import { IntList } from './int-list.ts';
import { field, textField } from './payload.ts';

/**
 * All that belongs to one flow: the request or saga with which it began and everything that came of it. Ids say so
 * where events carry one, since they are derived from the id of their origin ("shopper-1.1.customers.0"); an event
 * without one belongs where its cause does. What no id speaks for is the chain of causes and effects of one event.
 */
export class Trace {
  /** Id of the origin; '' when nothing in the chain carries one. */
  readonly id: string;
  readonly events = new IntList();
  /** By index, in no order. */
  readonly nodes = new Set<number>();
  readonly links = new Set<number>();
  readonly #store: RecordStore;
  readonly #origin: number;
  readonly #above: ReadonlySet<number>;
  /** One byte an event: it is in. */
  #in = new Uint8Array(4096);
  #read = 0;
  /** Operations under way by client and number, as `begin` named them: their `end` has a cause, not an id. */
  readonly #operations = new Set<string>();

  /** The flow that `event` belongs to; when its id is known already, `event` need not be there. */
  constructor(store: RecordStore, event: number, id = originOf(store, event)) {
    this.#store = store;
    this.#origin = event;
    this.id = id;
    this.#above = new Set(this.id === '' ? causesOf(store, event) : []);
    this.advance();
  }

  /** Whether it goes by this record. */
  reads(store: RecordStore): boolean {
    return store === this.#store;
  }

  /** The same flow in a record that was taken back, or in another run: null when only its events said which it was. */
  again(store: RecordStore): Trace | null {
    return this.id === '' ? null : new Trace(store, this.#origin, this.id);
  }

  /** Reads what the record has more than the last time. */
  advance(): void {
    const { length } = this.#store;
    if (length > this.#in.length) {
      const larger = new Uint8Array(Math.max(length, this.#in.length * 2));
      larger.set(this.#in);
      this.#in = larger;
    }
    for (; this.#read < length; this.#read++) if (this.#belongs(this.#read)) this.#add(this.#read);
  }

  has(event: number): boolean {
    return this.#in[event] === 1;
  }

  /** The moment of its next or last event that is not at the moment `t` itself; null when there is none. */
  after(t: number): number | null {
    const { time } = this.#store;
    for (let i = 0; i < this.events.length; i++) {
      const at = time[this.events.at(i)]!;
      if (at > t) return at;
    }
    return null;
  }
  before(t: number): number | null {
    const { time } = this.#store;
    for (let i = this.events.length - 1; i >= 0; i--) {
      const at = time[this.events.at(i)]!;
      if (at < t) return at;
    }
    return null;
  }

  #belongs(event: number): boolean {
    const own = idOf(this.#store, event);
    if (own !== '') return this.id === '' ? this.#above.has(event) : rootOf(own) === this.id;
    if (this.#store.kind[event] === EventKind.end && this.#operations.delete(this.#operation(event)))
      return true;
    const cause = this.#store.cause[event]!;
    return this.#above.has(event) || (cause >= 0 && cause < event && this.has(cause));
  }

  #add(event: number): void {
    const { kind, link, node } = this.#store;
    this.#in[event] = 1;
    this.events.push(event);
    if (node[event]! >= 0) this.nodes.add(node[event]!);
    if (link[event]! >= 0) this.links.add(link[event]!);
    if (kind[event] === EventKind.begin) this.#operations.add(this.#operation(event));
  }

  #operation(event: number): string {
    return `${this.#store.node[event]} ${this.#store.a[event]}`;
  }
}

/** Ids of nodes have no dots, so the first one ends what the client of the flow gave it. */
const rootOf = (id: string): string => id.split('.', 1)[0] ?? id;

/** The id that an event itself carries: of its flow, its call, its event or its message. */
function idOf(store: RecordStore, event: number): string {
  if (store.kind[event] === EventKind.flow) return store.textOf(event);
  const data = store.dataOf(event);
  if (data === undefined) return '';
  for (const carrier of [data, field(data, 'event'), field(data, 'message')]) {
    const id = textField(carrier, 'id');
    if (id !== '') return id;
  }
  return '';
}

/** The id of the flow that an event belongs to; '' when none says. */
export function originOf(store: RecordStore, event: number): string {
  for (const at of causesOf(store, event)) {
    const id = idOf(store, at);
    if (id !== '') return rootOf(id);
  }
  return '';
}

/** The event, its cause, the cause of that, and so on. */
function causesOf(store: RecordStore, event: number): number[] {
  const chain: number[] = [];
  for (let at = event; at >= 0 && at < store.length;) {
    chain.push(at);
    const cause = store.cause[at]!;
    if (cause >= at) break;
    at = cause;
  }
  return chain;
}
