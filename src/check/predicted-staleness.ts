import { sampleUs } from '#lib/distribution.ts';
import type { Distribution } from '#lib/distribution.ts';
import { newStream } from '#lib/random.ts';
import type { Stream } from '#lib/random.ts';
import { accessesOf } from './accesses.ts';
import type { History } from './history.ts';
import { staleness } from './staleness.ts';

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

/** One-way delays: a write and its acknowledgement, a read request and its answer (WARS). */
export interface Delays {
  readonly w: Distribution;
  readonly a: Distribution;
  readonly r: Distribution;
  readonly s: Distribution;
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
 * question came. `replicas` has the delays of each as seen by the coordinators; a coordinator that is a replica itself
 * has none on the way to it. Cost: O(trials × n log n × times).
 */
export function predictVisibility(
  replicas: readonly Delays[],
  r: number,
  w: number,
  timesUs: readonly number[],
  trials: number,
  seed: number,
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
    timesUs.forEach((t, i) => {
      if (first.some((leg) => confirmed + t + leg.r >= leg.w)) fresh[i]!++;
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
  return { w: sampleUs(w, stream), a: sampleUs(a, stream), r: sampleUs(r, stream), s: sampleUs(s, stream) };
}

const nth = (list: readonly number[], place: number): number =>
  [...list].sort((x, y) => x - y)[place - 1] ?? Infinity;

/** Reads that began less than `underUs` after the newest confirmed write of their row, and not in an earlier bin. */
export interface FreshnessBin {
  readonly underUs: number;
  readonly reads: number;
  readonly fresh: number;
}

/**
 * What a prediction is to be laid beside: the reads of a history by their distance from the newest confirmed write of
 * the same row. `edgesUs` rise; reads beyond the last, and of rows that nobody wrote, are left out. Cost and limits as
 * for `staleness`.
 */
export function measureVisibility(history: History, edgesUs: readonly number[]): FreshnessBin[] {
  const confirmed = new Map<string, number[]>();
  for (const steps of accessesOf(history).sessions.values())
    for (const { writes } of steps)
      for (const { key, operation } of writes) {
        if (operation.outcome !== 'ok' || operation.ret === null) continue;
        const rets = confirmed.get(key);
        if (rets === undefined) confirmed.set(key, [operation.ret]);
        else rets.push(operation.ret);
      }
  const bins = edgesUs.map((underUs) => ({ underUs, reads: 0, fresh: 0 }));
  for (const { operation, key, versionsBehind } of staleness(history)) {
    const last = (confirmed.get(key) ?? []).reduce(
      (latest, ret) => (ret < operation.call ? Math.max(latest, ret) : latest),
      -Infinity,
    );
    const bin = bins.find(({ underUs }) => operation.call - last < underUs);
    if (bin === undefined) continue;
    bin.reads++;
    if (versionsBehind === 0) bin.fresh++;
  }
  return bins;
}
