import type { Plain } from '#lib/plain.ts';
import { distinct, textOf } from './canonical.ts';
import { begin, impossible, subjectOf } from './crdt.ts';
import type { Clearable } from './crdt.ts';
import { liveDots, mergeDots, noDots, put, without } from './dots.ts';
import type { Dots } from './dots.ts';

/**
 * Observed-remove set (specification 15), without tombstones. Every addition is a thing of its own, and a removal takes
 * away the additions it has seen: of an addition and a removal made at the same time, the addition wins.
 */
export const orSet: Clearable<Dots<Plain>> = {
  empty: noDots,
  delta(state, update, { replica }) {
    if (update.do === 'clear') return without(liveDots(state));
    const text = textOf(subjectOf(update));
    const same = liveDots(state, (element) => textOf(element) === text);
    if (update.do === 'add') return put(state, subjectOf(update), replica, same);
    if (update.do !== 'remove') throw impossible(update);
    return same.length === 0 ? null : without(same);
  },
  merge: mergeDots,
  value: ({ live }) => distinct(Object.values(live)),
  from: (value) =>
    Array.isArray(value)
      ? begin(
          orSet,
          distinct(value as readonly Plain[]).map((each) => ({ do: 'add', value: each })),
        )
      : null,
  isClear: ({ live }) => Object.keys(live).length === 0,
};
