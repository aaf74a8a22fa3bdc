import { hexDigest, mixPair, newDigest } from '#lib/hash.ts';
import type { Digest } from '#lib/hash.ts';
import { float64, HIGH, LOW, words } from '#lib/float-bits.ts';
import type { Plain } from '#lib/plain.ts';
import type { RecordEvent, Sink } from '#sim/record.ts';

/**
 * A running fingerprint of the record: equal digests mean equal runs, event for event.
 *
 * The words of an event go in turns through two multiplicative lanes, and only these into the digest itself, which is
 * dearer. Each step can be undone for a known word, so two events that differ in one word never come out
 * alike; two that differ in more do once in 2^32 or, where both lanes saw it, in 2^64. Every word of payloads counts.
 */
export class DigestSink implements Sink {
  #digest: Digest = newDigest();
  /** The lanes of the event at hand. */
  #x = 0;
  #y = 0;

  event(e: RecordEvent): void {
    const { time, value, data } = e;
    let x = lane(time | 0, e.kind | (e.node << 4) | (e.instance << 20));
    let y = lane(0, e.link);
    x = lane(x, e.message);
    y = lane(y, e.cause);
    x = lane(x, e.a);
    y = lane(y, e.b);
    this.#x = lane(x, value | 0);
    this.#y = y;
    if (time !== (time | 0)) this.#number(TIME, time);
    if (value !== (value | 0)) this.#number(NUMBER, value);
    this.#text(TEXT, e.text);
    if (data !== undefined) this.#plain(data);
    mixPair(this.#digest, this.#x, this.#y);
  }
  get hex(): string {
    return hexDigest(this.#digest);
  }
  save(): Digest {
    return { ...this.#digest };
  }
  load(saved: unknown): void {
    this.#digest = { ...(saved as Digest) };
  }

  /** A tag before each value, with its size where it has one, keeps 1 from "1", [] from {} and [[1], 2] from [[1, 2]]. */
  #plain(value: Plain | undefined): void {
    switch (typeof value) {
      case 'string':
        return this.#text(TEXT, value);
      case 'number':
        if (value !== (value | 0)) return this.#number(NUMBER, value);
        this.#x = lane(this.#x, INT);
        this.#y = lane(this.#y, value);
        return;
      case 'object':
        if (value === null) this.#x = lane(this.#x, NULL);
        else if (isList(value)) this.#list(value);
        else this.#fields(value);
        return;
      case 'boolean':
        this.#x = lane(this.#x, value ? TRUE : FALSE);
        return;
      case 'undefined':
        this.#x = lane(this.#x, NOTHING);
        return;
      case 'function':
      case 'symbol':
      case 'bigint':
        throw notPlain(value);
    }
  }
  #list(items: readonly Plain[]): void {
    this.#x = lane(this.#x, LIST | (items.length << TAG_BITS));
    for (let i = 0; i < items.length; i++) this.#plain(items[i]);
  }
  #fields(fields: { readonly [key: string]: Plain }): void {
    this.#x = lane(this.#x, FIELDS);
    let isEmpty = true;
    for (const key in fields) {
      isEmpty = false;
      this.#text(KEY, key);
      this.#plain(fields[key]);
    }
    // A Map or a Set has no fields to show: it would pass for nothing at all.
    if (isEmpty && (fields instanceof Map || fields instanceof Set)) throw notPlain(fields);
    this.#x = lane(this.#x, END);
  }
  /** Four UTF-16 code units at a time, two to a lane. */
  #text(tag: number, text: string): void {
    const { length } = text;
    let x = lane(this.#x, tag | (length << TAG_BITS));
    let y = this.#y;
    let i = 0;
    for (; i + 4 <= length; i += 4) {
      x = lane(x, text.charCodeAt(i) | (text.charCodeAt(i + 1) << 16));
      y = lane(y, text.charCodeAt(i + 2) | (text.charCodeAt(i + 3) << 16));
    }
    for (; i < length; i++) {
      if ((i & 1) === 0) x = lane(x, text.charCodeAt(i));
      else y = lane(y, text.charCodeAt(i));
    }
    this.#x = x;
    this.#y = y;
  }
  /** A number that is no int32 (`-0` is one, and counts as 0), by its 64 bits; there is one `NaN`. */
  #number(tag: number, value: number): void {
    float64[0] = value;
    this.#x = lane(lane(this.#x, tag), value === value ? words[LOW]! : 0);
    this.#y = lane(this.#y, value === value ? words[HIGH]! : NAN_HIGH);
  }
}

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
 * Takes a word into a lane; odd multipliers and rotations as in MurmurHash3. The word is scrambled before it meets the
 * lane: were it not, small differences in neighbouring columns could cancel each other out.
 */
function lane(hash: number, word: number): number {
  const k = Math.imul(word, 0xcc9e2d51 | 0);
  const h = hash ^ Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}
