import { parseDuration } from '#lib/duration.ts';
import { words } from '#words/cli.ts';
import type { Command, Given, OptionSpec } from './command.ts';
import { BadInput } from './command.ts';

/** `--name value`, `--name=value` and switches, in any order; what follows `--` is no option. `-` is an operand. */
export function parseArguments(command: Command, args: readonly string[]): Given {
  const operands: string[] = [];
  const switches = new Set<string>();
  const values = new Map<string, string>();
  let optionsEnd = false;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (optionsEnd || arg === '-' || !arg.startsWith('-')) {
      operands.push(arg);
      continue;
    }
    if (arg === '--') {
      optionsEnd = true;
      continue;
    }
    const [, name = '', attached] = /^--([^=]*)(?:=(.*))?$/s.exec(arg) ?? [];
    const spec: OptionSpec | undefined = Object.hasOwn(command.options, name)
      ? command.options[name]
      : undefined;
    if (spec === undefined) throw usage(words.bad.option(arg));
    if (switches.has(name) || values.has(name)) throw usage(words.bad.repeated(`--${name}`));
    if (spec.value === undefined) {
      if (attached !== undefined) throw usage(words.bad.noValue(`--${name}`));
      switches.add(name);
      continue;
    }
    const value = attached ?? args[++i];
    if (value === undefined) throw usage(words.bad.needsValue(`--${name}`));
    values.set(name, value);
  }
  if (operands.length < command.from)
    throw usage(words.bad.missing(command.takes.split(' ')[operands.length]!));
  if (operands.length > command.upTo) throw usage(words.bad.tooMany(operands[command.upTo]!));
  return { operands, switches, values };
}

const usage = (message: string): BadInput => new BadInput(message, { usage: true });

const SEED_MAX = 4_294_967_295;
/** The bounds of `runFor` in the format, µs. */
const RUN_FOR_US = { min: 1_000, max: 86_400_000_000 } as const;

/** Reads the value of an option; throws BadInput with what was expected. */
function read<T>(
  given: Given,
  name: string,
  expected: string,
  parse: (text: string) => T | null,
): T | undefined {
  const text = given.values.get(name);
  if (text === undefined) return undefined;
  const value = parse(text);
  if (value === null) throw new BadInput(words.bad.value(`--${name}`, expected, JSON.stringify(text)));
  return value;
}

const whole = (text: string, min: number, max: number): number | null => {
  const value = /^\d{1,15}$/.test(text) ? Number(text) : -1;
  return value >= min && value <= max ? value : null;
};
const durationWithin = (text: string, min: number, max: number): number | null => {
  const us = parseDuration(text);
  return us !== null && us >= min && us <= max ? us : null;
};

export const seedOf = (given: Given): number | undefined =>
  read(given, 'seed', words.expected.seed, (text) => whole(text, 0, SEED_MAX));

/** `--seeds A..B`, both included. */
export const seedsOf = (given: Given): { readonly first: number; readonly last: number } | undefined =>
  read(given, 'seeds', words.expected.seeds, (text) => {
    const [a, b, ...more] = text.split('..').map((part) => whole(part, 0, SEED_MAX));
    if (a === undefined || a === null || b === undefined || b === null || more.length > 0 || a > b)
      return null;
    return { first: a, last: b };
  });

/** As text, for the document's `runFor`. */
export const runForOf = (given: Given): string | undefined =>
  read(given, 'for', words.expected.runFor, (text) =>
    durationWithin(text, RUN_FOR_US.min, RUN_FOR_US.max) === null ? null : text,
  );

/** A duration in µs. */
export const durationOf = (given: Given, name: string): number | undefined =>
  read(given, name, words.expected.duration, (text) => durationWithin(text, 0, RUN_FOR_US.max));

export const eventsOf = (given: Given): number | undefined =>
  read(given, 'events', words.expected.events, (text) => whole(text, 1, Number.MAX_SAFE_INTEGER));

const FORMATS = ['jsonl', 'otlp', 'mermaid'] as const;
export type Format = (typeof FORMATS)[number];
export const formatOf = (given: Given): Format | undefined =>
  read(given, 'format', words.expected.format, (text) => FORMATS.find((format) => format === text) ?? null);

/** A time or a number of steps for a checker. */
export interface BudgetGiven {
  readonly us?: number;
  readonly steps?: number;
  readonly bytes?: number;
}

/** `10s`, `1000000`, `64MB`, or several of them with commas between. */
export const budgetOf = (given: Given): BudgetGiven | undefined =>
  read(given, 'budget', words.expected.budget, (text) => {
    const parts = text.split(',').map(budgetPart);
    return parts.includes(null) ? null : (Object.assign({}, ...parts) as BudgetGiven);
  });

function budgetPart(text: string): BudgetGiven | null {
  const steps = whole(text, 1, Number.MAX_SAFE_INTEGER);
  if (steps !== null) return { steps };
  const megabytes = /^(\d{1,6})MB$/u.exec(text);
  if (megabytes !== null) return { bytes: Math.max(1, Number(megabytes[1])) * 1024 * 1024 };
  const us = durationWithin(text, 1, RUN_FOR_US.max);
  return us === null ? null : { us };
}
