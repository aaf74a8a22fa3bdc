import { meanUs } from '#lib/distribution.ts';
import { formatDuration } from '#lib/duration.ts';
import { delayMisfit, delayToDistribution, type Delay } from '#lib/schema/delay.ts';
import { isFields } from './way.ts';

/** The shapes that a delay can have, in the order of the menu. */
export const SHAPES = ['fixed', 'uniform', 'exponential', 'normal', 'lognormal', 'pareto', 'mix'] as const;
export type Shape = (typeof SHAPES)[number];

type PartName = 'fixed' | 'from' | 'to' | 'mean' | 'deviation' | 'median' | 'p99' | 'min' | 'alpha';

/** One number of a delay, as text. */
interface DelayPart {
  readonly name: PartName;
  readonly text: string;
}

/** null: it is none of them, as a typing error makes it. */
export function shapeOf(value: unknown): Shape | null {
  if (!isFields(value)) return 'fixed';
  return SHAPES.find((shape) => Object.hasOwn(value, shape)) ?? null;
}

const text = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);

const pair = (value: unknown): readonly [unknown, unknown] =>
  Array.isArray(value) ? [value[0], value[1]] : [undefined, undefined];

/** The numbers that make up a delay; those of the parts of a mix are not among them. */
export function partsOf(value: unknown): readonly DelayPart[] {
  if (!isFields(value)) return [{ name: 'fixed', text: text(value) }];
  const shape = shapeOf(value);
  const inner = shape === null ? undefined : value[shape];
  const fields = isFields(inner) ? inner : {};
  const [first, second] = pair(inner);
  switch (shape) {
    case 'uniform':
      return [
        { name: 'from', text: text(first) },
        { name: 'to', text: text(second) },
      ];
    case 'exponential':
      return [{ name: 'mean', text: text(inner) }];
    case 'normal':
      return [
        { name: 'mean', text: text(first) },
        { name: 'deviation', text: text(second) },
      ];
    case 'lognormal':
      return [
        { name: 'median', text: text(fields['median']) },
        { name: 'p99', text: text(fields['p99']) },
      ];
    case 'pareto':
      return [
        { name: 'min', text: text(fields['min']) },
        { name: 'alpha', text: text(fields['alpha']) },
      ];
    case 'fixed':
    case 'mix':
    case null:
      return [];
  }
}

/** The delay with one of its numbers changed. */
export function withPart(value: unknown, name: PartName, to: string): unknown {
  const parts = new Map(partsOf(value).map((part) => [part.name, part.text]));
  parts.set(name, to);
  const of = (part: PartName): string => parts.get(part) ?? '';
  switch (shapeOf(value)) {
    case 'uniform':
      return { uniform: [of('from'), of('to')] };
    case 'exponential':
      return { exponential: of('mean') };
    case 'normal':
      return { normal: [of('mean'), of('deviation')] };
    case 'lognormal':
      return { lognormal: { median: of('median'), p99: of('p99') } };
    case 'pareto': {
      const alpha = Number(of('alpha'));
      return { pareto: { min: of('min'), alpha: Number.isFinite(alpha) ? alpha : of('alpha') } };
    }
    case 'fixed':
    case 'mix':
    case null:
      return to;
  }
}

/** Another shape with about the same mean, so that a change of shape is not also a change of speed. */
export function convertDelay(value: unknown, shape: Shape): Delay {
  const delay = delayMisfit(value) === undefined ? (value as Delay) : '10ms';
  const mean = meanUs(delayToDistribution(delay));
  const us = (share: number): string => {
    const exact = Math.max(1, (Number.isFinite(mean) ? mean : 10_000) * share);
    // Two places are enough for a first value, and read better than 1234567us.
    const place = 10 ** Math.max(0, Math.floor(Math.log10(exact)) - 1);
    return formatDuration(Math.round(exact / place) * place);
  };
  switch (shape) {
    case 'fixed':
      return us(1);
    case 'uniform':
      return { uniform: [us(0.5), us(1.5)] };
    case 'exponential':
      return { exponential: us(1) };
    case 'normal':
      return { normal: [us(1), us(0.2)] };
    case 'lognormal':
      return { lognormal: { median: us(0.8), p99: us(4) } };
    case 'pareto':
      return { pareto: { min: us(0.5), alpha: 2 } };
    case 'mix':
      return {
        mix: [
          [0.9, delay],
          [0.1, us(10)],
        ],
      };
  }
}
