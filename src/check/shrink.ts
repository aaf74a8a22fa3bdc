import type { Meter } from './budget.ts';
import type { Operation, Primitive } from './history.ts';
import type { AnyModel, Trace } from './model.ts';
import { searchOrder } from './search.ts';

/** Search steps spent at most on making one witness smaller. */
const STEPS_MAX = 400_000;

/**
 * A small set of operations that has no order either, from a history that has none.
 *
 * Only operations that cannot explain another are left out, so that the witness never blames a read for a write
 * that we removed: pure ones, and those that leave a value which no remaining operation found. Pieces are
 * tried by delta debugging (Zeller and Hildebrandt 2002) as long as the errand's budget lasts.
 */
export function shrink(
  operations: readonly Operation[],
  offending: Operation,
  model: AnyModel,
  first: unknown,
  meter: Meter,
): Operation[] {
  const errand = meter.errand(STEPS_MAX);
  let core = truncate(operations, offending.ret ?? Infinity, model);
  core = reduce(
    core,
    (all, chunk) => without(all, new Set(chunk.filter(({ id }) => id !== offending.id)), model),
    (smaller) => searchOrder(smaller, model, first, errand).found === 'none',
    errand,
  );
  const chosen = new Set(core.map(({ id }) => id));
  return operations.filter(({ id }) => chosen.has(id));
}

/** What was known at a moment: what was called by then, and of that as unknown what had not answered. */
export function truncate(operations: readonly Operation[], moment: number, model: AnyModel): Operation[] {
  return operations
    .filter(({ call }) => call <= moment)
    .map((operation): Operation => {
      const open = operation.outcome === 'ok' && (operation.ret ?? Infinity) > moment;
      if (!open) return operation;
      // A dequeue or the like has not told yet what it took.
      const { value, ...asked } = operation;
      const told = value === undefined || model.answers?.(operation) === true;
      return { ...asked, ...(told ? {} : { value }), outcome: 'info', ret: null };
    })
    .filter((operation) => operation.outcome === 'ok' || !model.pure(operation));
}

/**
 * Delta debugging: drops halves, quarters … single operations while what is left still `fails`.
 * `drop` takes away as much of a chunk as it may.
 */
export function reduce(
  operations: readonly Operation[],
  drop: (all: readonly Operation[], chunk: readonly Operation[]) => Operation[],
  fails: (smaller: readonly Operation[]) => boolean,
  meter: Meter,
): Operation[] {
  let core = [...operations];
  for (let size = core.length >> 1; size >= 1; size >>= 1) {
    for (let again = true; again && meter.spent === null;) {
      again = false;
      // Latest first: reads go before the writes they found.
      for (let from = core.length - size; from > -size && meter.spent === null; from -= size) {
        const smaller = drop(core, core.slice(Math.max(0, from), from + size));
        if (smaller.length === core.length || !fails(smaller)) continue;
        core = smaller;
        again = size === 1;
      }
    }
  }
  return core;
}

/** Takes away as many of the operations as leave no remaining one unexplained. */
export function without(
  core: readonly Operation[],
  unwanted: ReadonlySet<Operation>,
  rules: { readonly trace?: Trace; pure(operation: Operation): boolean },
): Operation[] {
  const gone = new Set(unwanted);
  const found = new Set<Primitive | undefined>();
  for (const operation of core) if (!gone.has(operation)) found.add(rules.trace?.finds(operation));
  for (let kept = true; kept;) {
    kept = false;
    for (const operation of gone) {
      const left = rules.trace?.leaves(operation);
      if (rules.pure(operation) || (left !== undefined && !found.has(left))) continue;
      gone.delete(operation);
      // Kept after all, so what it found must stay explained too.
      found.add(rules.trace?.finds(operation));
      kept = true;
    }
  }
  return core.filter((operation) => !gone.has(operation));
}
