import { equalPlain } from '#lib/plain.ts';
import { amountOf, impossible } from './crdt.ts';
import type { Clearable } from './crdt.ts';
import { countedFrom, countedOn, mergeCounts, totalOf } from './g-counter.ts';
import type { Counts } from './g-counter.ts';

type PnCounter = {
  readonly up: Counts;
  readonly down: Counts;
  /** As much of both as some `clear` has seen: it counts no more. Empty without `clear`. */
  readonly upCleared: Counts;
  readonly downCleared: Counts;
};

const empty: PnCounter = { up: {}, down: {}, upCleared: {}, downCleared: {} };

/**
 * Counter that goes both ways (specification 7): two grow-only counters. `clear` is an addition for maps: it takes
 * away exactly what it has seen, so an increment made at the same time stays.
 */
export const pnCounter: Clearable<PnCounter> = {
  empty,
  delta(state, update, { replica }) {
    const { up, down } = state;
    if (update.do === 'clear') return { up, down, upCleared: up, downCleared: down };
    if (update.do === 'increment') return { ...empty, up: countedOn(up, replica, amountOf(update)) };
    if (update.do !== 'decrement') throw impossible(update);
    return { ...empty, down: countedOn(down, replica, amountOf(update)) };
  },
  merge: (a, b) => ({
    up: mergeCounts(a.up, b.up),
    down: mergeCounts(a.down, b.down),
    upCleared: mergeCounts(a.upCleared, b.upCleared),
    downCleared: mergeCounts(a.downCleared, b.downCleared),
  }),
  value: ({ up, down, upCleared, downCleared }) =>
    totalOf(up) - totalOf(upCleared) - (totalOf(down) - totalOf(downCleared)),
  from(value) {
    if (!Number.isSafeInteger(value)) return null;
    const amount = Number(value);
    return { ...empty, up: countedFrom(Math.max(0, amount)), down: countedFrom(Math.max(0, -amount)) };
  },
  isClear: ({ up, down, upCleared, downCleared }) =>
    equalPlain(up, upCleared) && equalPlain(down, downCleared),
};
