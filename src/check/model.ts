import type { Plain } from '#lib/plain.ts';
import type { Operation, Primitive } from './history.ts';

/**
 * A sequential specification: what one copy of the object, used by one client at a time, would do.
 *
 * After the functions of porcupine's models (init, step, equal, partition, describe), with `pure` added: an
 * operation that never changes the state may be taken as soon as it fits, which saves the search most of its
 * branches. States are immutable.
 */
export interface Model<S> {
  readonly name: string;
  /** The parts of a history that can be judged apart: by key, or the whole (locality, Herlihy and Wing 1990). */
  readonly partition: 'by key' | 'whole';
  /** The names of operations it knows. */
  readonly operations: readonly string[];
  /** The state at first. `initial` comes from the history; `key` is the partition, if there is one. */
  init(initial: Plain | undefined, key: string | undefined): S;
  /** The state after an operation that answered as recorded (or, outcome unknown, that took effect); undefined: not possible here. */
  step(state: S, operation: Operation): S | undefined;
  /** A primitive that is equal exactly when the states are. */
  equal(state: S): Primitive;
  /** How many search steps one with this state costs; 1 when left out. For states that are copied with each step. */
  weight?(state: S): number;
  /** Whether the operation leaves every state as it is. */
  pure(operation: Operation): boolean;
  /** Whether `value` of this mutator is its answer, not its argument. */
  answers?(operation: Operation): boolean;
  /**
   * For models whose mutators each leave a value behind: that value, and the values an operation must have found.
   * A mutator whose value nobody found can be left out without making an explainable history unexplainable.
   */
  readonly trace?: Trace;
  /** The model made for the operations of one partition: it may refuse steps after which some answer cannot be explained. */
  specialize?(operations: readonly Operation[]): Model<S>;
  /** Pairs of which the first must take effect before the second (if that does), beyond what real time says. */
  precedences?(operations: readonly Operation[]): (readonly [Operation, Operation])[];
  /** Like `specialize`, for states that are a dead end only as long as certain operations are still to come. */
  foresee?(operations: readonly Operation[]): Foresight<S>;
  /** The operation in words, as a witness shows it. */
  describe(operation: Operation): string;
}

/** What a model knows about the operations still to come. */
export interface Foresight<S> {
  /** Makes one of all the states from which no operation that needs more can be explained. */
  settle(state: S): S;
  /** Whether the state is that one. */
  hopeless(state: S): boolean;
  /** Whether the operation cannot be explained from it. */
  needsMore(operation: Operation): boolean;
  /** Whether the operation can lead out of it. */
  rescues(operation: Operation): boolean;
}

/** What a mutator leaves and an operation finds, as identities; undefined: nothing, or not known. */
export interface Trace {
  leaves(operation: Operation): Primitive | undefined;
  finds(operation: Operation): Primitive | undefined;
}

/** A model with its state type out of sight; the search only hands states back to the model that made them. */
export type AnyModel = Model<unknown>;

/** The default wording: `write x 3`, `read x → 3`, `cas x 1 → 2`. */
export function describeOperation(operation: Operation): string {
  const { f, key, value, from, to, txn, outcome } = operation;
  const head = key === undefined ? f : `${f} ${key}`;
  const tail = outcome === 'info' ? ' (outcome unknown)' : '';
  if (txn !== undefined) {
    const steps = txn.map((step) => `${step.f} ${step.key} ${show(step.value)}`);
    return `${head} [${steps.join(', ')}]${tail}`;
  }
  if (from !== undefined || to !== undefined) return `${head} ${show(from)} → ${show(to)}${tail}`;
  if (value === undefined) return head + tail;
  return `${head}${ANSWERS.has(f) ? ' →' : ''} ${show(value)}${tail}`;
}

const ANSWERS = new Set(['read', 'get', 'dequeue', 'contains']);

function show(value: Plain | undefined): string {
  if (value === undefined) return '?';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 28)}…${text.slice(-28)}` : text;
}
