import { meanUs, sampleUs, type Distribution } from '#lib/distribution.ts';
import { newStream } from '#lib/random.ts';

/** A distribution as a small picture shows it. */
export interface Density {
  /** µs; Infinity where there is no mean. */
  readonly meanUs: number;
  readonly p99Us: number;
  /** The picture ends here, µs: a little beyond the 99th percentile. */
  readonly endUs: number;
  /** Heights from 0 to 1, for equal stretches from 0 to the end. */
  readonly bars: readonly number[];
}

const DRAWS = 4_000;
const BARS = 44;

/** Worked out from draws of a stream of its own: the same picture each time, whatever the shape. */
export function densityOf(distribution: Distribution): Density {
  const stream = newStream(1, 'density');
  const draws = Float64Array.from({ length: DRAWS }, () => sampleUs(distribution, stream)).sort();
  const p99Us = p99Of(distribution) ?? draws[Math.floor(DRAWS * 0.99)] ?? 0;
  const endUs = Math.max(1, p99Us * 1.12);
  const counts = Array.from({ length: BARS }, () => 0);
  for (const us of draws) {
    const bar = Math.floor((us / endUs) * BARS);
    if (bar < BARS) counts[bar] = (counts[bar] ?? 0) + 1;
  }
  const most = Math.max(...counts, 1);
  return { meanUs: meanUs(distribution), p99Us, endUs, bars: counts.map((count) => count / most) };
}

/** The 99th percentile where there is a formula, so that the figure agrees with what is written; null for a mix. */
function p99Of(distribution: Distribution): number | null {
  if ('fixed' in distribution) return distribution.fixed;
  if ('uniform' in distribution) {
    const [min, max] = distribution.uniform;
    return min + 0.99 * (max - min);
  }
  if ('exponential' in distribution) return distribution.exponential * Math.log(100);
  if ('normal' in distribution) return Math.max(0, distribution.normal[0] + Z_99 * distribution.normal[1]);
  if ('lognormal' in distribution) return distribution.lognormal.p99;
  if ('pareto' in distribution) return distribution.pareto.min * 100 ** (1 / distribution.pareto.alpha);
  return null;
}

/** The standard normal's 99th percentile. */
const Z_99 = 2.3263478740408408;

/** A duration as people read it: three places at most. */
export function roughTime(us: number): string {
  if (us === Infinity) return '∞';
  if (us < 1_000) return `${Math.round(us)} µs`;
  if (us < 999_500) return `${places(us / 1e3)} ms`;
  return us < 59_950_000 ? `${places(us / 1e6)} s` : `${places(us / 6e7)} min`;
}

const places = (value: number): string =>
  value < 9.995
    ? value.toFixed(2).replace(/\.?0+$/, '')
    : value < 99.95
      ? value.toFixed(1).replace(/\.0$/, '')
      : String(Math.round(value));
