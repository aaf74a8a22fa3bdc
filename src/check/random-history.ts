import type { Plain } from '#lib/plain.ts';
import { newStream, nextBelow } from '#lib/random.ts';
import type { Operation, Outcome } from './history.ts';
import type { AnyModel } from './model.ts';

export interface Shape {
  readonly operations: number;
  readonly processes: number;
  readonly keys: number;
  /** Values are drawn below this; 0: every written value is new. */
  readonly values: number;
  readonly kinds: readonly string[];
}

/**
 * A random history for tests: each process calls one operation after another, overlapping the others at random; a few
 * fail or never answer. Answers are drawn at random, or, with `model`, from running it at a random moment of each
 * operation, so that the history is linearizable except for `lies` answers replaced by random ones.
 */
export function randomHistory(
  seed: number,
  shape: Shape,
  truth?: { model: AnyModel; lies: number },
): Operation[] {
  const stream = newStream(seed, 'history');
  const pick = (n: number): number => nextBelow(stream, n);
  const states = new Map<string, unknown>();
  const open = new Map<number, Operation>();
  const done: Operation[] = [];
  let position = 0;
  let fresh = 0;
  const value = (): number => (shape.values === 0 ? (fresh += 1) : pick(shape.values));
  const guess = (): number => (shape.values === 0 ? pick(fresh + 1) : pick(shape.values));
  const begin = (process: number): void => {
    const f = shape.kinds[pick(shape.kinds.length)]!;
    const base = {
      id: done.length + open.size,
      process: `${process}`,
      f,
      key: `k${pick(shape.keys)}`,
      outcome: 'info' as Outcome,
      call: (position += 1),
      ret: null,
    };
    const answers = f === 'read' || f === 'dequeue' || f === 'get';
    if (f === 'cas') open.set(process, { ...base, from: guess(), to: value() });
    else
      open.set(process, answers || f === 'acquire' || f === 'release' ? base : { ...base, value: value() });
  };
  const end = (process: number, operation: Operation): void => {
    open.delete(process);
    const fate = pick(12);
    const ret = (position += 1);
    if (fate === 0) return void done.push({ ...operation, outcome: 'info' });
    if (fate === 1) return void done.push({ ...operation, outcome: 'fail', ret });
    done.push({ ...answer(operation), outcome: 'ok', ret });
  };
  const answer = (operation: Operation): Operation => {
    const { f, key = '' } = operation;
    const reads = f === 'read' || f === 'dequeue' || f === 'get';
    if (truth === undefined) return reads ? { ...operation, value: guess() } : operation;
    const { model, lies } = truth;
    const state = states.has(key) ? states.get(key) : model.init(0, key);
    const told =
      reads && pick(100) >= lies
        ? tell(model, state, operation, guess)
        : reads
          ? { ...operation, value: guess() }
          : operation;
    const next = model.step(state, told);
    if (next !== undefined) states.set(key, next);
    return told;
  };
  while (done.length + open.size < shape.operations || open.size > 0) {
    const process = pick(shape.processes);
    const running = open.get(process);
    if (running !== undefined) end(process, running);
    else if (done.length + open.size < shape.operations) begin(process);
  }
  // Identifiers follow the order of calls.
  return done.sort((a, b) => a.call - b.call).map((operation, id) => ({ ...operation, id }));
}

/** The answer the model gives: the one value it accepts, found by asking. */
function tell(model: AnyModel, state: unknown, operation: Operation, guess: () => number): Operation {
  const whole =
    state instanceof Set
      ? [...(state as Set<Plain>)]
      : state instanceof Map
        ? ((state as Map<string, Plain>).get(operation.key ?? '') ?? [])
        : null;
  if (whole !== null) return { ...operation, value: whole };
  for (let value = 0; value < 64; value += 1) {
    if (model.step(state, { ...operation, value }) !== undefined) return { ...operation, value };
  }
  const nothing = { ...operation, value: null };
  return model.step(state, nothing) === undefined ? { ...operation, value: guess() } : nothing;
}
