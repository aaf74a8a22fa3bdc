import { identity, invalid, valid, type Operation, type Primitive, type Verdict } from './history.ts';

/** The operations on one value so far. */
interface Cluster {
  readonly write: Operation | null;
  /** When its write or a read of it first answered; Infinity until then. */
  firstAnswer: number;
  /** When its write or a read of it was last called, among those that answered. */
  lastCall: number;
  /** Its place among the clusters in order of first answer, or -1. */
  rank: number;
}

/** Below this many remembered values nothing is forgotten. */
const KEEP_MIN = 1024;

/**
 * Linearizability of one register while it is running, for histories in which no value is written twice.
 *
 * The condition of Gibbons and Korach (see `unique-register.ts`) kept up to date: two values clash when each has an
 * answer that precedes a call of the other. Answers come in order of time, so values rank themselves by first
 * answer, and a tree of maxima finds a clash in O(log values) per answer.
 * Memory: some 150 bytes a value; values that no read still running may find are forgotten (reading one of those is
 * as invalid as reading what was never written), so it is bounded by the values written during the longest read.
 * Events must be reported in order of time.
 */
export class LiveRegister {
  readonly #clusters = new Map<Primitive, Cluster>();
  /** By rank. */
  #ranked: Cluster[] = [];
  #maxima = new Maxima(KEEP_MIN * 2);
  /** Calls of reads that are still running, in order. */
  readonly #reading = new Map<number, number>();
  #keep = KEEP_MIN;
  #verdict: Verdict = valid;

  constructor(initial: Primitive) {
    const first: Cluster = { write: null, firstAnswer: -Infinity, lastCall: -Infinity, rank: -1 };
    this.#clusters.set(identity(initial), first);
    this.#enter(first);
  }

  get verdict(): Verdict {
    return this.#verdict;
  }

  /** How many values are remembered. */
  get remembered(): number {
    return this.#clusters.size;
  }

  called(operation: Operation): void {
    if (!isWrite(operation)) {
      this.#reading.set(operation.id, operation.call);
      return;
    }
    const value = identity(operation.value ?? null);
    if (this.#clusters.has(value)) {
      this.#settle({ verdict: 'unknown', reason: 'a value was written twice' });
      return;
    }
    this.#clusters.set(value, { write: operation, firstAnswer: Infinity, lastCall: -Infinity, rank: -1 });
  }

  /** Reports an answer; `operation` as the history will hold it. */
  answered(operation: Operation): void {
    this.#reading.delete(operation.id);
    const { outcome, ret, value, call } = operation;
    if (outcome !== 'ok' || ret === null || value === undefined) {
      // A failed write that nobody has read never was; one that somebody has read is found out by that read.
      const cluster = this.#clusters.get(identity(value ?? null));
      if (outcome === 'fail' && isWrite(operation) && cluster?.rank === -1)
        this.#clusters.delete(identity(value ?? null));
      else if (outcome === 'fail' && isWrite(operation) && cluster !== undefined)
        this.#refuse('a write failed after its value had been read', operation, cluster, null);
      return;
    }
    const cluster = this.#clusters.get(identity(value));
    if (cluster === undefined) {
      // A write that answers after its value was found, overwritten and forgotten tells nothing new.
      if (isWrite(operation)) return;
      this.#refuse('the value read was never written, or long overwritten', operation, null, null);
      return;
    }
    const { write } = cluster;
    cluster.lastCall = Math.max(cluster.lastCall, call, write?.call ?? -Infinity);
    if (cluster.rank < 0) {
      cluster.firstAnswer = ret;
      this.#enter(cluster);
    } else {
      this.#maxima.raise(cluster.rank, cluster.lastCall);
    }
    const rival = this.#rival(cluster);
    if (rival !== null)
      this.#refuse('two values would each have to be held before the other', operation, cluster, rival);
    if (this.#ranked.length > this.#keep) this.#forget();
  }

  #enter(cluster: Cluster): void {
    cluster.rank = this.#ranked.length;
    this.#ranked.push(cluster);
    this.#maxima.raise(cluster.rank, cluster.lastCall);
  }

  /** A value that was answered before the last call of this one, and called after the first answer of this one. */
  #rival(cluster: Cluster): Cluster | null {
    let low = 0;
    let high = this.#ranked.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#ranked[middle]!.firstAnswer < cluster.lastCall) low = middle + 1;
      else high = middle;
    }
    const before = this.#maxima.above(0, Math.min(low, cluster.rank), cluster.firstAnswer);
    const rank = before >= 0 ? before : this.#maxima.above(cluster.rank + 1, low, cluster.firstAnswer);
    return rank < 0 ? null : this.#ranked[rank]!;
  }

  /** Drops values that a read called from now on, or still running, could only find wrongly. */
  #forget(): void {
    let horizon = Infinity;
    for (const call of this.#reading.values()) {
      horizon = call;
      break;
    }
    // A value is past when another was certainly held after it and before any read that is still running.
    let held: Cluster | null = null;
    let heldElse = -Infinity;
    for (const cluster of this.#ranked) {
      if (cluster.firstAnswer >= horizon) continue;
      if (held === null || cluster.lastCall > held.lastCall) {
        heldElse = held?.lastCall ?? -Infinity;
        held = cluster;
      } else {
        heldElse = Math.max(heldElse, cluster.lastCall);
      }
    }
    const latest = held;
    const isPast = (cluster: Cluster): boolean =>
      latest !== null && cluster.firstAnswer < (cluster === latest ? heldElse : latest.lastCall);
    const kept = this.#ranked.filter((cluster) => !isPast(cluster));
    const gone = new Set(this.#ranked.filter(isPast));
    for (const [value, cluster] of this.#clusters) if (gone.has(cluster)) this.#clusters.delete(value);
    this.#ranked = [];
    this.#maxima = new Maxima(Math.max(KEEP_MIN, kept.length) * 2);
    for (const cluster of kept) this.#enter(cluster);
    this.#keep = Math.max(KEEP_MIN, kept.length * 2);
  }

  #refuse(reason: string, offending: Operation, cluster: Cluster | null, rival: Cluster | null): void {
    const ids = [cluster?.write?.id, rival?.write?.id, offending.id].filter((id) => id !== undefined);
    this.#settle(
      invalid(reason, { operations: [...new Set(ids)].sort((a, b) => a - b), offending: offending.id }),
    );
  }

  /** The first verdict that is not valid stays. */
  #settle(verdict: Verdict): void {
    if (this.#verdict.verdict === 'valid') this.#verdict = verdict;
  }
}

function isWrite({ f }: Operation): boolean {
  return f === 'write' || f === 'put';
}

/** Numbers by index that only grow; finds an index in a range whose number exceeds a bound, in O(log n). */
class Maxima {
  #leaves: number;
  #tree: Float64Array;

  constructor(capacity: number) {
    this.#leaves = 1;
    while (this.#leaves < capacity) this.#leaves *= 2;
    this.#tree = new Float64Array(2 * this.#leaves).fill(-Infinity);
  }

  raise(index: number, value: number): void {
    if (index >= this.#leaves) this.#grow();
    for (let at = index + this.#leaves; at >= 1 && this.#tree[at]! < value; at >>= 1) this.#tree[at] = value;
  }

  /** An index in `from..to-1` whose number is above the bound, or -1. */
  above(from: number, to: number, bound: number): number {
    return this.#find(1, 0, this.#leaves, from, to, bound);
  }

  #find(node: number, start: number, end: number, from: number, to: number, bound: number): number {
    if (end <= from || start >= to || this.#tree[node]! <= bound) return -1;
    if (end - start === 1) return start;
    const middle = (start + end) >>> 1;
    const left = this.#find(2 * node, start, middle, from, to, bound);
    return left >= 0 ? left : this.#find(2 * node + 1, middle, end, from, to, bound);
  }

  #grow(): void {
    const old = this.#tree.subarray(this.#leaves);
    this.#leaves *= 2;
    this.#tree = new Float64Array(2 * this.#leaves).fill(-Infinity);
    old.forEach((value, index) => {
      this.raise(index, value);
    });
  }
}
