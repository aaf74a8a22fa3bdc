import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Histogram,
  meanOf,
  mergeHistograms,
  newHistogram,
  percentile,
  recordValue,
} from './histogram.ts';
import { clonePlain } from './plain.ts';

function histogramOf(values: readonly number[]): Histogram {
  const histogram = newHistogram();
  for (const value of values) recordValue(histogram, value);
  return histogram;
}

/** The least value up to which at least p % of the values lie. */
function exactPercentile(values: readonly number[], p: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  // p has at most one decimal here, so ten times p is whole and the comparison exact.
  return sorted.find((_, i) => (i + 1) * 1000 >= Math.round(p * 10) * sorted.length)!;
}

/** Evenly over the orders of magnitude. */
const value = fc
  .tuple(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 2 ** 31 }))
  .map(([power, u]) => Math.floor((2 ** power * u) / 2 ** 31));
const values = fc.array(value, { minLength: 1, maxLength: 300 });
const share = fc.oneof(
  fc.constantFrom(0, 50, 90, 99, 99.9, 100),
  fc.integer({ min: 0, max: 1000 }).map((n) => n / 10),
);

test('a percentile lies within 0.8 % of the exact one', () => {
  fc.assert(
    fc.property(values, share, (list, p) => {
      const exact = exactPercentile(list, p);
      const found = percentile(histogramOf(list), p);
      expect(Math.abs(found - exact)).toBeLessThanOrEqual(0.008 * exact);
    }),
    { numRuns: 500 },
  );
});

test('each value alone is found exactly, and among others within 0.8 %, at every bucket edge up to 2^50', () => {
  for (let power = 0; power <= 50; power++) {
    for (const edge of [
      2 ** power - 1,
      2 ** power,
      2 ** power + 1,
      2 ** power * 1.984375,
      2 ** power * 1.9999,
    ]) {
      const at = Math.min(Math.floor(edge), 2 ** 50);
      expect(percentile(histogramOf([at]), 50)).toBe(at);
      const found = percentile(histogramOf([0, at, 2 ** 50]), 50);
      expect(Math.abs(found - at)).toBeLessThanOrEqual(0.008 * at);
    }
  }
});

test('up to 127 every percentile is exact', () => {
  const list = Array.from({ length: 128 }, (_, i) => i);
  const histogram = histogramOf(list);
  for (let p = 0; p <= 1000; p++) expect(percentile(histogram, p / 10)).toBe(exactPercentile(list, p / 10));
});

test('percentiles never fall when p rises, start at the least bucket and end at exactly the greatest value', () => {
  fc.assert(
    fc.property(values, (list) => {
      const histogram = histogramOf(list);
      let last = histogram.min;
      for (let p = 0; p <= 100; p++) {
        const found = percentile(histogram, p);
        expect(found).toBeGreaterThanOrEqual(last);
        last = found;
      }
      expect(last).toBe(Math.max(...list));
    }),
  );
});

test('a percentage with a decimal takes in the value that it names, although it is no binary number', () => {
  // 500 · 32.2 comes out above 16,100: a plain comparison would pass over the 161st of 500 values.
  for (const [count, p] of [
    [500, 32.2],
    [1000, 16.1],
    [1000, 99.9],
  ] as const) {
    const list = Array.from({ length: count }, (_, i) => (i < Math.round((count * p) / 100) ? 10 : 20));
    expect(percentile(histogramOf(list), p), `${p} % of ${count}`).toBe(10);
  }
});

test('count, sum, least, greatest and mean are exact', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 40 }), { minLength: 1, maxLength: 300 }), (list) => {
      const histogram = histogramOf(list);
      const sum = list.reduce((total, x) => total + x, 0);
      expect(histogram).toMatchObject({
        count: list.length,
        sum,
        min: Math.min(...list),
        max: Math.max(...list),
      });
      expect(meanOf(histogram)).toBe(sum / list.length);
    }),
  );
});

test('merging is recording everything in one, and leaves the source alone', () => {
  fc.assert(
    fc.property(fc.array(value), fc.array(value), (a, b) => {
      const into = histogramOf(a);
      const from = histogramOf(b);
      const before = clonePlain(from);
      mergeHistograms(into, from);
      const both = histogramOf([...a, ...b]);
      // Sums may round differently beyond 2^53.
      expect(into.sum / (both.sum || 1)).toBeCloseTo(both.sum === 0 ? 0 : 1, 12);
      expect({ ...into, sum: 0 }).toEqual({ ...both, sum: 0 });
      expect(from).toEqual(before);
      if (into.rows.length > 0) recordValue(into, 5);
      expect(from).toEqual(before);
    }),
  );
});

test('a histogram of nothing has no percentile and no mean', () => {
  expect(percentile(newHistogram(), 50)).toBe(NaN);
  expect(percentile(newHistogram(), 100)).toBe(NaN);
  expect(meanOf(newHistogram())).toBe(NaN);
});

test('fractions count in their bucket and keep the sum exact', () => {
  const histogram = histogramOf([0.25, 63.5, 64.5, 127.75]);
  expect(histogram).toMatchObject({ count: 4, sum: 256, min: 0.25, max: 127.75 });
  expect(percentile(histogram, 50)).toBe(63);
});

test('what is no duration is refused', () => {
  for (const wrong of [-1, NaN, Infinity, 2 ** 51])
    expect(() => recordValue(newHistogram(), wrong)).toThrow('2^50');
  for (const wrong of [-1, 101, NaN]) expect(() => percentile(histogramOf([1]), wrong)).toThrow('0..100');
});

test('a histogram survives JSON', () => {
  const histogram = histogramOf([1, 1000, 10 ** 9]);
  expect(JSON.parse(JSON.stringify(histogram))).toEqual(histogram);
});
