import { assert } from './assert.ts';
import { exp, ln, pow } from './exact.ts';
import { nextUniform, nextUniformOpen, type Stream } from './random.ts';

/**
 * How long something takes, in microseconds. `exponential` gives the mean; `normal` mean and standard deviation;
 * `mix` has weights (any scale) before its members.
 */
export type Distribution =
  | { readonly fixed: number }
  | { readonly uniform: readonly [min: number, max: number] }
  | { readonly exponential: number }
  | { readonly normal: readonly [mean: number, deviation: number] }
  | { readonly lognormal: { readonly median: number; readonly p99: number } }
  | { readonly pareto: { readonly min: number; readonly alpha: number } }
  | { readonly mix: Members };

type Members = readonly (readonly [weight: number, member: Distribution])[];

/** The longest duration there is: 2^50 µs, some 35 years. */
export const DURATION_MAX_US = 1125899906842624;

/** The standard normal's 99th percentile. */
const Z_99 = 2.3263478740408408;

/**
 * One draw in whole microseconds: cut at zero, rounded half up, capped at 2^50. A fixed one draws nothing from the
 * stream. Throws when the parameters give no number (a median of 0, a mix without weight).
 */
export function sampleUs(distribution: Distribution, stream: Stream): number {
  const us = sample(distribution, stream);
  assert(us === us, 'sampleUs: the distribution gives no number');
  return us >= DURATION_MAX_US ? DURATION_MAX_US : wholeUs(us);
}

/**
 * The nearest whole number of µs, none below zero. What fits into 32 bits becomes an integer for the engine too, where
 * `Math.round` gives a double: as long as times and durations are integers, nothing that holds them needs a box.
 */
export function wholeUs(us: number): number {
  if (us <= 0) return 0;
  const whole = Math.round(us);
  return whole <= INT32_MAX ? whole | 0 : whole;
}

const INT32_MAX = 0x7fffffff;

function sample(distribution: Distribution, stream: Stream): number {
  if ('fixed' in distribution) return distribution.fixed;
  if ('exponential' in distribution) return -distribution.exponential * ln(nextUniformOpen(stream));
  if ('uniform' in distribution) {
    const [min, max] = distribution.uniform;
    return min + (max - min) * nextUniform(stream);
  }
  if ('normal' in distribution) {
    const [mean, deviation] = distribution.normal;
    return mean + deviation * nextNormal(stream);
  }
  if ('lognormal' in distribution) {
    const { lognormal } = distribution;
    return lognormal.median * exp(sigmaOf(lognormal) * nextNormal(stream));
  }
  if ('pareto' in distribution) {
    const { min, alpha } = distribution.pareto;
    return min * pow(nextUniformOpen(stream), -1 / alpha);
  }
  return sampleMix(distribution.mix, stream);
}

function sampleMix(members: Members, stream: Stream): number {
  let left = nextUniform(stream) * weightOf(members);
  let chosen: Distribution | undefined;
  for (const [weight, member] of members) {
    if (weight <= 0) continue;
    // Rounding may leave a crumb after the last member: then the last one with weight is meant.
    chosen = member;
    if (left < weight) break;
    left -= weight;
  }
  return chosen === undefined ? NaN : sample(chosen, stream);
}

function weightOf(members: Members): number {
  let total = 0;
  for (const [weight] of members) if (weight > 0) total += weight;
  return total;
}

function sigmaOf(lognormal: { readonly median: number; readonly p99: number }): number {
  return ln(lognormal.p99 / lognormal.median) / Z_99;
}

/**
 * The mean in microseconds, by formula; `Infinity` where there is none (Pareto with alpha ≤ 1). It ignores what
 * `sampleUs` does afterwards: a normal that is often cut at zero has a larger mean than this says.
 */
export function meanUs(distribution: Distribution): number {
  if ('fixed' in distribution) return distribution.fixed;
  if ('exponential' in distribution) return distribution.exponential;
  if ('uniform' in distribution) return (distribution.uniform[0] + distribution.uniform[1]) / 2;
  if ('normal' in distribution) return distribution.normal[0];
  if ('lognormal' in distribution) {
    const sigma = sigmaOf(distribution.lognormal);
    return distribution.lognormal.median * exp((sigma * sigma) / 2);
  }
  if ('pareto' in distribution) {
    const { min, alpha } = distribution.pareto;
    return alpha <= 1 ? Infinity : (min * alpha) / (alpha - 1);
  }
  let sum = 0;
  for (const [weight, member] of distribution.mix) if (weight > 0) sum += weight * meanUs(member);
  return sum / weightOf(distribution.mix);
}

/** The distribution of k times the duration, for a finite k ≥ 0. The shape stays: the same stream draws k times as much. */
export function scaleDistribution(distribution: Distribution, k: number): Distribution {
  assert(k >= 0 && k < Infinity, `scaleDistribution: ${k} is not a factor`);
  if ('fixed' in distribution) return { fixed: distribution.fixed * k };
  if (k === 0) return { fixed: 0 };
  if ('exponential' in distribution) return { exponential: distribution.exponential * k };
  if ('uniform' in distribution) {
    const [min, max] = distribution.uniform;
    return { uniform: [min * k, max * k] };
  }
  if ('normal' in distribution) {
    const [mean, deviation] = distribution.normal;
    return { normal: [mean * k, deviation * k] };
  }
  if ('lognormal' in distribution) {
    const { median, p99 } = distribution.lognormal;
    return { lognormal: { median: median * k, p99: p99 * k } };
  }
  if ('pareto' in distribution) {
    const { min, alpha } = distribution.pareto;
    return { pareto: { min: min * k, alpha } };
  }
  return { mix: distribution.mix.map(([weight, member]) => [weight, scaleDistribution(member, k)] as const) };
}

/**
 * A draw from the normal distribution with mean 0 and deviation 1 (Marsaglia's polar method). The pair's second value
 * is dropped, so that the stream's four words remain its whole state.
 */
export function nextNormal(stream: Stream): number {
  for (;;) {
    const u = 2 * nextUniform(stream) - 1;
    const v = 2 * nextUniform(stream) - 1;
    const q = u * u + v * v;
    if (q > 0 && q < 1) return u * Math.sqrt((-2 * ln(q)) / q);
  }
}
