import {
  BrokenCircuitError,
  circuitBreaker,
  CircuitState,
  ConsecutiveBreaker,
  CountBreaker,
  handleAll,
  SamplingBreaker,
} from 'cockatiel';
// @ts-expect-error It brings no types.
import * as opossum from 'opossum';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { clonePlain } from '#lib/plain.ts';
import { newStream, nextBelow } from '#lib/random.ts';
import { PolicyDriver } from '#patterns/policy-driver.test-helper.ts';
import { breaker, type BreakerState, type Prepared } from './model.ts';

/*
 * The same random scripts played here and by two breakers that others wrote, where their definitions agree with
 * resilience4j's. The places where they do not, and what a script does about them:
 * - They judge after failures only. A success that would open ours (the minimum of calls is reached, or good calls
 *   have fallen out of the window) is played as a failure.
 * - They open above the threshold, ours at it: thresholds are chosen that no share of so few calls can equal.
 * - They let one probe through, and it decides.
 * - cockatiel counts the probe's success into the new window: ours is given one success more when it closes.
 * - opossum keeps its counts when it closes: scripts then pause for a whole window.
 */

/** What is used of opossum. */
interface OpossumBreaker {
  readonly opened: boolean;
  readonly halfOpen: boolean;
  fire(call: () => Promise<void>): Promise<void>;
  shutdown(): void;
}
const { default: Opossum } = opossum as {
  default: new (
    action: (call: () => Promise<void>) => Promise<void>,
    options: Readonly<Record<string, number | boolean>>,
  ) => OpossumBreaker;
};

interface Peer {
  /** Starts a call; null when it was refused. `finish` ends it. */
  start(): Promise<{ finish(ok: boolean): Promise<void> } | null>;
  state(): BreakerState['mode'];
}

const settled = async () => {
  for (let i = 0; i < 12; i++) await Promise.resolve();
};

/** Wraps something that runs an asynchronous function, or refuses to. */
const peerOf = (run: (call: () => Promise<void>) => Promise<unknown>, state: Peer['state']): Peer => ({
  state,
  async start() {
    let finish: ((ok: boolean) => Promise<void>) | null = null;
    const work = () =>
      new Promise<void>((resolve, reject) => {
        finish = async (ok) => {
          if (ok) resolve();
          else reject(new Error('failed'));
          await settled();
        };
      });
    run(work).catch((error: unknown) => {
      const refused =
        error instanceof BrokenCircuitError || (error as { code?: string }).code === 'EOPENBREAKER';
      if (!refused && (error as Error).message !== 'failed') throw error;
    });
    await settled();
    return finish === null ? null : { finish };
  },
});

const cockatiel = (
  breakerOf: ConsecutiveBreaker | CountBreaker | SamplingBreaker,
  halfOpenAfter: number,
): Peer => {
  const policy = circuitBreaker(handleAll, { halfOpenAfter, breaker: breakerOf });
  const names = new Map([
    [CircuitState.Closed, 'closed'],
    [CircuitState.Open, 'open'],
    [CircuitState.HalfOpen, 'halfOpen'],
  ] as const);
  return peerOf(
    (call) => policy.execute(call),
    () => names.get(policy.state as CircuitState.Closed)!,
  );
};

class Script {
  readonly ours: PolicyDriver<Prepared, BreakerState>;
  readonly peer: Peer;
  readonly why: string;
  readonly moves: string[];
  #stream;

  constructor(why: string, params: Prepared, peer: Peer) {
    this.ours = new PolicyDriver<Prepared, BreakerState>(breaker, params);
    this.moves = this.ours.moves;
    this.peer = peer;
    this.why = why;
    this.#stream = newStream(0, why);
  }

  below(n: number): number {
    return nextBelow(this.#stream, n);
  }

  /** One call, which stays under way for `refusals` others when it is the probe. */
  async call(ok: boolean, refusals = 0): Promise<void> {
    const attempt = this.ours.ask();
    const admitted = this.ours.fates[attempt] === 'admitted';
    const theirs = await this.peer.start();
    expect(theirs !== null, `${this.why}: admitted`).toBe(admitted);
    if (theirs === null) return;
    if (this.ours.state.mode === 'halfOpen') {
      for (let i = 0; i < refusals; i++) await this.call(true);
    }
    const good = ok && !this.#successOpens(attempt);
    await theirs.finish(good);
    this.ours.end(attempt, good ? 'ok' : 'timedOut');
    this.agree();
  }

  async advance(ms: number): Promise<void> {
    await vi.advanceTimersByTimeAsync(ms);
    this.ours.advance(ms * 1_000);
    this.agree();
  }

  agree(): void {
    expect(this.peer.state(), `${this.why}, at ${this.ours.now / 1_000} ms`).toBe(this.ours.state.mode);
  }

  #successOpens(attempt: number): boolean {
    const trial = new PolicyDriver<Prepared, BreakerState>(breaker, {
      ...this.ours.params,
      automatic: false,
    });
    trial.state = clonePlain(this.ours.state);
    trial.state.timer = null;
    trial.now = this.ours.now;
    trial.fates[attempt] = 'admitted';
    trial.end(attempt, 'ok');
    return trial.state.mode === 'open';
  }
}

const base: Prepared = {
  windowUnit: 'calls',
  windowSize: 10,
  minimumNumberOfCalls: 1,
  failureRateThreshold: 100,
  slowCallRateThreshold: 100,
  slowCallUs: 3_600_000_000,
  waitInOpenUs: 2_000_000,
  permittedInHalfOpen: 1,
  maxWaitInHalfOpenUs: 0,
  automatic: false,
};

/** Scripts are long enough to see every move that a breaker without slow calls can make. */
const expectAllMoves = (moves: readonly string[], least: number) => {
  const count = (move: string) => moves.filter((each) => each === move).length;
  expect(count('closed -failureRateReached-> open')).toBeGreaterThan(least);
  expect(count('open -waitElapsed-> halfOpen')).toBeGreaterThan(least);
  expect(count('halfOpen -probesFailed-> open')).toBeGreaterThan(least);
  expect(count('halfOpen -probesSucceeded-> closed')).toBeGreaterThan(least);
};

describe('agrees with', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: 0 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  test('cockatiel, opening after so many failures in a row', async () => {
    const moves: string[] = [];
    for (let seed = 0; seed < 200; seed++) {
      vi.setSystemTime(0);
      const n = 1 + (seed % 6);
      const wait = 1 + ((seed * 37) % 3_000);
      const params = { ...base, windowSize: n, minimumNumberOfCalls: n, waitInOpenUs: wait * 1_000 };
      const script = new Script(`consecutive ${seed}`, params, cockatiel(new ConsecutiveBreaker(n), wait));
      const failing = 3 + script.below(6);
      for (let step = 0; step < 80; step++) {
        if (script.below(3) > 0) await script.call(script.below(10) >= failing);
        else await script.advance(script.below(4) === 0 ? wait : script.below(1 + wait));
      }
      moves.push(...script.moves);
    }
    expectAllMoves(moves, 200);
  });

  test('cockatiel, judging the last calls', async () => {
    const moves: string[] = [];
    for (let seed = 0; seed < 300; seed++) {
      vi.setSystemTime(0);
      const size = 2 + (seed % 12);
      const minimum = 1 + (seed % size);
      // No share of at most 13 calls is a multiple of 10 plus 0.3 %.
      const percent = 10.3 + 10 * (seed % 8);
      const params = {
        ...base,
        windowSize: size,
        minimumNumberOfCalls: minimum,
        failureRateThreshold: percent,
      };
      const counting = new CountBreaker({ threshold: percent / 100, size, minimumNumberOfCalls: minimum });
      const script = new Script(`count ${seed}`, params, cockatiel(counting, 2_000));
      const failing = 1 + script.below(9);
      for (let step = 0; step < 80; step++) {
        const before = script.ours.state.mode;
        if (script.below(4) > 0) await script.call(script.below(10) >= failing);
        else await script.advance(script.below(3) === 0 ? 2_000 : script.below(1_000));
        const closes = before !== 'closed' && script.ours.state.mode === 'closed';
        if (closes) script.ours.call('ok');
      }
      moves.push(...script.moves);
    }
    expectAllMoves(moves, 200);
  });

  test('cockatiel, judging the calls of the last seconds', async () => {
    const moves: string[] = [];
    for (let seed = 0; seed < 200; seed++) {
      vi.setSystemTime(0);
      const size = 5 + (seed % 4);
      const minimum = 1 + (seed % 9);
      const percent = 10.3 + 10 * (seed % 8);
      const params: Prepared = {
        ...base,
        windowUnit: 'seconds',
        windowSize: size,
        minimumNumberOfCalls: minimum,
        failureRateThreshold: percent,
        waitInOpenUs: 3_000_000,
      };
      const sampling = new SamplingBreaker({
        threshold: percent / 100,
        duration: size * 1_000,
        // Half a call less, so that rounding cannot ask for one more than the minimum.
        minimumRps: (minimum - 0.5) / size,
      });
      const script = new Script(`sampling ${seed}`, params, cockatiel(sampling, 3_000));
      const failing = 1 + script.below(9);
      // Its seconds begin with their first call, ours with the clock's: each second begins with a call.
      for (let second = 0; second < 40; second++) {
        await script.advance(1_000);
        for (let calls = 1 + script.below(3); calls > 0; calls--) {
          const before = script.ours.state.mode;
          await script.call(script.below(10) >= failing);
          const closes = before !== 'closed' && script.ours.state.mode === 'closed';
          if (closes) script.ours.call('ok');
        }
      }
      moves.push(...script.moves);
    }
    expectAllMoves(moves, 100);
  });

  test('opossum, judging the calls of the last seconds, half-open by itself', async () => {
    const moves: string[] = [];
    for (let seed = 0; seed < 200; seed++) {
      vi.clearAllTimers();
      vi.setSystemTime(0);
      const size = 1 + (seed % 7);
      const minimum = 1 + (seed % 5);
      const percent = 10.3 + 10 * (seed % 8);
      const wait = 100 + ((seed * 331) % 4_000);
      const params: Prepared = {
        ...base,
        windowUnit: 'seconds',
        windowSize: size,
        minimumNumberOfCalls: minimum,
        failureRateThreshold: percent,
        waitInOpenUs: wait * 1_000,
        automatic: true,
      };
      const circuit = new Opossum((call: () => Promise<void>) => call(), {
        timeout: false,
        resetTimeout: wait,
        errorThresholdPercentage: percent,
        rollingCountTimeout: size * 1_000,
        rollingCountBuckets: size,
        volumeThreshold: minimum,
        rollingPercentilesEnabled: false,
        enableSnapshots: false,
      });
      const peer = peerOf(
        (call) => circuit.fire(call),
        () => (circuit.opened ? 'open' : circuit.halfOpen ? 'halfOpen' : 'closed'),
      );
      const script = new Script(`opossum ${seed}`, params, peer);
      const failing = 1 + script.below(9);
      for (let step = 0; step < 80; step++) {
        const before = script.ours.state.mode;
        if (script.below(4) > 0) await script.call(script.below(10) >= failing, script.below(3));
        else await script.advance(script.below(4) === 0 ? 1_000 : script.below(700));
        const closes = before !== 'closed' && script.ours.state.mode === 'closed';
        if (closes) await script.advance(size * 1_000);
      }
      circuit.shutdown();
      moves.push(...script.moves);
    }
    expectAllMoves(moves, 100);
  });
});
