import type { Plain } from '#lib/plain.ts';
import { newStream, nextBelow } from '#lib/random.ts';
import { describe, expect, it } from 'vitest';
import { counterBounds, setBounds } from './bounds.ts';
import type { Operation } from './history.ts';

const at = (
  id: number,
  f: string,
  value: Plain,
  call: number,
  ret: number | null,
  outcome: Operation['outcome'] = 'ok',
): Operation => ({
  id,
  process: `${id}`,
  f,
  value,
  outcome,
  call,
  ret,
});

describe('counterBounds', () => {
  const adds = [
    at(0, 'add', 5, 0, 1),
    at(1, 'add', 2, 2, 10),
    at(2, 'add', -3, 3, null, 'info'),
    at(3, 'add', 100, 4, 5, 'fail'),
  ];

  it.each([2, 4, 5, 7])('allows %d: what is certain, and any of what is not', (value) => {
    expect(counterBounds({ operations: [...adds, at(4, 'read', value, 6, 7)] })).toEqual({
      verdict: 'valid',
    });
  });

  it.each([1, 8, 105])('refuses %d', (value) => {
    const verdict = counterBounds({ operations: [...adds, at(4, 'read', value, 6, 7)] });
    expect(verdict).toMatchObject({
      verdict: 'invalid',
      witness: { operations: [0, 1, 2, 4], offending: 4 },
    });
  });
});

describe('setBounds', () => {
  const changes = [
    at(0, 'add', 'a', 0, 1),
    at(1, 'add', 'b', 2, null, 'info'),
    at(2, 'add', 'c', 3, 4),
    at(3, 'remove', 'c', 5, 9),
    at(4, 'add', 'd', 6, 7, 'fail'),
  ];

  it.each<[readonly string[]]>([[['a']], [['a', 'b']], [['a', 'c']], [['b', 'a', 'c']]])(
    'allows %j',
    (value) => {
      expect(setBounds({ operations: [...changes, at(5, 'read', value, 8, 10)] })).toEqual({
        verdict: 'valid',
      });
    },
  );

  it.each<[readonly string[], readonly number[]]>([
    [['b'], [0, 5]],
    [['a', 'd'], [5]],
    [['a', 'x'], [5]],
  ])('refuses %j', (value, operations) => {
    const verdict = setBounds({ operations: [...changes, at(5, 'read', value, 8, 10)] });
    expect(verdict).toMatchObject({ verdict: 'invalid', witness: { operations, offending: 5 } });
  });
});

describe('both', () => {
  const before = (add: Operation, read: Operation): boolean =>
    add.outcome === 'ok' && add.ret !== null && add.ret < read.call;
  const begun = (add: Operation, read: Operation): boolean =>
    add.outcome !== 'fail' && add.call <= (read.ret ?? Infinity);

  /** The definition of the counter, word by word. */
  function slowCounter(operations: readonly Operation[]): boolean {
    return operations.every((read) => {
      if (read.f !== 'read' || read.outcome !== 'ok') return true;
      const adds = operations.filter((add) => add.f === 'add' && begun(add, read));
      const sum = (some: readonly Operation[]): number =>
        some.reduce((total, { value }) => total + (value as number), 0);
      const must = adds.filter((add) => before(add, read));
      const may = adds.filter((add) => !before(add, read));
      const least = sum(must) + sum(may.filter(({ value }) => (value as number) < 0));
      const most = sum(must) + sum(may.filter(({ value }) => (value as number) > 0));
      return (read.value as number) >= least && (read.value as number) <= most;
    });
  }
  /** That of the set. */
  function slowSet(operations: readonly Operation[]): boolean {
    return operations.every((read) => {
      if (read.f !== 'read' || read.outcome !== 'ok') return true;
      const found = read.value as readonly number[];
      const changes = operations.filter((change) => change.f !== 'read' && begun(change, read));
      const touched = (f: string, value: Plain): Operation[] =>
        changes.filter((change) => change.f === f && change.value === value);
      return (
        found.every((value) => touched('add', value).length > 0) &&
        changes.every(
          (add) =>
            add.f !== 'add' ||
            !before(add, read) ||
            found.includes(add.value as number) ||
            touched('remove', add.value!).length > 0,
        )
      );
    });
  }

  it('say of random histories what their definitions say', () => {
    const stream = newStream(5, 'bounds');
    const pick = (n: number): number => nextBelow(stream, n);
    const counts = { counter: [0, 0], set: [0, 0] };
    for (let round = 0; round < 3000; round += 1) {
      const random = (kinds: readonly string[], valueOf: (f: string) => Plain): Operation[] =>
        Array.from({ length: 7 }, (_, id) => {
          const f = kinds[pick(kinds.length)]!;
          const call = pick(12);
          const outcome = (['ok', 'ok', 'ok', 'fail', 'info'] as const)[pick(5)]!;
          return at(id, f, valueOf(f), call, outcome === 'info' ? null : call + pick(6), outcome);
        });
      const counter = random(['add', 'read'], (f) => (f === 'add' ? pick(5) - 2 : pick(5) - 1));
      const set = random(['add', 'add', 'remove', 'read'], (f) =>
        f === 'read' ? [0, 1, 2].filter(() => pick(2) === 0) : pick(3),
      );
      const [isCounter, isSet] = [slowCounter(counter), slowSet(set)];
      counts.counter[isCounter ? 1 : 0]! += 1;
      counts.set[isSet ? 1 : 0]! += 1;
      expect({ round, is: counterBounds({ operations: counter }).verdict === 'valid' }).toEqual({
        round,
        is: isCounter,
      });
      expect({ round, is: setBounds({ operations: set }).verdict === 'valid' }).toEqual({ round, is: isSet });
    }
    expect(Math.min(...counts.counter, ...counts.set)).toBeGreaterThan(300);
  });
});
