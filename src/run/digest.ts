import { hashString, hexDigest, mixInt, mixNumber, mixPlain, newDigest } from '#lib/hash.ts';
import type { Digest } from '#lib/hash.ts';
import type { RecordEvent, Sink } from '#sim/record.ts';

/** Texts are few and hashed once each; the cache only saves work and never changes a digest. */
const CACHE_MAX = 1_000;

/** A running fingerprint of the record: equal digests mean equal runs, event for event. */
export class DigestSink implements Sink {
  #digest: Digest = newDigest();
  readonly #texts = new Map<string, number>();

  event(e: RecordEvent): void {
    // The columns go through two multiplicative lanes of their own first: four times cheaper than the digest itself.
    let x = lane(e.time | 0, e.kind | (e.node << 4) | (e.instance << 20));
    let y = lane((e.time / TWO_32) | 0, this.#text(e.text));
    x = lane(x, e.message);
    y = lane(y, e.cause);
    x = lane(x, e.a);
    y = lane(y, e.b);
    x = lane(x, e.link);
    y = lane(y, e.value | 0);
    const d = this.#digest;
    mixInt(d, x);
    mixInt(d, y);
    if (e.value !== (e.value | 0)) mixNumber(d, e.value);
    if (e.data !== undefined) mixPlain(d, e.data);
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

  #text(text: string): number {
    let hash = this.#texts.get(text);
    if (hash === undefined) {
      if (this.#texts.size >= CACHE_MAX) this.#texts.clear();
      hash = hashString(text) | 0;
      this.#texts.set(text, hash);
    }
    return hash;
  }
}

const TWO_32 = 0x100000000;

/** Takes a word into a lane; odd multipliers and a rotation as in MurmurHash3. */
function lane(hash: number, word: number): number {
  const k = Math.imul(word, 0xcc9e2d51 | 0);
  const h = hash ^ Math.imul((k << 15) | (k >>> 17), 0x1b873593);
  return (Math.imul((h << 13) | (h >>> 19), 5) + 0xe6546b64) | 0;
}
