import { newStream, nextBelow } from '#lib/random.ts';
import { describe, expect, it } from 'vitest';
import { defaultBudget } from './budget.ts';
import type { MicroOperation, Operation } from './history.ts';
import { isolation, type Isolation } from './transactions.ts';

const levels: readonly Isolation[] = ['read-committed', 'read-atomic', 'transactional-causal'];

/** `a: w x 1, r y 2`: the session, then the steps; `null` for the initial value. */
function parse(...lines: readonly string[]): Operation[] {
  return lines.map((line, id) => {
    const [head = '', body = ''] = line.split(': ');
    const [process = '', outcome = 'ok'] = head.split(' ');
    const txn = body.split(', ').map((step): MicroOperation => {
      const [f = '', key = '', value = ''] = step.split(' ');
      return { f: f as 'r' | 'w', key, value: value === 'null' ? null : Number(value) };
    });
    return {
      id,
      process,
      f: 'txn',
      txn,
      outcome: outcome as Operation['outcome'],
      call: 2 * id,
      ret: 2 * id + 1,
    };
  });
}

const broken = (operations: readonly Operation[]): string[] =>
  levels.filter((level) => isolation({ operations }, level, defaultBudget).verdict === 'invalid');

describe('isolation', { timeout: 30_000 }, () => {
  it.each<[string, readonly string[], number]>([
    ['a dirty read (G1a)', ['a fail: w x 1', 'b: r x 1'], 3],
    ['an intermediate read (G1b)', ['a: w x 1, w x 2', 'b: r x 1'], 3],
    ['circular information flow (G1c)', ['a: w x 1, r y 2', 'b: w y 2, r x 1'], 3],
    [
      'a write of a session found without the one before it',
      ['a: w x 1, w y 1', 'a: w x 2', 'b: r x 2, r y null'],
      1,
    ],
    [
      'observed transaction vanishes (OTV)',
      ['a: w x 1, w y 1', 'b: w x 2, w y 2', 'c: r x 2, r y 1, r x 2', 'd: r x 1, r y 2'],
      3,
    ],
    ['a fractured read', ['a: w x 1, w y 1', 'b: r x null, r y 1'], 2],
    ['a session that does not find its own write', ['a: w x 1', 'a: r x null'], 2],
    ['an effect found without its cause', ['a: w x 1', 'b: r x 1, w y 1', 'c: r y 1', 'c: r x null'], 1],
    ['a lost update, which needs more than these levels', ['a: r x null, w x 1', 'b: r x null, w x 2'], 0],
  ])('%s', (_, lines, count) => {
    expect(broken(parse(...lines))).toEqual(levels.slice(levels.length - count));
  });

  it('says of small random histories what trying every order of the transactions says', () => {
    const counts = { valid: 0, invalid: 0 };
    for (let seed = 0; seed < 1500; seed += 1) {
      const operations = randomTransactions(seed);
      for (const level of levels) {
        const { verdict } = isolation({ operations }, level, defaultBudget);
        expect({ seed, level, verdict }).toEqual({
          seed,
          level,
          verdict: slowly(operations, level) ? 'valid' : 'invalid',
        });
        if (verdict !== 'unknown') counts[verdict] += 1;
      }
    }
    expect(Math.min(counts.valid, counts.invalid)).toBeGreaterThan(200);
  });
});

/** Five transactions of three sessions over two keys; each writes at most once to a key, before or after it reads. */
function randomTransactions(seed: number): Operation[] {
  const stream = newStream(seed, 'transactions');
  const plan = Array.from({ length: 5 }, (_, id) => ({
    id,
    process: `${nextBelow(stream, 3)}`,
    writes: ['x', 'y'].filter(() => nextBelow(stream, 2) === 0),
  }));
  return plan.map(({ id, process, writes }): Operation => {
    const reads = ['x', 'y'].filter((key) => !writes.includes(key) && nextBelow(stream, 4) > 0);
    const txn = [
      ...reads.map((key): MicroOperation => {
        const sources = plan.filter((other) => other.id !== id && other.writes.includes(key));
        const source = sources[nextBelow(stream, sources.length + 1)];
        return { f: 'r', key, value: source === undefined ? null : source.id };
      }),
      ...writes.map((key): MicroOperation => ({ f: 'w', key, value: id })),
    ];
    return { id, process, f: 'txn', txn, outcome: 'ok', call: 2 * id, ret: 2 * id + 1 };
  });
}

/** The axioms as written, over every order of the transactions. */
function slowly(operations: readonly Operation[], level: Isolation): boolean {
  const n = operations.length;
  const readsOf = (t: number): MicroOperation[] => operations[t]!.txn!.filter(({ f }) => f === 'r');
  const writes = (t: number, key: string): boolean =>
    operations[t]!.txn!.some((step) => step.f === 'w' && step.key === key);
  const session = (a: number, b: number): boolean =>
    a < b && operations[a]!.process === operations[b]!.process;
  const from = (a: number, b: number): boolean => readsOf(b).some(({ value }) => value === a);
  const reach = Array.from({ length: n }, (_, a) =>
    Array.from({ length: n }, (__, b) => session(a, b) || from(a, b)),
  );
  for (let k = 0; k < n; k += 1) {
    for (let a = 0; a < n; a += 1)
      for (let b = 0; b < n; b += 1) if (reach[a]![k]! && reach[k]![b]!) reach[a]![b] = true;
  }
  const sees = (t: number, position: number, other: number): boolean => {
    if (level === 'transactional-causal') return reach[other]![t]!;
    if (level === 'read-atomic') return session(other, t) || from(other, t);
    return readsOf(t)
      .slice(0, position)
      .some(({ value }) => value === other);
  };
  const holds = (order: readonly number[]): boolean => {
    const at = order.map((_, t) => order.indexOf(t));
    return operations.every((_, t) =>
      readsOf(t).every(({ key, value }, position) =>
        operations.every((__, other) => {
          if (other === t || other === value || !writes(other, key) || !sees(t, position, other)) return true;
          return value !== null && at[other]! < at[value as number]!;
        }),
      ),
    );
  };
  const orders = (left: readonly number[]): number[][] =>
    left.length === 0
      ? [[]]
      : left
          .filter((t) => !left.some((other) => other !== t && reach[other]![t]!))
          .flatMap((t) => orders(left.filter((other) => other !== t)).map((rest) => [t, ...rest]));
  const all = operations.map((_, t) => t);
  return !all.some((t) => reach[t]![t]!) && orders(all).some(holds);
}
