import { DURATION_MAX_US } from '#lib/distribution.ts';
import { durationUs } from '#patterns/duration.ts';
import { assert } from '#lib/assert.ts';
import type { PolicyIo, RetryPolicy } from '#patterns/policy.ts';
import { REASONS, type Reason } from '#sim/reasons.ts';
import { countCall, retriesLeft, takeRetry, type Budget, type BudgetState } from './budget.ts';
import { retryChart, type RetryEvent } from './chart.ts';
import type { RetryParams } from './params.ts';

/**
 * Retries with exponential backoff and jitter. The state belongs to the link, not to one call: all that is remembered
 * is the budget. The moves recorded are those of the call that asks; the sender records `attemptStarted`.
 */
export const retryPolicy = {
  field: 'retry',
  chart: retryChart,
  prepare,
  describe,

  start: (): RetryState => ({ slices: [] }),

  next(state, params, attempt, outcome, io): number | null {
    if (params.budget !== null && attempt === 1) countCall(state, params.budget, io.now);
    const refusal = refusalOf(state, params, attempt, outcome.reason, io.now);
    record(refusal ?? 'attemptFailed', io);
    return refusal === null ? jittered(backoffUs(params, attempt), params, io) : null;
  },

  succeeded(state, params, attempt, io): void {
    if (params.budget !== null && attempt === 1) countCall(state, params.budget, io.now);
    // A call that went well at once has no retries to tell of.
    if (attempt > 1) record('succeeded', io);
  },
} satisfies RetryPolicy<Prepared, RetryState> & Record<string, unknown>;

export type RetryState = BudgetState;

export interface Prepared {
  /** In all, the first included. */
  readonly attempts: number;
  readonly delayUs: number;
  readonly factor: number;
  readonly maxDelayUs: number;
  readonly jitter: RetryParams['jitter'];
  readonly on: readonly Reason[];
  readonly budget: Budget | null;
}

/** Reasons that another attempt would only repeat. */
const REPEATS: readonly Reason[] = ['failed', 'expression', 'aborted'];

export function prepare(params: RetryParams): Prepared {
  const { budget } = params;
  const windowUs = budget === undefined ? 0 : durationUs(budget.window);
  return {
    attempts: params.attempts,
    delayUs: durationUs(params.delay),
    factor: params.factor,
    maxDelayUs: durationUs(params.maxDelay),
    jitter: params.jitter,
    on: params.on ?? REASONS.filter((reason) => !REPEATS.includes(reason)),
    budget:
      budget === undefined
        ? null
        : { ratio: budget.ratio, allowance: (budget.minPerSecond * windowUs) / 1_000_000, windowUs },
  };
}

/** The wait after the `attempt`-th attempt (from 1) before jitter, in whole µs. */
export function backoffUs({ delayUs, factor, maxDelayUs }: Prepared, attempt: number): number {
  const longest = maxDelayUs < DURATION_MAX_US ? maxDelayUs : DURATION_MAX_US;
  let us = delayUs;
  for (let i = 1; i < attempt && us < longest; i++) us *= factor;
  return us < longest ? Math.floor(us + 0.5) : longest;
}

/** How often a call is tried on average when each attempt fails with probability `failure`: (1 - fⁿ) / (1 - f). */
export function expectedAttempts({ attempts }: Prepared, failure: number): number {
  let sum = 0;
  let reached = 1;
  for (let i = 0; i < attempts; i++) {
    sum += reached;
    reached *= failure;
  }
  return sum;
}

export interface RetryDescription {
  readonly attempts: number;
  /** The waits between the attempts before jitter, µs; at most ten of them. */
  readonly waitsUs: readonly number[];
  /** Retries that the budget would grant now; null without a budget. */
  readonly retriesLeft: number | null;
}

/** What an inspector shows at `now`. */
export function describe(state: RetryState, params: Prepared, now: number): RetryDescription {
  const waits = Math.min(params.attempts - 1, 10);
  return {
    attempts: params.attempts,
    waitsUs: Array.from({ length: waits }, (_, i) => backoffUs(params, i + 1)),
    retriesLeft: params.budget === null ? null : retriesLeft(state, params.budget, now),
  };
}

function refusalOf(
  state: RetryState,
  { attempts, on, budget }: Prepared,
  attempt: number,
  reason: Reason,
  now: number,
): RetryEvent | null {
  if (attempt >= attempts) return 'attemptsUsedUp';
  if (!on.includes(reason)) return 'notWorthRetrying';
  return budget !== null && !takeRetry(state, budget, now) ? 'budgetSpent' : null;
}

/** Full: anything from 0 to the whole wait. Equal: at least half of it. The names are those of AWS's article. */
function jittered(us: number, { jitter }: Prepared, io: Pick<PolicyIo, 'draw'>): number {
  switch (jitter) {
    case 'none':
      return us;
    case 'full':
      return Math.floor(io.draw() * (us + 1));
    case 'equal': {
      const half = Math.floor(us / 2);
      return us - half + Math.floor(io.draw() * (half + 1));
    }
  }
}

function record(event: RetryEvent, io: Pick<PolicyIo, 'moved'>): void {
  const move = retryChart.move('trying', event);
  assert(move.moved, `retry: ${event} means nothing when trying`);
  io.moved('retry', 'trying', move.at, event);
}
