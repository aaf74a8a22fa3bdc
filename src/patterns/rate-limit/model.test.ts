import { expect, test } from 'vitest';
import { newStream, nextBelow } from '#lib/random.ts';
import { PolicyDriver } from '#patterns/policy-driver.test-helper.ts';
import { describe, prepare, rateLimit, type Prepared, type RateLimitState } from './model.ts';

const MS = 1_000;
const drive = (params: Prepared) => new PolicyDriver<Prepared, RateLimitState>(rateLimit, params);
const asks = (driver: ReturnType<typeof drive>, times: number) =>
  Array.from({ length: times }, () => driver.fates[driver.ask()]);

test('written parameters become numbers in µs', () => {
  expect(prepare({ limitForPeriod: 5, limitRefreshPeriod: '1s', timeoutDuration: '250ms' })).toEqual({
    limitForPeriod: 5,
    periodUs: 1_000_000,
    timeoutUs: 250_000,
  });
});

test('each period brings its permissions, from time 0 on, and none is saved up', () => {
  const driver = drive({ limitForPeriod: 2, periodUs: 100 * MS, timeoutUs: 0 });
  driver.advance(99 * MS);
  expect(asks(driver, 3)).toEqual(['admitted', 'admitted', 'rateLimited']);
  driver.advance(1 * MS);
  expect(asks(driver, 3)).toEqual(['admitted', 'admitted', 'rateLimited']);
  driver.advance(1_000 * MS);
  expect(asks(driver, 3)).toEqual(['admitted', 'admitted', 'rateLimited']);
  expect(driver.gauges['permissions']).toBe(0);
});

test('a call waits for the period that has a permission for it, if it may wait so long', () => {
  const driver = drive({ limitForPeriod: 1, periodUs: 100 * MS, timeoutUs: 180 * MS });
  driver.advance(20 * MS);
  expect(asks(driver, 4)).toEqual(['admitted', 'waiting', 'waiting', 'rateLimited']);
  expect(describe(driver.state, driver.params, driver.now)).toEqual({
    state: 'exhausted',
    permissions: -2,
    limit: 1,
    waiting: 2,
    refreshesAt: 100 * MS,
  });
  driver.advance(79 * MS);
  expect(driver.fates[2]).toBe('waiting');
  driver.advance(1 * MS);
  expect([driver.fates[2], driver.fates[3]]).toEqual(['admitted', 'waiting']);
  driver.advance(100 * MS);
  expect(driver.fates[3]).toBe('admitted');
  expect(describe(driver.state, driver.params, driver.now)).toMatchObject({ permissions: 0, waiting: 0 });
  driver.advance(100 * MS);
  expect(describe(driver.state, driver.params, driver.now)).toMatchObject({ state: 'free', permissions: 1 });
});

test('exactly as long as it may is not too long', () => {
  const driver = drive({ limitForPeriod: 1, periodUs: 100 * MS, timeoutUs: 80 * MS });
  driver.advance(20 * MS);
  expect(asks(driver, 3)).toEqual(['admitted', 'waiting', 'rateLimited']);
});

test('who gives up waiting has used its permission all the same', () => {
  const driver = drive({ limitForPeriod: 1, periodUs: 100 * MS, timeoutUs: 100 * MS });
  expect(asks(driver, 2)).toEqual(['admitted', 'waiting']);
  driver.forget(2);
  driver.advance(100 * MS);
  expect(driver.timers).toBe(0);
  expect(asks(driver, 2)).toEqual(['waiting', 'rateLimited']);
});

test('a permission stays used when the call was never sent', () => {
  const driver = drive({ limitForPeriod: 1, periodUs: 100 * MS, timeoutUs: 0 });
  driver.end(driver.ask(), 'bulkheadFull', { sent: false });
  expect(asks(driver, 1)).toEqual(['rateLimited']);
});

test('a period set while it runs begins afresh', () => {
  const driver = drive({ limitForPeriod: 2, periodUs: 1 * MS, timeoutUs: 0 });
  driver.advance(5_000 * MS);
  asks(driver, 2);
  driver.params = { ...driver.params, periodUs: 1_000 * MS };
  expect(asks(driver, 3)).toEqual(['admitted', 'admitted', 'rateLimited']);
});

test('whatever the calls, each takes the earliest period with a place, and no period has too many', () => {
  const answers = new Map<unknown, number>();
  for (let seed = 0; seed < 200; seed++) {
    const stream = newStream(seed, 'rate limit');
    const params = {
      limitForPeriod: 1 + nextBelow(stream, 5),
      periodUs: 10 + nextBelow(stream, 1_000),
      timeoutUs: nextBelow(stream, 3_000),
    };
    const driver = drive(params);
    const used = new Map<number, number>();
    const due: { attempt: number; at: number }[] = [];
    for (let step = 0; step < 150; step++) {
      driver.advance(nextBelow(stream, 2) * nextBelow(stream, 600));
      for (const { attempt, at } of due.splice(0)) {
        expect(driver.fates[attempt], `seed ${seed}`).toBe(at <= driver.now ? 'admitted' : 'waiting');
        if (at > driver.now) due.push({ attempt, at });
      }
      let period = Math.floor(driver.now / params.periodUs);
      while ((used.get(period) ?? 0) >= params.limitForPeriod) period++;
      const waitUs = Math.max(0, period * params.periodUs - driver.now);
      const inTime = waitUs <= params.timeoutUs;
      if (inTime) used.set(period, (used.get(period) ?? 0) + 1);
      const expected = inTime ? (waitUs > 0 ? 'waiting' : 'admitted') : 'rateLimited';
      const attempt = driver.ask();
      expect(driver.fates[attempt], `seed ${seed}, step ${step}`).toBe(expected);
      if (expected === 'waiting') due.push({ attempt, at: driver.now + waitUs });
      answers.set(expected, (answers.get(expected) ?? 0) + 1);
    }
  }
  expect([...answers.values()].every((times) => times > 1_000)).toBe(true);
  expect(answers.size).toBe(3);
});
