import * as fc from 'fast-check';
import type { Plain } from '#lib/plain.ts';
import type { CrdtType } from '#patterns/row-types.ts';
import type { Stamp, Update } from './crdt.ts';
import '#run/all-parts.ts';
import { crdtOf, deltaOf, merged } from './types.ts';

/** What happens in a random run: replicas update, hear of each other's whole state, or of single deltas. */
export type Command =
  | { readonly t: 'update'; readonly at: number; readonly update: Update; readonly waitUs: number }
  | { readonly t: 'merge'; readonly from: number; readonly to: number }
  | { readonly t: 'deliver'; readonly to: number; readonly which: number };

/** An update that took effect, and which others its replica had seen. */
export interface Happened {
  readonly update: Update;
  readonly by: Stamp;
  readonly seen: ReadonlySet<Happened>;
}

export interface Replica {
  readonly name: string;
  state: Plain;
  clockUs: number;
  readonly seen: Set<Happened>;
}

export interface Run {
  readonly replicas: readonly Replica[];
  readonly deltas: readonly Plain[];
  /** State before, delta, state after, for each update that took effect. */
  readonly moves: readonly (readonly [before: Plain, delta: Plain, after: Plain])[];
}

const NAMES = ['a', 'b', 'c'];
/** Clocks differ by more than the pauses between updates. */
const SKEW_US = [0, 700, -400];

export function replay(type: CrdtType, commands: readonly Command[]): Run {
  const replicas = NAMES.map((name, i): Replica => {
    return { name, state: crdtOf(type).empty, clockUs: 10_000 + SKEW_US[i]!, seen: new Set() };
  });
  const deltas: Plain[] = [];
  const moves: [Plain, Plain, Plain][] = [];
  for (const command of commands) {
    if (command.t === 'update') {
      for (const each of replicas) each.clockUs += command.waitUs;
      const one = replicas[command.at]!;
      const by = { replica: one.name, timeUs: one.clockUs };
      const delta = deltaOf(type, one.state, command.update, by);
      if (delta === null) continue;
      const before = one.state;
      one.state = merged(type, before, delta);
      one.seen.add({ update: command.update, by, seen: new Set(one.seen) });
      deltas.push(delta);
      moves.push([before, delta, one.state]);
    } else if (command.t === 'merge') {
      const [from, to] = [replicas[command.from]!, replicas[command.to]!];
      to.state = merged(type, to.state, from.state);
      for (const each of from.seen) to.seen.add(each);
    } else if (deltas.length > 0) {
      const to = replicas[command.to]!;
      to.state = merged(type, to.state, deltas[command.which % deltas.length]!);
    }
  }
  return { replicas, deltas, moves };
}

const thing = fc.constantFrom<Plain>('milk', 'eggs', 'tea', 7);
const vertex = fc.constantFrom<Plain>('u', 'v', 'w');
const amount = fc.integer({ min: 1, max: 4 });
const field = fc.constantFrom('x', 'y', '__proto__');

const one = (operation: Update['do'], more: { [field: string]: fc.Arbitrary<unknown> } = {}) =>
  fc.record({ do: fc.constant(operation), ...more }) as fc.Arbitrary<Update>;

export const updates: { readonly [T in CrdtType]: fc.Arbitrary<Update> } = {
  gCounter: one('increment', { value: amount }),
  pnCounter: fc.oneof(one('increment', { value: amount }), one('decrement', { value: amount }), one('clear')),
  gSet: one('add', { value: thing }),
  twoPhaseSet: fc.oneof(one('add', { value: thing }), one('remove', { value: thing })),
  orSet: fc.oneof(
    { arbitrary: one('add', { value: thing }), weight: 3 },
    { arbitrary: one('remove', { value: thing }), weight: 3 },
    one('clear'),
  ),
  lwwRegister: fc.oneof({ arbitrary: one('write', { value: thing }), weight: 4 }, one('clear')),
  mvRegister: fc.oneof({ arbitrary: one('write', { value: thing }), weight: 4 }, one('clear')),
  map: fc.oneof(
    one('increment', { value: amount, field }),
    one('decrement', { value: amount, field }),
    one('add', { value: thing, field }),
    one('remove', { value: thing, field }),
    one('write', { value: thing, field }),
    one('clear', { field }),
    one('clear'),
  ),
  graph: fc.oneof(
    { arbitrary: one('add', { value: vertex }), weight: 4 },
    { arbitrary: one('remove', { value: vertex }), weight: 2 },
    { arbitrary: one('connect', { value: vertex, to: vertex }), weight: 4 },
    { arbitrary: one('disconnect', { value: vertex, to: vertex }), weight: 1 },
    one('clear'),
  ),
};

const replica = fc.nat({ max: NAMES.length - 1 });

/** With `deltas`, single deltas are delivered too: in any order, several times, or never. */
export function commandsFor(update: fc.Arbitrary<Update>, deltas: boolean): fc.Arbitrary<Command[]> {
  const updating = fc.record({
    t: fc.constant('update' as const),
    at: replica,
    update,
    waitUs: fc.integer({ min: 1, max: 300 }),
  });
  const merging = fc.record({ t: fc.constant('merge' as const), from: replica, to: replica });
  const delivering = fc.record({
    t: fc.constant('deliver' as const),
    to: replica,
    which: fc.nat({ max: 99 }),
  });
  return fc.array(
    fc.oneof(
      { arbitrary: updating, weight: 5 },
      { arbitrary: merging, weight: 2 },
      ...(deltas ? [{ arbitrary: delivering, weight: 4 }] : []),
    ),
    { minLength: 5, maxLength: 30, size: 'max' },
  );
}
