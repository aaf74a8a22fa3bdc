import { describe as group, expect, test } from 'vitest';
import { clonePlain } from '#lib/plain.ts';
import { newStream, nextBelow } from '#lib/random.ts';
import { PolicyDriver } from '#patterns/policy-driver.test-helper.ts';
import { breaker, describe, prepare, type BreakerState, type Prepared } from './model.ts';

const MS = 1_000;
const SECOND = 1_000_000;

/** The configuration of resilience4j's own CircuitBreakerStateMachineTest. */
const theirs: Prepared = {
  windowUnit: 'seconds',
  windowSize: 5,
  minimumNumberOfCalls: 5,
  failureRateThreshold: 50,
  slowCallRateThreshold: 50,
  slowCallUs: 4 * SECOND,
  waitInOpenUs: 5 * SECOND,
  permittedInHalfOpen: 4,
  maxWaitInHalfOpenUs: 0,
  automatic: false,
};
const lastTen: Prepared = {
  ...theirs,
  windowUnit: 'calls',
  windowSize: 10,
  slowCallRateThreshold: 100,
  slowCallUs: 60 * SECOND,
};

type Driver = PolicyDriver<Prepared, BreakerState>;
const drive = (params: Prepared): Driver => new PolicyDriver<Prepared, BreakerState>(breaker, params);
const shown = (driver: Driver) => describe(driver.state, driver.params, driver.now);
/** `S` and `F` are calls that succeed and fail; the state after each of them. */
const play = (driver: Driver, script: string): string[] =>
  Array.from(script, (each) => {
    driver.call(each === 'S' ? 'ok' : 'timedOut');
    return driver.state.mode;
  });
const opened = (params: Prepared): Driver => {
  const driver = drive(params);
  while (driver.state.mode === 'closed') driver.call('timedOut');
  return driver;
};
const halfOpened = (params: Prepared): Driver => {
  const driver = opened(params);
  driver.advance(params.waitInOpenUs);
  // The first call after the wait makes it half-open; taken back, it leaves all places free.
  const attempt = driver.ask();
  driver.end(attempt, 'bulkheadFull', { sent: false });
  return driver;
};

test('written parameters become numbers in µs', () => {
  expect(
    prepare({
      slidingWindowType: 'TIME_BASED',
      slidingWindowSize: 5,
      minimumNumberOfCalls: 5,
      failureRateThreshold: 50,
      slowCallRateThreshold: 50,
      slowCallDurationThreshold: '4s',
      waitDurationInOpenState: '5s',
      permittedNumberOfCallsInHalfOpenState: 4,
      maxWaitDurationInHalfOpenState: '0ms',
      automaticTransitionFromOpenToHalfOpenEnabled: false,
    }),
  ).toEqual(theirs);
});

group('closed', () => {
  test('opens when the minimum of calls is reached, even by a success', () => {
    const driver = drive(theirs);
    expect(play(driver, 'FFFSS')).toEqual(['closed', 'closed', 'closed', 'closed', 'open']);
    expect(shown(driver)).toMatchObject({ calls: 5, failed: 3, failureRate: 60 });
    expect(driver.call('ok')).toBe('breakerOpen');
    expect(driver.moves).toEqual(['closed -failureRateReached-> open']);
  });

  test('the threshold itself opens, one call less does not', () => {
    expect(play(drive(lastTen), 'SSSSSFFFFF').at(-1)).toBe('open');
    expect(play(drive(lastTen), 'SSSSSSFFFF').at(-1)).toBe('closed');
  });

  test('slow calls open it, be they successes or failures; as slow as the threshold is not slow', () => {
    const driver = drive(theirs);
    driver.call('timedOut', 5 * SECOND);
    driver.call('ok', 5 * SECOND);
    driver.call('timedOut', 100 * MS);
    driver.call('ok', 4 * SECOND);
    expect(driver.state.mode).toBe('closed');
    driver.call('ok', 4 * SECOND + 1);
    expect(shown(driver)).toMatchObject({ state: 'open', slow: 3, slowCallRate: 60, failureRate: 40 });
    expect(driver.moves).toEqual(['closed -slowCallRateReached-> open']);
    expect(shown(driver).results).toEqual([
      'slowFailure',
      'slowSuccess',
      'failure',
      'success',
      'slowSuccess',
    ]);
  });

  test('the threshold of slow calls itself opens', () => {
    const driver = drive({ ...theirs, minimumNumberOfCalls: 4 });
    for (const elapsed of [1, 5, 1, 5]) driver.call('ok', elapsed * SECOND);
    expect(driver.moves).toEqual(['closed -slowCallRateReached-> open']);
  });

  test('a window of calls asks for no more calls than it can hold', () => {
    const driver = drive({ ...lastTen, windowSize: 3, minimumNumberOfCalls: 100 });
    expect(play(driver, 'FFF')).toEqual(['closed', 'closed', 'open']);
  });

  test('a window of seconds asks for all of them', () => {
    const driver = drive({ ...theirs, windowSize: 3, minimumNumberOfCalls: 6 });
    expect(play(driver, 'FFFFF').at(-1)).toBe('closed');
    driver.advance(3 * SECOND);
    expect(play(driver, 'FFFFF').at(-1)).toBe('closed');
    expect(play(driver, 'F')).toEqual(['open']);
  });

  test('old calls fall out of a window of calls one by one', () => {
    const driver = drive({ ...lastTen, windowSize: 4, minimumNumberOfCalls: 4, failureRateThreshold: 75 });
    expect(play(driver, 'FFSSFF').at(-1)).toBe('closed');
    expect(shown(driver).results).toEqual(['success', 'success', 'failure', 'failure']);
    expect(play(driver, 'F')).toEqual(['open']);
  });

  test('a window of seconds goes by the seconds of the clock, the running one included', () => {
    const driver = drive({ ...theirs, minimumNumberOfCalls: 4, windowSize: 2 });
    driver.advance(900 * MS);
    play(driver, 'FF');
    driver.advance(1_000 * MS);
    play(driver, 'S');
    expect(shown(driver)).toMatchObject({ calls: 3, failed: 2 });
    driver.advance(100 * MS);
    expect(shown(driver)).toMatchObject({ calls: 1, failed: 0, results: ['success'] });
  });

  test('calls that were never sent tell nothing', () => {
    const driver = drive(lastTen);
    for (let i = 0; i < 20; i++) driver.end(driver.ask(), 'bulkheadFull', { sent: false });
    expect(shown(driver)).toMatchObject({ state: 'closed', calls: 0 });
  });

  test('a failure that the handler answered counts like any other', () => {
    const driver = drive(lastTen);
    for (let i = 0; i < 5; i++) driver.call('failed');
    expect(driver.state.mode).toBe('open');
  });
});

group('open', () => {
  test('refuses until the wait is over, then the next call is the first probe', () => {
    const driver = opened(theirs);
    expect(driver.gauges['opensUntil']).toBe(5 * SECOND);
    driver.advance(5 * SECOND - 1);
    expect(driver.call('ok')).toBe('breakerOpen');
    driver.advance(1);
    expect(driver.state.mode).toBe('open');
    expect(driver.fates[driver.ask()]).toBe('admitted');
    expect(driver.state.mode).toBe('halfOpen');
    expect(driver.gauges['opensUntil']).toBe(0);
    expect(driver.timers).toBe(0);
  });

  test('becomes half-open by itself when asked to', () => {
    const driver = opened({ ...theirs, automatic: true });
    driver.advance(5 * SECOND - 1);
    expect(driver.state.mode).toBe('open');
    driver.advance(1);
    expect(driver.state.mode).toBe('halfOpen');
    expect(driver.timers).toBe(0);
  });

  test('calls from before that end now are counted and decide nothing', () => {
    const driver = drive(lastTen);
    const late = [driver.ask(), driver.ask()] as const;
    play(driver, 'FFFFF');
    expect(driver.state.mode).toBe('open');
    driver.end(late[0], 'ok');
    driver.end(late[1], 'timedOut');
    expect(shown(driver)).toMatchObject({ state: 'open', calls: 7, failed: 6 });
    expect(driver.moves).toHaveLength(1);
  });
});

group('half-open', () => {
  test('lets as many calls through as permitted and no more', () => {
    const driver = halfOpened(theirs);
    const answers = Array.from({ length: 6 }, () => driver.fates[driver.ask()]);
    expect(answers).toEqual([...Array<string>(4).fill('admitted'), 'breakerOpen', 'breakerOpen']);
    expect(shown(driver)).toMatchObject({ probesLeft: 0, probesUnderWay: 4 });
  });

  test('three failures of four open it again, for the whole wait', () => {
    const driver = halfOpened(theirs);
    expect(play(driver, 'FFSF')).toEqual(['halfOpen', 'halfOpen', 'halfOpen', 'open']);
    expect(shown(driver)).toMatchObject({ failureRate: 75, opensUntil: driver.now + 5 * SECOND });
    expect(driver.moves.at(-1)).toBe('halfOpen -probesFailed-> open');
  });

  test('three slow probes of four open it again', () => {
    const driver = halfOpened(theirs);
    for (const elapsed of [5, 5, 5, 1]) driver.call('ok', elapsed * SECOND);
    expect(shown(driver)).toMatchObject({ state: 'open', slowCallRate: 75, failureRate: 0 });
    expect(driver.moves.at(-1)).toBe('halfOpen -probesTooSlow-> open');
  });

  test('one failure of four closes it, with an empty window', () => {
    const driver = halfOpened(theirs);
    expect(play(driver, 'FSSS').at(-1)).toBe('closed');
    expect(shown(driver)).toMatchObject({ calls: 0, failureRate: null, probesLeft: null });
    expect(driver.moves.at(-1)).toBe('halfOpen -probesSucceeded-> closed');
  });

  test('a probe that was never sent gives its place back', () => {
    const driver = halfOpened(theirs);
    play(driver, 'SSS');
    for (let i = 0; i < 3; i++) driver.end(driver.ask(), 'bulkheadFull', { sent: false });
    expect(shown(driver)).toMatchObject({ calls: 3, probesLeft: 1 });
    expect(play(driver, 'F')).toEqual(['closed']);
  });

  test('a call from before gives no place back, and its outcome counts as a probe', () => {
    const driver = drive(theirs);
    const late = [driver.ask(), driver.ask()] as const;
    play(driver, 'FFFFF');
    driver.advance(5 * SECOND);
    const probes = Array.from({ length: 4 }, () => driver.ask());
    driver.end(late[0], 'bulkheadFull', { sent: false });
    expect(driver.call('ok')).toBe('breakerOpen');
    driver.end(late[1], 'timedOut');
    driver.end(probes[0]!, 'timedOut');
    driver.end(probes[1]!, 'ok');
    expect(driver.state.mode).toBe('halfOpen');
    driver.end(probes[2]!, 'ok');
    expect(driver.state.mode).toBe('open');
  });

  test('a small minimum of calls decides before all probes are done', () => {
    const driver = halfOpened({ ...theirs, minimumNumberOfCalls: 2 });
    expect(play(driver, 'SS')).toEqual(['halfOpen', 'closed']);
  });

  test('opens again when the probes take too long', () => {
    const driver = halfOpened({ ...theirs, maxWaitInHalfOpenUs: 2 * SECOND });
    driver.ask();
    driver.advance(2 * SECOND - 1);
    expect(driver.state.mode).toBe('halfOpen');
    driver.advance(1);
    expect(driver.moves.at(-1)).toBe('halfOpen -probesOverdue-> open');
    driver.advance(5 * SECOND);
    play(driver, 'SSSS');
    expect(driver.state.mode).toBe('closed');
    expect(driver.timers).toBe(0);
  });
});

test('with calls that overlap in any way, no more probes are under way than permitted and nothing is stuck', () => {
  const seen = new Set<string>();
  for (let seed = 0; seed < 120; seed++) {
    const stream = newStream(seed, 'overlap');
    const below = (n: number) => nextBelow(stream, n);
    const params: Prepared = {
      windowUnit: below(2) === 0 ? 'calls' : 'seconds',
      windowSize: 1 + below(8),
      minimumNumberOfCalls: 1 + below(8),
      failureRateThreshold: 1 + below(100),
      slowCallRateThreshold: 1 + below(100),
      slowCallUs: 500 * MS,
      waitInOpenUs: (1 + below(3_000)) * MS,
      permittedInHalfOpen: 1 + below(5),
      maxWaitInHalfOpenUs: below(2) * 2 * SECOND,
      automatic: below(2) === 0,
    };
    const driver = drive(params);
    const underWay: { attempt: number; at: number; halfOpenings: number }[] = [];
    let halfOpenings = 0;
    for (let step = 0; step < 200; step++) {
      const why = `seed ${seed}, step ${step}`;
      const before = clonePlain(driver.state);
      const choice = below(10);
      if (choice < 4) {
        const attempt = driver.ask();
        const admitted = driver.fates[attempt] === 'admitted';
        if (before.mode === 'closed') expect(admitted, why).toBe(true);
        if (before.mode === 'open') expect(admitted, why).toBe(driver.now >= before.opensUntil);
        if (before.mode === 'open' && admitted) halfOpenings++;
        if (admitted) underWay.push({ attempt, at: driver.now, halfOpenings });
      } else if (choice < 8 && underWay.length > 0) {
        const { attempt, at } = underWay.splice(below(underWay.length), 1)[0]!;
        const outcome = below(2) === 0 ? 'ok' : 'timedOut';
        driver.end(attempt, outcome, { elapsedUs: driver.now - at, sent: below(8) > 0 });
      } else {
        driver.advance(below(1_500) * MS);
        if (before.mode !== 'halfOpen' && driver.state.mode === 'halfOpen') halfOpenings++;
      }
      const { mode, probes, probesLeft, window } = driver.state;
      seen.add(mode);
      if (mode === 'halfOpen') {
        expect(probes.length + probesLeft, why).toBeLessThanOrEqual(params.permittedInHalfOpen);
        expect(probesLeft + probes.length + window.calls, why).toBeGreaterThanOrEqual(
          params.permittedInHalfOpen,
        );
      } else {
        expect({ probes, probesLeft }, why).toEqual({ probes: [], probesLeft: 0 });
      }
      expect(driver.timers, why).toBe(driver.state.timer === null ? 0 : 1);
    }
    // From wherever it is, enough good calls and enough time close it.
    for (const { attempt, at } of underWay) driver.end(attempt, 'ok', { elapsedUs: driver.now - at });
    for (let i = 0; i < 40; i++) {
      driver.advance(SECOND);
      for (let probe = 0; probe < 5; probe++) driver.call('ok');
    }
    expect(driver.state.mode, `seed ${seed}`).toBe('closed');
  }
  expect(seen).toEqual(new Set(['closed', 'open', 'halfOpen']));
});

test('its state is plain data: a copy goes on in the same way', () => {
  const one = halfOpened({ ...theirs, minimumNumberOfCalls: 3 });
  play(one, 'FS');
  const other = drive(one.params);
  other.state = clonePlain(one.state);
  other.now = one.now;
  expect(JSON.parse(JSON.stringify(one.state))).toEqual(one.state);
  expect(play(other, 'SSSFF')).toEqual(play(one, 'SSSFF'));
  expect(other.state).toEqual(one.state);
  expect(one.moves.at(-1)).toBe('closed -failureRateReached-> open');
});
