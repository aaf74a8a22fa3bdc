import * as z from 'zod/mini';
import { DURATION_MAX_US } from '#lib/distribution.ts';
import { formatDuration, parseDuration, parseRate } from '#lib/duration.ts';
import { expect } from '#words/problems.ts';
import { field, type FieldMeta, type FieldOptions, type Fielded, type Misfit, type Refers } from './meta.ts';
import { delayMisfit, durationPattern, type Delay } from './delay.ts';

/** Field builders for single values. Each takes its description once and returns a zod schema. */

type Leaf<T> = z.ZodMiniCustom<T, T>;
type LeafMeta = Omit<FieldMeta, keyof FieldOptions> & { misfit: (value: unknown) => Misfit };

const leaf = <T, const O extends FieldOptions>(options: O, meta: LeafMeta): Fielded<Leaf<T>, O> =>
  field(
    z.custom<T>((value) => meta.misfit(value) === undefined),
    options,
    meta,
  );

interface NumberOptions extends FieldOptions {
  readonly default?: number;
  readonly min?: number;
  readonly max?: number;
  /** Shown after the number: `requests`, `%`. */
  readonly unit?: string;
}

const plain = (value: number | undefined): string | undefined =>
  value === undefined ? undefined : String(value);

const numberMisfit =
  ({ min, max }: NumberOptions, whole: boolean) =>
  (value: unknown): Misfit => {
    const noun = whole ? expect.integer : expect.number;
    if (typeof value !== 'number' || !Number.isFinite(value) || (whole && !Number.isSafeInteger(value))) {
      return noun(plain(min), plain(max));
    }
    const outside = (min !== undefined && value < min) || (max !== undefined && value > max);
    return outside ? expect.range(plain(min), plain(max)) : undefined;
  };

const numberJson = (type: string, { min, max }: NumberOptions): Record<string, unknown> => ({
  type,
  ...(min === undefined ? {} : { minimum: min }),
  ...(max === undefined ? {} : { maximum: max }),
});

/** A whole number. */
export const integer = <const O extends NumberOptions>(options: O): Fielded<Leaf<number>, O> =>
  leaf(options, {
    control: 'integer',
    misfit: numberMisfit(options, true),
    jsonSchema: numberJson('integer', options),
  });

export const number = <const O extends NumberOptions>(options: O): Fielded<Leaf<number>, O> =>
  leaf(options, {
    control: 'number',
    misfit: numberMisfit(options, false),
    jsonSchema: numberJson('number', options),
  });

/** A share from 0 to 1. */
export const ratio = <const O extends NumberOptions>(options: O): Fielded<Leaf<number>, O> => {
  const bounds = { ...options, min: 0, max: 1 };
  return leaf(options, {
    control: 'ratio',
    min: 0,
    max: 1,
    misfit: numberMisfit(bounds, false),
    jsonSchema: numberJson('number', bounds),
  });
};

export const boolean = <const O extends FieldOptions & { readonly default?: boolean }>(
  options: O,
): Fielded<Leaf<boolean>, O> =>
  leaf(options, {
    control: 'switch',
    misfit: (value) => (typeof value === 'boolean' ? undefined : expect.boolean()),
    jsonSchema: { type: 'boolean' },
  });

interface DurationOptions extends FieldOptions {
  readonly default?: string;
  /** Smallest value in µs; 0 when left out. */
  readonly min?: number;
  /** Largest value in µs; 2^50, some 35 years, when left out. */
  readonly max?: number;
}

const durationJson = { type: 'string', pattern: durationPattern };

const durationMisfit =
  ({ min = 0, max = DURATION_MAX_US }: DurationOptions) =>
  (value: unknown): Misfit => {
    const us = typeof value === 'string' ? parseDuration(value) : null;
    const from = min === 0 ? undefined : formatDuration(min);
    const to = max === DURATION_MAX_US ? undefined : formatDuration(max);
    if (us === null) return expect.duration(from, to);
    return us < min || us > max ? expect.range(formatDuration(min), formatDuration(max)) : undefined;
  };

/** A duration: `"80us"`, `"250ms"`, `"2s"`, `"5m"`, `"1h"`. Bounds in µs. */
export const duration = <const O extends DurationOptions>(options: O): Fielded<Leaf<string>, O> =>
  leaf(options, {
    control: 'duration',
    unit: 'duration',
    misfit: durationMisfit(options),
    jsonSchema: durationJson,
  });

/** One of a few words, or a duration. */
export const durationOr = <const W extends string, const O extends DurationOptions>(
  words: readonly W[],
  options: O,
): Fielded<Leaf<string>, O> => {
  const misfit = durationMisfit(options);
  return leaf(options, {
    control: 'durationOr',
    unit: 'duration',
    choices: words,
    misfit: (value) =>
      words.some((word) => word === value) || misfit(value) === undefined
        ? undefined
        : expect.durationOr(words),
    jsonSchema: { anyOf: [{ enum: words }, durationJson] },
  });
};

/** A duration or a distribution of durations; see `Delay`. */
export const delay = <const O extends FieldOptions & { readonly default?: Delay }>(
  options: O,
): Fielded<Leaf<Delay>, O> =>
  leaf(options, {
    control: 'delay',
    unit: 'duration',
    misfit: delayMisfit,
    jsonSchema: { $ref: '#/$defs/delay' },
  });

/** A rate: `"20/s"`, `"0.5/s"`, `"90/m"`. From 0.000001 per second up; the run says when it is more than it can carry. */
export const rate = <const O extends FieldOptions & { readonly default?: string }>(
  options: O,
): Fielded<Leaf<string>, O> =>
  leaf(options, {
    control: 'rate',
    unit: 'per second',
    misfit: (value) => {
      const perSecond = typeof value === 'string' ? parseRate(value) : null;
      return perSecond !== null && perSecond >= 0.000001 && perSecond <= 1e12 ? undefined : expect.rate();
    },
    jsonSchema: { type: 'string', pattern: '^\\d+(\\.\\d+)?/[smh]$' },
  });

export const choice = <const W extends string, const O extends FieldOptions & { readonly default?: W }>(
  words: readonly W[],
  options: O,
): Fielded<Leaf<W>, O> =>
  leaf(options, {
    control: 'choice',
    choices: words,
    misfit: (value) => (words.some((word) => word === value) ? undefined : expect.choice(words)),
    jsonSchema: { enum: words },
  });

/** A word that is always the same: the tag of an alternative. */
export const fixed = <const W extends string | number>(word: W, options: FieldOptions): z.ZodMiniLiteral<W> =>
  field(
    z.literal(word),
    { title: options.title, sentence: options.sentence },
    {
      control: 'fixed',
      choices: [String(word)],
      misfit: (value) => (value === word ? undefined : expect.choice([String(word)])),
      jsonSchema: { const: word },
    },
  );

const ID = /^[a-z][A-Za-z0-9]{0,39}$/;

/** Words that the expression language keeps for itself (CEL specification, "Syntax"). */
const EXPRESSION_WORDS: ReadonlySet<string> = new Set(
  'as break const continue else false for function if import in let loop package namespace null return true var void while'.split(
    ' ',
  ),
);

/**
 * Whether a text can be an id. The names that every object has (`constructor`, `toString`, …) are refused,
 * so that looking up an id can never find something that no document holds; so are the words that expressions
 * could not name.
 */
export const idMisfit = (value: unknown): Misfit => {
  if (typeof value !== 'string' || !ID.test(value)) return expect.id();
  return value in Object.prototype || EXPRESSION_WORDS.has(value) ? expect.freeId() : undefined;
};

export const id = <const O extends FieldOptions & { readonly refers?: Refers }>(
  options: O,
): Fielded<Leaf<string>, O> =>
  leaf(options, { control: 'id', misfit: idMisfit, jsonSchema: { type: 'string', pattern: ID.source } });

/** A node or one of its instances: `payments`, `payments#1`. Instances count from 1. */
export const instance = <const O extends FieldOptions>(options: O): Fielded<Leaf<string>, O> =>
  leaf(options, {
    control: 'instance',
    misfit: (value) => {
      const [node, index, ...rest] = typeof value === 'string' ? value.split('#') : [];
      const good = idMisfit(node) === undefined && rest.length === 0;
      return good && (index === undefined || /^[1-9]\d{0,3}$/.test(index)) ? undefined : expect.instance();
    },
    jsonSchema: { type: 'string', pattern: '^[a-z][A-Za-z0-9]{0,39}(#[1-9]\\d{0,3})?$' },
  });

/** The name of an operation, an event, a topic, a queue, a group: 1 to 120 characters on one line. */
export const name = <const O extends FieldOptions & { readonly refers?: Refers }>(
  options: O,
): Fielded<Leaf<string>, O> =>
  leaf(options, {
    control: 'name',
    misfit: (value) =>
      typeof value === 'string' && value.length >= 1 && value.length <= 120 && !/[\r\n]/.test(value)
        ? undefined
        : expect.name(),
    jsonSchema: { type: 'string', minLength: 1, maxLength: 120 },
  });

/** Free text for people. */
export const text = <const O extends FieldOptions & { readonly default?: string; readonly max?: number }>(
  options: O,
): Fielded<Leaf<string>, O> => {
  const max = options.max ?? 2_000;
  return leaf(options, {
    control: 'text',
    misfit: (value) => (typeof value === 'string' && value.length <= max ? undefined : expect.text(0, max)),
    jsonSchema: { type: 'string', maxLength: max },
  });
};

/** Longest expression or template text, in characters. */
const CEL_LENGTH_MAX = 2_000;

/** JSON whose strings are templates. */
export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

/** Any JSON value; its strings are templates (`"order/${req.id}"`). */
export const template = <const O extends FieldOptions>(options: O): Fielded<Leaf<Json>, O> =>
  leaf(options, {
    control: 'template',
    misfit: (value) => (value === undefined ? expect.template() : undefined),
    jsonSchema: {},
  });

/** One text that may hold `${…}`. */
export const templateText = <const O extends FieldOptions>(options: O): Fielded<Leaf<string>, O> =>
  leaf(options, {
    control: 'templateText',
    misfit: (value) =>
      typeof value === 'string' && value.length >= 1 && value.length <= CEL_LENGTH_MAX
        ? undefined
        : expect.templateText(),
    jsonSchema: { type: 'string', minLength: 1, maxLength: CEL_LENGTH_MAX },
  });

/** A bare expression (CEL). Its syntax is checked by the function that the reader is given. */
export const expression = <const O extends FieldOptions>(options: O): Fielded<Leaf<string>, O> =>
  leaf(options, {
    control: 'expression',
    misfit: (value) =>
      typeof value === 'string' && value.trim() !== '' && value.length <= CEL_LENGTH_MAX
        ? undefined
        : expect.expression(),
    jsonSchema: { type: 'string', minLength: 1, maxLength: CEL_LENGTH_MAX },
  });

const numbers = (value: unknown, length: number): value is number[] =>
  Array.isArray(value) &&
  value.length === length &&
  value.every((item) => typeof item === 'number' && Number.isFinite(item) && Math.abs(item) <= 1_000_000);

const numbersJson = (length: number): Record<string, unknown> => ({
  type: 'array',
  items: { type: 'number', minimum: -1_000_000, maximum: 1_000_000 },
  minItems: length,
  maxItems: length,
});

/** `[x, y]` on the canvas, in pixels at zoom 1. */
export const point = <const O extends FieldOptions>(options: O): Fielded<Leaf<[number, number]>, O> =>
  leaf(options, {
    control: 'point',
    unit: 'px',
    misfit: (value) => (numbers(value, 2) ? undefined : expect.point()),
    jsonSchema: numbersJson(2),
  });

/** `[x, y, width, height]` on the canvas. */
export const box = <const O extends FieldOptions>(
  options: O,
): Fielded<Leaf<[number, number, number, number]>, O> =>
  leaf(options, {
    control: 'box',
    unit: 'px',
    misfit: (value) => (numbers(value, 4) && value[2]! > 0 && value[3]! > 0 ? undefined : expect.box()),
    jsonSchema: numbersJson(4),
  });

/** Any JSON value, taken as it is: the new value of a parameter. */
export const value = <const O extends FieldOptions>(options: O): Fielded<Leaf<Json>, O> =>
  leaf(options, {
    control: 'value',
    misfit: (got) => (got === undefined ? expect.plain() : undefined),
    jsonSchema: {},
  });

/** One side of a partition: a zone, a node, or a list of them. */
export type Side = string | string[];

/** The two sides that a partition separates. */
export const sides = <const O extends FieldOptions>(options: O): Fielded<Leaf<[Side, Side]>, O> =>
  leaf(options, {
    control: 'sides',
    misfit: (value) => {
      const isSide = (side: unknown): boolean =>
        Array.isArray(side)
          ? side.length >= 1 && side.length <= 500 && side.every((one) => idMisfit(one) === undefined)
          : idMisfit(side) === undefined;
      return Array.isArray(value) && value.length === 2 && value.every(isSide) ? undefined : expect.sides();
    },
    jsonSchema: { type: 'array', items: { $ref: '#/$defs/side' }, minItems: 2, maxItems: 2 },
  });
