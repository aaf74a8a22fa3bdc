import { and, some } from './amounts.ts';

/** What the gallery of built-in systems says. */
export const galleryWords = {
  heading: (n: number): string => `${some(n, 'system')} to break`,
  all: 'All',
  groups: 'Groups',
  find: 'Pattern, product or symptom',
  found: (n: number): string => `${some(n, 'system')} found`,
  nothing: (text: string): string =>
    `Nothing here is called “${text}”. Try a pattern, a product or what went wrong.`,
  clear: 'Show all',
  also: (names: readonly string[]): string => `also: ${and(names)}`,
  holds: (n: number): string => (n === 1 ? '1 check holds' : `${n} checks hold`),
  breaks: (n: number): string => (n === 1 ? '1 breaks' : `${n} break`),
  unknown: (n: number): string => `${n} undecided`,
  own: 'Your own',
  counter: (title: string): string => `Against it: ${title}`,
} as const;
