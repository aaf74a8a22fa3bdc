import type { Plain } from '#lib/plain.ts';
import { at, joinTables, tableOf } from './canonical.ts';
import type { Table } from './canonical.ts';

/**
 * Things that can be taken away again without tombstones (Bieniusa et al. 2012; "causal CRDTs" in Almeida et al. 2018).
 * Whatever is put in gets a dot, `replica:n`, that nothing else ever has. `live` is what is in; `seen` and `beyond` name
 * every dot that was ever in, so what is not live but known has been taken away, and what is unknown is new.
 * Counterexample to leaving out `beyond`: told of dot 3 alone, a copy with `seen` 3 would take 1 and 2 for taken away.
 */
export type Dots<P extends Plain> = {
  readonly live: Table<P>;
  /** Every dot from 1 to n of a replica. */
  readonly seen: Table<number>;
  /** Dots after a gap, by replica and number. */
  readonly beyond: readonly string[];
};

export const noDots: Dots<never> = { live: {}, seen: {}, beyond: [] };

const replicaOf = (dot: string): string => dot.slice(0, dot.lastIndexOf(':'));
const numberOf = (dot: string): number => Number(dot.slice(dot.lastIndexOf(':') + 1));

const isKnown = ({ seen, beyond }: Dots<Plain>, dot: string): boolean =>
  numberOf(dot) <= (at(seen, replicaOf(dot)) ?? 0) || beyond.includes(dot);

/** What is live on both sides, or on one and unknown to the other. */
export function mergeDots<P extends Plain>(a: Dots<P>, b: Dots<P>): Dots<P> {
  const stays = (dot: string, other: Dots<P>): boolean =>
    Object.hasOwn(other.live, dot) || !isKnown(other, dot);
  const live = tableOf([
    ...Object.entries(a.live).filter(([dot]) => stays(dot, b)),
    ...Object.entries(b.live).filter(([dot]) => stays(dot, a)),
  ]);
  return { live, ...contextOf(joinTables(a.seen, b.seen, Math.max), [...a.beyond, ...b.beyond]) };
}

/** Closes gaps, so that what is known has one form only. */
function contextOf(seen: Table<number>, dots: readonly string[]): Pick<Dots<Plain>, 'seen' | 'beyond'> {
  const upTo = new Map(Object.entries(seen));
  const beyond: string[] = [];
  for (const dot of [...new Set(dots)].sort(byDot)) {
    const replica = replicaOf(dot);
    const last = upTo.get(replica) ?? 0;
    if (numberOf(dot) === last + 1) upTo.set(replica, last + 1);
    else if (numberOf(dot) > last) beyond.push(dot);
  }
  return { seen: tableOf(upTo), beyond };
}

function byDot(a: string, b: string): number {
  const [x, y] = [replicaOf(a), replicaOf(b)];
  return x < y ? -1 : x > y ? 1 : numberOf(a) - numberOf(b);
}

/** The delta that takes away these dots. */
export const without = (dots: readonly string[]): Dots<never> => ({ live: {}, ...contextOf({}, dots) });

/** The delta that puts something in under a new dot, in place of these. */
export function put<P extends Plain>(
  state: Dots<P>,
  payload: P,
  replica: string,
  instead: readonly string[],
): Dots<P> {
  const own = state.beyond.filter((dot) => replicaOf(dot) === replica).map(numberOf);
  const dot = `${replica}:${Math.max(at(state.seen, replica) ?? 0, ...own) + 1}`;
  return { ...without([...instead, dot]), live: { [dot]: payload } };
}

export const liveDots = <P extends Plain>(
  { live }: Dots<P>,
  where: (payload: P) => boolean = () => true,
): string[] => Object.keys(live).filter((dot) => where(live[dot]!));
