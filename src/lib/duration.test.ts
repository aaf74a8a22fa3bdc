import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDuration, formatRate, parseDuration, parseRate } from './duration.ts';

test.each([
  ['80us', 80],
  ['250ms', 250_000],
  ['2s', 2_000_000],
  ['1.5s', 1_500_000],
  ['1.1s', 1_100_000],
  ['0.000001s', 1],
  ['5m', 300_000_000],
  ['1h', 3_600_000_000],
  ['0.00000000125h', null],
  ['0s', 0],
  ['007ms', 7000],
  ['1.50ms', 1500],
  ['1125899906842624us', 2 ** 50],
  ['1125899906842625us', null],
  ['99999999999999999999h', null],
  ['0.5us', null],
  ['1.0005ms', null],
  ['1.00us', 1],
])('%s is %o microseconds', (text, us) => {
  expect(parseDuration(text)).toBe(us);
});

test.each([
  '',
  '5',
  's',
  '-1s',
  '+1s',
  '1 s',
  ' 1s',
  '1s\n',
  '1S',
  '1min',
  '1e3ms',
  '.5s',
  '5.s',
  '1.2.3s',
  '1s2ms',
  '٣s',
  'NaNs',
])('parseDuration refuses %j', (text) => {
  expect(parseDuration(text)).toBe(null);
});

test.each([
  [0, '0s'],
  [1, '1us'],
  [100, '100us'],
  [1000, '1ms'],
  [1500, '1.5ms'],
  [1234, '1234us'],
  [12_340, '12340us'],
  [12_300, '12.3ms'],
  [100_000, '100ms'],
  [250_000, '250ms'],
  [1_000_000, '1s'],
  [1_500_000, '1.5s'],
  [60_000_000, '1m'],
  [90_000_000, '90s'],
  [150_000_000, '150s'],
  [3_600_000_000, '1h'],
  [5_400_000_000, '90m'],
  [90_000_000_000, '25h'],
])('%i microseconds are written %s', (us, text) => {
  expect(formatDuration(us)).toBe(text);
});

const duration = fc.oneof(
  fc.integer({ min: 0, max: 2 ** 50 }),
  fc
    .tuple(fc.integer({ min: 0, max: 9999 }), fc.constantFrom(1, 1e3, 1e5, 1e6, 6e7, 3.6e9))
    .map(([n, unit]) => n * unit),
);

test('formatDuration is undone by parseDuration, and no unit says the same in fewer characters', () => {
  fc.assert(
    fc.property(duration, (us) => {
      const text = formatDuration(us);
      expect(parseDuration(text)).toBe(us);
      for (const [unit, size] of Object.entries({ us: 1, ms: 1e3, s: 1e6, m: 6e7, h: 3.6e9 })) {
        const other = `${us / size}${unit}`;
        if (us >= size && parseDuration(other) === us) expect(text.length).toBeLessThanOrEqual(other.length);
      }
    }),
    { numRuns: 500 },
  );
});

test('formatDuration refuses what is no duration', () => {
  for (const us of [-1, 0.5, NaN, Infinity, 2 ** 50 + 1])
    expect(() => formatDuration(us)).toThrow('not a duration');
});

test.each([
  ['20/s', 20],
  ['0/s', 0],
  ['0.5/s', 0.5],
  ['90/m', 1.5],
  ['1/m', 1 / 60],
  ['1800/h', 0.5],
  [`1${'0'.repeat(400)}/s`, null],
  ['20', null],
  ['/s', null],
  ['-1/s', null],
  ['20 / s', null],
  ['20/ms', null],
  ['1e3/s', null],
  ['20/s ', null],
])('the rate %s is %o a second', (text, rate) => {
  expect(parseRate(text)).toBe(rate);
});

test.each([
  [20, '20/s'],
  [0, '0/s'],
  [0.5, '0.5/s'],
  [1.5, '1.5/s'],
  [0.05, '3/m'],
  [1 / 60, '1/m'],
  [1 / 3600, '1/h'],
  [2.5, '2.5/s'],
  [1e21, `1${'0'.repeat(21)}/s`],
  [1.5e-7, '0.00054/h'],
])('%d a second is written %s', (rate, text) => {
  expect(formatRate(rate)).toBe(text);
});

test('formatRate is undone by parseRate for every finite rate', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, noNaN: true, noDefaultInfinity: true }), (rate) => {
      expect(parseRate(formatRate(rate))).toBe(rate + 0);
    }),
    { numRuns: 500 },
  );
  for (const rate of [-1, NaN, Infinity]) expect(() => formatRate(rate)).toThrow('not a rate');
});
