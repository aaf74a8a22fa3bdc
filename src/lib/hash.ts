import { float64, HIGH, LOW, words } from './float-bits.ts';
import { isTypedArray } from './plain.ts';

/**
 * The running digest of a sequence, 128 bits as plain data: four words, kept as int32, which engines
 * store in the object itself (as uint32 each step is four times as slow). What is mixed in, and in which order,
 * decides the result; each step can be undone for a known value, so that no two states ever fall together by a step.
 * It tells accidents apart, not attacks: it is no cryptographic hash.
 */
export type Digest = { a: number; b: number; c: number; d: number };

/** A digest in which nothing but the seed (any double) has been mixed. */
export function newDigest(seed = 0): Digest {
  const digest = { a: -0x61c88647, b: 0x7f4a7c15, c: -0x40a7b893, d: -0x6b2fb645 };
  mixNumber(digest, seed);
  return digest;
}

/** Mixes in 32 bits; of a larger number only the low 32 count. */
export function mixInt(digest: Digest, value: number): void {
  // Each word passes through all four lanes, so a difference has spread over 128 bits before the next word comes.
  let a = Math.imul(digest.a ^ value, 0x85ebca6b);
  a ^= a >>> 15;
  let b = (digest.b + a) | 0;
  b = (b << 13) | (b >>> 19);
  let c = Math.imul(digest.c ^ b, 0xc2b2ae35);
  c ^= c >>> 16;
  let d = (digest.d + c) | 0;
  d = (d << 17) | (d >>> 15);
  digest.a = (a + d) | 0;
  digest.b = b;
  digest.c = c;
  digest.d = d;
}

/** Mixes in any double by its 64 bits; `-0` counts as `0`, and there is one `NaN`. */
export function mixNumber(digest: Digest, value: number): void {
  if (value !== value) {
    mixInt(digest, 0);
    mixInt(digest, 0x7ff80000);
    return;
  }
  float64[0] = value + 0;
  const high = words[HIGH] as number;
  mixInt(digest, words[LOW] as number);
  mixInt(digest, high);
}

/** Mixes in a string by its length and its UTF-16 code units, two to a word. */
export function mixString(digest: Digest, text: string): void {
  mixInt(digest, text.length);
  mixUnits(digest, text);
}

function mixUnits(digest: Digest, text: string): void {
  // As `mixInt` for each word, with the digest in variables of its own: texts are most of what is mixed in.
  const length = text.length;
  let { a, b, c, d } = digest;
  for (let i = 0; i < length; i += 2) {
    const word = i + 1 < length ? text.charCodeAt(i) | (text.charCodeAt(i + 1) << 16) : text.charCodeAt(i);
    let x = Math.imul(a ^ word, 0x85ebca6b);
    x ^= x >>> 15;
    b = (b + x) | 0;
    b = (b << 13) | (b >>> 19);
    c = Math.imul(c ^ b, 0xc2b2ae35);
    c ^= c >>> 16;
    d = (d + c) | 0;
    d = (d << 17) | (d >>> 15);
    a = (x + d) | 0;
  }
  digest.a = a;
  digest.b = b;
  digest.c = c;
  digest.d = d;
}

// A tag before each value, with its size where it has one, keeps 1 from "1", [] from {} and [[1], 2] from [[1, 2]].
const NULL = 1;
const UNDEFINED = 2;
const FALSE = 3;
const TRUE = 4;
const INT = 5;
const NUMBER = 6;
const STRING = 7;
const ARRAY = 8;
const RECORD = 9;
const END = 10;
const MAP = 11;
const SET = 12;
const TYPED = 13;
const TAG_BITS = 4;

/**
 * Mixes in plain data by its structure: the kinds that `clonePlain` copies. Keys, `Map` and `Set` count in the order
 * in which they iterate; prototypes do not count. Throws on functions, symbols,
 * big integers and instances of other classes.
 */
export function mixPlain(digest: Digest, value: unknown): void {
  switch (typeof value) {
    case 'number':
      return mixTaggedNumber(digest, value);
    case 'string':
      return mixTagged(digest, STRING, value);
    case 'boolean':
      return mixInt(digest, value ? TRUE : FALSE);
    case 'undefined':
      return mixInt(digest, UNDEFINED);
    case 'object':
      return value === null ? mixInt(digest, NULL) : mixObject(digest, value);
    case 'function':
    case 'symbol':
    case 'bigint':
      throw new Error(`not plain data: ${typeof value}`);
  }
}

function mixTaggedNumber(digest: Digest, value: number): void {
  if ((value | 0) === value) {
    mixInt(digest, INT);
    mixInt(digest, value);
  } else {
    mixInt(digest, NUMBER);
    mixNumber(digest, value);
  }
}

function mixTagged(digest: Digest, tag: number, text: string): void {
  mixInt(digest, tag | (text.length << TAG_BITS));
  mixUnits(digest, text);
}

function mixObject(digest: Digest, value: object): void {
  if (Array.isArray(value)) {
    mixInt(digest, ARRAY | (value.length << TAG_BITS));
    for (let i = 0; i < value.length; i++) mixPlain(digest, value[i]);
    return;
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === null || prototype === Object.prototype) {
    mixInt(digest, RECORD);
    for (const key in value) {
      mixTagged(digest, STRING, key);
      mixPlain(digest, (value as Record<string, unknown>)[key]);
    }
    mixInt(digest, END);
  } else if (value instanceof Map) {
    mixInt(digest, MAP | (value.size << TAG_BITS));
    for (const [key, child] of value) {
      mixPlain(digest, key);
      mixPlain(digest, child);
    }
  } else if (value instanceof Set) {
    mixInt(digest, SET | (value.size << TAG_BITS));
    for (const child of value) mixPlain(digest, child);
  } else if (isTypedArray(value)) {
    mixTagged(digest, TYPED, Object.prototype.toString.call(value));
    mixInt(digest, value.length);
    for (let i = 0; i < value.length; i++) mixNumber(digest, value[i] as number);
  } else {
    throw new Error(`not plain data: ${Object.prototype.toString.call(value)}`);
  }
}

/** The digest so far with its last bits well mixed: the place to take words from. The digest itself is left as it is. */
export function finishDigest(digest: Digest): Digest {
  const end = { ...digest };
  for (let i = 0; i < 4; i++) mixInt(end, 0x27d4eb2f);
  return end;
}

/** The digest so far as 32 hexadecimal digits. More can be mixed in afterwards. */
export function hexDigest(digest: Digest): string {
  const { a, b, c, d } = finishDigest(digest);
  return hex32(a) + hex32(b) + hex32(c) + hex32(d);
}

function hex32(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0');
}

/** A uint32 from the structure of plain data, as `mixPlain` sees it. Unequal data may share it. */
export function hashPlain(value: unknown): number {
  const digest = newDigest();
  mixPlain(digest, value);
  return finishDigest(digest).c >>> 0;
}

/** A uint32 from a string's UTF-16 code units, two to a block, by MurmurHash3's 32-bit rounds (Appleby, 2011). */
export function hashString(text: string): number {
  const length = text.length;
  let h = 0;
  for (let i = 0; i + 1 < length; i += 2) {
    h ^= scramble(text.charCodeAt(i) | (text.charCodeAt(i + 1) << 16));
    h = (h << 13) | (h >>> 19);
    h = (Math.imul(h, 5) + 0xe6546b64) | 0;
  }
  if (length % 2 === 1) h ^= scramble(text.charCodeAt(length - 1));
  h ^= length * 2;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function scramble(block: number): number {
  const k = Math.imul(block, 0xcc9e2d51);
  return Math.imul((k << 15) | (k >>> 17), 0x1b873593);
}
