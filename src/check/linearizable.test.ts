import { describe, expect, it } from 'vitest';
import { defaultBudget } from './budget.ts';
import type { Operation } from './history.ts';
import { linearizable } from './linearizable.ts';
import { modelNamed } from './models.ts';
import { randomHistory, type Shape } from './random-history.ts';
import { uniqueRegister } from './unique-register.ts';

/** The definition, word for word: try every operation that nothing unplaced had to precede, key by key. */
function slowlyLinearizable(operations: readonly Operation[], name: string): boolean {
  const model = modelNamed(name);
  const happened = operations.filter(({ outcome }) => outcome !== 'fail');
  const place = (left: readonly Operation[], state: unknown): boolean =>
    left.every(({ outcome }) => outcome === 'info') ||
    left.some((operation) => {
      const late = left.some(({ outcome, ret }) => outcome === 'ok' && ret !== null && ret < operation.call);
      const next = late ? undefined : model.step(state, operation);
      return (
        next !== undefined &&
        place(
          left.filter((other) => other !== operation),
          next,
        )
      );
    });
  return [...new Set(happened.map(({ key }) => key))].every((key) =>
    place(
      happened.filter((operation) => operation.key === key),
      model.init(0, key),
    ),
  );
}

const worlds: readonly (readonly [string, Shape])[] = [
  ['register', { operations: 7, processes: 3, keys: 1, values: 3, kinds: ['read', 'write'] }],
  ['register', { operations: 9, processes: 3, keys: 2, values: 0, kinds: ['read', 'read', 'write'] }],
  ['cas-register', { operations: 7, processes: 3, keys: 1, values: 3, kinds: ['read', 'write', 'cas'] }],
  ['mutex', { operations: 8, processes: 3, keys: 1, values: 1, kinds: ['acquire', 'release'] }],
  ['queue', { operations: 7, processes: 3, keys: 1, values: 0, kinds: ['enqueue', 'dequeue'] }],
  ['list-append', { operations: 7, processes: 3, keys: 1, values: 2, kinds: ['append', 'read'] }],
  ['set', { operations: 7, processes: 3, keys: 1, values: 2, kinds: ['add', 'remove', 'read'] }],
  ['kv', { operations: 7, processes: 3, keys: 1, values: 2, kinds: ['get', 'put', 'append'] }],
];

describe('linearizable', { timeout: 30_000 }, () => {
  it.each(worlds)('says of %s what trying every order says', (name, shape) => {
    const counts = { valid: 0, invalid: 0 };
    for (let seed = 0; seed < 1500; seed += 1) {
      const truth = seed % 2 === 0 ? { model: modelNamed(name), lies: 10 } : undefined;
      const operations = randomHistory(seed, shape, truth);
      const { verdict } = linearizable({ operations, initial: 0 }, name);
      expect({ seed, verdict }).toEqual({
        seed,
        verdict: slowlyLinearizable(operations, name) ? 'valid' : 'invalid',
      });
      counts[verdict === 'valid' ? 'valid' : 'invalid'] += 1;
    }
    expect(Math.min(counts.valid, counts.invalid)).toBeGreaterThan(50);
  });

  it('gives a witness that is enough to break the model', () => {
    for (const [name, shape] of worlds) {
      for (let seed = 0; seed < 400; seed += 1) {
        const operations = randomHistory(seed, shape);
        const verdict = linearizable({ operations, initial: 0 }, name);
        if (verdict.verdict !== 'invalid') continue;
        const { witness } = verdict;
        const core = operations.filter(({ id }) => witness.operations.includes(id));
        expect({ name, seed, linearizable: slowlyLinearizable(core, name) }).toEqual({
          name,
          seed,
          linearizable: false,
        });
        expect(witness.operations).toContain(witness.offending);
        // The fast path for registers shows a clash, not always the first.
        if (
          name.endsWith('register') &&
          !operations.some(({ f, outcome }) => f === 'cas' && outcome !== 'fail')
        )
          continue;
        // Just before the offending answer all could still be explained.
        const offending = operations.find(({ id }) => id === witness.offending)!;
        const before = operations
          .filter(({ call }) => call < offending.ret!)
          .map((operation): Operation => {
            if (operation.ret !== null && operation.ret < offending.ret!) return operation;
            const { value, ...asked } = operation;
            return {
              ...asked,
              ...(asked.f === 'dequeue' || value === undefined ? {} : { value }),
              outcome: 'info',
              ret: null,
            };
          });
        expect({ name, seed, before: slowlyLinearizable(before, name) }).toEqual({
          name,
          seed,
          before: true,
        });
        // A dequeue may stand in the order before it has told what it took.
        if (name !== 'queue') expect(witness.prefix).not.toContain(witness.offending);
      }
    }
  });

  it('leaves no operation in the witness of a register that could be left out', () => {
    const operations: Operation[] = [
      { id: 0, process: 'a', f: 'write', value: 1, outcome: 'ok', call: 0, ret: 1 },
      { id: 1, process: 'b', f: 'read', value: 1, outcome: 'ok', call: 2, ret: 3 },
      { id: 2, process: 'a', f: 'write', value: 2, outcome: 'ok', call: 4, ret: 5 },
      { id: 3, process: 'b', f: 'read', value: 2, outcome: 'ok', call: 6, ret: 7 },
      { id: 4, process: 'c', f: 'cas', from: 2, to: 1, outcome: 'info', call: 8, ret: null },
      { id: 5, process: 'a', f: 'write', value: 3, outcome: 'ok', call: 9, ret: 10 },
      { id: 6, process: 'b', f: 'read', value: 2, outcome: 'ok', call: 11, ret: 12 },
    ];
    const verdict = linearizable({ operations, initial: 0 }, 'cas-register');
    expect(verdict).toMatchObject({ verdict: 'invalid', witness: { operations: [2, 5, 6], offending: 6 } });
  });

  it('answers unknown when the budget is spent, however hard the history', () => {
    const operations = Array.from({ length: 60 }, (_, id): Operation => {
      const read = id % 2 === 1;
      return {
        id,
        process: `${id}`,
        f: read ? 'dequeue' : 'enqueue',
        value: id - (id % 2),
        outcome: 'ok',
        call: id,
        ret: 1000 - id,
      };
    });
    operations.push({
      id: 60,
      process: 'x',
      f: 'dequeue',
      value: 'never',
      outcome: 'ok',
      call: 1001,
      ret: 1002,
    });
    const verdict = linearizable({ operations }, 'queue', { ...defaultBudget, stepsMax: 20_000 });
    expect(verdict.verdict).toBe('unknown');
    const small = linearizable({ operations }, 'queue', { ...defaultBudget, memoryBytesMax: 100_000 });
    expect(small.verdict).toBe('unknown');
    const late = linearizable({ operations }, 'queue', { ...defaultBudget, expired: () => true });
    expect(late.verdict).toBe('unknown');
  });
});

describe('list-append', () => {
  const shape = { operations: 40, processes: 8, keys: 2, values: 0, kinds: ['append', 'append', 'read'] };
  /** Lists as they really grew, each operation taking effect when it answers; `flip` swaps two elements of one read. */
  const history = (seed: number, flip: boolean): Operation[] => {
    const lists = new Map<string, number[]>();
    const effects = randomHistory(seed, shape).toSorted((a, b) => (a.ret ?? Infinity) - (b.ret ?? Infinity));
    let flipped = !flip;
    const told = effects.map((operation): Operation => {
      const { f, key = '', outcome } = operation;
      const list = lists.get(key) ?? [];
      if (f === 'append' && outcome === 'ok') lists.set(key, [...list, operation.value as number]);
      if (f !== 'read' || outcome !== 'ok') return operation;
      const seen = [...list];
      if (!flipped && seen.length > 1) {
        seen.reverse();
        flipped = true;
      }
      return { ...operation, value: seen };
    });
    return told.sort((a, b) => a.id - b.id);
  };

  it('finds lists that grew in one order, and lists that did not, among many that overlap', () => {
    for (let seed = 0; seed < 200; seed += 1) {
      const good = linearizable({ operations: history(seed, false) }, 'list-append', {
        ...defaultBudget,
        stepsMax: 100_000,
      });
      expect({ seed, verdict: good.verdict }).toEqual({ seed, verdict: 'valid' });
    }
    const verdicts = Array.from(
      { length: 200 },
      (_, seed) =>
        linearizable({ operations: history(seed, true) }, 'list-append', {
          ...defaultBudget,
          stepsMax: 100_000,
        }).verdict,
    );
    expect(verdicts).not.toContain('unknown');
    expect(verdicts.filter((verdict) => verdict === 'invalid').length).toBeGreaterThan(100);
  });
});

describe('uniqueRegister', () => {
  it('judges a hundred thousand operations at once', () => {
    const operations = Array.from({ length: 100_000 }, (_, id): Operation => {
      const read = id % 2 === 1;
      return {
        id,
        process: `${id % 8}`,
        f: read ? 'read' : 'write',
        value: 1 + (id >> 1),
        outcome: 'ok',
        call: 2 * id,
        ret: 2 * id + 5,
      };
    });
    expect(uniqueRegister(operations, 0)).toEqual({ verdict: 'valid' });
    operations.push({
      id: 100_000,
      process: '0',
      f: 'read',
      value: 49_000,
      outcome: 'ok',
      call: 300_000,
      ret: 300_001,
    });
    expect(uniqueRegister(operations, 0)).toMatchObject({
      verdict: 'invalid',
      witness: { offending: 100_000 },
    });
  });

  it('leaves histories in which a value is written twice to the search', () => {
    const twice: Operation[] = [
      { id: 0, process: 'a', f: 'write', value: 1, outcome: 'ok', call: 0, ret: 1 },
      { id: 1, process: 'b', f: 'write', value: 1, outcome: 'ok', call: 2, ret: 3 },
    ];
    expect(uniqueRegister(twice, 0)).toBeNull();
  });
});
