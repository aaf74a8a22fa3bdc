import type { Meter } from './budget.ts';
import { ConfigSet } from './config-set.ts';
import type { Operation, Primitive } from './history.ts';
import type { Model } from './model.ts';

/** Operations in the order of one session. */
export interface Chain {
  readonly operations: readonly Operation[];
  /** Whether it may be left out: one write with unknown outcome. */
  readonly optional: boolean;
}

export interface SequentialResult {
  readonly found: boolean;
  /** The order, or the longest one found. */
  readonly order: readonly Operation[];
}

/**
 * Searches for one order of all chains that the model allows; null when the meter is spent.
 *
 * Depth first, remembering visited configurations (a position in each chain, and the state). A pure operation that fits is
 * placed at once and never taken back alone. `ready` may forbid a step from the positions reached.
 */
export function searchSequential<S>(
  chains: readonly Chain[],
  model: Pick<Model<S>, 'step' | 'equal' | 'pure'>,
  first: S,
  ready: (chain: number, position: number, positions: Int32Array, state: S) => boolean,
  meter: Meter,
): SequentialResult | null {
  const positions = new Int32Array(chains.length);
  const seen = new ConfigSet(meter);
  const ids = new Map<Primitive, number>();
  const nothing = new Int32Array(0);
  const stack: { chain: number; before: S; forced: boolean }[] = [];
  let longest: number[] = [];
  let left = chains.reduce((sum, { operations, optional }) => sum + (optional ? 0 : operations.length), 0);
  let state = first;

  const next = (chain: number): Operation | undefined => chains[chain]!.operations[positions[chain]!];
  const place = (chain: number, forced: boolean): void => {
    stack.push({ chain, before: state, forced });
    positions[chain] = positions[chain]! + 1;
    if (!chains[chain]!.optional) left -= 1;
  };
  /** Undoes the last choice and all that was placed without choice after it; false when there was none. */
  const takeBack = (): boolean => {
    for (let last = stack.pop(); last !== undefined; last = stack.pop()) {
      positions[last.chain] = positions[last.chain]! - 1;
      if (!chains[last.chain]!.optional) left += 1;
      state = last.before;
      if (!last.forced) return true;
    }
    return false;
  };
  const settle = (): void => {
    for (let moved = true; moved;) {
      moved = false;
      for (let chain = 0; chain < chains.length; chain += 1) {
        for (
          let operation = next(chain);
          operation !== undefined && model.pure(operation);
          operation = next(chain)
        ) {
          if (!ready(chain, positions[chain]!, positions, state) || !meter.step()) break;
          if (model.step(state, operation) === undefined) break;
          place(chain, true);
          moved = true;
        }
      }
    }
    if (stack.length > longest.length) longest = stack.map((step) => step.chain);
  };
  const isNew = (): boolean => {
    const key = model.equal(state);
    let id = ids.get(key);
    if (id === undefined) {
      id = ids.size;
      ids.set(key, id);
      if (typeof key === 'string') meter.take(200 + 4 * key.length);
    }
    return seen.add(positions, 0, positions.length - 1, nothing, id);
  };
  const orderOf = (taken: readonly number[]): Operation[] => {
    const at = chains.map(() => 0);
    return taken.map((chain) => chains[chain]!.operations[at[chain]!++]!);
  };

  /** The sessions that could go on, the one whose operation was called first in front: most orders follow the clock. */
  const choices = (): number[] => {
    const chosen = chains.flatMap((_, chain) => {
      const operation = next(chain);
      return operation === undefined || model.pure(operation) ? [] : [{ chain, call: operation.call }];
    });
    return chosen.sort((a, b) => a.call - b.call || a.chain - b.chain).map(({ chain }) => chain);
  };

  settle();
  const frames = [choices()];
  try {
    for (;;) {
      if (left === 0) return { found: true, order: orderOf(stack.map((step) => step.chain)) };
      if (meter.spent !== null) return null;
      const chain = frames.at(-1)?.shift();
      if (chain === undefined) {
        frames.pop();
        if (!takeBack()) return { found: false, order: orderOf(longest) };
        continue;
      }
      if (!meter.step() || !ready(chain, positions[chain]!, positions, state)) continue;
      const reached = model.step(state, next(chain)!);
      if (reached === undefined) continue;
      place(chain, false);
      state = reached;
      settle();
      if (isNew()) frames.push(choices());
      else takeBack();
    }
  } finally {
    seen.free();
  }
}
