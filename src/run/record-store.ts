import { assert } from '#lib/assert.ts';
import type { Plain } from '#lib/plain.ts';
import type { RecordEvent, Sink } from '#sim/record.ts';
import type { Chunk } from './protocol.ts';

/** The columns of a record; read them below `length` only. They are replaced when the store grows: do not keep them. */
export interface Columns {
  readonly length: number;
  readonly time: Float64Array;
  readonly kind: Uint8Array;
  readonly node: Int16Array;
  readonly instance: Int16Array;
  readonly link: Int16Array;
  readonly message: Int32Array;
  readonly cause: Int32Array;
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly value: Float64Array;
  readonly text: Int32Array;
  readonly data: Int32Array;
}

const FIRST_CAPACITY = 4096;

/**
 * The event record by columns. The worker appends events one by one and takes out what is new; the page appends
 * those chunks. Both cut it back with `truncate` when the future is simulated anew.
 *
 * Strings are interned and stay for good, so that their numbers never change between worker and page. Payloads are
 * numbered in the order of their events, so cutting events back cuts back their payloads, on both sides alike.
 */
export class RecordStore implements Sink, Columns {
  length = 0;
  time = new Float64Array(FIRST_CAPACITY);
  kind = new Uint8Array(FIRST_CAPACITY);
  node = new Int16Array(FIRST_CAPACITY);
  instance = new Int16Array(FIRST_CAPACITY);
  link = new Int16Array(FIRST_CAPACITY);
  message = new Int32Array(FIRST_CAPACITY);
  cause = new Int32Array(FIRST_CAPACITY);
  a = new Int32Array(FIRST_CAPACITY);
  b = new Int32Array(FIRST_CAPACITY);
  value = new Float64Array(FIRST_CAPACITY);
  text = new Int32Array(FIRST_CAPACITY);
  data = new Int32Array(FIRST_CAPACITY);
  readonly strings: string[] = [];
  readonly payloads: Plain[] = [];

  /** Counts how often events were taken back: an index that read further than `length` must begin anew. */
  generation = 0;
  readonly #stringIds = new Map<string, number>();
  #takenEvents = 0;
  #takenStrings = 0;
  #takenPayloads = 0;
  #lastPayload: Plain | undefined;

  event(e: RecordEvent): void {
    const i = this.length;
    if (i === this.time.length) this.#grow(i + 1);
    this.time[i] = e.time;
    this.kind[i] = e.kind;
    this.node[i] = e.node;
    this.instance[i] = e.instance;
    this.link[i] = e.link;
    this.message[i] = e.message;
    this.cause[i] = e.cause;
    this.a[i] = e.a;
    this.b[i] = e.b;
    this.value[i] = e.value;
    this.text[i] = this.#intern(e.text);
    this.data[i] = e.data === undefined ? -1 : this.#keep(e.data);
    this.length = i + 1;
  }

  /** The words of event `i`. */
  textOf(i: number): string {
    return this.strings[this.text[i] ?? -1] ?? '';
  }

  /** What event `i` carries; undefined when nothing. */
  dataOf(i: number): Plain | undefined {
    return this.payloads[this.data[i] ?? -1];
  }

  /** The number of an interned string, -1 when no event has it yet. */
  stringId(text: string): number {
    return this.#stringIds.get(text) ?? -1;
  }

  /** What came since the last take, with its buffers to transfer. */
  takeChunk(): { readonly chunk: Chunk; readonly transfer: ArrayBuffer[] } {
    const from = this.#takenEvents;
    const to = this.length;
    const chunk: Chunk = {
      time: this.time.slice(from, to),
      kind: this.kind.slice(from, to),
      node: this.node.slice(from, to),
      instance: this.instance.slice(from, to),
      link: this.link.slice(from, to),
      message: this.message.slice(from, to),
      cause: this.cause.slice(from, to),
      a: this.a.slice(from, to),
      b: this.b.slice(from, to),
      value: this.value.slice(from, to),
      text: this.text.slice(from, to),
      data: this.data.slice(from, to),
      newStrings: this.strings.slice(this.#takenStrings),
      newPayloads: this.payloads.slice(this.#takenPayloads),
    };
    this.#takenEvents = to;
    this.#takenStrings = this.strings.length;
    this.#takenPayloads = this.payloads.length;
    const { time, kind, node, instance, link, message, cause, a, b, value, text, data } = chunk;
    const columns = [time, kind, node, instance, link, message, cause, a, b, value, text, data];
    return { chunk, transfer: columns.map((column) => column.buffer as ArrayBuffer) };
  }

  /** Puts a chunk of another store at the end. It must be the one that follows what this store holds. */
  append(chunk: Chunk): void {
    const at = this.length;
    const length = at + chunk.time.length;
    if (length > this.time.length) this.#grow(length);
    this.time.set(chunk.time, at);
    this.kind.set(chunk.kind, at);
    this.node.set(chunk.node, at);
    this.instance.set(chunk.instance, at);
    this.link.set(chunk.link, at);
    this.message.set(chunk.message, at);
    this.cause.set(chunk.cause, at);
    this.a.set(chunk.a, at);
    this.b.set(chunk.b, at);
    this.value.set(chunk.value, at);
    this.text.set(chunk.text, at);
    this.data.set(chunk.data, at);
    for (const text of chunk.newStrings) {
      this.#stringIds.set(text, this.strings.length);
      this.strings.push(text);
    }
    for (const payload of chunk.newPayloads) this.payloads.push(payload);
    this.#lastPayload = undefined;
    this.length = length;
  }

  /** Takes back all events from `length` on. */
  truncate(length: number): void {
    assert(length >= 0 && length <= this.length, `cannot keep ${length} of ${this.length} events`);
    if (length === this.length) return;
    this.length = length;
    this.generation++;
    let last = length - 1;
    while (last >= 0 && this.data[last] === -1) last--;
    this.payloads.length = last < 0 ? 0 : (this.data[last] ?? -1) + 1;
    this.#lastPayload = undefined;
    this.#takenEvents = Math.min(this.#takenEvents, length);
    this.#takenPayloads = Math.min(this.#takenPayloads, this.payloads.length);
  }

  /** A checkpoint of the record is its length. */
  save(): number {
    return this.length;
  }

  load(saved: unknown): void {
    assert(typeof saved === 'number', 'a record is taken up again at a length');
    this.truncate(saved);
  }

  #intern(text: string): number {
    const known = this.#stringIds.get(text);
    if (known !== undefined) return known;
    const id = this.strings.length;
    this.#stringIds.set(text, id);
    this.strings.push(text);
    return id;
  }

  /** The copies of one message follow each other and share their body. */
  #keep(payload: Plain): number {
    if (payload === this.#lastPayload) return this.payloads.length - 1;
    this.#lastPayload = payload;
    this.payloads.push(payload);
    return this.payloads.length - 1;
  }

  #grow(atLeast: number): void {
    const capacity = Math.max(atLeast, this.time.length * 2);
    this.time = grown(new Float64Array(capacity), this.time);
    this.kind = grown(new Uint8Array(capacity), this.kind);
    this.node = grown(new Int16Array(capacity), this.node);
    this.instance = grown(new Int16Array(capacity), this.instance);
    this.link = grown(new Int16Array(capacity), this.link);
    this.message = grown(new Int32Array(capacity), this.message);
    this.cause = grown(new Int32Array(capacity), this.cause);
    this.a = grown(new Int32Array(capacity), this.a);
    this.b = grown(new Int32Array(capacity), this.b);
    this.value = grown(new Float64Array(capacity), this.value);
    this.text = grown(new Int32Array(capacity), this.text);
    this.data = grown(new Int32Array(capacity), this.data);
  }
}

function grown<Column extends { set(from: ArrayLike<number>): void }>(
  to: Column,
  from: ArrayLike<number>,
): Column {
  to.set(from);
  return to;
}
