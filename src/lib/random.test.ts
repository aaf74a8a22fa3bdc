import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { clonePlain } from './plain.ts';
import { newStream, nextBelow, nextUniform, nextUniformOpen } from './random.ts';

function draws(count: number, seed: number, ...path: string[]): number[] {
  const stream = newStream(seed, ...path);
  return Array.from({ length: count }, () => nextUniform(stream));
}

test('the draws stay what they are: a link replays by them', () => {
  expect(draws(3, 1, 'checkout', 'arrivals')).toMatchInlineSnapshot(`
    [
      0.634307605272152,
      0.025873968075886045,
      0.11474433823270858,
    ]
  `);
  const stream = newStream(42);
  expect(Array.from({ length: 8 }, () => nextBelow(stream, 100))).toMatchInlineSnapshot(`
    [
      59,
      70,
      87,
      24,
      60,
      19,
      79,
      70,
    ]
  `);
});

test('the words are those of sfc32 as PractRand defines it', () => {
  const mask = 0xffffffffn;
  fc.assert(
    fc.property(fc.tuple(fc.integer(), fc.integer(), fc.integer(), fc.integer()), ([a, b, c, d]) => {
      const stream = { a, b, c, d };
      let [x, y, z, n] = [a, b, c, d].map((word) => BigInt(word) & mask) as [bigint, bigint, bigint, bigint];
      const word = () => {
        const out = (x + y + n) & mask;
        n = (n + 1n) & mask;
        x = y ^ (y >> 9n);
        y = (z + (z << 3n)) & mask;
        z = (((z << 21n) | (z >> 11n)) + out) & mask;
        return out;
      };
      for (let i = 0; i < 20; i++) {
        const wide = ((word() >> 5n) << 26n) | (word() >> 6n);
        expect(nextUniform(stream)).toBe(Number(wide) / 2 ** 53);
      }
    }),
  );
});

test('a stream is its four words: a copy goes on with the same draws', () => {
  const stream = newStream(7, 'x');
  nextUniform(stream);
  const copy = clonePlain(stream);
  expect(nextUniform(copy)).toBe(nextUniform(stream));
  expect(Object.values(stream).every((word) => Number.isInteger(word))).toBe(true);
});

test('seed and each part of the path count, and so does where one part ends', () => {
  const streams = [
    newStream(1),
    newStream(2),
    newStream(1 + 2 ** 32),
    newStream(0.5),
    newStream(1, 'a'),
    newStream(1, 'a', ''),
    newStream(1, '', 'a'),
    newStream(1, 'a', 'b'),
    newStream(1, 'b', 'a'),
    newStream(1, 'ab'),
    newStream(1, 'a', 'b', 'c'),
  ];
  expect(new Set(streams.map((stream) => nextUniform(stream))).size).toBe(streams.length);
});

test('streams with neighbouring seeds or paths do not correlate', () => {
  const count = 4000;
  const base = draws(count, 1, 'node-1', 'delay');
  const others = [
    draws(count, 2, 'node-1', 'delay'),
    draws(count, 1, 'node-2', 'delay'),
    draws(count, 1, 'node-1', 'loss'),
  ];
  // Under independence the coefficient's deviation is 1/√4000 = 0.016; five of them.
  for (const other of others) expect(Math.abs(correlation(base, other))).toBeLessThan(0.08);
  // The first draws of many streams, taken together, are as uniform as the draws of one.
  const firsts = Array.from({ length: 10_000 }, (_, i) => draws(1, i, 'x')[0]!);
  expectUniform(firsts);
  expectUniform(Array.from({ length: 10_000 }, (_, i) => draws(1, 1, `node-${i}`)[0]!));
});

function correlation(a: readonly number[], b: readonly number[]): number {
  const sum = a.reduce((total, x, i) => total + (x - 0.5) * (b[i]! - 0.5), 0);
  return (sum / a.length) * 12;
}

function expectUniform(values: readonly number[]): void {
  const counts = Array.from({ length: 100 }, () => 0);
  for (const value of values) counts[Math.floor(value * 100)]! += 1;
  const expected = values.length / 100;
  const chi = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  // 99 degrees of freedom: 99.99 % lie below 161, 0.01 % below 52.
  expect(chi).toBeLessThan(161);
  expect(chi).toBeGreaterThan(52);
}

test('nextUniform fills [0, 1) evenly, down to its 53rd bit', () => {
  const values = draws(100_000, 3);
  expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...values)).toBeLessThan(1);
  expectUniform(values);
  expectUniform(values.map((value) => (value * 2 ** 26) % 1));
  const odd = values.filter((value) => (value * 2 ** 53) % 2 === 1).length;
  expect(Math.abs(odd - 50_000)).toBeLessThan(5 * 158);
  expect(values.every((value) => Number.isInteger(value * 2 ** 53))).toBe(true);
});

test('nextUniformOpen passes over a zero', () => {
  // a + b + d = 0 twice over: with all words zero but the counter at 0, the first word is 0 and the second 1.
  const zero = { a: 0, b: 0, c: 0, d: 0 };
  expect(nextUniform({ ...zero })).toBe(0);
  expect(nextUniformOpen({ ...zero })).toBeGreaterThan(0);
});

test('nextBelow gives each number the same share, also where n does not divide 2^32', () => {
  for (const n of [1, 2, 3, 7, 100]) {
    const stream = newStream(11, String(n));
    const counts = Array.from({ length: n }, () => 0);
    for (let i = 0; i < 20_000; i++) counts[nextBelow(stream, n)]! += 1;
    const expected = 20_000 / n;
    for (const count of counts) expect(Math.abs(count - expected)).toBeLessThan(5 * Math.sqrt(expected) + 1);
  }
  // A plain remainder would give the lower half of 3·2^30 twice as often as the upper third.
  const n = 3 * 2 ** 30;
  const stream = newStream(12);
  let low = 0;
  for (let i = 0; i < 30_000; i++) if (nextBelow(stream, n) < 2 ** 30) low++;
  expect(Math.abs(low - 10_000)).toBeLessThan(5 * 82);
});

test('nextBelow reaches beyond 32 bits and stays whole and below n', () => {
  fc.assert(
    fc.property(fc.integer(), fc.integer({ min: 1, max: 2 ** 53 - 1 }), (seed, n) => {
      const value = nextBelow(newStream(seed), n);
      expect(Number.isInteger(value) && value >= 0 && value < n).toBe(true);
    }),
  );
  const stream = newStream(13);
  const wide = Array.from({ length: 100 }, () => nextBelow(stream, 2 ** 53));
  expect(Math.max(...wide)).toBeGreaterThan(2 ** 52);
  expect(wide.some((value) => value % 2 === 1)).toBe(true);
});

test('nextBelow refuses a bound that is not a whole number in 1..2^53', () => {
  for (const n of [0, -1, 1.5, NaN, Infinity, 2 ** 54])
    expect(() => nextBelow(newStream(1), n)).toThrow('nextBelow');
});
