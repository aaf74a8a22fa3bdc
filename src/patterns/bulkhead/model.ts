import { durationUs } from '#patterns/duration.ts';
import { assert } from '#lib/assert.ts';
import type { Plain } from '#lib/plain.ts';
import type { AttemptEnd, Policy, PolicyIo } from '#patterns/policy.ts';
import type { BulkheadParams } from './params.ts';

/**
 * A bound on the calls under way, after resilience4j's SemaphoreBulkhead with fair handling: whoever waits is let
 * through in the order of arrival, the moment a place is free, or refused when `maxWaitUs` is over.
 */
export const bulkhead = {
  field: 'bulkhead',
  prepare,
  describe,

  start: (): BulkheadState => ({
    underWay: new Set(),
    waiting: [],
    shown: { active: 0, waiting: 0 },
  }),

  admit(state: BulkheadState, params: Prepared, attempt: number, io: PolicyIo) {
    if (state.underWay.size < params.maxConcurrentCalls) {
      state.underWay.add(attempt);
      show(state, io);
      return 'admit';
    }
    if (params.maxWaitUs === 0) return 'bulkheadFull';
    state.waiting.push({ attempt, timer: io.timer(params.maxWaitUs, attempt), since: io.now });
    show(state, io);
    return 'wait';
  },

  settle(state: BulkheadState, params: Prepared, attempt: number, _end: AttemptEnd, io: PolicyIo): void {
    const held = state.underWay.delete(attempt);
    assert(held, `bulkhead: attempt ${attempt} holds no place`);
    // A loop, because the bound may have been raised while it ran. `io.admit` may come back to this policy at once,
    // so the state is put right before.
    while (state.underWay.size < params.maxConcurrentCalls) {
      const first = state.waiting.shift();
      if (first === undefined) break;
      state.underWay.add(first.attempt);
      io.cancel(first.timer);
      io.admit(first.attempt);
    }
    show(state, io);
  },

  forget(state: BulkheadState, _params: Prepared, attempt: number, io: PolicyIo): void {
    const timer = leave(state, attempt);
    if (timer !== null) io.cancel(timer);
    show(state, io);
  },

  timer(state: BulkheadState, _params: Prepared, payload: Plain, io: PolicyIo): void {
    const attempt = payload as number;
    assert(leave(state, attempt) !== null, `bulkhead: attempt ${attempt} does not wait`);
    io.refuse(attempt, 'bulkheadFull');
    show(state, io);
  },
} satisfies Policy<Prepared, BulkheadState> & Record<string, unknown>;

export interface BulkheadState {
  /** The attempts that hold a place. */
  underWay: Set<number>;
  /** Oldest first. */
  waiting: { readonly attempt: number; readonly timer: number; readonly since: number }[];
  /** The gauges as last recorded. */
  shown: { active: number; waiting: number };
}

export interface Prepared {
  readonly maxConcurrentCalls: number;
  readonly maxWaitUs: number;
}

export function prepare(params: BulkheadParams): Prepared {
  return { maxConcurrentCalls: params.maxConcurrentCalls, maxWaitUs: durationUs(params.maxWaitDuration) };
}

export interface BulkheadDescription {
  readonly state: 'free' | 'full';
  readonly active: number;
  readonly limit: number;
  readonly waiting: number;
  /** How long the first in line has waited, µs. */
  readonly longestWaitUs: number;
}

/** What an inspector shows at `now`. */
export function describe(state: BulkheadState, params: Prepared, now: number): BulkheadDescription {
  const first = state.waiting[0];
  return {
    state: state.underWay.size < params.maxConcurrentCalls ? 'free' : 'full',
    active: state.underWay.size,
    limit: params.maxConcurrentCalls,
    waiting: state.waiting.length,
    longestWaitUs: first === undefined ? 0 : now - first.since,
  };
}

/** Takes an attempt out of the line and tells its timer; null when it is not there. */
function leave(state: BulkheadState, attempt: number): number | null {
  const place = state.waiting.findIndex((each) => each.attempt === attempt);
  return state.waiting.splice(place, place < 0 ? 0 : 1)[0]?.timer ?? null;
}

function show(state: BulkheadState, io: PolicyIo): void {
  const { shown } = state;
  const active = state.underWay.size;
  const waiting = state.waiting.length;
  if (shown.active !== active) io.gauge('active', active);
  if (shown.waiting !== waiting) io.gauge('waiting', waiting);
  state.shown = { active, waiting };
}
