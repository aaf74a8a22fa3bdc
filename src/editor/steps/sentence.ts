import { metaOf, type AnySchema } from '#lib/schema/meta.ts';
import { fieldsOf } from '#editor/inspector/shape.ts';
import { isFields } from '#editor/inspector/way.ts';
import { branchWords, sentences, steps as words, triggers } from '#words/steps.ts';
import { verbIn, verbSchema } from './tree.ts';
import type { Way } from '#editor/inspector/way.ts';

/** A piece of a sentence. Chips are names and expressions; `field` is the field of the step that they come from. */
export type Token =
  | { readonly kind: 'verb'; readonly text: string }
  | { readonly kind: 'words'; readonly text: string }
  | {
      readonly kind: 'chip';
      readonly text: string;
      readonly field: string;
      readonly wash: Wash;
      readonly empty: boolean;
    };

type Wash = 'plain' | 'event' | 'request';

/** The sentence of a step: "**Put** into customersDb at …". A verb without a pattern is told field by field. */
export function sentenceOf(step: unknown): readonly Token[] {
  const verb = verbIn(step);
  if (verb === undefined || !isFields(step)) return [{ kind: 'words', text: words.unknown }];
  return tokensOf(sentences[verb] ?? patternFor(verb, verbSchema(verb)), step);
}

/** What sets a list of steps off: "**on** OrderCreated from events topic orders". Empty when nobody has words for it. */
export const triggerOf = (word: string, value: Readonly<Record<string, unknown>>): readonly Token[] =>
  triggers[word] === undefined ? [] : tokensOf(triggers[word], value);

export const plainSentence = (tokens: readonly Token[]): string =>
  tokens
    .map(({ text }) => text)
    .join('')
    .replaceAll(/\s+/g, ' ')
    .trim();

/** The word over a branch of a step. */
export function branchWord(way: Way, step: unknown): string {
  const named = way.filter((key) => typeof key === 'string').join(' ');
  const index = way.find((key) => typeof key === 'number');
  const pattern = branchWords[named] ?? named;
  const list = isFields(step) ? step[String(way[0])] : undefined;
  const part: unknown = Array.isArray(list) && index !== undefined ? (list as unknown[])[index] : undefined;
  const name = isFields(part) && typeof part['name'] === 'string' ? part['name'] : '';
  return pattern.replace('{n}', String((index ?? 0) + 1)).replace('{name}', name);
}

const PIECE =
  /\*\*(?<verb>.+?)\*\*|\{(?<field>\w+)(?::(?<wash>event|request))?\}|\[(?<part>[^\]|]*)(?:\|(?<other>[^\]]*))?\]/g;

/** A pattern of `words/steps.ts`, filled in. */
export function tokensOf(pattern: string, value: Readonly<Record<string, unknown>>): readonly Token[] {
  const tokens: Token[] = [];
  const say = (text: string): void => {
    if (text !== '') tokens.push({ kind: 'words', text });
  };
  let from = 0;
  for (const match of pattern.matchAll(PIECE)) {
    say(pattern.slice(from, match.index));
    from = match.index + match[0].length;
    const { verb, field, wash, part, other } = match.groups ?? {};
    if (verb !== undefined) tokens.push({ kind: 'verb', text: verb });
    else if (field !== undefined) tokens.push(...chipsOf(field, value[field], (wash ?? 'plain') as Wash));
    else if (part !== undefined) {
      const said = [...part.matchAll(/\{(\w+)/g)].every(([, name]) => saysSomething(value[name ?? '']));
      tokens.push(...tokensOf(said ? part : (other ?? ''), value));
    }
  }
  say(pattern.slice(from));
  return tokens;
}

const saysSomething = (value: unknown): boolean =>
  value !== undefined && value !== '' && !(isFields(value) && Object.keys(value).length === 0);

/** A field as chips: an object gives one for each of its fields. */
function chipsOf(field: string, value: unknown, wash: Wash): readonly Token[] {
  if (!saysSomething(value))
    return [{ kind: 'chip', text: isFields(value) ? '{}' : '…', field, wash, empty: true }];
  if (!isFields(value) || isDistribution(value)) {
    return [{ kind: 'chip', text: short(value), field, wash, empty: false }];
  }
  return Object.entries(value).flatMap(([key, one], index): readonly Token[] => [
    ...(index === 0 ? [] : [{ kind: 'words', text: ' ' } as const]),
    { kind: 'chip', text: `${key}: ${short(one)}`, field, wash, empty: false },
  ]);
}

const DISTRIBUTIONS: ReadonlySet<string> = new Set([
  'uniform',
  'exponential',
  'normal',
  'lognormal',
  'pareto',
  'mix',
]);
const isDistribution = (value: Readonly<Record<string, unknown>>): boolean => {
  const keys = Object.keys(value);
  return keys.length === 1 && DISTRIBUTIONS.has(keys[0] ?? '');
};

const CHIP_MAX = 60;

/** A text that is one `${…}` alone reads as its expression; other values as JSON without quotes around names. */
export function short(value: unknown): string {
  const text = typeof value === 'string' ? (loneExpression(value) ?? value) : spelled(value);
  return text.length > CHIP_MAX ? `${text.slice(0, CHIP_MAX - 1)}…` : text;
}

const spelled = (value: unknown): string => {
  if (Array.isArray(value)) return (value as unknown[]).map(short).join(', ');
  if (isFields(value))
    return Object.entries(value)
      .map(([key, one]) => `${key} ${short(one)}`)
      .join(', ');
  return value === undefined ? '' : JSON.stringify(value);
};

/** `event.total` for `${event.total}`; undefined for text around it or for two of them. */
function loneExpression(text: string): string | undefined {
  if (!text.startsWith('${') || !text.endsWith('}')) return undefined;
  const inside = text.slice(2, -1);
  return inside.includes('${') || inside.includes('}') ? undefined : inside.trim();
}

/** For a verb that nobody has written a sentence for yet. */
function patternFor(verb: string, schema: AnySchema): string {
  const others = fieldsOf(schema).flatMap(([name, field]) => {
    const { control, title } = metaOf(field);
    return name === verb || control === 'steps' || control === 'list'
      ? []
      : [`[, ${title.toLowerCase()} {${name}}]`];
  });
  const { title } = metaOf(schema);
  return `**${title}** {${verb}}${others.join('')}`;
}
