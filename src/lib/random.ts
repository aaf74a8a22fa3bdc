import { assert } from './assert.ts';
import { finishDigest, mixInt, mixString, newDigest } from './hash.ts';

/** The state of one random stream: sfc32 (Doty-Humphrey, PractRand), three words and a counter, as plain int32. */
export type Stream = { a: number; b: number; c: number; d: number };

const TWO_26 = 0x4000000;
const TWO_32 = 0x100000000;
const TWO_53 = 0x20000000000000;

/**
 * The stream that belongs to a seed (any double) and a path such as `nodeId, purpose`. Other paths give streams that
 * have nothing to do with it: adding a node or a purpose leaves all others' draws as they were.
 */
export function newStream(seed: number, ...path: string[]): Stream {
  const digest = newDigest(seed);
  for (const part of path) mixString(digest, part);
  mixInt(digest, path.length);
  const stream = finishDigest(digest);
  for (let i = 0; i < 12; i++) nextWord(stream);
  return stream;
}

function nextWord(s: Stream): number {
  const { b, c } = s;
  const word = (s.a + b + s.d) | 0;
  s.a = b ^ (b >>> 9);
  s.b = (c + (c << 3)) | 0;
  s.c = (((c << 21) | (c >>> 11)) + word) | 0;
  s.d = (s.d + 1) | 0;
  return word >>> 0;
}

/** The next number in [0, 1), a multiple of 2^-53. Always takes two words. */
export function nextUniform(stream: Stream): number {
  const high = nextWord(stream) >>> 5;
  const low = nextWord(stream) >>> 6;
  return (high * TWO_26 + low) / TWO_53;
}

/** The next number in (0, 1): fit for a logarithm. */
export function nextUniformOpen(stream: Stream): number {
  let u = nextUniform(stream);
  while (u === 0) u = nextUniform(stream);
  return u;
}

/** The next whole number in [0, n), each as likely as the others. Throws unless n is whole and in 1..2^53. */
export function nextBelow(stream: Stream, n: number): number {
  assert(n >= 1 && n <= TWO_53 && Math.floor(n) === n, `nextBelow: ${n} is not a whole number in 1..2^53`);
  // The draws beyond the last full multiple of n are thrown away: they would favour the small numbers.
  if (n <= TWO_32) {
    const limit = TWO_32 - (TWO_32 % n);
    let word = nextWord(stream);
    while (word >= limit) word = nextWord(stream);
    return word % n;
  }
  const limit = TWO_53 - (TWO_53 % n);
  let wide = nextUniform(stream) * TWO_53;
  while (wide >= limit) wide = nextUniform(stream) * TWO_53;
  return wide % n;
}
