import type { Plain } from '#lib/plain.ts';

/** A place in the log. Two entries with the same index and term are the same, and so is all before them (Log Matching). */
export interface Position {
  readonly index: number;
  readonly term: number;
}
/** `command` null: the entry that a leader begins its term with. Frozen, and shared between members. */
export interface Entry extends Position {
  readonly command: Plain;
}

/** Entries follow `base` without a gap; what came up to `base` is in the snapshot. */
export interface Log {
  base: Position;
  entries: Entry[];
}

export const emptyLog = (base: Position = { index: 0, term: 0 }): Log => ({ base, entries: [] });
export const copyOf = ({ base, entries }: Log): Log => ({ base, entries: [...entries] });

export function lastOf({ base, entries }: Log): Position {
  const last = entries[entries.length - 1];
  return last === undefined ? base : { index: last.index, term: last.term };
}

/** The term of the entry there; -1 when this log does not know. */
export function termAt({ base, entries }: Log, index: number): number {
  if (index === base.index) return base.term;
  return entries[index - base.index - 1]?.term ?? -1;
}

export const entriesFrom = ({ base, entries }: Log, index: number, most: number): readonly Entry[] =>
  entries.slice(index - base.index - 1, index - base.index - 1 + most);

/** Whether a log that ends at `one` has at least as much as one that ends at `other` (§5.4.1). */
export const isUpToDate = (one: Position, other: Position): boolean =>
  one.term > other.term || (one.term === other.term && one.index >= other.index);

/**
 * The last place up to `index` whose term is not above `term`: beyond it the two logs cannot agree. Both sides skip
 * whole terms in this way, so a follower with a long tail of its own is found in few rounds (thesis §5.3, as etcd has it).
 */
export function meetingPoint(log: Log, index: number, term: number): Position {
  let at = Math.min(index, lastOf(log).index);
  while (at > log.base.index && termAt(log, at) > term) at--;
  if (at >= log.base.index) return { index: at, term: termAt(log, at) };
  return { index: at, term: 0 };
}

/**
 * Makes the log agree with `entries`; what stands there and differs is given up with all that follows. Returns the
 * first index that changed, or -1.
 */
export function adopt(log: Log, entries: readonly Entry[]): number {
  const first = entries.findIndex(({ index, term }) => index > log.base.index && termAt(log, index) !== term);
  if (first < 0) return -1;
  const { index } = entries[first]!;
  log.entries.length = index - log.base.index - 1;
  log.entries.push(...entries.slice(first));
  return index;
}

/** Forgets entries up to `index`, which the snapshot has. */
export function compact(log: Log, index: number): void {
  const forgotten = index - log.base.index;
  if (forgotten <= 0) return;
  log.base = { index, term: termAt(log, index) };
  log.entries.splice(0, forgotten);
}
