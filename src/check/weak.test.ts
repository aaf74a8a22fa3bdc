import { existsSync, readFileSync } from 'node:fs';
import type { Plain } from '#lib/plain.ts';
import { describe, expect, it } from 'vitest';
import { defaultBudget, type Budget } from './budget.ts';
import { causalCC, causalCCv, causalCM, pram } from './causal.ts';
import { checkHistoryText } from './check-text.ts';
import type { History, Operation, Verdict } from './history.ts';
import { randomHistory, type Shape } from './random-history.ts';
import { sequential } from './sequential.ts';

type Relation = readonly (readonly boolean[])[];

/** A history with the write that each read found (null: the initial value), as the slow checkers see it. */
interface World {
  readonly operations: readonly Operation[];
  readonly session: Relation;
  readonly causal: Relation;
}

const isRead = ({ f }: Operation): boolean => f === 'read';

function closed(relation: Relation): Relation {
  const next = relation.map((row) => [...row]);
  for (const [k, through] of next.entries()) {
    for (const row of next) if (row[k] === true) through.forEach((set, j) => (row[j] ||= set));
  }
  return next;
}

/** Every way to match reads with writes; unread writes with unknown outcome are left out. */
function worlds(operations: readonly Operation[], initial: Plain): World[] {
  const kept = operations.filter((o) => o.outcome === 'ok' || (o.outcome === 'info' && !isRead(o)));
  const match = (reads: readonly Operation[]): Map<Operation, Operation | null>[] => {
    const [read, ...rest] = reads;
    if (read === undefined) return [new Map<Operation, Operation | null>()];
    const found: (Operation | null)[] = kept.filter(
      (w) => !isRead(w) && w.key === read.key && w.value === read.value,
    );
    if (read.value === initial) found.push(null);
    return match(rest).flatMap((others) => found.map((write) => new Map([...others, [read, write]])));
  };
  return match(kept.filter(isRead)).map((found) => {
    const seen = new Set(found.values());
    const list = kept.filter((o) => o.outcome === 'ok' || seen.has(o));
    const relate = (holds: (a: Operation, b: Operation) => boolean): Relation =>
      list.map((a) => list.map((b) => holds(a, b)));
    const before = (a: Operation, b: Operation): boolean =>
      a.process === b.process && a.outcome === 'ok' && a.call < b.call;
    return {
      operations: list,
      session: closed(relate(before)),
      causal: closed(relate((a, b) => before(a, b) || found.get(b) === a)),
    };
  });
}

/** Whether the operations in `include` have an order that holds `relation` and in which reads in `explain` find their values. */
function ordered(
  { operations }: World,
  relation: Relation,
  include: (i: number) => boolean,
  explain: (i: number) => boolean,
  initial: Plain,
): boolean {
  const all = operations.flatMap((_, i) => (include(i) ? [i] : []));
  const place = (left: readonly number[], state: ReadonlyMap<string, Plain>): boolean =>
    left.length === 0 ||
    left.some((i) => {
      if (left.some((j) => relation[j]![i]!)) return false;
      const { key = '', value = null } = operations[i]!;
      const rest = left.filter((j) => j !== i);
      if (!isRead(operations[i]!)) return place(rest, new Map([...state, [key, value]]));
      return (!explain(i) || (state.has(key) ? state.get(key) : initial) === value) && place(rest, state);
    });
  return place(all, new Map());
}

/** The definitions, word for word. */
const slow: Readonly<Record<string, (world: World, initial: Plain) => boolean>> = {
  sequential: (world, initial) =>
    ordered(
      world,
      world.session,
      () => true,
      () => true,
      initial,
    ),
  pram: (world, initial) =>
    [...new Set(world.operations.map(({ process }) => process))].every((process) => {
      const own = (i: number): boolean => world.operations[i]!.process === process;
      return ordered(world, world.session, (i) => own(i) || !isRead(world.operations[i]!), own, initial);
    }),
  'causal-cc': (world, initial) =>
    acyclic(world.causal) &&
    world.operations.every((_, o) =>
      ordered(
        world,
        world.causal,
        (i) => i === o || world.causal[i]![o]!,
        (i) => i === o,
        initial,
      ),
    ),
  'causal-cm': (world, initial) =>
    acyclic(world.causal) &&
    world.operations.every((_, o) =>
      ordered(
        world,
        world.causal,
        (i) => i === o || world.causal[i]![o]!,
        (i) => i === o || world.session[i]![o]!,
        initial,
      ),
    ),
  'causal-ccv': (world, initial) =>
    acyclic(world.causal) && permutations(world).some((order) => arbitrates(world, order, initial)),
};

const acyclic = (relation: Relation): boolean => relation.every((row, i) => !row[i]!);

function permutations(world: World): number[][] {
  const extend = (left: readonly number[]): number[][] =>
    left.length === 0
      ? [[]]
      : left
          .filter((i) => !left.some((j) => world.causal[j]![i]!))
          .flatMap((i) => extend(left.filter((j) => j !== i)).map((rest) => [i, ...rest]));
  return extend(world.operations.map((_, i) => i));
}

function arbitrates({ operations, causal }: World, order: readonly number[], initial: Plain): boolean {
  return operations.every((read, r) => {
    if (!isRead(read)) return true;
    const last = order
      .filter((w) => causal[w]![r]! && !isRead(operations[w]!) && operations[w]!.key === read.key)
      .at(-1);
    return (last === undefined ? initial : operations[last]!.value) === read.value;
  });
}

const fast: Readonly<Record<string, (history: History, budget: Budget) => Verdict>> = {
  sequential: (history, budget) => sequential(history, budget),
  pram,
  'causal-cc': causalCC,
  'causal-cm': causalCM,
  'causal-ccv': causalCCv,
};

const shapes: Readonly<Record<string, Shape>> = {
  'new values': { operations: 7, processes: 3, keys: 2, values: 0, kinds: ['read', 'read', 'write'] },
  'one key': { operations: 7, processes: 3, keys: 1, values: 0, kinds: ['read', 'read', 'write'] },
  'values written again': { operations: 6, processes: 3, keys: 2, values: 2, kinds: ['read', 'write'] },
};

describe.each(Object.keys(slow))('%s', { timeout: 30_000 }, (name) => {
  it.each(Object.keys(shapes))('says of histories with %s what the definition says', (shape) => {
    const counts = { valid: 0, invalid: 0 };
    for (let seed = 0; seed < 1200; seed += 1) {
      const operations = randomHistory(seed, shapes[shape]!);
      const { verdict } = fast[name]!({ operations, initial: 0 }, defaultBudget);
      const holds = worlds(operations, 0).some((world) => slow[name]!(world, 0));
      expect({ seed, verdict }).toEqual({ seed, verdict: holds ? 'valid' : 'invalid' });
      counts[holds ? 'valid' : 'invalid'] += 1;
    }
    expect(Math.min(counts.valid, counts.invalid)).toBeGreaterThan(30);
  });

  it('gives a witness that is enough to break the model', () => {
    for (let seed = 0; seed < 600; seed += 1) {
      const operations = randomHistory(seed, shapes['new values']!);
      const verdict = fast[name]!({ operations, initial: 0 }, defaultBudget);
      if (verdict.verdict !== 'invalid') continue;
      const core = operations.filter(({ id }) => verdict.witness.operations.includes(id));
      expect(worlds(core, 0).some((world) => slow[name]!(world, 0))).toBe(false);
    }
  });

  it('answers unknown when the budget is spent', () => {
    const operations = randomHistory(1, { ...shapes['new values']!, operations: 400, keys: 4 }).filter(
      ({ f }) => f === 'write',
    );
    const read: Operation = {
      ...operations[0]!,
      id: 999,
      f: 'read',
      value: operations[1]!.value!,
      key: operations[1]!.key!,
      outcome: 'ok',
      call: 9999,
      ret: 10_000,
    };
    const verdict = fast[name]!({ operations: [...operations, read] }, { ...defaultBudget, stepsMax: 3 });
    expect(verdict.verdict).toBe('unknown');
  });
});

describe.skipIf(!existsSync('../shared/data'))('the histories of POPL 2017, figure 2', () => {
  const { histories } = existsSync('../shared/data')
    ? (JSON.parse(readFileSync('../shared/data/weak/popl17-figure2.json', 'utf8')) as {
        histories: Record<string, Record<string, unknown>>;
      })
    : { histories: {} };
  const columns = { 'causal-cc': 'CC', 'causal-cm': 'CM', 'causal-ccv': 'CCv', sequential: 'SEQ' };

  // The variant 2d-tla is marked as not sequential, but w(x,1) w(y,2) r(y)=2 w(y,1) r(x)=1 r(y)=1 keeps both sessions
  // and explains every read.
  const expected = (id: string, flags: Record<string, unknown>, column: string): boolean =>
    (id === '2d-tla' && column === 'SEQ') || flags[column] === true;

  it.each(Object.entries(columns))('%s says what the figure says', (model, column) => {
    const entries = Object.entries(histories);
    const text = entries.map(([id, { sessions }]) => JSON.stringify({ id, sessions })).join('\n');
    const { results, problems } = checkHistoryText(model, text);
    expect(problems).toEqual([]);
    expect(results.map(({ id, verdict }) => [id, verdict])).toEqual(
      entries.map(([id, flags]) => [id, expected(id, flags, column) ? 'valid' : 'invalid']),
    );
    expect(results.length).toBeGreaterThan(5);
  });
});
