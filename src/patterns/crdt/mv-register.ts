import type { Plain } from '#lib/plain.ts';
import { distinct } from './canonical.ts';
import { begin, impossible, subjectOf } from './crdt.ts';
import type { Clearable } from './crdt.ts';
import { liveDots, mergeDots, noDots, put, without } from './dots.ts';
import type { Dots } from './dots.ts';

/** Register that keeps several values (specification 10): a write replaces those it has seen, and no other. */
export const mvRegister: Clearable<Dots<Plain>> = {
  empty: noDots,
  delta(state, update, { replica }) {
    if (update.do === 'clear') return without(liveDots(state));
    if (update.do !== 'write') throw impossible(update);
    return put(state, subjectOf(update), replica, liveDots(state));
  },
  merge: mergeDots,
  value: ({ live }) => distinct(Object.values(live)),
  from(value) {
    if (!Array.isArray(value)) return null;
    const writes = distinct(value as readonly Plain[]).map((each) =>
      begin(mvRegister, [{ do: 'write', value: each }]),
    );
    return writes.reduce(mergeDots, noDots);
  },
  isClear: ({ live }) => Object.keys(live).length === 0,
};
