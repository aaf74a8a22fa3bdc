import { hashPlain, hashString, hexDigest, mixInt, mixNumber, newDigest } from '#lib/hash.ts';
import type { Digest } from '#lib/hash.ts';
import type { RecordEvent, Sink } from '#sim/record.ts';

/** Texts and payloads are hashed once each; the cache only saves work and never changes a digest. */
const CACHE_MAX = 50_000;

/** A running fingerprint of the record: equal digests mean equal runs, event for event. */
export class DigestSink implements Sink {
  #digest: Digest = newDigest();
  readonly #texts = new Map<string, number>();
  #payloads = new WeakMap<object, number>();

  event(e: RecordEvent): void {
    const d = this.#digest;
    mixNumber(d, e.time);
    mixInt(d, e.kind | ((e.node & 0xfff) << 4) | ((e.instance & 0xfff) << 16));
    mixInt(d, e.link);
    mixInt(d, e.message);
    mixInt(d, e.cause);
    mixInt(d, e.a);
    mixInt(d, e.b);
    if (e.value !== 0) mixNumber(d, e.value);
    mixInt(d, this.#text(e.text));
    if (e.data !== undefined) mixInt(d, this.#payload(e.data));
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
  #payload(data: unknown): number {
    if (typeof data !== 'object' || data === null || !Object.isFrozen(data)) return hashPlain(data) | 0;
    let hash = this.#payloads.get(data);
    if (hash === undefined) {
      hash = hashPlain(data) | 0;
      this.#payloads.set(data, hash);
    }
    return hash;
  }
}
