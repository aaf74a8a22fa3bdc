import type { Meter } from './budget.ts';

/**
 * A set of search configurations: which operations have been placed, and the state they led to.
 *
 * Exact (no false hits: one would turn a valid history invalid) and dense: the words of the bitset before the first
 * gap are all ones and those after the last placed operation all zeros, so an entry holds only the words between,
 * in one growing Int32Array. Open addressing, at most half full.
 */
export class ConfigSet {
  readonly #meter: Meter;
  #slots = new Int32Array(1024);
  #arena = new Int32Array(4096);
  #used = 1;
  #count = 0;
  #bytes = 0;

  constructor(meter: Meter) {
    this.#meter = meter;
  }

  /** Whether the configuration was new. Words `low..high` of `bits` are kept; `extra` is kept whole. */
  add(bits: Int32Array, low: number, high: number, extra: Int32Array, state: number): boolean {
    const length = high - low + 1;
    let hash = Math.imul(state ^ 0x9e3779b9, 0x85ebca6b) ^ low;
    for (let i = low; i <= high; i += 1) hash = mix(hash, bits[i]!);
    for (let i = 0; i < extra.length; i += 1) hash = mix(hash, extra[i]!);
    const mask = this.#slots.length - 1;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const at = this.#slots[slot]!;
      if (at === 0) break;
      if (this.#equals(at, hash, bits, low, length, extra, state)) return false;
      slot = (slot + 1) & mask;
    }
    const size = 4 + length + extra.length;
    this.#reserve(size);
    const at = this.#used;
    this.#arena[at] = hash;
    this.#arena[at + 1] = state;
    this.#arena[at + 2] = low;
    this.#arena[at + 3] = length;
    this.#arena.set(bits.subarray(low, high + 1), at + 4);
    this.#arena.set(extra, at + 4 + length);
    this.#used += size;
    this.#slots[slot] = at;
    this.#count += 1;
    if (this.#count * 2 > mask) this.#rehash();
    return true;
  }

  /** Gives its memory back to the meter. */
  free(): void {
    this.#meter.release(this.#bytes);
    this.#bytes = 0;
  }

  #equals(
    at: number,
    hash: number,
    bits: Int32Array,
    low: number,
    length: number,
    extra: Int32Array,
    state: number,
  ): boolean {
    const arena = this.#arena;
    if (arena[at] !== hash || arena[at + 1] !== state || arena[at + 2] !== low || arena[at + 3] !== length)
      return false;
    for (let i = 0; i < length; i += 1) if (arena[at + 4 + i] !== bits[low + i]) return false;
    for (let i = 0; i < extra.length; i += 1) if (arena[at + 4 + length + i] !== extra[i]) return false;
    return true;
  }

  #reserve(size: number): void {
    if (this.#used + size <= this.#arena.length) return;
    const larger = new Int32Array(Math.max(this.#arena.length * 2, this.#used + size));
    larger.set(this.#arena);
    this.#charge((larger.length - this.#arena.length) * 4);
    this.#arena = larger;
  }

  #rehash(): void {
    const old = this.#slots;
    const slots = new Int32Array(old.length * 2);
    this.#charge(old.length * 4);
    const mask = slots.length - 1;
    for (const at of old) {
      if (at === 0) continue;
      const hash = this.#arena[at]!;
      let slot = (hash ^ (hash >>> 15)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = at;
    }
    this.#slots = slots;
  }

  #charge(bytes: number): void {
    this.#bytes += bytes;
    this.#meter.take(bytes);
  }
}

function mix(hash: number, word: number): number {
  const next = Math.imul(hash ^ word, 0xcc9e2d51);
  return (Math.imul((next << 13) | (next >>> 19), 0x1b873593) + 0x5bd1e995) | 0;
}
