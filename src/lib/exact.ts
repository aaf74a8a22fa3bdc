import { float64, HIGH, words } from './float-bits.ts';

/*
 * Math.exp, Math.log and Math.pow may differ in the last bit from engine to engine. These use only + - * / and exact
 * scaling by powers of two, which IEEE 754 fixes to the bit, so a run replays the same everywhere.
 * Series are Taylor's: after the reductions below a dozen terms are enough, and their coefficients need no table.
 */

const SQRT_2 = 1.4142135623730951;
/** ln 2 in two parts. The first has 33 bits, so its product with an exponent is exact. */
const LN2_HIGH = 0.6931471804855391;
const LN2_LOW = 7.440617110012397e-11;

/** 2^k at index k + 1022, for the exponents of normal numbers. */
const POWERS_OF_TWO = new Float64Array(2046);
POWERS_OF_TWO[1022] = 1;
for (let k = 1; k <= 1023; k++) POWERS_OF_TWO[1022 + k] = powerOfTwo(k - 1) * 2;
for (let k = -1; k >= -1022; k--) POWERS_OF_TWO[1022 + k] = powerOfTwo(k + 1) / 2;

function powerOfTwo(k: number): number {
  return POWERS_OF_TWO[1022 + k] as number;
}

/** The exponent that `significand` found; a second result without an allocation. */
let exponent = 0;

/** Splits a positive finite x into 2^exponent and a significand in (√½, √2], which it returns. */
function significand(x: number): number {
  let shift = 1023;
  if (x < 2.2250738585072014e-308) {
    x *= 18014398509481984;
    shift += 54;
  }
  float64[0] = x;
  const high = words[HIGH] as number;
  exponent = (high >>> 20) - shift;
  words[HIGH] = (high & 0xfffff) | 0x3ff00000;
  const m = float64[0];
  if (m <= SQRT_2) return m;
  exponent++;
  return m / 2;
}

/** The natural logarithm, within 1 ulp. Below zero NaN, of zero -∞. */
export function ln(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  const f = significand(x) - 1;
  const k = exponent;
  // With s = f / (2 + f): ln(1 + f) = 2 artanh(s) = 2s + 2s³/3 + … and 2s = f - s·f, which keeps f itself unrounded.
  const s = f / (2 + f);
  const small = s * (f - atanhTail(s * s));
  return k === 0 ? f - small : k * LN2_HIGH - (small - k * LN2_LOW - f);
}

/** 2z/3 + 2z²/5 + … for z = s² ≤ 0.0295: (2 artanh(s) - 2s) / s. */
function atanhTail(z: number): number {
  return (
    z *
    (2 / 3 +
      z *
        (2 / 5 +
          z *
            (2 / 7 +
              z *
                (2 / 9 +
                  z * (2 / 11 + z * (2 / 13 + z * (2 / 15 + z * (2 / 17 + z * (2 / 19 + (z * 2) / 21)))))))))
  );
}

/** e to the power of x, within 1 ulp. From 709.79 on ∞, below -745.14 zero. */
export function exp(x: number): number {
  return x !== x ? x : expOfSum(x, 0);
}

/** exp(high + low), for a low that is at most a rounding error of high. */
function expOfSum(high: number, low: number): number {
  if (high > 709.8) return Infinity;
  if (high < -745.2) return 0;
  const k = Math.round(high * 1.4426950408889634);
  const near = high - k * LN2_HIGH;
  const rest = k * LN2_LOW - low;
  const r = near - rest;
  const lost = near - r - rest;
  const e = 1 + (r + (lost + r * r * expTail(r)));
  if (k > 1023) return e * 2 * powerOfTwo(k - 1);
  if (k >= -1021) return e * powerOfTwo(k);
  // The result may be subnormal: the last product is the only one that rounds.
  return e * powerOfTwo(k + 128) * powerOfTwo(-128);
}

/** (exp(r) - 1 - r) / r² for |r| ≤ 0.35. */
function expTail(r: number): number {
  return (
    1 / 2 +
    r *
      (1 / 6 +
        r *
          (1 / 24 +
            r *
              (1 / 120 +
                r *
                  (1 / 720 +
                    r *
                      (1 / 5040 +
                        r *
                          (1 / 40320 +
                            r *
                              (1 / 362880 +
                                r *
                                  (1 / 3628800 +
                                    r * (1 / 39916800 + r * (1 / 479001600 + r / 6227020800))))))))))
  );
}

/**
 * x to the power of y, within 1 ulp; exact where the result is a double. Special cases are those of IEEE 754 `pow`,
 * which differs from `Math.pow` in two: 1 to any power, and -1 to ±∞, are 1.
 */
export function pow(x: number, y: number): number {
  if (y === 0 || x === 1) return 1;
  if (x !== x || y !== y) return NaN;
  const size = x < 0 ? -x : x;
  if (y === Infinity || y === -Infinity) return size === 1 ? 1 : size > 1 === y > 0 ? Infinity : 0;
  const odd = y % 2 === 1 || y % 2 === -1;
  if (x === 0 || size === Infinity) {
    const huge = (x === 0) === y < 0;
    const negative = odd && (x < 0 || 1 / x < 0);
    return huge ? (negative ? -Infinity : Infinity) : negative ? -0 : 0;
  }
  if (x > 0) return powPositive(x, y);
  if (Math.floor(y) !== y) return NaN;
  return odd ? -powPositive(size, y) : powPositive(size, y);
}

/** Beyond this even the double next to 1 overflows or vanishes, so the exact size of y no longer matters. */
const Y_MAX = 18446744073709551616;

const THIRD = 1 / 3;
const THIRD_REST = THIRD / 18014398509481984;

/**
 * exp(y · ln x) with the logarithm carried in two doubles: y·ln x reaches 745, ten bits above the point, so the
 * logarithm must be right to some 64 bits. The names end in H and L for the two parts of such a number.
 */
function powPositive(x: number, y: number): number {
  const power = y > Y_MAX ? Y_MAX : y < -Y_MAX ? -Y_MAX : y;
  const f = significand(x) - 1;
  const k = exponent;

  const denH = 2 + f;
  const denL = f - (denH - 2);
  const sH = f / denH;
  const back = sH * denH;
  const sL = (f - back - productRest(sH, denH, back) - sH * denL) / denH;

  const zH = sH * sH;
  const zL = productRest(sH, sH, zH) + 2 * sH * sL;

  // artanh(s) / s - 1 = z/3 + z²/5 + …; only the first term is large enough to need both parts.
  const firstH = zH * THIRD;
  const firstL = productRest(zH, THIRD, firstH) + zH * THIRD_REST + zL * THIRD;
  const tail = (atanhTail(zH) - zH * (2 / 3)) / 2;
  const qH = firstH + tail;
  const qL = firstH - qH + tail + firstL;

  const sqH = sH * qH;
  const sqL = productRest(sH, qH, sqH) + sH * qL + sL * qH;
  const atanhH = sH + sqH;
  const atanhL = sH - atanhH + sqH + (sqL + sL);

  const scale = k * LN2_HIGH;
  const bigH = k === 0 ? 2 * atanhH : scale + 2 * atanhH;
  const bigL = (k === 0 ? 0 : scale - bigH + 2 * atanhH) + (2 * atanhL + k * LN2_LOW);
  const logH = bigH + bigL;
  const logL = bigH - logH + bigL;

  const highest = logH * power;
  const rest = productRest(logH, power, highest) + logL * power;
  return expOfSum(highest, rest);
}

/** What the rounded product of a and b lost, exactly (Dekker 1971; Veltkamp's split at 27 bits). */
function productRest(a: number, b: number, product: number): number {
  const aBig = a * 134217729;
  const aH = aBig - (aBig - a);
  const aL = a - aH;
  const bBig = b * 134217729;
  const bH = bBig - (bBig - b);
  const bL = b - bH;
  return aL * bL - (product - aH * bH - aL * bH - aH * bL);
}
