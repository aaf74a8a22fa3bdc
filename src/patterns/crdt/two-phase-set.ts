import type { Plain } from '#lib/plain.ts';
import { distinct, textOf } from './canonical.ts';
import { impossible, subjectOf } from './crdt.ts';
import type { Crdt } from './crdt.ts';

type TwoPhaseSet = {
  readonly added: readonly Plain[];
  readonly removed: readonly Plain[];
};

const has = (list: readonly Plain[], one: Plain): boolean =>
  list.some((each) => textOf(each) === textOf(one));

/** Two-phase set (specification 12): what was removed never comes back. Only what is in can be removed. */
export const twoPhaseSet: Crdt<TwoPhaseSet> = {
  empty: { added: [], removed: [] },
  delta(state, update) {
    const subject = subjectOf(update);
    if (update.do === 'add') return { added: [subject], removed: [] };
    if (update.do !== 'remove') throw impossible(update);
    if (!has(state.added, subject) || has(state.removed, subject)) return null;
    // With what it removes, so that nobody knows of the removal alone.
    return { added: [subject], removed: [subject] };
  },
  merge: (a, b) => ({
    added: distinct([...a.added, ...b.added]),
    removed: distinct([...a.removed, ...b.removed]),
  }),
  value: ({ added, removed }) => added.filter((each) => !has(removed, each)),
  from: (value) =>
    Array.isArray(value) ? { added: distinct(value as readonly Plain[]), removed: [] } : null,
};
