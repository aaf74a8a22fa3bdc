/**
 * What a breaker remembers: the last `size` calls, or the calls of the last `size` seconds. Both are resilience4j's
 * (FixedSizeSlidingWindowMetrics, SlidingTimeWindowMetrics): the seconds are those of the clock, the running one
 * included, so a window of 10 seconds holds between 9 and 10 of them.
 */
export type Window = CallWindow | SecondWindow;

export type CallResult = 'success' | 'failure' | 'slowSuccess' | 'slowFailure';

export interface Tally {
  calls: number;
  failed: number;
  slow: number;
}

interface CallWindow extends Tally {
  readonly unit: 'calls';
  readonly size: number;
  /** At most `size`; once full, a ring whose oldest entry is at `oldest`. */
  readonly results: CallResult[];
  oldest: number;
}

interface SecondWindow extends Tally {
  readonly unit: 'seconds';
  readonly size: number;
  /** Seconds with calls in them, oldest first. */
  readonly seconds: ({ readonly second: number } & Tally)[];
  /** The newest results, oldest first, at most `RECENT_MAX`. */
  readonly recent: CallResult[];
}

/** How many results `lastResults` can tell: a strip that still fits beside a link. */
export const RECENT_MAX = 10;

const SECOND_US = 1_000_000;

/** An empty window. Sizes are whole and at least 1. */
export function newWindow(unit: Window['unit'], size: number): Window {
  const none = { calls: 0, failed: 0, slow: 0 };
  return unit === 'calls'
    ? { unit, size, ...none, results: [], oldest: 0 }
    : { unit, size, ...none, seconds: [], recent: [] };
}

/** A call ended at `now`, in µs; what is too old falls out. */
export function record(window: Window, now: number, result: CallResult): void {
  if (window.unit === 'calls') recordCall(window, result);
  else recordInSecond(window, now, result);
  count(window, result, 1);
}

/** What the window holds at `now`, without moving it. */
export function tallyAt(window: Window, now: number): Readonly<Tally> {
  if (window.unit === 'calls') return window;
  const first = firstSecond(window, now);
  const [oldest] = window.seconds;
  if (oldest === undefined || oldest.second >= first) return window;
  const tally = { calls: 0, failed: 0, slow: 0 };
  for (const each of window.seconds) if (each.second >= first) add(tally, each, 1);
  return tally;
}

/** The newest results in the window at `now`, oldest first, at most `RECENT_MAX`. */
export function lastResults(window: Window, now: number): CallResult[] {
  const { calls } = tallyAt(window, now);
  const kept = calls < RECENT_MAX ? calls : RECENT_MAX;
  if (kept === 0) return [];
  if (window.unit === 'seconds') return window.recent.slice(-kept);
  const { results, oldest } = window;
  return [...results.slice(oldest), ...results.slice(0, oldest)].slice(-kept);
}

function recordCall(window: CallWindow, result: CallResult): void {
  if (window.results.length < window.size) {
    window.results.push(result);
    return;
  }
  count(window, window.results[window.oldest] as CallResult, -1);
  window.results[window.oldest] = result;
  window.oldest = (window.oldest + 1) % window.size;
}

function recordInSecond(window: SecondWindow, now: number, result: CallResult): void {
  const { seconds, recent } = window;
  const first = firstSecond(window, now);
  while (seconds[0] !== undefined && seconds[0].second < first) {
    add(window, seconds[0], -1);
    seconds.shift();
  }
  const second = Math.floor(now / SECOND_US);
  let last = seconds.at(-1);
  if (last?.second !== second) {
    last = { second, calls: 0, failed: 0, slow: 0 };
    seconds.push(last);
  }
  count(last, result, 1);
  if (recent.length === RECENT_MAX) recent.shift();
  recent.push(result);
}

function firstSecond(window: SecondWindow, now: number): number {
  return Math.floor(now / SECOND_US) - window.size + 1;
}

function count(tally: Tally, result: CallResult, by: 1 | -1): void {
  tally.calls += by;
  if (result === 'failure' || result === 'slowFailure') tally.failed += by;
  if (result === 'slowSuccess' || result === 'slowFailure') tally.slow += by;
}

function add(tally: Tally, other: Readonly<Tally>, sign: 1 | -1): void {
  tally.calls += sign * other.calls;
  tally.failed += sign * other.failed;
  tally.slow += sign * other.slow;
}
