import { describe, expect, test } from 'vitest';
import { exp, ln, pow } from './exact.ts';
import { newStream, nextUniform } from './random.ts';

/*
 * The truth, slowly: fixed-point big integers with 300 binary digits, and series that anybody can check.
 * The engine's own functions are no yardstick: V8's Math.pow(0.9999998947705379, -2951985762.2296944) is 136 ulp off.
 */
const DIGITS = 300n;
const ONE = 1n << DIGITS;

/** A finite non-zero double as mantissa · 2^exponent, exactly. */
function parts(x: number): [bigint, bigint] {
  const bits = BigInt.asUintN(64, new BigInt64Array(new Float64Array([x]).buffer)[0]!);
  const field = (bits >> 52n) & 0x7ffn;
  const mantissa = (bits & 0xfffffffffffffn) | (field === 0n ? 0n : 1n << 52n);
  return [x < 0 ? -mantissa : mantissa, (field === 0n ? 1n : field) - 1075n];
}

function shifted(x: bigint, by: bigint): bigint {
  return by >= 0n ? x << by : x >> -by;
}

function trueLnOfRatio(above: bigint, below: bigint): bigint {
  const s = ((above - below) * ONE) / (above + below);
  let sum = 0n;
  for (let term = s, n = 1n; term !== 0n; term = (((term * s) >> DIGITS) * s) >> DIGITS, n += 2n)
    sum += term / n;
  return 2n * sum;
}

const LN_2 = trueLnOfRatio(2n, 1n);

function trueLn(x: number): bigint {
  const [mantissa, exponent] = parts(x);
  const size = BigInt(mantissa.toString(2).length);
  return (exponent + size) * LN_2 + trueLnOfRatio(mantissa, 1n << size);
}

/** e^x of a fixed-point x as [fixed-point value in [1, 2), power of two to scale it by]. */
function trueExp(x: bigint): [bigint, bigint] {
  let scale = x / LN_2;
  if (x < scale * LN_2) scale -= 1n;
  const r = x - scale * LN_2;
  let sum = 0n;
  for (let term = ONE, n = 1n; term !== 0n; term = ((term * r) >> DIGITS) / n, n += 1n) sum += term;
  return [sum, scale];
}

/** How far a double is from the value · 2^scale, in units of the double's last place. */
function ulpsFrom(result: number, value: bigint, scale = 0n): number {
  const [mantissa, exponent] = parts(result);
  const inUlps = shifted(value, scale - exponent + 20n - DIGITS);
  return Math.abs(Number(inUlps - (mantissa << 20n))) / 2 ** 20;
}

function times(x: bigint, y: number): bigint {
  const [mantissa, exponent] = parts(y);
  return shifted(x * mantissa, exponent);
}

/** Numbers of all sizes: uniform in the exponent, plus some close to 1. */
function positives(count: number): number[] {
  const stream = newStream(1, 'positives');
  return Array.from({ length: count }, (_, i) => {
    const u = nextUniform(stream);
    const m = 1 + nextUniform(stream);
    if (i % 3 === 0) return 1 + (m - 1.5) * 2 ** -Math.floor(u * 52);
    if (i % 3 === 1) return 0.25 + u * 4;
    return m * 2 ** Math.floor(u * 2046 - 1022);
  });
}

describe('ln', () => {
  test('lies within 1 ulp of the truth', () => {
    for (const x of positives(4000))
      if (x !== 1) expect(ulpsFrom(ln(x), trueLn(x)), `ln(${x})`).toBeLessThan(1);
  });

  test('of subnormals too', () => {
    for (const x of [5e-324, 1e-320, 3e-310, 2.2250738585072014e-308]) {
      expect(ulpsFrom(ln(x), trueLn(x))).toBeLessThan(1);
    }
  });

  test('has the special values', () => {
    expect(ln(1)).toBe(0);
    expect(ln(0)).toBe(-Infinity);
    expect(ln(-0)).toBe(-Infinity);
    expect(ln(-1)).toBe(NaN);
    expect(ln(-Infinity)).toBe(NaN);
    expect(ln(NaN)).toBe(NaN);
    expect(ln(Infinity)).toBe(Infinity);
  });

  test('never falls when its argument rises', () => {
    for (const x of positives(3000)) {
      const view = new Float64Array([x]);
      new BigInt64Array(view.buffer)[0]! += 1n;
      expect(ln(view[0]!)).toBeGreaterThanOrEqual(ln(x));
    }
  });
});

describe('exp', () => {
  test('lies within 1 ulp of the truth', () => {
    const stream = newStream(2);
    for (let i = 0; i < 4000; i++) {
      const x =
        (nextUniform(stream) - 0.5) * (i % 2 === 0 ? 1416 : 2 ** -Math.floor(nextUniform(stream) * 40));
      expect(ulpsFrom(exp(x), ...trueExp(times(ONE, x))), `exp(${x})`).toBeLessThan(1);
    }
  });

  test('fades out through the subnormals', () => {
    for (let x = -745.13; x < -708; x += 0.37) {
      expect(ulpsFrom(exp(x), ...trueExp(times(ONE, x))), `exp(${x})`).toBeLessThan(1);
    }
    expect(exp(-745.1332191019411)).toBe(5e-324);
    expect(exp(-745.1332191019413)).toBe(0);
    expect(exp(-1e300)).toBe(0);
  });

  test('reaches the largest doubles before it overflows', () => {
    expect(ulpsFrom(exp(709.782712893384), ...trueExp(times(ONE, 709.782712893384)))).toBeLessThan(1);
    expect(exp(709.7827128933841)).toBe(Infinity);
    expect(exp(1e300)).toBe(Infinity);
  });

  test('has the special values', () => {
    expect(exp(0)).toBe(1);
    expect(exp(-0)).toBe(1);
    expect(exp(1)).toBe(Math.E);
    expect(exp(NaN)).toBe(NaN);
    expect(exp(Infinity)).toBe(Infinity);
    expect(exp(-Infinity)).toBe(0);
  });
});

describe('pow', () => {
  test('lies within 1 ulp of the truth, over all bases and up to the largest exponents', () => {
    const stream = newStream(3);
    for (const x of positives(4000)) {
      if (x === 1) continue;
      const y = ((nextUniform(stream) - 0.5) * 1416) / ln(x);
      expect(ulpsFrom(pow(x, y), ...trueExp(times(trueLn(x), y))), `pow(${x}, ${y})`).toBeLessThan(1);
    }
    expect(pow(0.9999998947705379, -2951985762.2296944)).toBe(8.080775930481398e134);
  });

  test('is exact where the result is a double', () => {
    for (let base = 2; base <= 100; base++) {
      for (let power = 1, value = base; value <= 2 ** 53; power++, value *= base) {
        expect(pow(base, power)).toBe(value);
        expect(pow(value, 1 / power), `root ${power} of ${value}`).toBeCloseTo(base, 10);
      }
    }
    for (let k = -1074; k <= 1023; k++) expect(pow(2, k), `2^${k}`).toBe(2 ** k);
    for (let n = 1; n < 1000; n++) expect(pow(n * n, 0.5)).toBe(n);
  });

  test('has the special values of IEEE 754, which are those of Math.pow but for a base of 1 and -1', () => {
    const values = [0, -0, 1, -1, 2, -2, 4, -4, 3, -3, 1e300, -1e300, 2 ** 53, Infinity, -Infinity, NaN];
    for (const x of values) {
      for (const y of [...values, 2 ** 53 - 1, 1 - 2 ** 53]) {
        const one = x === 1 || (x === -1 && Math.abs(y) === Infinity);
        expect(pow(x, y), `pow(${x}, ${y})`).toBe(one ? 1 : Math.pow(x, y));
      }
    }
    for (const y of [0.5, -0.5, 1.5, 5e-324]) expect(pow(-2, y)).toBe(NaN);
    expect(pow(-8, 1 / 3)).toBe(NaN);
  });
});
