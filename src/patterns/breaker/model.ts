import { durationUs } from '#patterns/duration.ts';
import { assert } from '#lib/assert.ts';
import type { Plain } from '#lib/plain.ts';
import type { AttemptEnd, Policy, PolicyIo } from '#patterns/policy.ts';
import { breakerChart, type BreakerEvent, type BreakerMode } from './chart.ts';
import type { BreakerParams } from './params.ts';
import { lastResults, newWindow, record, tallyAt, type CallResult, type Window } from './window.ts';

/**
 * A circuit breaker with the decisions of resilience4j's CircuitBreakerStateMachine, of which it differs in three
 * places (see notes.md): it admits at the very end of the wait and not only after it, a probe's place is given back
 * only by the probe that took it, and calls that were never sent are not counted.
 */
export const breaker = {
  field: 'breaker',
  chart: breakerChart,
  modeOf: (state) => state.mode,
  prepare,
  describe,

  start: (params: Prepared): BreakerState => ({
    mode: 'closed',
    window: newWindow(params.windowUnit, params.windowSize),
    opensUntil: 0,
    probesLeft: 0,
    probes: [],
    timer: null,
    shown: { failureRate: -1, slowCallRate: -1, callsInWindow: 0, opensUntil: 0 },
  }),

  admit(state: BreakerState, params: Prepared, attempt: number, io: PolicyIo) {
    if (state.mode === 'open' && io.now >= state.opensUntil) move(state, params, 'waitElapsed', io);
    if (state.mode === 'closed') return 'admit';
    if (state.mode === 'open' || state.probesLeft === 0) return 'breakerOpen';
    state.probesLeft--;
    state.probes.push(attempt);
    return 'admit';
  },

  settle(state: BreakerState, params: Prepared, attempt: number, end: AttemptEnd, io: PolicyIo): void {
    const probe = state.probes.indexOf(attempt);
    if (probe >= 0) state.probes.splice(probe, 1);
    if (!end.sent) {
      if (probe >= 0) state.probesLeft++;
      return;
    }
    // Whatever state the call was admitted in, it counts in the present one, as in resilience4j.
    record(state.window, io.now, resultOf(end, params));
    const event = judge(state.mode, state.window, params);
    if (event !== null) move(state, params, event, io);
    show(state, params, io);
  },

  timer(state: BreakerState, params: Prepared, payload: Plain, io: PolicyIo): void {
    state.timer = null;
    move(state, params, payload as BreakerEvent, io);
  },
} satisfies Policy<Prepared, BreakerState> & Record<string, unknown>;

export interface BreakerState {
  mode: BreakerMode;
  /** Of the present state; an open breaker keeps the window that opened it. */
  window: Window;
  /** When it may become half-open, µs of virtual time; 0 unless open. */
  opensUntil: number;
  /** How many more calls it lets through; 0 unless half-open. */
  probesLeft: number;
  /** The attempts that took a place in this half-open state and have not ended. */
  probes: number[];
  timer: number | null;
  /** The gauges as last recorded. Rates in percent, -1 below the minimum of calls (resilience4j's convention). */
  shown: { failureRate: number; slowCallRate: number; callsInWindow: number; opensUntil: number };
}

/** Durations in µs, rates in percent; a `maxWaitInHalfOpenUs` of 0 waits without end. */
export interface Prepared {
  readonly windowUnit: Window['unit'];
  readonly windowSize: number;
  readonly minimumNumberOfCalls: number;
  readonly failureRateThreshold: number;
  readonly slowCallRateThreshold: number;
  readonly slowCallUs: number;
  readonly waitInOpenUs: number;
  readonly permittedInHalfOpen: number;
  readonly maxWaitInHalfOpenUs: number;
  readonly automatic: boolean;
}

export function prepare(params: BreakerParams): Prepared {
  return {
    windowUnit: params.slidingWindowType === 'COUNT_BASED' ? 'calls' : 'seconds',
    windowSize: params.slidingWindowSize,
    minimumNumberOfCalls: params.minimumNumberOfCalls,
    failureRateThreshold: params.failureRateThreshold,
    slowCallRateThreshold: params.slowCallRateThreshold,
    slowCallUs: durationUs(params.slowCallDurationThreshold),
    waitInOpenUs: durationUs(params.waitDurationInOpenState),
    permittedInHalfOpen: params.permittedNumberOfCallsInHalfOpenState,
    maxWaitInHalfOpenUs: durationUs(params.maxWaitDurationInHalfOpenState),
    automatic: params.automaticTransitionFromOpenToHalfOpenEnabled,
  };
}

export interface BreakerDescription {
  readonly state: BreakerMode;
  /** The newest results in the window, oldest first, at most ten. */
  readonly results: readonly CallResult[];
  readonly calls: number;
  readonly failed: number;
  readonly slow: number;
  /** With fewer calls than this the rates are null and nothing is decided. */
  readonly minimumCalls: number;
  readonly failureRate: number | null;
  readonly slowCallRate: number | null;
  /** Null unless open; may lie in the past when nobody has called since. */
  readonly opensUntil: number | null;
  /** Null unless half-open. */
  readonly probesLeft: number | null;
  readonly probesUnderWay: number;
}

/** What an inspector shows at `now`; changes nothing. */
export function describe(state: BreakerState, params: Prepared, now: number): BreakerDescription {
  const { calls, failed, slow } = tallyAt(state.window, now);
  const minimumCalls = minimumOf(state.window, params);
  const enough = calls > 0 && calls >= minimumCalls;
  return {
    state: state.mode,
    results: lastResults(state.window, now),
    calls,
    failed,
    slow,
    minimumCalls,
    failureRate: enough ? percent(failed, calls) : null,
    slowCallRate: enough ? percent(slow, calls) : null,
    opensUntil: state.mode === 'open' ? state.opensUntil : null,
    probesLeft: state.mode === 'halfOpen' ? state.probesLeft : null,
    probesUnderWay: state.probes.length,
  };
}

/** Every failure counts, a handler's own `failed` too; a call is slow when it takes longer than the threshold. */
function resultOf(end: AttemptEnd, params: Prepared): CallResult {
  const slow = end.elapsedUs > params.slowCallUs;
  if (end.outcome.ok) return slow ? 'slowSuccess' : 'success';
  return slow ? 'slowFailure' : 'failure';
}

/** What the window just recorded into asks for; in the open state nothing. */
function judge(mode: BreakerMode, window: Window, params: Prepared): BreakerEvent | null {
  if (mode === 'open' || window.calls < minimumOf(window, params)) return null;
  const closed = mode === 'closed';
  if (percent(window.failed, window.calls) >= params.failureRateThreshold) {
    return closed ? 'failureRateReached' : 'probesFailed';
  }
  if (percent(window.slow, window.calls) >= params.slowCallRateThreshold) {
    return closed ? 'slowCallRateReached' : 'probesTooSlow';
  }
  return closed ? null : 'probesSucceeded';
}

/** A window of calls can never hold more than its size, so more than that is never asked for. */
function minimumOf({ unit, size }: Window, { minimumNumberOfCalls }: Prepared): number {
  return unit === 'calls' && size < minimumNumberOfCalls ? size : minimumNumberOfCalls;
}

function percent(part: number, calls: number): number {
  return (part * 100) / calls;
}

function move(state: BreakerState, params: Prepared, event: BreakerEvent, io: PolicyIo): void {
  const from = state.mode;
  const next = breakerChart.move(from, event);
  assert(next.moved, `breaker: ${event} means nothing when ${from}`);
  state.mode = next.at as BreakerMode;
  if (state.timer !== null) io.cancel(state.timer);
  state.timer = null;
  state.opensUntil = 0;
  state.probesLeft = 0;
  state.probes = [];
  enter(state, params, io);
  io.moved('breaker', from, state.mode, event);
  show(state, params, io);
}

function enter(state: BreakerState, params: Prepared, io: PolicyIo): void {
  switch (state.mode) {
    case 'closed':
      state.window = newWindow(params.windowUnit, params.windowSize);
      return;
    case 'open':
      state.opensUntil = io.now + params.waitInOpenUs;
      if (params.automatic) state.timer = io.timer(params.waitInOpenUs, 'waitElapsed' satisfies BreakerEvent);
      return;
    case 'halfOpen':
      state.window = newWindow('calls', params.permittedInHalfOpen);
      state.probesLeft = params.permittedInHalfOpen;
      if (params.maxWaitInHalfOpenUs > 0) {
        state.timer = io.timer(params.maxWaitInHalfOpenUs, 'probesOverdue' satisfies BreakerEvent);
      }
  }
}

/** Records the gauges that have changed. */
function show(state: BreakerState, params: Prepared, io: PolicyIo): void {
  const { calls, failed, slow } = tallyAt(state.window, io.now);
  const enough = calls > 0 && calls >= minimumOf(state.window, params);
  const failureRate = enough ? percent(failed, calls) : -1;
  const slowCallRate = enough ? percent(slow, calls) : -1;
  const { shown, opensUntil } = state;
  if (shown.failureRate !== failureRate) io.gauge('failureRate', failureRate);
  if (shown.slowCallRate !== slowCallRate) io.gauge('slowCallRate', slowCallRate);
  if (shown.callsInWindow !== calls) io.gauge('callsInWindow', calls);
  if (shown.opensUntil !== opensUntil) io.gauge('opensUntil', opensUntil);
  state.shown = { failureRate, slowCallRate, callsInWindow: calls, opensUntil };
}
