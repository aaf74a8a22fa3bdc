import { countOf, mergeVectors, NO_EVENTS, vectorText } from '#lib/vector-clock.ts';
import type { VectorClock } from '#lib/vector-clock.ts';
import type { Marks } from '#sim/message.ts';

/** Names one version of one row: the n-th that this coordinator made of it. */
export interface Dot {
  readonly by: string;
  readonly n: number;
}

/**
 * An exact set of dots: all up to a number for each coordinator, and some apart. A version vector alone would not do:
 * it cannot say "the third, and not the second", which is what a copy knows that missed a write.
 */
export interface Seen {
  readonly upTo: VectorClock;
  /** Beyond `upTo`, in order. */
  readonly apart: readonly Dot[];
}

export const NOTHING_SEEN: Seen = Object.freeze({ upTo: NO_EVENTS, apart: Object.freeze([]) });

export const compareDots = (a: Dot, b: Dot): number => (a.by === b.by ? a.n - b.n : a.by < b.by ? -1 : 1);

export const sees = ({ upTo, apart }: Seen, { by, n }: Dot): boolean =>
  n <= countOf(upTo, by) || apart.some((dot) => dot.by === by && dot.n === n);

export const seenOnly = ({ by, n }: Dot): Seen =>
  joinSeen(NOTHING_SEEN, { upTo: NO_EVENTS, apart: [{ by, n }] });

export function joinSeen(a: Seen, b: Seen): Seen {
  const upTo: Record<string, number> = { ...mergeVectors(a.upTo, b.upTo) };
  const apart: Dot[] = [];
  for (const { by, n } of [...a.apart, ...b.apart].sort(compareDots)) {
    const known = countOf(upTo, by);
    const last = apart[apart.length - 1];
    if (n <= known || (last?.by === by && last.n === n)) continue;
    if (n === known + 1) upTo[by] = n;
    else apart.push({ by, n });
  }
  return { upTo, apart };
}

export function seenText({ upTo, apart }: Seen): string {
  const dots = apart.map(({ by, n }) => `${by}:(${n})`);
  return [vectorText(upTo), ...dots].filter((part) => part !== '').join(' ');
}

/** As a session carries it, where the greatest mark of each name is kept: `a 7` stands for the seventh, apart. */
export function marksOf({ upTo, apart }: Seen): Marks {
  const marks: Record<string, number> = { ...upTo };
  for (const { by, n } of apart) marks[`${by} ${n}`] = 1;
  return Object.freeze(marks);
}

export function seenIn(marks: Marks): Seen {
  const upTo: Record<string, number> = {};
  const apart: Dot[] = [];
  for (const [name, mark] of Object.entries(marks)) {
    const [by, n] = name.split(' ');
    if (n === undefined) upTo[name] = mark;
    else apart.push({ by: by!, n: Number(n) });
  }
  return joinSeen({ upTo, apart: [] }, { upTo: NO_EVENTS, apart });
}
