import { equalPlain } from '#lib/plain.ts';
import type { RowChange, StoreSide } from '#patterns/replication.ts';

/** A place in the log: two logs that have the same entry (number and epoch) somewhere are the same up to there. */
export interface Position {
  readonly lsn: number;
  readonly epoch: number;
}
export interface Entry extends Position {
  readonly changes: readonly RowChange[];
  /** What stood there before, to take it back. */
  readonly before: readonly RowChange[];
}
/** What one member has written down: the entries from `base` on. Plain data. */
export interface ReplicaLog {
  /** Under the primary of this epoch it was last found to begin as the primary's own. */
  reign: number;
  base: Position;
  entries: Entry[];
}

/** Entries kept although every copy has them: enough to compare logs with a member that returns. */
const KEPT = 256;
/** More are not kept for a member that is away: it will be sent all rows instead. */
const KEPT_FOR_ABSENT = 4_096;

export const emptyLog = (): ReplicaLog => ({ reign: 1, base: { lsn: 0, epoch: 0 }, entries: [] });
export const copyOf = (log: ReplicaLog): ReplicaLog => ({ ...log, entries: [...log.entries] });
export const lastOf = ({ base, entries }: ReplicaLog): Position => entries[entries.length - 1] ?? base;

/** Whose log is further: the later epoch, and in one epoch the longer log. */
export const isAhead = (one: Position, other: Position): boolean =>
  one.epoch === other.epoch ? one.lsn > other.lsn : one.epoch > other.epoch;

/**
 * How far a member has come, as one number. A primary only ever adds to its log, and ships all of it: whoever has taken
 * anything from a later one has all that is left of the earlier ones. What a failover loses is not waited for.
 */
export const positionOf = (log: ReplicaLog): number => log.reign * LSNS + lastOf(log).lsn;
const LSNS = 2 ** 32;

/** Whether the log goes up to `prev`, or further back meets what is to follow it. */
export function agrees(
  { base, entries }: ReplicaLog,
  prev: Position,
  following: readonly Position[],
): boolean {
  if (prev.lsn > base.lsn) return entries[prev.lsn - base.lsn - 1]?.epoch === prev.epoch;
  if (prev.lsn === base.lsn) return prev.epoch === base.epoch;
  return following.some(({ lsn, epoch }) => lsn === base.lsn && epoch === base.epoch);
}

export function entryAt({ base, entries }: ReplicaLog, lsn: number): Entry | undefined {
  return entries[lsn - base.lsn - 1];
}

/**
 * The latest place at which a log that ends at `other` can be the same, at most `upTo`: entries of epochs that the
 * other has not heard of are passed over at once. Below `base`: unknown.
 */
export function meetingPoint({ base, entries }: ReplicaLog, other: Position, upTo: number): number {
  let at = Math.min(other.lsn, upTo);
  while (at > base.lsn && entries[at - base.lsn - 1]!.epoch > other.epoch) at--;
  return at;
}

/** Takes back everything after `lsn`, newest first; not further than `base`. */
export function truncate(log: ReplicaLog, lsn: number, store: StoreSide): void {
  while (log.entries.length > 0 && lastOf(log).lsn > lsn)
    store.apply([...log.entries.pop()!.before].reverse());
}

/** Forgets entries up to `everywhere`, which every copy has. */
export function trim(log: ReplicaLog, everywhere: number): void {
  const { length } = log.entries;
  const known = Math.min(length - KEPT, everywhere - log.base.lsn - KEPT);
  const excess = Math.max(known, length > KEPT_FOR_ABSENT ? length - KEPT_FOR_ABSENT + KEPT : 0);
  if (excess < KEPT) return;
  const { lsn, epoch } = log.entries[excess - 1]!;
  log.base = { lsn, epoch };
  log.entries.splice(0, excess);
}

/** All rows as another member has them, in place of one's own. */
export function replaceAll(
  log: ReplicaLog,
  rows: readonly RowChange[],
  upTo: Position,
  store: StoreSide,
): void {
  const own = new Map(store.all().map((row) => [row.key, row]));
  const changes = rows.filter((row) => !equalPlain(own.get(row.key), row));
  for (const { key } of rows) own.delete(key);
  const gone = [...own.values()].map(({ key }) => ({ key, value: null, version: 0 }));
  store.apply([...changes, ...gone]);
  log.base = upTo;
  log.entries = [];
}
