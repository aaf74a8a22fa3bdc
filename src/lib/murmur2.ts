import { assert } from './assert.ts';
import { encodeUtf8 } from './utf8.ts';

const M = 0x5bd1e995;
const SEED = 0x9747b28c;

/**
 * Kafka's murmur2 (Apache Kafka clients, `Utils.murmur2`): Appleby's MurmurHash2 with the seed 0x9747b28c, over bytes,
 * as a signed 32-bit number.
 */
export function murmur2(bytes: Uint8Array): number {
  const length = bytes.length;
  const tail = length & ~3;
  let h = SEED ^ length;
  for (let i = 0; i < tail; i += 4) {
    let k = Math.imul(
      byteAt(bytes, i) |
        (byteAt(bytes, i + 1) << 8) |
        (byteAt(bytes, i + 2) << 16) |
        (byteAt(bytes, i + 3) << 24),
      M,
    );
    k = Math.imul(k ^ (k >>> 24), M);
    h = Math.imul(h, M) ^ k;
  }
  const rest = length - tail;
  if (rest >= 3) h ^= byteAt(bytes, tail + 2) << 16;
  if (rest >= 2) h ^= byteAt(bytes, tail + 1) << 8;
  if (rest >= 1) h = Math.imul(h ^ byteAt(bytes, tail), M);
  h = Math.imul(h ^ (h >>> 13), M);
  return h ^ (h >>> 15);
}

function byteAt(bytes: Uint8Array, index: number): number {
  return bytes[index] as number;
}

/**
 * The partition that Kafka's default partitioner gives a keyed record: the hash of the key's UTF-8 bytes without its
 * sign bit, modulo the number of partitions (whole, at least 1).
 */
export function partitionFor(key: string, partitions: number): number {
  assert(partitions >= 1 && Math.floor(partitions) === partitions, `partitionFor: ${partitions} partitions`);
  return (murmur2(encodeUtf8(key)) & 0x7fffffff) % partitions;
}
