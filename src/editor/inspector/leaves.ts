import { formatDuration, formatRate, parseDuration, parseRate } from '#lib/duration.ts';
import type { Control } from '#lib/schema/meta.ts';

/** How a value that is one line of text is shown, read back and stepped. What cannot be read stays as typed. */
interface LineOf {
  readonly toText: (value: unknown) => string;
  /** Never called with an empty text: that leaves the field out. */
  readonly fromText: (text: string) => unknown;
  /** One step up or down; null when there is none. */
  readonly stepped?: (text: string, by: number) => string | null;
}

const asTyped = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined ? '' : JSON.stringify(value);

const numberOf = (text: string): number | null => {
  const number = Number(text.trim());
  return text.trim() === '' || !Number.isFinite(number) ? null : number;
};

const numeric = (step: number): LineOf => ({
  toText: asTyped,
  fromText: (text) => numberOf(text) ?? text,
  stepped: (text, by) => {
    const number = numberOf(text);
    // Steps of a share are hundredths: rounded, so that 0.1 + 0.01 reads 0.11.
    return number === null ? null : String(Math.round((number + by * step) * 1e6) / 1e6);
  },
});

/** One step is a tenth of the leading power of ten: 250ms goes to 260ms, 5s to 5.1s … never below zero. */
const lead = (value: number): number => 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, value))) - 1);

const duration: LineOf = {
  toText: asTyped,
  fromText: (text) => text.trim(),
  stepped: (text, by) => {
    const us = parseDuration(text.trim());
    return us === null ? null : formatDuration(Math.max(0, Math.round(us + by * lead(us))));
  },
};

const rate: LineOf = {
  toText: asTyped,
  fromText: (text) => (numberOf(text) === null ? text.trim() : `${text.trim()}/s`),
  stepped: (text, by) => {
    const perSecond = parseRate(text.trim());
    if (perSecond === null) return null;
    const step = perSecond >= 2 ? Math.max(1, lead(perSecond)) : 0.1;
    return formatRate(Math.max(0.1, Math.round((perSecond + by * step) * 1e6) / 1e6));
  },
};

const plainText: LineOf = { toText: asTyped, fromText: (text) => text };

/** JSON where it can be read as such, else a text: `{"credit":100}`, `12`, `PENDING`. */
export const jsonLine: LineOf = {
  toText: (value) =>
    typeof value === 'string' && !looksLikeJson(value)
      ? value
      : value === undefined
        ? ''
        : JSON.stringify(value),
  fromText: (text) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return text;
    }
  },
};

const looksLikeJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/** The controls that are a line of text. */
export const lines: Partial<Readonly<Record<Control, LineOf>>> = {
  integer: numeric(1),
  number: numeric(1),
  ratio: numeric(0.01),
  duration,
  durationOr: duration,
  rate,
  id: plainText,
  instance: plainText,
  name: plainText,
  text: plainText,
  value: jsonLine,
};
