import { Flag, Kind } from '#sim/record.ts';
import type { RecordStore } from '#run/record-store.ts';
import { IntList } from './int-list.ts';
import { Spans } from './spans.ts';

/** What a painter needs of the messages at one moment; arrays are read below `count` only. */
export interface MessageFrame {
  count: number;
  id: Int32Array;
  link: Int16Array;
  /** 1: against the arrow of its link. */
  back: Uint8Array;
  /** Share of the way from where it was sent, 0 to 1. */
  fraction: Float32Array;
  /** Index into `MESSAGE_KINDS`. */
  kind: Uint8Array;
  /** 1: an answer that carries a failure. */
  failed: Uint8Array;
  /** 1: a copy that a link made. */
  copy: Uint8Array;
  /** µs since it was dropped, -1 while it is under way. */
  droppedFor: Float64Array;
}

export function newMessageFrame(capacity = 256): MessageFrame {
  return {
    count: 0,
    id: new Int32Array(capacity),
    link: new Int16Array(capacity),
    back: new Uint8Array(capacity),
    fraction: new Float32Array(capacity),
    kind: new Uint8Array(capacity),
    failed: new Uint8Array(capacity),
    copy: new Uint8Array(capacity),
    droppedFor: new Float64Array(capacity),
  };
}

/** All messages of a run: when each was sent and how it ended. */
export class Messages {
  readonly #store: RecordStore;
  /** Numbered like the messages: ids count up from 0 in the order of sending. */
  readonly spans = new Spans();
  readonly drops = new IntList();
  /** One bit for each kind of message that was sent so far, by its number. */
  kindsSeen = 0;
  /** Sends and drops of each link. */
  readonly #sendsOf: IntList[] = [];
  readonly #dropsOf: IntList[] = [];

  constructor(store: RecordStore) {
    this.#store = store;
  }

  add(event: number): void {
    const kind = this.#store.kind[event];
    const id = this.#store.message[event] as number;
    const link = this.#store.link[event] as number;
    if (kind === Kind.send) {
      if (this.spans.begin(event) !== id) throw new Error(`message ${id} was sent out of turn`);
      listAt(this.#sendsOf, link).push(event);
      this.kindsSeen |= 1 << (this.#store.a[event] as number);
    } else {
      this.spans.end(id, event);
      if (kind === Kind.drop) {
        this.drops.push(event);
        listAt(this.#dropsOf, link).push(event);
      }
    }
  }

  truncate(length: number): void {
    this.spans.truncate(length);
    this.drops.cut(length);
    this.kindsSeen = 0;
    const { begins } = this.spans;
    for (let id = 0; id < begins.length; id++)
      this.kindsSeen |= 1 << (this.#store.a[begins.at(id)] as number);
    for (const list of this.#sendsOf) list?.cut(length);
    for (const list of this.#dropsOf) list?.cut(length);
  }

  /** The events of a message: its `send`, and its `arrive` or `drop` (-1 while it is under way). */
  sendOf(id: number): number {
    return id >= 0 && id < this.spans.length ? this.spans.beginOf(id) : -1;
  }
  endOf(id: number): number {
    return this.spans.endOf(id);
  }

  /**
   * Messages under way at time `t`, right after event `event`, then those dropped less than `burstUs` ago. Ascending by
   * id within both, so that the picture does not depend on how the moment was reached.
   */
  at(t: number, event: number, burstUs: number, into: MessageFrame): void {
    const open = this.spans.openAt(event);
    const firstBurst = this.#firstDropAfter(t - burstUs);
    const lastBurst = this.drops.lastAtMost(event);
    const count = open.length + Math.max(0, lastBurst - firstBurst + 1);
    if (count > into.id.length) Object.assign(into, newMessageFrame(count * 2));
    into.count = count;
    for (let i = 0; i < open.length; i++) {
      const id = open.at(i);
      this.#write(into, i, id, this.#fraction(id, t), -1);
    }
    for (let drop = firstBurst, i = open.length; drop <= lastBurst; drop++, i++) {
      const at = this.drops.at(drop);
      const id = this.#store.message[at] as number;
      this.#write(into, i, id, this.#store.value[at] as number, t - (this.#store.time[at] as number));
    }
  }

  /** Sends per second on a link over the `windowUs` before `t`, and the share of them that was dropped. */
  rateAt(link: number, t: number, windowUs: number): { readonly perSecond: number; readonly lost: number } {
    const sent = this.#within(this.#sendsOf[link], t - windowUs, t);
    const lost = this.#within(this.#dropsOf[link], t - windowUs, t);
    const span = Math.min(windowUs, t);
    return {
      perSecond: span > 0 ? (sent * 1e6) / span : 0,
      lost: sent + lost === 0 ? 0 : lost / Math.max(sent, lost),
    };
  }

  #within(events: IntList | undefined, after: number, until: number): number {
    if (events === undefined) return 0;
    const { time } = this.#store;
    return countAtMost(events, until, time) - countAtMost(events, after, time);
  }

  #firstDropAfter(t: number): number {
    return countAtMost(this.drops, t, this.#store.time);
  }

  #fraction(id: number, t: number): number {
    const send = this.spans.beginOf(id);
    const end = this.spans.endOf(id);
    const from = this.#store.time[send] as number;
    const planned = this.#store.value[send] as number;
    const to = planned >= 0 ? planned : end >= 0 ? (this.#store.time[end] as number) : from;
    return to > from ? Math.min(1, (t - from) / (to - from)) : 1;
  }

  #write(into: MessageFrame, i: number, id: number, fraction: number, droppedFor: number): void {
    const send = this.spans.beginOf(id);
    const flags = this.#store.b[send] as number;
    into.id[i] = id;
    into.link[i] = this.#store.link[send] as number;
    into.back[i] = (flags & Flag.back) === 0 ? 0 : 1;
    into.fraction[i] = fraction;
    into.kind[i] = this.#store.a[send] as number;
    into.failed[i] = (flags & Flag.failed) === 0 ? 0 : 1;
    into.copy[i] = (flags & Flag.copy) === 0 ? 0 : 1;
    into.droppedFor[i] = droppedFor;
  }
}

/** How many of these events, ascending, happened at `t` or before. */
export function countAtMost(events: IntList, t: number, time: Float64Array): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((time[events.at(middle)] as number) <= t) low = middle + 1;
    else high = middle;
  }
  return low;
}

function listAt(lists: IntList[], index: number): IntList {
  return (lists[index] ??= new IntList());
}
