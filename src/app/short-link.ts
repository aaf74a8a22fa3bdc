import { parseDuration } from '#lib/duration.ts';

/** A scenario of the library by its name: it comes with the page, so that a link need not carry it. */
export interface ShortLink {
  readonly id: string;
  /** The drawing that breaks its claim. */
  readonly counter: boolean;
  /** Null: where the scenario opens, playing. */
  readonly momentUs: number | null;
}

/** `#/order-saga?t=3.412s`, `#/order-saga/counter`. */
const SHORT = /^[^#]*#\/([a-z0-9-]{1,60})(\/counter)?(?:\?t=([\w.]{1,20}))?$/;

/** Reads a whole address or its fragment; null when it is no link of this kind. */
export function readShortLink(text: string): ShortLink | null {
  const [, id, counter, moment = ''] = SHORT.exec(text.trim()) ?? [];
  return id === undefined ? null : { id, counter: counter !== undefined, momentUs: parseDuration(moment) };
}

export const writeShortLink = ({ id, counter, momentUs }: ShortLink): string =>
  `#/${id}${counter ? '/counter' : ''}${momentUs === null ? '' : `?t=${inSeconds(momentUs)}`}`;

/** 3412567 µs as "3.412567s": the same moment to the last digit, and no more digits than that takes. */
const inSeconds = (us: number): string => `${(us / 1e6).toFixed(6).replace(/\.?0+$/, '')}s`;
