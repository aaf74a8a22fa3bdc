import { bulkhead as cockatielBulkhead, BulkheadRejectedError } from 'cockatiel';
import { expect, test } from 'vitest';
import { newStream, nextBelow } from '#lib/random.ts';
import { PolicyDriver } from '#patterns/policy-driver.test-helper.ts';
import { bulkhead, describe, prepare, type BulkheadState, type Prepared } from './model.ts';

const drive = (params: Prepared) => new PolicyDriver<Prepared, BulkheadState>(bulkhead, params);

test('written parameters become numbers in µs', () => {
  expect(prepare({ maxConcurrentCalls: 2, maxWaitDuration: '1.5ms' })).toEqual({
    maxConcurrentCalls: 2,
    maxWaitUs: 1_500,
  });
});

test('without a wait, what finds no place is refused at once', () => {
  const driver = drive({ maxConcurrentCalls: 2, maxWaitUs: 0 });
  const first = driver.ask();
  driver.ask();
  expect(driver.fates[driver.ask()]).toBe('bulkheadFull');
  driver.end(first, 'timedOut');
  expect(driver.fates[driver.ask()]).toBe('admitted');
  expect(driver.gauges).toEqual({ active: 2 });
});

test('whoever waits goes first come, first served, and what ends in any way makes room', () => {
  const driver = drive({ maxConcurrentCalls: 1, maxWaitUs: 1_000 });
  const [a, b, c] = [driver.ask(), driver.ask(), driver.ask()] as const;
  expect([a, b, c].map((each) => driver.fates[each])).toEqual(['admitted', 'waiting', 'waiting']);
  driver.advance(400);
  expect(describe(driver.state, driver.params, driver.now)).toEqual({
    state: 'full',
    active: 1,
    limit: 1,
    waiting: 2,
    longestWaitUs: 400,
  });
  driver.end(a, 'timedOut', { sent: false });
  expect([b, c].map((each) => driver.fates[each])).toEqual(['admitted', 'waiting']);
  driver.end(b, 'ok');
  expect(driver.fates[c]).toBe('admitted');
  expect(driver.timers).toBe(0);
});

test('a wait that is over refuses, to the microsecond', () => {
  const driver = drive({ maxConcurrentCalls: 1, maxWaitUs: 1_000 });
  const first = driver.ask();
  driver.advance(300);
  const second = driver.ask();
  driver.advance(999);
  expect(driver.fates[second]).toBe('waiting');
  driver.advance(1);
  expect(driver.fates[second]).toBe('bulkheadFull');
  driver.end(first, 'ok');
  expect(driver.state).toMatchObject({ underWay: new Set(), waiting: [] });
});

test('a call that holds no place cannot give one back', () => {
  const driver = drive({ maxConcurrentCalls: 2, maxWaitUs: 0 });
  const first = driver.ask();
  driver.ask();
  driver.end(first, 'ok');
  driver.fates[first] = 'admitted';
  expect(() => driver.end(first, 'ok')).toThrow('attempt 1 holds no place');
});

test('who gave up waiting is passed over', () => {
  const driver = drive({ maxConcurrentCalls: 1, maxWaitUs: 1_000 });
  const [a, b, c] = [driver.ask(), driver.ask(), driver.ask()] as const;
  driver.forget(b);
  expect(driver.timers).toBe(1);
  driver.end(a, 'ok');
  expect([b, c].map((each) => driver.fates[each])).toEqual(['gone', 'admitted']);
});

test('a bound raised while it runs lets in as many as now fit, one lowered lets nobody in above it', () => {
  const driver = drive({ maxConcurrentCalls: 1, maxWaitUs: 1_000 });
  const [a] = [driver.ask(), driver.ask(), driver.ask()] as const;
  driver.params = { ...driver.params, maxConcurrentCalls: 2 };
  driver.end(a, 'ok');
  expect(driver.state).toMatchObject({ underWay: new Set([2, 3]), waiting: [] });
  driver.params = { ...driver.params, maxConcurrentCalls: 1 };
  const last = driver.ask();
  driver.end(2, 'ok');
  expect(driver.fates[last]).toBe('waiting');
});

test('runs the same calls as cockatiel’s bulkhead, which also serves in the order of arrival', async () => {
  let waited = 0;
  for (let seed = 0; seed < 100; seed++) {
    const stream = newStream(seed, 'bulkhead');
    const limit = 1 + nextBelow(stream, 4);
    const driver = drive({ maxConcurrentCalls: limit, maxWaitUs: 1_000_000_000 });
    const peer = cockatielBulkhead(limit, 1_000);
    const running = new Map<number, () => void>();
    const started: number[] = [];
    for (let step = 0; step < 80; step++) {
      if (nextBelow(stream, 9) < 5 || running.size === 0) {
        const attempt = driver.ask();
        if (driver.fates[attempt] === 'waiting') waited++;
        void peer.execute(
          () =>
            new Promise<void>((resolve) => {
              running.set(attempt, resolve);
              started.push(attempt);
            }),
        );
      } else {
        const [attempt, finish] = [...running][nextBelow(stream, running.size)]!;
        running.delete(attempt);
        finish();
        driver.end(attempt, 'ok');
      }
      for (let i = 0; i < 12; i++) await Promise.resolve();
      const admitted = driver.fates.flatMap((fate, attempt) => (fate === 'admitted' ? [attempt] : []));
      expect(
        [...running.keys()].toSorted((a, b) => a - b),
        `seed ${seed}, step ${step}`,
      ).toEqual(admitted);
    }
    expect(started).toEqual(started.toSorted((a, b) => a - b));
  }
  expect(waited).toBeGreaterThan(1_000);
});

test('refuses where cockatiel’s bulkhead without a queue does', async () => {
  const driver = drive({ maxConcurrentCalls: 3, maxWaitUs: 0 });
  const peer = cockatielBulkhead(3, 0);
  const answers = await Promise.all(
    Array.from({ length: 5 }, async () => {
      const ours = driver.fates[driver.ask()];
      try {
        await peer.execute(() => Promise.resolve());
        return [ours, 'admitted'];
      } catch (error) {
        return [ours, error instanceof BulkheadRejectedError ? 'bulkheadFull' : error];
      }
    }),
  );
  expect(answers.map(([ours]) => ours)).toEqual(answers.map(([, theirs]) => theirs));
});
