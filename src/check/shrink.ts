import type { Meter } from './budget.ts';
import type { Plain } from '#lib/plain.ts';
import type { Operation } from './history.ts';
import type { AnyModel } from './model.ts';
import { searchOrder } from './search.ts';

/** Search steps spent at most on making one witness smaller. */
const STEPS_MAX = 400_000;

/**
 * A small set of operations that has no order either, from a history that has none.
 *
 * Only operations that cannot explain another are left out, so that the witness never blames a read for a write
 * that we removed: pure ones, and those that leave a value which no remaining operation found. Halves, quarters …
 * single operations are tried (delta debugging, Zeller and Hildebrandt 2002) as long as the errand's budget lasts.
 */
export function shrink(
  operations: readonly Operation[],
  offending: Operation,
  model: AnyModel,
  first: unknown,
  meter: Meter,
): Operation[] {
  const errand = meter.errand(STEPS_MAX);
  const end = offending.ret ?? Infinity;
  let core = operations
    .filter(({ call }) => call <= end)
    .map((operation): Operation => {
      const open = operation.outcome === 'ok' && (operation.ret ?? Infinity) > end;
      return open ? { ...operation, outcome: 'info', ret: null } : operation;
    })
    .filter((operation) => operation.outcome === 'ok' || !model.pure(operation));
  for (let size = core.length >> 1; size >= 1; size >>= 1) {
    // Latest first: what is far back is most likely beside the point, but reads must go before the writes they found.
    let again = true;
    while (again && errand.spent === null) {
      again = false;
      for (let from = core.length - size; from > -size; from -= size) {
        const chunk = core.slice(Math.max(0, from), from + size);
        const smaller = without(core, chunk, offending, model);
        if (smaller.length === core.length) continue;
        if (searchOrder(smaller, model, first, errand).found === 'none') {
          core = smaller;
          again = size === 1;
        }
      }
    }
  }
  const chosen = new Set(core.map(({ id }) => id));
  return operations.filter(({ id }) => chosen.has(id));
}

/** Takes away as much of the chunk as nobody else depends on. */
function without(
  core: readonly Operation[],
  chunk: readonly Operation[],
  offending: Operation,
  model: AnyModel,
): Operation[] {
  const gone = new Set(chunk.filter(({ id }) => id !== offending.id));
  const { trace } = model;
  const found = new Set<Plain | undefined>();
  for (const operation of core) if (!gone.has(operation)) found.add(trace?.finds(operation));
  for (let kept = true; kept;) {
    kept = false;
    for (const operation of gone) {
      const left = model.pure(operation) ? null : trace?.leaves(operation);
      if (left === null || (left !== undefined && !found.has(left))) continue;
      gone.delete(operation);
      // Kept after all, so what it found must stay explained too.
      found.add(trace?.finds(operation));
      kept = true;
    }
  }
  return core.filter((operation) => !gone.has(operation));
}
