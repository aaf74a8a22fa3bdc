import type { Outcome } from '#sim/message.ts';
import type { Reason } from '#sim/reasons.ts';
import type { Chart } from '#sim/machine.ts';
import type { Plain } from '#lib/plain.ts';

/**
 * A pattern on a call link, on the caller's side, one per calling instance and link: it may refuse a call or
 * let it wait before it is sent, and it learns how each admitted attempt ended. Policies stand in the order of
 * the roster, outermost first; retry stands outside all of them (resilience4j's default order is Retry,
 * CircuitBreaker, RateLimiter, TimeLimiter, Bulkhead), so that every attempt passes all of them anew.
 *
 * `State` is plain data, changed in place; the policy never reads a clock or a random source except through `io`.
 */
export interface Policy<Params, State> {
  /** The field of a link in the document, e.g. `breaker`. */
  readonly field: string;
  /** The machine it runs, and where a state stands in it, for those that have one. */
  readonly chart?: Chart;
  modeOf?(state: State): string;
  start(params: Params): State;
  /**
   * May this attempt be sent? `wait`: not yet; the policy later calls `io.admit(attempt)` or
   * `io.refuse(attempt, reason)`, or hears `forget` when the caller has given up meanwhile.
   */
  admit(state: State, params: Params, attempt: number, io: PolicyIo): 'admit' | 'wait' | Reason;
  /** An admitted attempt ended (or was abandoned, or a policy further in refused it: `sent: false`). */
  settle(state: State, params: Params, attempt: number, end: AttemptEnd, io: PolicyIo): void;
  /** A waiting attempt is no longer wanted. */
  forget?(state: State, params: Params, attempt: number, io: PolicyIo): void;
  timer?(state: State, params: Params, payload: Plain, io: PolicyIo): void;
}

export interface AttemptEnd {
  readonly outcome: Outcome;
  /** From sending to the answer, µs; 0 when it was never sent. */
  readonly elapsedUs: number;
  /** False when something further in refused it: it tells nothing about the callee. */
  readonly sent: boolean;
}

export interface PolicyIo {
  readonly now: number;
  /** Uniform in [0, 1), from a stream of this node, link and policy. */
  draw(): number;
  timer(delayUs: number, payload: Plain): number;
  cancel(timer: number): void;
  admit(attempt: number): void;
  refuse(attempt: number, reason: Reason): void;
  /** Records that the policy's machine moved. */
  moved(machine: string, from: string, to: string, by: string): void;
  /** Records a number worth seeing on the link (e.g. failureRate), when it has changed. */
  gauge(name: string, value: number): void;
}

/** How a call is tried again. */
export interface RetryPolicy<Params, State> {
  readonly field: string;
  start(params: Params): State;
  /** After attempt `attempt` (from 1) failed: wait how many µs and try again, or null to give up. */
  next(
    state: State,
    params: Params,
    attempt: number,
    outcome: Outcome & { ok: false },
    io: Pick<PolicyIo, 'now' | 'draw' | 'moved'>,
  ): number | null;
  /** Attempt `attempt` (from 1) succeeded, and with it the call: for budgets that refill. */
  succeeded?(state: State, params: Params, attempt: number, io: Pick<PolicyIo, 'now' | 'moved'>): void;
}
