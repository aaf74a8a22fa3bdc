import type { RecordStore } from '#run/record-store.ts';
import type { Facts } from './facts.ts';
import type { IntList } from './int-list.ts';
import { countAtMost } from './messages.ts';

export interface LatencyView {
  /** 99th percentile from arrival to reply, µs; -1 when nothing was served in the window. */
  readonly p99: number;
  /** Share of requests that failed or were refused at the door, 0 to 1. */
  readonly errors: number;
  /** Requests answered per second. */
  readonly perSecond: number;
  readonly count: number;
}

/** The stretch that the numbers speak of. */
const WINDOW_US = 2_000_000;
/** Numbers change at most this often, so that they can be read while time runs. */
const STEP_US = 50_000;
/** More than this says nothing new about a percentile. */
const MOST = 2_000;

/** How quickly and how well nodes answered lately. */
export class Latencies {
  readonly #store: RecordStore;
  readonly #facts: Facts;
  readonly #cache = new Map<number, { readonly at: number; readonly view: LatencyView | null }>();

  constructor(store: RecordStore, facts: Facts) {
    this.#store = store;
    this.#facts = facts;
  }

  truncate(): void {
    this.#cache.clear();
  }

  /** Over the two seconds before `t`, in steps of 50 ms; null when the node answered nothing in it. */
  at(node: number, t: number): LatencyView | null {
    const at = Math.floor(t / STEP_US) * STEP_US;
    const cached = this.#cache.get(node);
    if (cached?.at === at) return cached.view;
    const view = this.over(node, at - WINDOW_US, at);
    this.#cache.set(node, { at, view });
    return view;
  }

  /** Over any stretch: later than `from`, until `to`, µs. */
  over(node: number, from: number, to: number): LatencyView | null {
    const served = this.#facts.track(node, -1, 'served');
    const rejected = this.#facts.track(node, -1, 'rejected');
    const { time, value, a } = this.#store;
    const first = served ? countAtMost(served, from, time) : 0;
    const end = served ? countAtMost(served, to, time) : 0;
    const refused = this.#count(rejected, from, to);
    const count = end - first + refused;
    if (count === 0) return null;
    let failed = 0;
    const durations = new Float64Array(Math.min(MOST, end - first));
    for (let i = Math.max(first, end - MOST), n = 0; served !== undefined && i < end; i++, n++) {
      const event = served.at(i);
      durations[n] = value[event] as number;
      if (a[event] === 1) failed++;
    }
    durations.sort();
    const p99 = durations[Math.max(0, Math.ceil(durations.length * 0.99) - 1)] ?? -1;
    const seen = durations.length + refused;
    const span = to - Math.max(0, from);
    return {
      p99,
      errors: (failed + refused) / seen,
      perSecond: span > 0 ? ((end - first) * 1e6) / span : 0,
      count,
    };
  }

  #count(events: IntList | undefined, from: number, to: number): number {
    if (events === undefined) return 0;
    return countAtMost(events, to, this.#store.time) - countAtMost(events, from, this.#store.time);
  }
}
