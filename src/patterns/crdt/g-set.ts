import type { Plain } from '#lib/plain.ts';
import { distinct } from './canonical.ts';
import { impossible, subjectOf } from './crdt.ts';
import type { Crdt } from './crdt.ts';

/** Grow-only set (specification 11): what is added stays. */
export const gSet: Crdt<readonly Plain[]> = {
  empty: [],
  delta(_state, update) {
    if (update.do !== 'add') throw impossible(update);
    return [subjectOf(update)];
  },
  merge: (a, b) => distinct([...a, ...b]),
  value: (state) => state,
  from: (value) => (Array.isArray(value) ? distinct(value as readonly Plain[]) : null),
};
