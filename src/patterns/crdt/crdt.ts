import type { Plain } from '#lib/plain.ts';
import type { Operation } from '#patterns/row-types.ts';

/** One update as plain data: `{do: 'add', value: 'milk'}`, `{do: 'increment'}`, `{do: 'connect', value: 'a', to: 'b'}`. */
export interface Update {
  readonly do: Operation;
  readonly value?: Plain;
  /** Graphs: where the edge leads. */
  readonly to?: Plain;
  /** Maps: which field. */
  readonly field?: string;
}

/** Who makes an update, and when by its own clock, µs. No two that work side by side may have the same name. */
export interface Stamp {
  readonly replica: string;
  readonly timeUs: number;
}

/**
 * A state-based conflict-free replicated data type (Shapiro, Preguiça, Baquero and Zawirski 2011) with delta-mutators
 * (Almeida, Shoker and Baquero 2018). States are plain JSON in one canonical form and form a join semilattice: `merge`
 * is associative, commutative and idempotent, and every update only moves upwards, so copies that have seen the same
 * updates are equal, whatever the order, loss and repetition of what they were sent.
 */
export interface Crdt<S extends Plain = Plain> {
  readonly empty: S;
  /**
   * What an update adds to `state`, to be merged here and anywhere. null: its precondition does not hold here (taking
   * away what is not there). Throws UpdateError for an update that makes no sense for the type.
   */
  delta(state: S, update: Update, by: Stamp): S | null;
  merge(a: S, b: S): S;
  /** What a reader sees. */
  value(state: S): Plain;
  /** The state that a row has from the start, from its value; null when no state has such a value. */
  from(value: Plain): S | null;
}

/** A type that can be emptied and go on, so that a map can hold it: `clear` takes away what was seen. */
export interface Clearable<S extends Plain = Plain> extends Crdt<S> {
  isClear(state: S): boolean;
}

export class UpdateError extends Error {}

export const impossible = (update: Update): UpdateError => new UpdateError(`cannot ${update.do} here`);

/** How much to count: a whole number from 1, and 1 when nothing is said. */
export function amountOf({ do: operation, value = 1 }: Update): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 1) return value;
  throw new UpdateError(`${operation} needs a whole number from 1, got ${JSON.stringify(value)}`);
}

/** What to add, remove or write. */
export function subjectOf({ do: operation, value }: Update): Plain {
  if (value === undefined) throw new UpdateError(`${operation} needs a value`);
  return value;
}

/** Folds values that were there from the start into a state; each has a name of its own, so copies agree on them. */
export function begin<S extends Plain>(
  crdt: Pick<Crdt<S>, 'empty' | 'delta' | 'merge'>,
  updates: readonly Update[],
): S {
  let state = crdt.empty;
  updates.forEach((update) => {
    const replica = `start ${JSON.stringify([update.do, update.value, update.to])}`;
    const delta = crdt.delta(state, update, { replica, timeUs: 0 });
    if (delta !== null) state = crdt.merge(state, delta);
  });
  return state;
}
