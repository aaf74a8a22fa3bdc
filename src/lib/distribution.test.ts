import { expect, test } from 'vitest';
import { type Distribution, meanUs, nextNormal, sampleUs, scaleDistribution } from './distribution.ts';
import { newStream, type Stream } from './random.ts';

const SIZE = 40_000;

function samples(distribution: Distribution, seed = 1): number[] {
  const stream = newStream(seed, 'samples');
  return Array.from({ length: SIZE }, () => sampleUs(distribution, stream)).sort((a, b) => a - b);
}

/** The share of the samples at or below x. */
function shareUpTo(x: number, sorted: readonly number[]): number {
  return sorted.filter((value) => value <= x).length / sorted.length;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function deviation(values: readonly number[]): number {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
}

const LIGHT: Distribution[] = [
  { uniform: [1000, 9000] },
  { exponential: 20_000 },
  { normal: [50_000, 5000] },
  { lognormal: { median: 20_000, p99: 60_000 } },
  { pareto: { min: 5000, alpha: 4 } },
  {
    mix: [
      [3, { fixed: 1000 }],
      [1, { exponential: 50_000 }],
    ],
  },
];

test.each(LIGHT)('the mean of many draws of %o is the mean by formula', (distribution) => {
  const drawn = samples(distribution);
  // Five deviations of the mean.
  const bound = (5 * deviation(drawn)) / Math.sqrt(SIZE);
  expect(Math.abs(mean(drawn) - meanUs(distribution))).toBeLessThan(bound);
  expect(drawn.every((value) => Number.isInteger(value) && value >= 0)).toBe(true);
});

test.each<[Distribution, number, number]>([
  [{ uniform: [1000, 9000] }, 3000, 0.25],
  [{ uniform: [1000, 9000] }, 7000, 0.75],
  [{ exponential: 20_000 }, 13_863, 0.5],
  [{ exponential: 20_000 }, 92_103, 0.99],
  [{ normal: [50_000, 5000] }, 50_000, 0.5],
  [{ normal: [50_000, 5000] }, 58_224, 0.95],
  [{ lognormal: { median: 20_000, p99: 60_000 } }, 20_000, 0.5],
  [{ lognormal: { median: 20_000, p99: 60_000 } }, 60_000, 0.99],
  [{ pareto: { min: 5000, alpha: 1.5 } }, 7937, 0.5],
  [{ pareto: { min: 5000, alpha: 1.5 } }, 107_722, 0.99],
])('of %o a draw lies below %i with probability %d', (distribution, x, probability) => {
  const bound = 5 * Math.sqrt((probability * (1 - probability)) / SIZE) + 0.0005;
  expect(Math.abs(shareUpTo(x, samples(distribution)) - probability)).toBeLessThan(bound);
});

test('a mix takes its members by weight, and none without weight', () => {
  const drawn = samples({
    mix: [
      [0, { fixed: 7 }],
      [1, { fixed: 10 }],
      [3, { fixed: 20 }],
      [0, { fixed: 9 }],
    ],
  });
  expect(new Set(drawn)).toEqual(new Set([10, 20]));
  expect(Math.abs(shareUpTo(10, drawn) - 0.25)).toBeLessThan(5 * 0.0022);
});

test('a normal draw has mean 0, deviation 1, the tails of a normal and no memory', () => {
  const stream = newStream(4);
  const drawn = Array.from({ length: SIZE }, () => nextNormal(stream));
  expect(Math.abs(mean(drawn))).toBeLessThan(5 / Math.sqrt(SIZE));
  expect(Math.abs(deviation(drawn) - 1)).toBeLessThan(5 / Math.sqrt(2 * SIZE));
  const sorted = drawn.toSorted((a, b) => a - b);
  for (const [x, probability] of [
    [-1.959964, 0.025],
    [-0.6744898, 0.25],
    [0.6744898, 0.75],
    [2.326348, 0.99],
  ] as const) {
    expect(Math.abs(shareUpTo(x, sorted) - probability)).toBeLessThan(
      5 * Math.sqrt((probability * (1 - probability)) / SIZE),
    );
  }
  const products = drawn.slice(1).map((value, i) => value * drawn[i]!);
  expect(Math.abs(mean(products))).toBeLessThan(5 / Math.sqrt(SIZE));
});

test('a fixed duration draws nothing', () => {
  const stream = newStream(5);
  const before = { ...stream };
  expect(sampleUs({ fixed: 250 }, stream)).toBe(250);
  expect(stream).toEqual(before);
});

test('a draw is cut at zero, rounded half up and capped at 2^50', () => {
  const stream = newStream(6);
  expect(sampleUs({ fixed: -3 }, stream)).toBe(0);
  expect(sampleUs({ fixed: -0.4 }, stream)).toBe(0);
  expect(sampleUs({ fixed: 0.49999999999999994 }, stream)).toBe(0);
  expect(sampleUs({ fixed: 0.5 }, stream)).toBe(1);
  expect(sampleUs({ fixed: 2.5 }, stream)).toBe(3);
  expect(sampleUs({ fixed: 1e300 }, stream)).toBe(2 ** 50);
  expect(sampleUs({ fixed: Infinity }, stream)).toBe(2 ** 50);
  expect(Math.max(...samples({ pareto: { min: 1e6, alpha: 0.05 } }))).toBe(2 ** 50);
  expect(Math.min(...samples({ normal: [0, 1000] }))).toBe(0);
});

test('parameters that give no number are our own bug, so they throw', () => {
  const stream = newStream(7);
  for (const wrong of [
    { fixed: NaN },
    { mix: [] },
    { lognormal: { median: 0, p99: 0 } },
  ] satisfies Distribution[]) {
    expect(() => sampleUs(wrong, stream)).toThrow('gives no number');
  }
});

test('the means of what has none are infinite, also in a mix', () => {
  expect(meanUs({ pareto: { min: 5, alpha: 1 } })).toBe(Infinity);
  expect(
    meanUs({
      mix: [
        [1, { pareto: { min: 5, alpha: 0.5 } }],
        [9, { fixed: 1 }],
      ],
    }),
  ).toBe(Infinity);
  expect(
    meanUs({
      mix: [
        [0, { pareto: { min: 5, alpha: 0.5 } }],
        [9, { fixed: 1 }],
      ],
    }),
  ).toBe(1);
});

test.each<Distribution>([{ fixed: 300 }, ...LIGHT])(
  '%o scaled by k draws k times as much from the same stream',
  (plain) => {
    for (const k of [0.5, 3, 4]) {
      const [a, b]: [Stream, Stream] = [newStream(8), newStream(8)];
      const scaled = scaleDistribution(plain, k);
      for (let i = 0; i < 100; i++) {
        // Both are rounded to whole microseconds.
        expect(Math.abs(sampleUs(scaled, a) - k * sampleUs(plain, b))).toBeLessThanOrEqual(k / 2 + 0.5);
      }
      expect(meanUs(scaled) / (k * meanUs(plain))).toBeCloseTo(1, 12);
    }
    expect(sampleUs(scaleDistribution(plain, 0), newStream(9))).toBe(0);
    expect(() => scaleDistribution(plain, -1)).toThrow('not a factor');
  },
);

test('the draws stay what they are: a link replays by them', () => {
  const stream = newStream(10, 'golden');
  expect(LIGHT.map((distribution) => sampleUs(distribution, stream))).toMatchInlineSnapshot(`
    [
      3670,
      85049,
      45496,
      16418,
      5910,
      1000,
    ]
  `);
});
