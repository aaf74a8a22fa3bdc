import type { Plain } from '#lib/plain.ts';
import { textOf } from './canonical.ts';
import { impossible, subjectOf } from './crdt.ts';
import type { Clearable } from './crdt.ts';

type LwwRegister = {
  readonly value: Plain;
  readonly timeUs: number;
  readonly by: string;
};

/** By the writer's clock, then by its name; the value decides only between writes that claim to be the same one. */
function isLater(a: LwwRegister, b: LwwRegister): boolean {
  if (a.timeUs !== b.timeUs) return a.timeUs > b.timeUs;
  return a.by === b.by ? textOf(a.value) > textOf(b.value) : a.by > b.by;
}

/**
 * Register in which the last write wins (specification 8), "last" by the writers' clocks: a clock that is slow makes
 * writes that are lost although nobody else wrote after them. A replica's own writes follow each other in any case.
 */
export const lwwRegister: Clearable<LwwRegister> = {
  empty: { value: null, timeUs: Number.MIN_SAFE_INTEGER, by: '' },
  delta(state, update, { replica, timeUs }) {
    if (update.do !== 'write' && update.do !== 'clear') throw impossible(update);
    const after = state.by === replica ? state.timeUs + 1 : timeUs;
    const value = update.do === 'clear' ? null : subjectOf(update);
    return { value, timeUs: Math.max(timeUs, after), by: replica };
  },
  merge: (a, b) => (isLater(b, a) ? b : a),
  value: ({ value }) => value,
  from: (value) => (value === null ? null : { value, timeUs: 0, by: '' }),
  isClear: ({ value }) => value === null,
};
