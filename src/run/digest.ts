import { hexDigest, newDigest } from '#lib/hash.ts';
import type { Digest } from '#lib/hash.ts';
import { float64, HIGH, LOW, words } from '#lib/float-bits.ts';
import type { Plain } from '#lib/plain.ts';
import type { RecordEvent, Sink } from '#sim/record.ts';

/**
 * A running fingerprint of the record: equal digests mean equal runs, event for event.
 *
 * Four lanes of 32 bits run through the whole record. Each word of an event goes through one of them, and after each
 * event the lanes are added up crosswise. Every step can be undone for known words, so two records that differ in one
 * word never come out alike. Which lane a word takes follows from the tags before it, which all take the first.
 */
export class DigestSink implements Sink {
  #a: number;
  #b: number;
  #c: number;
  #d: number;
  /** What became of texts met lately; a cache, no part of the digest. */
  readonly #texts: string[] = Array.from({ length: SLOTS }, () => '');
  readonly #textsX = new Int32Array(SLOTS);
  readonly #textsY = new Int32Array(SLOTS);

  constructor() {
    const { a, b, c, d } = newDigest();
    this.#a = a;
    this.#b = b;
    this.#c = c;
    this.#d = d;
  }

  event(e: RecordEvent): void {
    const { time, value, data } = e;
    this.#a = lane(lane(this.#a, e.kind | (e.node << 4) | (e.instance << 20)), e.link);
    this.#b = lane(lane(this.#b, time | 0), e.a);
    this.#c = lane(lane(this.#c, e.message), e.b);
    this.#d = lane(lane(this.#d, e.cause), value | 0);
    if (time !== (time | 0)) this.#number(TIME, time);
    if (value !== (value | 0)) this.#number(NUMBER, value);
    this.#text(TEXT, e.text);
    if (data !== undefined) this.#plain(data);
    this.#a = (this.#a + this.#d) | 0;
    this.#b = (this.#b + this.#a) | 0;
    this.#c = (this.#c + this.#b) | 0;
    this.#d = (this.#d + this.#c) | 0;
  }
  get hex(): string {
    return hexDigest(this.save());
  }
  save(): Digest {
    return { a: this.#a, b: this.#b, c: this.#c, d: this.#d };
  }
  load(saved: unknown): void {
    const { a, b, c, d } = saved as Digest;
    this.#a = a;
    this.#b = b;
    this.#c = c;
    this.#d = d;
  }

  /** A tag before each value, with its size where it has one, keeps 1 from "1", [] from {} and [[1], 2] from [[1, 2]]. */
  #plain(value: Plain | undefined): void {
    switch (typeof value) {
      case 'string':
        return this.#text(TEXT, value);
      case 'number':
        if (value !== (value | 0)) return this.#number(NUMBER, value);
        this.#a = lane(this.#a, INT);
        this.#b = lane(this.#b, value);
        return;
      case 'object':
        if (value === null) this.#a = lane(this.#a, NULL);
        else if (isList(value)) this.#list(value);
        else this.#fields(value);
        return;
      case 'boolean':
        this.#a = lane(this.#a, value ? TRUE : FALSE);
        return;
      case 'undefined':
        this.#a = lane(this.#a, NOTHING);
        return;
      case 'function':
      case 'symbol':
      case 'bigint':
        throw notPlain(value);
    }
  }
  #list(items: readonly Plain[]): void {
    this.#a = lane(this.#a, LIST | (items.length << TAG_BITS));
    for (let i = 0; i < items.length; i++) this.#plain(items[i]);
  }
  #fields(fields: { readonly [key: string]: Plain }): void {
    this.#a = lane(this.#a, FIELDS);
    let isEmpty = true;
    for (const key in fields) {
      isEmpty = false;
      this.#text(KEY, key);
      this.#plain(fields[key]);
    }
    // A Map or a Set has no fields to show: it would pass for nothing at all.
    if (isEmpty && (fields instanceof Map || fields instanceof Set)) throw notPlain(fields);
    this.#a = lane(this.#a, END);
  }
  #text(tag: number, text: string): void {
    const { length } = text;
    this.#a = lane(this.#a, tag | (length << TAG_BITS));
    if (length <= 2) {
      if (length > 0) this.#c = lane(this.#c, text.charCodeAt(0) | (text.charCodeAt(length - 1) << 16));
      return;
    }
    // Ids, labels and field names come again and again, most of them soon.
    const slot = (length + 5 * text.charCodeAt(length - 1) + 11 * text.charCodeAt(length >> 1)) & (SLOTS - 1);
    if (this.#texts[slot] !== text) this.#learn(slot, text);
    this.#c = lane(this.#c, this.#textsX[slot]!);
    this.#d = lane(this.#d, this.#textsY[slot]!);
  }
  /** Reads four UTF-16 code units at a time, two to a lane. */
  #learn(slot: number, text: string): void {
    const { length } = text;
    let x = 0;
    let y = 0;
    let i = 0;
    for (; i + 4 <= length; i += 4) {
      x = lane(x, text.charCodeAt(i) | (text.charCodeAt(i + 1) << 16));
      y = lane(y, text.charCodeAt(i + 2) | (text.charCodeAt(i + 3) << 16));
    }
    for (; i < length; i++) {
      if ((i & 1) === 0) x = lane(x, text.charCodeAt(i));
      else y = lane(y, text.charCodeAt(i));
    }
    this.#texts[slot] = text;
    this.#textsX[slot] = x;
    this.#textsY[slot] = y;
  }
  /** A number that is no int32 (`-0` is one, and counts as 0), by its 64 bits; there is one `NaN`. */
  #number(tag: number, value: number): void {
    float64[0] = value;
    this.#a = lane(this.#a, tag);
    this.#c = lane(this.#c, value === value ? words[LOW]! : 0);
    this.#d = lane(this.#d, value === value ? words[HIGH]! : NAN_HIGH);
  }
}

/** Texts that are remembered: a power of two. */
const SLOTS = 256;

const NULL = 1;
const NOTHING = 2;
const FALSE = 3;
const TRUE = 4;
const INT = 5;
const NUMBER = 6;
const TEXT = 7;
const LIST = 8;
const FIELDS = 9;
const KEY = 10;
const END = 11;
const TIME = 12;
const TAG_BITS = 4;

const NAN_HIGH = 0x7ff80000;

const notPlain = (value: unknown): Error =>
  new Error(`not plain data: ${Object.prototype.toString.call(value)}`);
const isList: (value: object) => value is readonly Plain[] = Array.isArray;

/**
 * Takes a word into a lane: multiplication carries a difference upwards, the shift brings it down again, so that a small
 * one in the next word cannot cancel it.
 */
function lane(hash: number, word: number): number {
  const h = Math.imul(hash ^ word, 0x85ebca6b);
  return h ^ (h >>> 15);
}
