import { expect, test } from 'vitest';
import { newStream, nextBelow } from '#lib/random.ts';
import { lastResults, newWindow, record, RECENT_MAX, tallyAt, type CallResult } from './window.ts';

const RESULTS: readonly CallResult[] = ['success', 'failure', 'slowSuccess', 'slowFailure'];
const SECOND = 1_000_000;

test.each(['calls', 'seconds'] as const)('a window of %s holds what looking at all calls gives', (unit) => {
  for (let seed = 0; seed < 60; seed++) {
    const stream = newStream(seed, 'window', unit);
    const size = 1 + nextBelow(stream, 15);
    const window = newWindow(unit, size);
    const all: { readonly second: number; readonly result: CallResult }[] = [];
    let now = nextBelow(stream, 3 * SECOND);
    for (let step = 0; step < 120; step++) {
      const pause = nextBelow(stream, 4);
      if (pause === 1) now += nextBelow(stream, SECOND);
      if (pause === 2) now += nextBelow(stream, 2 * size * SECOND);
      const second = Math.floor(now / SECOND);
      const inside = () =>
        unit === 'calls' ? all.slice(-size) : all.filter((each) => each.second > second - size);
      const expected = () => {
        const results = inside().map(({ result }) => result);
        const count = (...words: CallResult[]) => results.filter((each) => words.includes(each)).length;
        return {
          calls: results.length,
          failed: count('failure', 'slowFailure'),
          slow: count('slowSuccess', 'slowFailure'),
          last: results.slice(-RECENT_MAX),
        };
      };
      const found = () => {
        const { calls, failed, slow } = tallyAt(window, now);
        return { calls, failed, slow, last: lastResults(window, now) };
      };
      expect(found(), `seed ${seed}, step ${step}, before`).toEqual(expected());
      const result = RESULTS[nextBelow(stream, 4)]!;
      record(window, now, result);
      all.push({ second, result });
      expect(found(), `seed ${seed}, step ${step}, after`).toEqual(expected());
      expect({ calls: window.calls, failed: window.failed, slow: window.slow }).toEqual({
        calls: expected().calls,
        failed: expected().failed,
        slow: expected().slow,
      });
    }
  }
});

test('five seconds as resilience4j counts them: the sixth second drops the first', () => {
  const window = newWindow('seconds', 5);
  record(window, 0, 'failure');
  record(window, 1 * SECOND, 'success');
  expect(tallyAt(window, 5 * SECOND - 1)).toMatchObject({ calls: 2, failed: 1 });
  expect(tallyAt(window, 5 * SECOND)).toMatchObject({ calls: 1, failed: 0 });
  record(window, 1_000 * SECOND, 'slowFailure');
  expect(window).toMatchObject({ calls: 1, failed: 1, slow: 1 });
});
