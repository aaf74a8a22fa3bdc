import { durationUs } from '#patterns/duration.ts';
import { assert } from '#lib/assert.ts';
import type { Plain } from '#lib/plain.ts';
import type { Policy, PolicyIo } from '#patterns/policy.ts';
import type { RateLimitParams } from './params.ts';

/**
 * resilience4j's AtomicRateLimiter: time is cut into periods from 0 on, each brings `limitForPeriod` permissions that
 * are not saved up, and a call that may wait takes one of a later period in advance.
 */
export const rateLimit = {
  field: 'rateLimit',
  prepare,
  describe,

  start: (params: Prepared): RateLimitState => ({
    period: 0,
    periodUs: params.periodUs,
    permissions: params.limitForPeriod,
    waiting: [],
    shown: { permissions: params.limitForPeriod, waiting: 0 },
  }),

  admit(state: RateLimitState, params: Prepared, attempt: number, io: PolicyIo) {
    state.permissions = permissionsAt(state, params, io.now);
    state.period = periodAt(params, io.now);
    state.periodUs = params.periodUs;
    const waitUs = waitUsFor(state.permissions, params, io.now);
    const inTime = waitUs <= params.timeoutUs;
    if (inTime) state.permissions--;
    if (inTime && waitUs > 0) state.waiting.push({ attempt, timer: io.timer(waitUs, attempt) });
    show(state, io);
    if (!inTime) return 'rateLimited';
    return waitUs > 0 ? 'wait' : 'admit';
  },

  /** A permission that was used stays used, whatever became of the call. */
  settle(): void {},

  /** The permission was reserved and is lost, as when a thread of resilience4j's is interrupted in its wait. */
  forget(state: RateLimitState, _params: Prepared, attempt: number, io: PolicyIo): void {
    const timer = leave(state, attempt);
    if (timer !== null) io.cancel(timer);
    show(state, io);
  },

  timer(state: RateLimitState, _params: Prepared, payload: Plain, io: PolicyIo): void {
    const attempt = payload as number;
    assert(leave(state, attempt) !== null, `rateLimit: attempt ${attempt} does not wait`);
    io.admit(attempt);
    show(state, io);
  },
} satisfies Policy<Prepared, RateLimitState> & Record<string, unknown>;

export interface RateLimitState {
  /** The period that `permissions` was reckoned for, counted from 0. */
  period: number;
  /** How long periods were then: the parameter may be set while it runs. */
  periodUs: number;
  /** What is left of it; below zero what has been taken from later periods. */
  permissions: number;
  /** In the order in which they will be let through. */
  waiting: { readonly attempt: number; readonly timer: number }[];
  /** The gauges as last recorded. */
  shown: { permissions: number; waiting: number };
}

export interface Prepared {
  readonly limitForPeriod: number;
  readonly periodUs: number;
  readonly timeoutUs: number;
}

export function prepare(params: RateLimitParams): Prepared {
  return {
    limitForPeriod: params.limitForPeriod,
    periodUs: durationUs(params.limitRefreshPeriod),
    timeoutUs: durationUs(params.timeoutDuration),
  };
}

export interface RateLimitDescription {
  readonly state: 'free' | 'exhausted';
  /** Permissions left in this period; below zero what has been taken from later ones. */
  readonly permissions: number;
  readonly limit: number;
  readonly waiting: number;
  /** When the next period begins, µs of virtual time. */
  readonly refreshesAt: number;
}

/** What an inspector shows at `now`; changes nothing. */
export function describe(state: RateLimitState, params: Prepared, now: number): RateLimitDescription {
  const permissions = permissionsAt(state, params, now);
  return {
    state: permissions > 0 ? 'free' : 'exhausted',
    permissions,
    limit: params.limitForPeriod,
    waiting: state.waiting.length,
    refreshesAt: (periodAt(params, now) + 1) * params.periodUs,
  };
}

function periodAt({ periodUs }: Prepared, now: number): number {
  return Math.floor(now / periodUs);
}

function permissionsAt(state: RateLimitState, params: Prepared, now: number): number {
  if (state.periodUs !== params.periodUs) return params.limitForPeriod;
  const elapsed = periodAt(params, now) - state.period;
  if (elapsed === 0) return state.permissions;
  return Math.min(state.permissions + elapsed * params.limitForPeriod, params.limitForPeriod);
}

/** How long until there is a permission for one more call, µs. */
function waitUsFor(permissions: number, params: Prepared, now: number): number {
  if (permissions >= 1) return 0;
  const untilNext = (periodAt(params, now) + 1) * params.periodUs - now;
  const lacking = 1 - (permissions + params.limitForPeriod);
  const fullPeriods = lacking <= 0 ? 0 : Math.ceil(lacking / params.limitForPeriod);
  return fullPeriods * params.periodUs + untilNext;
}

/** Takes an attempt out of the line and tells its timer; null when it is not there. */
function leave(state: RateLimitState, attempt: number): number | null {
  const place = state.waiting.findIndex((each) => each.attempt === attempt);
  return state.waiting.splice(place, place < 0 ? 0 : 1)[0]?.timer ?? null;
}

function show(state: RateLimitState, io: PolicyIo): void {
  const { permissions, shown } = state;
  const waiting = state.waiting.length;
  if (shown.permissions !== permissions) io.gauge('permissions', permissions);
  if (shown.waiting !== waiting) io.gauge('waiting', waiting);
  state.shown = { permissions, waiting };
}
