import { meanOf, newHistogram, percentile, recordValue } from '#lib/histogram.ts';
import type { Histogram } from '#lib/histogram.ts';
import { clonePlain } from '#lib/plain.ts';
import { Ended, Kind } from '#sim/record.ts';
import type { RecordEvent, Sink } from '#sim/record.ts';

/** Latency in milliseconds; null when nothing was measured. */
export interface LatencyMs {
  readonly mean: number | null;
  readonly p50: number | null;
  readonly p95: number | null;
  readonly p99: number | null;
  readonly max: number | null;
}
export interface Figures {
  readonly ops: {
    readonly [op: string]: { ok: number; failed: number; unknown: number; latencyMs: LatencyMs };
  };
  readonly nodes: {
    readonly [node: string]: {
      arrived: number;
      served: number;
      rejected: number;
      slotsMean: number;
      queueMean: number;
      sojournMs: LatencyMs;
    };
  };
}

interface Op {
  ok: number;
  failed: number;
  unknown: number;
  /** µs, of those that ended well. */
  latency: Histogram;
}
/** A level over time: its integral in µs. */
interface Level {
  now: number;
  since: number;
  integral: number;
}
interface NodeFigures {
  served: number;
  rejected: number;
  busy: Level[];
  queue: Level[];
  sojourn: Histogram;
}
interface State {
  ops: Map<string, Op>;
  nodes: NodeFigures[];
}

/** Figures of a run in bounded memory: histograms and integrals, never lists. What happened before `warmUpUs` is left out. */
export class FiguresSink implements Sink {
  readonly #names: readonly string[];
  readonly #warmUpUs: number;
  #s: State;

  constructor(names: readonly string[], warmUpUs = 0) {
    this.#names = names;
    this.#warmUpUs = warmUpUs;
    this.#s = {
      ops: new Map(),
      nodes: names.map(() => ({ served: 0, rejected: 0, busy: [], queue: [], sojourn: newHistogram() })),
    };
  }

  event(e: RecordEvent): void {
    if (e.kind === Kind.fact) this.#fact(e);
    else if (e.kind === Kind.end && e.time >= this.#warmUpUs) this.#end(e);
  }
  save(): State {
    return clonePlain(this.#s);
  }
  load(saved: unknown): void {
    this.#s = clonePlain(saved as State);
  }

  /** Operations that were begun and not ended when the run stopped are not counted. */
  figures(endUs: number): Figures {
    const span = Math.max(1, endUs - this.#warmUpUs);
    const mean = (levels: readonly Level[]): number =>
      levels.reduce(
        (sum, level) =>
          sum + level.integral + level.now * Math.max(0, endUs - Math.max(level.since, this.#warmUpUs)),
        0,
      ) / span;
    return {
      ops: Object.fromEntries(
        [...this.#s.ops].map(([name, { ok, failed, unknown, latency }]) => [
          name,
          { ok, failed, unknown, latencyMs: latencyMs(latency) },
        ]),
      ),
      nodes: Object.fromEntries(
        this.#s.nodes.flatMap((node, index) =>
          node.busy.length === 0 && node.served === 0 && node.rejected === 0
            ? []
            : [
                [
                  this.#names[index]!,
                  {
                    arrived:
                      node.served +
                      node.rejected +
                      node.busy.reduce((sum, level) => sum + level.now, 0) +
                      node.queue.reduce((sum, level) => sum + level.now, 0),
                    served: node.served,
                    rejected: node.rejected,
                    slotsMean: mean(node.busy),
                    queueMean: mean(node.queue),
                    sojournMs: latencyMs(node.sojourn),
                  },
                ] as const,
              ],
        ),
      ),
    };
  }

  #fact(e: RecordEvent): void {
    const node = this.#s.nodes[e.node];
    if (node === undefined) return;
    switch (e.text) {
      case 'busy':
        return this.#level(node.busy, e);
      case 'queue':
        return this.#level(node.queue, e);
      case 'served':
        if (e.time < this.#warmUpUs) return;
        node.served++;
        return recordValue(node.sojourn, e.value);
      case 'rejected':
        if (e.time >= this.#warmUpUs) node.rejected++;
        return;
    }
  }

  #level(levels: Level[], e: RecordEvent): void {
    while (levels.length <= e.instance) levels.push({ now: 0, since: 0, integral: 0 });
    const level = levels[e.instance]!;
    level.integral += level.now * Math.max(0, e.time - Math.max(level.since, this.#warmUpUs));
    level.now = e.value;
    level.since = e.time;
  }

  #end(e: RecordEvent): void {
    let op = this.#s.ops.get(e.text);
    if (op === undefined) {
      op = { ok: 0, failed: 0, unknown: 0, latency: newHistogram() };
      this.#s.ops.set(e.text, op);
    }
    if (e.b === Ended.ok) {
      op.ok++;
      recordValue(op.latency, e.value);
    } else if (e.b === Ended.failed) op.failed++;
    else op.unknown++;
  }
}

function latencyMs(histogram: Histogram): LatencyMs {
  if (histogram.count === 0) return { mean: null, p50: null, p95: null, p99: null, max: null };
  const at = (p: number): number => percentile(histogram, p) / 1000;
  return { mean: meanOf(histogram) / 1000, p50: at(50), p95: at(95), p99: at(99), max: histogram.max / 1000 };
}
