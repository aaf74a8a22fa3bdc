import { compareHybrid } from '#patterns/clocks/hybrid.ts';
import type { HybridTime } from '#patterns/clocks/hybrid.ts';
import { countOf, mergeVectors, NO_EVENTS, vectorText } from '#lib/vector-clock.ts';
import type { VectorClock } from '#lib/vector-clock.ts';
import type { Plain } from '#lib/plain.ts';

/** A row as members exchange it. Frozen. */
export interface Kept<Data extends Plain = Plain> {
  /** The writes of this row that it knows of, counted by who made them. */
  readonly writes: VectorClock;
  /** Whatever the rule makes of them. */
  readonly data: Data;
}

/** One write of one row, as the member makes it that was asked. */
export interface Write {
  readonly verb: string;
  /** Of the request, for rules that need more than the value. */
  readonly body: Plain;
  /** What the row becomes if nobody else writes; null: it is gone. */
  readonly value: Plain;
  /** The member, in this life of its disk; it makes its `number`th write of this row. */
  readonly actor: string;
  readonly number: number;
  /** By the clock of the cluster. No two writes of one row are alike in time, actor and number. */
  readonly time: HybridTime;
  /** The writes that its writer has been shown, and means to replace. */
  readonly seen: VectorClock;
}

/**
 * A rule for rows that several members write. Kept rows are a join semilattice: `merge` is associative, commutative and
 * idempotent, so members that know of the same writes have equal rows, whatever the order in which they heard.
 */
export interface Conflicts<Data extends Plain = Plain> {
  /** What `mine` becomes by a write made here; null: nobody has written the row before. */
  write(mine: Kept<Data> | null, write: Write): Data;
  merge(mine: Kept<Data>, theirs: Kept<Data>): Data;
  /** What a reader finds; null: the row is gone. */
  value(data: Data): Plain;
  /** How many versions stand side by side. */
  versions(data: Data): number;
  /**
   * What a session may replace from now on that was shown the row, or (`own`) has written it without looking; null:
   * nothing more than before. Left out of rules that ask nobody what he has seen.
   */
  context?(kept: Kept<Data>, own?: Pick<Write, 'actor' | 'seen'>): VectorClock | null;
  /** The version, as messages show it. */
  label(kept: Kept<Data>): string;
}

interface Dated {
  readonly value: Plain;
  readonly time: HybridTime;
  readonly actor: string;
  readonly number: number;
}
const isLater = (one: Dated, other: Dated): boolean => {
  const order = compareHybrid(one.time, other.time);
  if (order !== 0) return order > 0;
  return one.actor === other.actor ? one.number > other.number : one.actor > other.actor;
};

/** The write with the greatest time stays, whoever waits for the others; of equal times, that of the later name. */
export const lastWriteWins: Conflicts<{ readonly [F in keyof Dated]: Dated[F] & Plain }> = {
  write(mine, { value, time, actor, number }) {
    const dated = Object.freeze({ value, time: { ...time }, actor, number });
    return mine === null || isLater(dated, mine.data) ? dated : mine.data;
  },
  merge: (mine, theirs) => (isLater(theirs.data, mine.data) ? theirs.data : mine.data),
  value: ({ value }) => value,
  versions: () => 1,
  label: ({ data: { time } }) => timeText(time),
};

/** `L17`: a Lamport clock; `1.250 s`: a clock on the wall; `1.250 s +3`: a hybrid one. */
export function timeText({ wall, logical }: HybridTime): string {
  if (wall === 0) return `L${logical}`;
  const seconds = `${(wall / 1e6).toFixed(3)} s`;
  return logical === 0 ? seconds : `${seconds} +${logical}`;
}

type Sibling = { readonly actor: string; readonly number: number; readonly value: Plain };

/**
 * All versions stay that no later write has replaced: dotted version vectors (Preguiça, Baquero, Almeida, Fonte and
 * Gonçalves 2012), as in Riak. Of several a reader gets `{siblings: […]}`; a write stands against a deletion beside it.
 */
export const keepSiblings: Conflicts<readonly Sibling[]> = {
  write: (mine, { value, actor, number, seen }) =>
    sorted([
      ...(mine?.data ?? []).filter((each) => each.number > countOf(seen, each.actor)),
      Object.freeze({ actor, number, value }),
    ]),
  merge(mine, theirs) {
    const stays = (each: Sibling, other: Kept<readonly Sibling[]>): boolean =>
      each.number > countOf(other.writes, each.actor) || isAmong(each, other.data);
    return sorted([
      ...mine.data.filter((each) => stays(each, theirs)),
      ...theirs.data.filter((each) => !isAmong(each, mine.data) && stays(each, mine)),
    ]);
  },
  value(data) {
    const values = present(data);
    return values.length > 1 ? Object.freeze({ siblings: Object.freeze(values) }) : (values[0] ?? null);
  },
  versions: (data) => Math.max(1, present(data).length),
  context({ writes, data }, own) {
    if (own === undefined) return writes;
    const replaced = mergeVectors(own.seen, { [own.actor]: writes[own.actor]! });
    // A vector has no gaps: it may cover what others wrote here, and this writer never saw.
    const covered = data.filter((each) => each.number <= countOf(replaced, each.actor));
    return covered.length > 1 ? null : replaced;
  },
  label: ({ writes }) => `v ${vectorText(writes)}`,
};

const present = (data: readonly Sibling[]): Plain[] =>
  data.flatMap(({ value }) => (value === null ? [] : [value]));
const isAmong = ({ actor, number }: Sibling, list: readonly Sibling[]): boolean =>
  list.some((each) => each.actor === actor && each.number === number);
const sorted = (list: readonly Sibling[]): readonly Sibling[] =>
  Object.freeze(
    [...list].sort((a, b) => (a.actor === b.actor ? a.number - b.number : a.actor < b.actor ? -1 : 1)),
  );

/** `mine` with a write made here. */
export function withWrite(rule: Conflicts, mine: Kept | null, write: Omit<Write, 'number'>): Kept {
  const known = mergeVectors(mine?.writes ?? NO_EVENTS, write.seen);
  const number = countOf(known, write.actor) + 1;
  const data = rule.write(mine, { ...write, number });
  return Object.freeze({ writes: Object.freeze({ ...known, [write.actor]: number }), data });
}

/** What both know of. */
export const joined = (rule: Conflicts, mine: Kept, theirs: Kept): Kept =>
  Object.freeze({ writes: mergeVectors(mine.writes, theirs.writes), data: rule.merge(mine, theirs) });

/** A number that rises with every write that is known: equal rows have equal ones. */
export function versionOf({ writes }: Kept): number {
  let version = 0;
  for (const actor in writes) version += writes[actor]!;
  return version;
}
