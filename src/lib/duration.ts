import { assert } from './assert.ts';
import { DURATION_MAX_US } from './distribution.ts';

/** Units of a duration in microseconds, smallest first. */
const UNIT_US = { us: 1, ms: 1e3, s: 1e6, m: 6e7, h: 3.6e9 } as const;
const UNITS = Object.entries(UNIT_US);

/** Seconds in the unit that a rate is given per. */
const RATE_SECONDS = { s: 1, m: 60, h: 3600 } as const;
const RATE_UNITS = Object.entries(RATE_SECONDS);

const DURATION = /^(\d{1,20})(?:\.(\d{1,20}))?(us|ms|s|m|h)$/;
const RATE = /^(\d+(?:\.\d+)?)\/([smh])$/;

/**
 * "80us", "250ms", "1.5s", "5m", "1h" in microseconds. Null for anything else, for what is not a whole number of
 * microseconds ("0.5us"), and beyond 2^50.
 */
export function parseDuration(text: string): number | null {
  const match = DURATION.exec(text);
  if (match === null) return null;
  const [, whole = '', fraction = '', unit] = match;
  // Decimal, not binary: 1.1 s must be 1,100,000 µs and not 1,100,000.0000000002.
  const scaled = BigInt(whole + fraction) * BigInt(UNIT_US[unit as keyof typeof UNIT_US]);
  const divisor = 10n ** BigInt(fraction.length);
  if (scaled % divisor !== 0n) return null;
  const us = scaled / divisor;
  return us <= BigInt(DURATION_MAX_US) ? Number(us) : null;
}

/**
 * The shortest text that `parseDuration` reads as exactly this many microseconds, among those whose number is at
 * least 1 ("100ms", not "0.1s"); of two as short the one with the smaller unit ("150s", not "2.5m").
 * Throws unless us is whole and in 0..2^50.
 */
export function formatDuration(us: number): string {
  assert(
    us >= 0 && us <= DURATION_MAX_US && Math.floor(us) === us,
    `formatDuration: ${us} is not a duration`,
  );
  if (us === 0) return '0s';
  let shortest = `${us}us`;
  for (const [unit, size] of UNITS) {
    const number = us < size ? null : decimalQuotient(us, size);
    if (number !== null && number.length + unit.length < shortest.length) shortest = number + unit;
  }
  return shortest;
}

/** a / b written out in decimals, or null when they do not end within 11 places (as many as an hour can need). */
function decimalQuotient(a: number, b: number): string | null {
  let rest = a % b;
  let text = String((a - rest) / b);
  if (rest === 0) return text;
  text += '.';
  for (let place = 0; place < 11; place++) {
    const digit = Math.floor((rest * 10) / b);
    text += String(digit);
    rest = rest * 10 - digit * b;
    if (rest === 0) return text;
  }
  return null;
}

/** "20/s", "90/m", "1.5/h" as a number per second, zero included. Null for anything else and for what is not finite. */
export function parseRate(text: string): number | null {
  const match = RATE.exec(text);
  if (match === null) return null;
  const rate = Number(match[1]) / RATE_SECONDS[match[2] as keyof typeof RATE_SECONDS];
  return rate < Infinity ? rate : null;
}

/**
 * A text that `parseRate` reads as exactly this number per second: per second, unless a minute or an hour saves more
 * than two characters ("0.5/s", but "1/m"). Throws unless the rate is finite and at least 0.
 */
export function formatRate(perSecond: number): string {
  assert(perSecond >= 0 && perSecond < Infinity, `formatRate: ${perSecond} is not a rate`);
  let best = `${decimal(perSecond)}/s`;
  for (const [unit, seconds] of RATE_UNITS) {
    const text = `${decimal(perSecond * seconds)}/${unit}`;
    if (text.length + 2 < best.length && parseRate(text) === perSecond) best = text;
  }
  return best;
}

/** The digits of `String(x)` without an exponent. */
function decimal(x: number): string {
  const [digits = '', power] = String(x).split('e');
  if (power === undefined) return digits;
  const [whole = '', fraction = ''] = digits.split('.');
  const point = whole.length + Number(power);
  const all = whole + fraction;
  if (point <= 0) return `0.${'0'.repeat(-point)}${all}`;
  return all.padEnd(point, '0');
}
