import { ExponentialBackoff, noJitterGenerator } from 'cockatiel';
import { describe as group, expect, test } from 'vitest';
import { newStream, nextBelow, nextUniform } from '#lib/random.ts';
import { REASONS, type Reason } from '#sim/reasons.ts';
import { backoffUs, describe, expectedAttempts, prepare, retryPolicy, type Prepared } from './model.ts';

const MS = 1_000;
const SECOND = 1_000_000;

const plain: Prepared = {
  attempts: 5,
  delayUs: 100 * MS,
  factor: 2,
  maxDelayUs: 10 * SECOND,
  jitter: 'none',
  on: ['timedOut', 'refused'],
  budget: null,
};

/** One link's retries, with a clock and a stream. */
const link = (params: Prepared, seed = 1) => {
  const stream = newStream(seed, 'retry');
  const moves: string[] = [];
  const io = {
    now: 0,
    draw: () => nextUniform(stream),
    moved: (_machine: string, from: string, to: string, by: string) => moves.push(`${from} -${by}-> ${to}`),
  };
  const state = retryPolicy.start();
  const next = (attempt: number, reason: Reason = 'timedOut') =>
    retryPolicy.next(state, params, attempt, { ok: false, reason }, io);
  const succeeded = (attempt: number) => retryPolicy.succeeded(state, params, attempt, io);
  return { io, moves, state, next, succeeded, left: () => describe(state, params, io.now).retriesLeft };
};

group('waits', () => {
  test('without jitter double up to the longest and end with the attempts', () => {
    const { next, moves } = link({ ...plain, attempts: 6, maxDelayUs: 700 * MS });
    expect([1, 2, 3, 4, 5, 6].map((attempt) => next(attempt))).toEqual([
      100 * MS,
      200 * MS,
      400 * MS,
      700 * MS,
      700 * MS,
      null,
    ]);
    expect(moves.at(0)).toBe('trying -attemptFailed-> waiting');
    expect(moves.at(-1)).toBe('trying -attemptsUsedUp-> givenUp');
  });

  test('are those of cockatiel’s exponential backoff without jitter', () => {
    const stream = newStream(1, 'backoff');
    for (let i = 0; i < 100; i++) {
      const initialDelay = 1 + nextBelow(stream, 1_000);
      const maxDelay = initialDelay + nextBelow(stream, 100_000);
      const generator = noJitterGenerator;
      let peer = new ExponentialBackoff({ initialDelay, maxDelay, generator, exponent: 2 }).next();
      for (let attempt = 1; attempt <= 20; attempt++) {
        const ours = backoffUs({ ...plain, delayUs: initialDelay * MS, maxDelayUs: maxDelay * MS }, attempt);
        expect(ours, `${initialDelay} ms, at most ${maxDelay} ms, attempt ${attempt}`).toBe(
          peer.duration * MS,
        );
        peer = peer.next(undefined);
      }
    }
  });

  test('with a factor of 1 stay equal, with 1.5 are whole microseconds, with a hundred attempts do not run away', () => {
    const waits = (factor: number, attempts: number) =>
      describe(retryPolicy.start(), { ...plain, delayUs: 101, factor, attempts }, 0).waitsUs;
    expect(waits(1, 4)).toEqual([101, 101, 101]);
    expect(waits(1.5, 5)).toEqual([101, 152, 227, 341]);
    expect(waits(10, 100).at(-1)).toBe(10 * SECOND);
    expect(backoffUs({ ...plain, factor: 10, maxDelayUs: Infinity }, 100)).toBe(2 ** 50);
  });

  test.each([
    ['full', 0, 100 * MS, 50 * MS],
    ['equal', 50 * MS, 100 * MS, 75 * MS],
  ] as const)('with %s jitter lie in %d..%d µs, evenly', (jitter, least, most, mean) => {
    const { next } = link({ ...plain, jitter });
    const waits = Array.from({ length: 20_000 }, () => next(1)!);
    expect(Math.min(...waits)).toBeGreaterThanOrEqual(least);
    expect(Math.max(...waits)).toBeLessThanOrEqual(most);
    const sum = waits.reduce((a, b) => a + b);
    // Six standard errors of a uniform over the range.
    const error = (most - least) / Math.sqrt(12 * waits.length);
    expect(Math.abs(sum / waits.length - mean)).toBeLessThan(6 * error);
    const low = waits.filter((wait) => wait < least + (most - least) / 4).length;
    expect(Math.abs(low / waits.length - 0.25)).toBeLessThan(0.02);
  });

  test.each(['full', 'equal'] as const)('with %s jitter reach both ends', (jitter) => {
    const params: Prepared = { ...plain, delayUs: 5, jitter };
    const seen = new Set(Array.from({ length: 500 }, (_, seed) => link(params, seed).next(1)));
    expect([...seen].map(Number).toSorted((a, b) => a - b)).toEqual(
      jitter === 'full' ? [0, 1, 2, 3, 4, 5] : [3, 4, 5],
    );
  });
});

group('what is tried again', () => {
  test('is what the list names', () => {
    const { next, moves } = link(plain);
    expect(next(1, 'refused')).toBe(100 * MS);
    expect(next(1, 'breakerOpen')).toBe(null);
    expect(moves.at(-1)).toBe('trying -notWorthRetrying-> givenUp');
  });

  test('is all but failed, expression and aborted when nothing is said', () => {
    const { on } = prepare({ attempts: 3, delay: '1ms', factor: 2, maxDelay: '1s', jitter: 'none' });
    expect(REASONS.filter((reason) => !on.includes(reason)).toSorted()).toEqual([
      'aborted',
      'expression',
      'failed',
    ]);
  });

  test.each([0, 0.1, 0.5, 0.9])(
    'with each attempt failing with probability %d is what theory gives',
    (failure) => {
      const { next, succeeded, moves } = link(plain);
      const stream = newStream(7, 'failures', String(failure));
      const calls = 20_000;
      let tried = 0;
      let atOnce = 0;
      for (let call = 0; call < calls; call++) {
        for (let attempt = 1; ; attempt++) {
          tried++;
          if (nextUniform(stream) >= failure) {
            succeeded(attempt);
            if (attempt === 1) atOnce++;
          } else if (next(attempt) !== null) continue;
          break;
        }
      }
      const expected = expectedAttempts(plain, failure);
      expect(expected).toBeCloseTo((1 - failure ** 5) / (1 - failure), 12);
      // Attempts of one call vary by less than 1.7 around the mean; five standard errors.
      expect(Math.abs(tried / calls - expected)).toBeLessThan(0.06);
      const done = moves.filter((each) => each === 'trying -succeeded-> done').length;
      const givenUp = moves.filter((each) => each.endsWith('givenUp')).length;
      expect(atOnce + done + givenUp).toBe(calls);
      expect(Math.abs(givenUp / calls - failure ** 5)).toBeLessThan(0.02);
    },
  );

  test('a call that always fails is tried as often as there are attempts', () => {
    expect(expectedAttempts(plain, 1)).toBe(5);
  });
});

group('a budget', () => {
  const budget = { ratio: 0.2, allowance: 2, windowUs: 10 * SECOND };
  const withBudget: Prepared = { ...plain, budget };

  test('is read as a share, and an allowance for the whole window', () => {
    const written = { ratio: 0.2, minPerSecond: 1.5, window: '10s' };
    const params = { attempts: 3, delay: '1ms', factor: 2, maxDelay: '1s', jitter: 'full' } as const;
    expect(prepare({ ...params, budget: written }).budget).toEqual({
      ratio: 0.2,
      allowance: 15,
      windowUs: 10 * SECOND,
    });
  });

  test('grants the share of the calls and the allowance, then refuses', () => {
    const { next, succeeded, left, moves } = link(withBudget);
    for (let i = 0; i < 9; i++) succeeded(1);
    // The tenth call fails: 0.2 * 10 + 2 retries.
    expect([next(1), next(2), next(3), next(4)]).toEqual([100, 200, 400, 800].map((ms) => ms * MS));
    expect(left()).toBe(0);
    expect(next(1)).toBe(null);
    expect(moves.at(-1)).toBe('trying -budgetSpent-> givenUp');
  });

  test('counts a call once, however often it is tried', () => {
    const { next, succeeded, left } = link(withBudget);
    next(1);
    succeeded(2);
    expect(left()).toBeCloseTo(2 + 0.2 - 1, 9);
  });

  test('forgets calls and retries that have left the window', () => {
    const { io, next, succeeded, left } = link(withBudget);
    for (let i = 0; i < 100; i++) succeeded(1);
    expect(left()).toBe(22);
    io.now = 10 * SECOND - 1;
    for (let i = 0; i < 3; i++) next(2);
    expect(left()).toBe(19);
    io.now = 10 * SECOND;
    expect(left()).toBe(-1);
    expect(next(2)).toBe(null);
    io.now = 19 * SECOND;
    expect(left()).toBe(2);
  });

  test('keeps an outage from multiplying the load, at any window', () => {
    const { io, next, state } = link({ ...withBudget, jitter: 'full' });
    const retries: number[] = [];
    const calls = 5_000;
    for (let call = 0; call < calls; call++) {
      io.now = call * 10 * MS;
      for (let attempt = 1; next(attempt) !== null; attempt++) retries.push(io.now);
    }
    for (let from = 0; from < io.now; from += SECOND) {
      const inside = retries.filter((at) => at >= from && at < from + 9 * SECOND).length;
      expect(inside, `from ${from}`).toBeLessThanOrEqual(0.2 * 1_000 + 2);
    }
    expect(retries.length / calls).toBeGreaterThan(0.19);
    expect(retries.length / calls).toBeLessThan(0.21);
    expect(state.slices.length).toBeLessThanOrEqual(10);
  });
});
