import { assert } from './assert.ts';

/**
 * A log-linear histogram (after Gil Tene's HdrHistogram) of whole values from 0 to 2^50, as plain data. Row 0 holds
 * 0..63, each further row one octave in 64 steps; a row is empty until a value falls into it. Up to 127 a bucket is one
 * value; above, its midpoint is within 1/128 (0.78 %) of whatever it holds.
 */
export type Histogram = {
  /** How many values were recorded. */
  count: number;
  /** Their sum, exact up to 2^53. */
  sum: number;
  /** The least and the greatest of them; both 0 while there are none. */
  min: number;
  max: number;
  rows: number[][];
};

const STEPS = 64;
const VALUE_MAX = 1125899906842624;
/** 2^-50, relative: more than two roundings can add, less than one value among 2^49. */
const HAIR = 8.881784197001252e-16;

/** A histogram of nothing. */
export function newHistogram(): Histogram {
  return { count: 0, sum: 0, min: 0, max: 0, rows: [] };
}

/** Counts one value. Fractions only show in sum, min and max. Throws on NaN, below 0 and beyond 2^50. */
export function recordValue(histogram: Histogram, value: number): void {
  // Not `assert`: the sentence would be written for every value.
  if (!(value >= 0 && value <= VALUE_MAX)) throw new Error(`recordValue: ${value} is not in 0..2^50`);
  const index = rowIndex(value);
  const row = rowAt(histogram, index);
  const step = index < 2 ? Math.floor(value) - index * STEPS : Math.floor(value / rowWidth(index)) - STEPS;
  row[step] = (row[step] as number) + 1;
  if (histogram.count === 0 || value < histogram.min) histogram.min = value;
  if (value > histogram.max) histogram.max = value;
  histogram.count++;
  histogram.sum += value;
}

function rowIndex(value: number): number {
  if (value < STEPS) return 0;
  const exponent = value < 0x80000000 ? 31 - Math.clz32(value) : 55 - Math.clz32(value / 0x1000000);
  return exponent - 5;
}

/** The width of the buckets in a row: 1, 1, 2, 4, 8 … */
function rowWidth(index: number): number {
  return index < 2 ? 1 : index <= 31 ? 1 << (index - 1) : 0x40000000 * (1 << (index - 31));
}

function rowAt(histogram: Histogram, index: number): number[] {
  const { rows } = histogram;
  while (rows.length <= index) rows.push([]);
  const row = rows[index] as number[];
  if (row.length === 0) for (let step = 0; step < STEPS; step++) row.push(0);
  return row;
}

/**
 * The p-th percentile, p in 0..100: the midpoint of the lowest bucket up to which at least p % of the values lie, kept
 * within min and max; for 100 exactly max. NaN when nothing was recorded.
 */
export function percentile(histogram: Histogram, p: number): number {
  assert(p >= 0 && p <= 100, `percentile: ${p} is not in 0..100`);
  const { count, min, max, rows } = histogram;
  if (count === 0) return NaN;
  if (p === 100) return max;
  // 32.2 is no binary number: of 500 values the 161st must do, though the product comes out a hair above 161.
  const wanted = ((p * count) / 100) * (1 - HAIR);
  let below = 0;
  for (const [index, row] of rows.entries()) {
    for (const [step, counted] of row.entries()) {
      below += counted;
      if (counted > 0 && below >= wanted) return Math.min(max, Math.max(min, midpoint(index, step)));
    }
  }
  return max;
}

function midpoint(index: number, step: number): number {
  const width = rowWidth(index);
  const low = index === 0 ? step : (STEPS + step) * width;
  // A bucket of one whole value is that value; the middle of a wider one lies between its least and its greatest.
  return low + (width - 1) / 2;
}

/** The mean of all recorded values; NaN when there are none. */
export function meanOf(histogram: Histogram): number {
  return histogram.count === 0 ? NaN : histogram.sum / histogram.count;
}

/** Adds all of `from` to `into`, as if its values had been recorded there. `from` stays as it is. */
export function mergeHistograms(into: Histogram, from: Histogram): void {
  if (from.count === 0) return;
  if (into.count === 0 || from.min < into.min) into.min = from.min;
  if (from.max > into.max) into.max = from.max;
  into.count += from.count;
  into.sum += from.sum;
  for (const [index, row] of from.rows.entries()) {
    if (row.length === 0) continue;
    const target = rowAt(into, index);
    for (const [step, counted] of row.entries()) target[step] = (target[step] as number) + counted;
  }
}
