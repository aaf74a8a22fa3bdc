import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  hashPlain,
  hashString,
  hexDigest,
  mixInt,
  mixNumber,
  mixPlain,
  mixString,
  newDigest,
} from './hash.ts';
import { clonePlain, equalPlain } from './plain.ts';

function digestOf(value: unknown): string {
  const digest = newDigest();
  mixPlain(digest, value);
  return hexDigest(digest);
}

test('the results stay what they are: saved runs are compared by them', () => {
  expect(hashString('')).toBe(0);
  expect([hashString('a'), hashString('ab'), hashString('checkout/retry')]).toMatchInlineSnapshot(`
    [
      1867108634,
      374890698,
      1911371260,
    ]
  `);
  expect(digestOf({ n: 1.5, list: [null, true, 'x'], map: new Map([[1, -2]]) })).toMatchInlineSnapshot(
    `"29d8238667d4af04e8459c3ab7ce2647"`,
  );
  expect(hashPlain([1, 2, 3])).toMatchInlineSnapshot(`1781220936`);
});

test('hashString spreads 100,000 similar names evenly and about as rarely on the same value as chance would', () => {
  const hashes = Array.from({ length: 100_000 }, (_, i) => hashString(`node-${i}`));
  expect(hashes.every((hash) => Number.isInteger(hash) && hash >= 0 && hash < 2 ** 32)).toBe(true);
  // Chance gives 1.16 pairs on average.
  expect(hashes.length - new Set(hashes).size).toBeLessThan(8);
  for (const shift of [0, 8, 16, 24]) {
    const counts = Array.from({ length: 256 }, () => 0);
    for (const hash of hashes) counts[(hash >>> shift) & 255]! += 1;
    // Chi-squared with 255 degrees of freedom: 99.99 % lie below 350.
    expect(chiSquared(counts)).toBeLessThan(350);
  }
});

function chiSquared(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

test('a flipped bit of the input flips about half of the 128 bits, wherever it stands', () => {
  for (let bit = 0; bit < 32; bit++) {
    for (const [before, after] of [
      [[], []],
      [[7], []],
      [[], [7]],
    ] as const) {
      let flipped = 0;
      for (let value = 0; value < 50; value++) {
        flipped += distance(
          mixed(...before, value, ...after),
          mixed(...before, value ^ (1 << bit), ...after),
        );
      }
      expect(flipped / 50).toBeGreaterThan(60);
      expect(flipped / 50).toBeLessThan(68);
    }
  }
});

function mixed(...values: number[]): string {
  const digest = newDigest();
  for (const value of values) mixInt(digest, value);
  return hexDigest(digest);
}

function distance(a: string, b: string): number {
  const difference = BigInt(`0x${a}`) ^ BigInt(`0x${b}`);
  return difference.toString(2).replaceAll('0', '').length;
}

test('all sequences of up to three small words have digests of their own, in each of the four lanes', () => {
  const words = Array.from({ length: 24 }, (_, i) => i - 12);
  const digests = [mixed()];
  for (const x of words) {
    digests.push(mixed(x));
    for (const y of words) {
      digests.push(mixed(x, y));
      for (const z of words) digests.push(mixed(x, y, z));
    }
  }
  expect(new Set(digests).size).toBe(digests.length);
  for (const lane of [0, 8, 16, 24]) {
    const lanes = new Set(digests.map((digest) => digest.slice(lane, lane + 8)));
    expect(digests.length - lanes.size).toBeLessThan(4);
  }
});

test('a digest can be read at any time and goes on as if it had not been', () => {
  const [read, unread] = [newDigest(3), newDigest(3)];
  for (const value of [1, 2, 3]) {
    mixInt(read, value);
    mixInt(unread, value);
    hexDigest(read);
  }
  expect(read).toEqual(unread);
  expect(clonePlain(read)).toEqual(read);
  expect(hexDigest(read)).toMatch(/^[0-9a-f]{32}$/);
});

test('order, seed and type all count', () => {
  expect(mixed(1, 2)).not.toBe(mixed(2, 1));
  expect(hexDigest(newDigest(1))).not.toBe(hexDigest(newDigest(2)));
  expect(hexDigest(newDigest(1))).not.toBe(hexDigest(newDigest(1 + 2 ** 32)));
  const values = [
    0,
    '0',
    false,
    null,
    undefined,
    '',
    [],
    {},
    new Map(),
    new Set(),
    [[]],
    [{}],
    { a: 1 },
    ['a', 1],
  ];
  const nested = [[[1], 2], [[1, 2]], [1, 2], [1, [2]], { a: {}, b: 1 }, { a: { b: 1 } }, new Set([1, 2])];
  const typed = [
    new Uint8Array(2),
    new Int8Array(2),
    new Float64Array(2),
    [0, 0],
    0.5,
    2 ** 32,
    2 ** 31,
    -(2 ** 31),
  ];
  const all = [...values, ...nested, ...typed];
  expect(new Set(all.map(digestOf)).size).toBe(all.length);
  expect(new Set(all.map(hashPlain)).size).toBe(all.length);
});

test('zero has one sign and there is one NaN', () => {
  expect(digestOf(-0)).toBe(digestOf(0));
  const [a, b, c] = [newDigest(), newDigest(), newDigest()];
  mixNumber(a, NaN);
  // A NaN with other bits: sign and payload set.
  mixNumber(b, new Float64Array(new Uint32Array([7, 0xfff80001]).buffer)[0]!);
  mixNumber(c, -0);
  expect(a).toEqual(b);
  expect(c).toEqual(newDigestAfter(0));
});

function newDigestAfter(value: number) {
  const digest = newDigest();
  mixNumber(digest, value);
  return digest;
}

test('strings that differ in length or in one code unit differ', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      const [x, y] = [newDigest(), newDigest()];
      mixString(x, a);
      mixString(y, b);
      expect(hexDigest(x) === hexDigest(y)).toBe(a === b);
    }),
  );
  expect(hashString('ab')).not.toBe(hashString('ab\0'));
  expect(hashString('\0')).not.toBe(hashString('\0\0'));
});

test('data with equal JSON have equal hashes, and others do not', () => {
  const small = fc.jsonValue({ maxDepth: 2, stringUnit: fc.constantFrom('a', 'b') });
  fc.assert(
    fc.property(small, small, (a, b) => {
      expect(hashPlain(clonePlain(a))).toBe(hashPlain(a));
      if (!equalPlain(a, b)) expect(digestOf(a)).not.toBe(digestOf(b));
    }),
  );
});

test('keys, Map and Set count in the order of iteration', () => {
  expect(digestOf({ a: 1, b: 2 })).not.toBe(digestOf({ b: 2, a: 1 }));
  expect(digestOf(new Set([1, 2]))).not.toBe(digestOf(new Set([2, 1])));
});

test('what is no data is refused', () => {
  for (const alien of [() => 1, Symbol('s'), 1n, new Date(0)])
    expect(() => digestOf([alien])).toThrow('not plain data');
});
