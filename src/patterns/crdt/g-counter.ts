import { at, joinTables } from './canonical.ts';
import type { Table } from './canonical.ts';
import { amountOf, impossible } from './crdt.ts';
import type { Crdt } from './crdt.ts';

/** How much each replica has counted. */
export type Counts = Table<number>;

export const mergeCounts = (a: Counts, b: Counts): Counts => joinTables(a, b, Math.max);
export const totalOf = (counts: Counts): number => Object.values(counts).reduce((sum, each) => sum + each, 0);
export const countedOn = (counts: Counts, replica: string, amount: number): Counts => ({
  [replica]: (at(counts, replica) ?? 0) + amount,
});
/** The count that was there from the start belongs to nobody. */
export const countedFrom = (amount: number): Counts => ({ '': amount });

/** Grow-only counter (specification 6): each replica counts for itself, the value is the sum. */
export const gCounter: Crdt<Counts> = {
  empty: {},
  delta(state, update, { replica }) {
    if (update.do !== 'increment') throw impossible(update);
    return countedOn(state, replica, amountOf(update));
  },
  merge: mergeCounts,
  value: totalOf,
  from: (value) => (Number.isSafeInteger(value) && Number(value) >= 0 ? countedFrom(Number(value)) : null),
};
