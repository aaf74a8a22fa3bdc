import type { Distribution } from '#lib/distribution.ts';
import { parseDuration } from '#lib/duration.ts';
import { expect } from '#words/problems.ts';
import type { Misfit } from './meta.ts';

/**
 * A duration or a distribution of durations. Samples are cut at zero.
 * `exponential` takes the mean, `normal` mean and standard deviation, `mix` weights (any positive numbers)
 * with what each chooses.
 */
export type Delay =
  | string
  | { uniform: [string, string] }
  | { exponential: string }
  | { normal: [string, string] }
  | { lognormal: { median: string; p99: string } }
  | { pareto: { min: string; alpha: number } }
  | { mix: [number, Delay][] };

/** Most parts of one mix, and how deep a mix may hold mixes. */
const MIX_MAX = 16;
const MIX_DEPTH_MAX = 4;

export const delayMisfit = (value: unknown): Misfit => (isDelay(value, 0) ? undefined : expect.delay());

const durationUs = (value: unknown): number | null =>
  typeof value === 'string' ? parseDuration(value) : null;

/** Microseconds of a duration that was read; throws for anything else. */
export const durationToUs = (text: string): number => {
  const us = parseDuration(text);
  if (us === null) throw new Error(`not a duration: ${JSON.stringify(text)}`);
  return us;
};

/** What to draw samples from, for a delay that was read. Throws for one that does not fit. */
export const delayToDistribution = (delay: Delay): Distribution => {
  if (typeof delay === 'string') return { fixed: durationToUs(delay) };
  if ('uniform' in delay)
    return { uniform: [durationToUs(delay.uniform[0]), durationToUs(delay.uniform[1])] };
  if ('exponential' in delay) return { exponential: durationToUs(delay.exponential) };
  if ('normal' in delay) return { normal: [durationToUs(delay.normal[0]), durationToUs(delay.normal[1])] };
  if ('lognormal' in delay) {
    const { median, p99 } = delay.lognormal;
    return { lognormal: { median: durationToUs(median), p99: durationToUs(p99) } };
  }
  if ('pareto' in delay)
    return { pareto: { min: durationToUs(delay.pareto.min), alpha: delay.pareto.alpha } };
  return { mix: delay.mix.map(([weight, part]) => [weight, delayToDistribution(part)] as const) };
};

const isDelay = (value: unknown, depth: number): boolean => {
  if (typeof value === 'string') return parseDuration(value) !== null;
  const [entry, ...others] = entries(value);
  if (entry === undefined || others.length > 0) return false;
  const distribution = DISTRIBUTIONS.get(entry[0]);
  return distribution !== undefined && distribution(entry[1], depth);
};

const entries = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];

const isPair = (value: unknown): value is [unknown, unknown] => Array.isArray(value) && value.length === 2;

const hasOnly = (value: unknown, keys: readonly string[]): value is Record<string, unknown> => {
  const found = entries(value).map(([key]) => key);
  return found.length === keys.length && keys.every((key) => found.includes(key));
};

const DISTRIBUTIONS: ReadonlyMap<string, (value: unknown, depth: number) => boolean> = new Map([
  [
    'uniform',
    (value: unknown): boolean => {
      if (!isPair(value)) return false;
      const [low, high] = [durationUs(value[0]), durationUs(value[1])];
      return low !== null && high !== null && low <= high;
    },
  ],
  ['exponential', (value: unknown): boolean => durationUs(value) !== null],
  ['normal', (value: unknown): boolean => isPair(value) && value.every((one) => durationUs(one) !== null)],
  [
    'lognormal',
    (value: unknown): boolean => {
      if (!hasOnly(value, ['median', 'p99'])) return false;
      const [median, p99] = [durationUs(value['median']), durationUs(value['p99'])];
      return median !== null && p99 !== null && median > 0 && p99 >= median;
    },
  ],
  [
    'pareto',
    (value: unknown): boolean => {
      if (!hasOnly(value, ['min', 'alpha'])) return false;
      const [min, alpha] = [durationUs(value['min']), value['alpha']];
      return min !== null && min > 0 && typeof alpha === 'number' && alpha >= 0.1 && alpha <= 100;
    },
  ],
  [
    'mix',
    (value: unknown, depth: number): boolean =>
      Array.isArray(value) &&
      value.length >= 1 &&
      value.length <= MIX_MAX &&
      depth < MIX_DEPTH_MAX &&
      value.every(
        (part) =>
          isPair(part) &&
          typeof part[0] === 'number' &&
          part[0] > 0 &&
          part[0] <= 1_000_000 &&
          isDelay(part[1], depth + 1),
      ),
  ],
]);

/** The JSON Schema pattern of a duration. */
export const durationPattern = '^\\d{1,20}(\\.\\d{1,20})?(us|ms|s|m|h)$';
const duration = { type: 'string', pattern: durationPattern };
const pairOf = (items: unknown): Record<string, unknown> => ({
  type: 'array',
  items,
  minItems: 2,
  maxItems: 2,
});
const single = (key: string, schema: unknown): Record<string, unknown> => ({
  type: 'object',
  properties: { [key]: schema },
  required: [key],
  additionalProperties: false,
});

/** The JSON Schema of a delay, for `$defs.delay`. */
export const delayJsonSchema: Readonly<Record<string, unknown>> = {
  anyOf: [
    duration,
    single('uniform', pairOf(duration)),
    single('exponential', duration),
    single('normal', pairOf(duration)),
    single('lognormal', {
      type: 'object',
      properties: { median: duration, p99: duration },
      required: ['median', 'p99'],
      additionalProperties: false,
    }),
    single('pareto', {
      type: 'object',
      properties: { min: duration, alpha: { type: 'number', minimum: 0.1, maximum: 100 } },
      required: ['min', 'alpha'],
      additionalProperties: false,
    }),
    single('mix', {
      type: 'array',
      minItems: 1,
      maxItems: MIX_MAX,
      items: {
        type: 'array',
        prefixItems: [{ type: 'number', exclusiveMinimum: 0 }, { $ref: '#/$defs/delay' }],
        minItems: 2,
        maxItems: 2,
      },
    }),
  ],
};
