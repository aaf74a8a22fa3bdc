/**
 * A retry budget after Finagle's RetryBudget (percentCanRetry, minRetriesPerSec, ttl): over a sliding window the
 * retries of all calls together stay within a share of those calls plus a small allowance. The window moves in
 * tenths of its length, as Finagle's does, so it holds between nine and ten of them.
 */
export interface BudgetState {
  /** Tenths of a window in which something happened, oldest first. */
  slices: { readonly slice: number; calls: number; retries: number }[];
}

export interface Budget {
  readonly ratio: number;
  /** Retries that any window has, however few the calls: `minPerSecond` times its seconds. */
  readonly allowance: number;
  readonly windowUs: number;
}

const SLICES = 10;

/** A call came in (its first attempt ended). */
export function countCall(state: BudgetState, budget: Budget, now: number): void {
  currentSlice(state, budget, now).calls++;
}

/** Takes one retry from the budget; false when none is left. */
export function takeRetry(state: BudgetState, budget: Budget, now: number): boolean {
  const slice = currentSlice(state, budget, now);
  if (retriesLeft(state, budget, now) < 1) return false;
  slice.retries++;
  return true;
}

/** How many retries the budget would grant at `now`, a fraction included; may be below zero when calls fall out. */
export function retriesLeft(state: BudgetState, budget: Budget, now: number): number {
  const first = firstSlice(budget, now);
  let calls = 0;
  let retries = 0;
  for (const each of state.slices) {
    if (each.slice < first) continue;
    calls += each.calls;
    retries += each.retries;
  }
  // 0.7 * 10 is 7.000000000000001 - 0.000000000000001: a share that is whole on paper must be whole here.
  return Math.floor((budget.ratio * calls + budget.allowance) * 1e6 + 0.5) / 1e6 - retries;
}

function firstSlice({ windowUs }: Budget, now: number): number {
  return Math.floor((now * SLICES) / windowUs) - SLICES + 1;
}

function currentSlice(state: BudgetState, budget: Budget, now: number): BudgetState['slices'][number] {
  const first = firstSlice(budget, now);
  while (state.slices[0] !== undefined && state.slices[0].slice < first) state.slices.shift();
  const slice = first + SLICES - 1;
  const last = state.slices.at(-1);
  if (last?.slice === slice) return last;
  const next = { slice, calls: 0, retries: 0 };
  state.slices.push(next);
  return next;
}
