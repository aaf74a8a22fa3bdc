import { float64, HIGH, words } from './float-bits.ts';

/*
 * Math.exp, Math.log and Math.pow may differ in the last bit from engine to engine. These use only + - * / and exact
 * scaling by powers of two, which IEEE 754 fixes to the bit, so a run replays the same everywhere.
 * Series are Taylor's: after the reductions below a dozen terms are enough, and their coefficients need no table.
 */

/** The least double with all its digits; what lies below is scaled up first. */
const NORMAL_MIN = 2.2250738585072014e-308;
/** ln 2 in two parts. The first has 33 bits, so its product with an exponent is exact. */
const LN2_HIGH = 0.6931471804855391;
const LN2_LOW = 7.440617110012397e-11;

/** 2^k at index k + 1074, for every power of two that is a double. */
const POWERS_OF_TWO = new Float64Array(2098);
POWERS_OF_TWO[1074] = 1;
for (let k = 1; k <= 1023; k++) POWERS_OF_TWO[1074 + k] = powerOfTwo(k - 1) * 2;
for (let k = -1; k >= -1074; k--) POWERS_OF_TWO[1074 + k] = powerOfTwo(k + 1) / 2;

function powerOfTwo(k: number): number {
  return POWERS_OF_TWO[1074 + k] as number;
}

/** The k for which x / 2^k, of a normal positive x, lies in [√½, √2) or so near that its last digits do not matter. */
function exponentOf(x: number): number {
  float64[0] = x;
  // Adding what √½ lacks to 1 carries into the exponent exactly when the significand is √2 or more.
  return (((words[HIGH] as number) + 0x95f62) >>> 20) - 1023;
}

/** The natural logarithm, within 1 ulp. Below zero NaN, of zero -∞. */
export function ln(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  if (x < NORMAL_MIN) return lnOfNormal(x * powerOfTwo(54), -54);
  return lnOfNormal(x, 0);
}

/** ln(x) + shift · ln 2. */
function lnOfNormal(x: number, shift: number): number {
  const own = exponentOf(x);
  const f = x * powerOfTwo(-own) - 1;
  const k = own + shift;
  // With s = f / (2 + f): ln(1 + f) = 2 artanh(s) = 2s + 2s³/3 + … and 2s = f - s·f, which keeps f itself unrounded.
  const s = f / (2 + f);
  const z = s * s;
  const small = s * (f - z * (2 / 3 + z * artanhTail(z, 0)));
  return k === 0 ? f - small : k * LN2_HIGH - (small - k * LN2_LOW - f);
}

/**
 * 2/5 + 2z/7 + 2z²/9 + … for z = s² ≤ 0.0295, so that 2 artanh(s) = 2s + s·z·(2/3 + z·tail). The terms after 2/21 come
 * from the caller: a logarithm that is rounded at once does not need them.
 */
function artanhTail(z: number, after: number): number {
  const upper = 2 / 13 + z * (2 / 15 + z * (2 / 17 + z * (2 / 19 + z * (2 / 21 + z * after))));
  return 2 / 5 + z * (2 / 7 + z * (2 / 9 + z * (2 / 11 + z * upper)));
}

/** e to the power of x, within 1 ulp. From 709.79 on ∞, below -745.14 zero. */
export function exp(x: number): number {
  return x !== x ? x : expOfSum(x, 0);
}

/** exp(high + low), for a low that is at most a rounding error of high. */
function expOfSum(high: number, low: number): number {
  if (high > 709.8) return Infinity;
  if (high < -745.2) return 0;
  const k = Math.round(high * Math.LOG2E);
  const near = high - k * LN2_HIGH;
  const rest = k * LN2_LOW - low;
  const r = near - rest;
  const lost = near - r - rest;
  const first = 1 + r;
  const e = first + (r - (first - 1) + (lost + r * r * expTail(r)));
  if (k > 1023) return e * 2 * powerOfTwo(k - 1);
  if (k >= -1021) return e * powerOfTwo(k);
  // The result may be subnormal: the last product is the only one that rounds.
  return e * powerOfTwo(k + 128) * powerOfTwo(-128);
}

/** (exp(r) - 1 - r) / r² = 1/2! + r/3! + r²/4! + … for |r| ≤ 0.35. */
function expTail(r: number): number {
  const upper =
    1 / 40320 +
    r * (1 / 362880 + r * (1 / 3628800 + r * (1 / 39916800 + r * (1 / 479001600 + r / 6227020800))));
  return 1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720 + r * (1 / 5040 + r * upper)))));
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
  const shift = x < NORMAL_MIN ? 54 : 0;
  const normal = x * powerOfTwo(shift);
  const own = exponentOf(normal);
  const f = normal * powerOfTwo(-own) - 1;
  const k = own - shift;

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
  const tail = (zH * zH * artanhTail(zH, 2 / 23 + zH * (2 / 25 + (zH * 2) / 27))) / 2;
  const qH = firstH + tail;
  const qL = firstH - qH + tail + firstL;

  const sqH = sH * qH;
  const sqL = productRest(sH, qH, sqH) + sH * qL + sL * qH;
  const artanhH = sH + sqH;
  const artanhL = sH - artanhH + sqH + (sqL + sL);

  const scale = k * LN2_HIGH;
  const bigH = k === 0 ? 2 * artanhH : scale + 2 * artanhH;
  const bigL = (k === 0 ? 0 : scale - bigH + 2 * artanhH) + (2 * artanhL + k * LN2_LOW);
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
