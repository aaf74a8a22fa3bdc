import { sampleUs } from '#lib/distribution.ts';
import type { Distribution } from '#lib/distribution.ts';
import { newStream } from '#lib/random.ts';
import type { Stream } from '#lib/random.ts';
import { accessesOf } from './accesses.ts';
import type { History, Operation } from './history.ts';
import { isConfirmedBefore, staleness } from './staleness.ts';

/**
 * How stale reads of a partial quorum are to be expected: Bailis et al., "Probabilistically bounded staleness for
 * practical partial quorums", VLDB 2012. No read repair, no anti-entropy, no hints.
 */
export interface Quorums {
  readonly n: number;
  readonly r: number;
  readonly w: number;
}

/** The probability that R members of N, drawn at random, are none of W others: C(N−W, R) / C(N, R). */
export function missProbability({ n, r, w }: Quorums): number {
  let probability = 1;
  for (let i = 0; i < r; i++) probability *= Math.max(0, n - w - i) / (n - i);
  return probability;
}

/**
 * k-staleness: the probability that a read finds one of the latest k versions, when every write and every read goes to
 * a quorum drawn at random and to nobody else. A lower bound for quorums that spread further.
 */
export function freshWithin(quorums: Quorums, versions: number): number {
  const miss = missProbability(quorums);
  let all = 1;
  for (let i = 0; i < versions; i++) all *= miss;
  return 1 - all;
}

/** What takes time one after another on a way; nothing where it is empty. */
export type Way = readonly Distribution[];

/** The ways of one replica: a write and its acknowledgement, a question and its answer (WARS). */
export interface Delays {
  readonly w: Way;
  readonly a: Way;
  readonly r: Way;
  readonly s: Way;
}

export interface Predicted {
  /** For each t, the share of reads begun t after the write was confirmed that find it. */
  readonly fresh: readonly number[];
  /** How long writes and reads took, µs, in order. */
  readonly writesUs: readonly number[];
  readonly readsUs: readonly number[];
}

/**
 * t-visibility by Monte Carlo over the WARS model: all replicas are asked, the write is confirmed by the W-th
 * acknowledgement, the read takes the first R answers; it is fresh when one of those replicas had the write before the
 * question came. `replicas` has the ways of each as seen by the coordinators; a coordinator that is a replica itself
 * needs none to it. `gap` passes beside t between the confirmation and the question: the ways to the client and from it.
 * Cost: O(trials × n log n × times).
 */
export function predictVisibility(
  replicas: readonly Delays[],
  r: number,
  w: number,
  timesUs: readonly number[],
  trials: number,
  seed: number,
  gap: Way = [],
): Predicted {
  const stream = newStream(seed, 'wars');
  const fresh = timesUs.map(() => 0);
  const writesUs: number[] = [];
  const readsUs: number[] = [];
  for (let trial = 0; trial < trials; trial++) {
    const legs = replicas.map((delays) => drawLegs(delays, stream));
    const confirmed = nth(
      legs.map((leg) => leg.w + leg.a),
      w,
    );
    const first = [...legs].sort((x, y) => x.r + x.s - (y.r + y.s)).slice(0, r);
    writesUs.push(confirmed);
    readsUs.push(first[r - 1]!.r + first[r - 1]!.s);
    const issued = confirmed + take(gap, stream);
    timesUs.forEach((t, i) => {
      if (first.some((leg) => issued + t + leg.r >= leg.w)) fresh[i]!++;
    });
  }
  const inOrder = (list: number[]): number[] => list.sort((x, y) => x - y);
  return {
    fresh: fresh.map((count) => count / trials),
    writesUs: inOrder(writesUs),
    readsUs: inOrder(readsUs),
  };
}

interface Legs {
  readonly w: number;
  readonly a: number;
  readonly r: number;
  readonly s: number;
}
function drawLegs({ w, a, r, s }: Delays, stream: Stream): Legs {
  return { w: take(w, stream), a: take(a, stream), r: take(r, stream), s: take(s, stream) };
}

const take = (way: Way, stream: Stream): number => way.reduce((sum, each) => sum + sampleUs(each, stream), 0);

const nth = (list: readonly number[], place: number): number =>
  [...list].sort((x, y) => x - y)[place - 1] ?? Infinity;

/** A read, and the newest write of its row that had been confirmed before it began. */
export interface AgedRead {
  readonly read: Operation;
  readonly write: Operation;
  readonly key: string;
  /** From the confirmation to the beginning of the read. */
  readonly age: number;
  readonly isFresh: boolean;
}

/**
 * What a prediction is to be laid beside. Reads of rows of which no write had been confirmed are left out. Cost and
 * limits as for `staleness`.
 */
export function agedReads(history: History): AgedRead[] {
  const confirmed = new Map<string, Operation[]>();
  for (const { writes } of [...accessesOf(history).sessions.values()].flat())
    for (const { key, operation } of writes) {
      if (operation.outcome !== 'ok') continue;
      const known = confirmed.get(key);
      if (known === undefined) confirmed.set(key, [operation]);
      else known.push(operation);
    }
  return staleness(history).flatMap(({ operation: read, key, versionsBehind }): AgedRead[] => {
    let write: Operation | null = null;
    for (const each of confirmed.get(key) ?? [])
      if (isConfirmedBefore(each, read) && each.ret! > (write?.ret ?? -Infinity)) write = each;
    if (write === null) return [];
    return [{ read, write, key, age: read.call - write.ret!, isFresh: versionsBehind === 0 }];
  });
}
