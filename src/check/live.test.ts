import { describe, expect, it } from 'vitest';
import type { Operation } from './history.ts';
import { linearizable } from './linearizable.ts';
import { liveLinearizability, liveRegisters } from './live.ts';
import { LiveRegister } from './live-register.ts';
import { modelNamed } from './models.ts';
import { randomHistory, type Shape } from './random-history.ts';

/** Calls and answers in order of time, as a running system would report them. */
function* events(
  operations: readonly Operation[],
): Generator<{ at: number; operation: Operation; call: boolean }> {
  const all = operations.flatMap((operation) => [
    { at: operation.call, operation, call: true },
    { at: operation.ret ?? Infinity, operation, call: false },
  ]);
  yield* all.filter(({ at }) => at < Infinity).sort((a, b) => a.at - b.at);
}

/** What had happened up to a moment: later answers are not known yet. */
function until(operations: readonly Operation[], moment: number): Operation[] {
  return operations
    .filter(({ call }) => call <= moment)
    .map((operation) =>
      (operation.ret ?? Infinity) <= moment ? operation : { ...operation, outcome: 'info', ret: null },
    );
}

const shapes: readonly (readonly ['register' | 'cas-register' | 'kv' | 'mutex', boolean, Shape])[] = [
  ['register', true, { operations: 14, processes: 4, keys: 1, values: 0, kinds: ['read', 'read', 'write'] }],
  ['register', false, { operations: 12, processes: 4, keys: 2, values: 3, kinds: ['read', 'write'] }],
  [
    'cas-register',
    false,
    { operations: 12, processes: 4, keys: 1, values: 3, kinds: ['read', 'write', 'cas'] },
  ],
  ['mutex', false, { operations: 7, processes: 3, keys: 1, values: 1, kinds: ['acquire', 'release'] }],
  ['kv', false, { operations: 10, processes: 4, keys: 1, values: 2, kinds: ['get', 'put', 'append'] }],
];

describe('liveLinearizability', { timeout: 30_000 }, () => {
  it.each(shapes)(
    'says after every answer of a %s (values new: %s) what the whole check says',
    (name, unique, shape) => {
      const counts = { valid: 0, invalid: 0 };
      for (let seed = 0; seed < 500; seed += 1) {
        const operations = randomHistory(seed, shape, {
          model: modelNamed(name),
          lies: seed % 2 === 0 ? 0 : 25,
        });
        const live = liveLinearizability(name, { initial: 0, unique });
        for (const { at, operation, call } of events(operations)) {
          if (call) {
            live.called(operation);
            continue;
          }
          live.answered(operation);
          const whole = linearizable({ operations: until(operations, at), initial: 0 }, name);
          expect({ seed, at, verdict: live.verdict().verdict }).toEqual({ seed, at, verdict: whole.verdict });
        }
        counts[live.verdict().verdict === 'valid' ? 'valid' : 'invalid'] += 1;
      }
      expect(Math.min(counts.valid, counts.invalid)).toBeGreaterThan(50);
    },
  );

  it('keeps up with 100,000 operations in bounded memory', () => {
    const register = new LiveRegister(0);
    let held = 0;
    let clock = 0;
    for (let id = 0; id < 100_000; id += 1) {
      const write: Operation = {
        id: 2 * id,
        process: 'w',
        f: 'write',
        value: id + 1,
        outcome: 'ok',
        call: (clock += 1),
        ret: clock + 2,
      };
      const read: Operation = {
        id: 2 * id + 1,
        process: 'r',
        f: 'read',
        value: id % 2 === 0 ? held : id + 1,
        outcome: 'ok',
        call: (clock += 1),
        ret: clock + 2,
      };
      register.called(write);
      register.called(read);
      clock += 1;
      register.answered(write);
      clock += 1;
      register.answered({ ...read, ret: clock });
      held = id + 1;
    }
    expect(register.verdict).toEqual({ verdict: 'valid' });
    expect(register.remembered).toBeLessThan(5000);
    const stale: Operation = {
      id: -1,
      process: 'r',
      f: 'read',
      value: 7,
      outcome: 'ok',
      call: clock + 1,
      ret: clock + 2,
    };
    register.called(stale);
    register.answered(stale);
    expect(register.verdict).toMatchObject({ verdict: 'invalid', witness: { offending: -1 } });
  });

  it('forgets no value that a read still running may find', () => {
    const register = new LiveRegister(0);
    let clock = 0;
    const write = (value: number): Operation => ({
      id: value,
      process: 'w',
      f: 'write',
      value,
      outcome: 'ok',
      call: (clock += 1),
      ret: (clock += 1),
    });
    const read = (id: number, value: number): Operation => ({
      id,
      process: 'r',
      f: 'read',
      value,
      outcome: 'ok',
      call: (clock += 1),
      ret: null,
    });
    for (let value = 1; value < 1024; value += 1) {
      const next = write(value);
      register.called(next);
      register.answered(next);
    }
    const quick = read(-1, 1023);
    register.called(quick);
    register.answered({ ...quick, ret: (clock += 1) });
    const slow = read(-2, 1023);
    register.called(slow);
    for (let value = 1024; value < 3000; value += 1) {
      const next = write(value);
      register.called(next);
      register.answered(next);
    }
    register.answered({ ...slow, ret: (clock += 1) });
    expect(register.verdict).toEqual({ verdict: 'valid' });
  });

  it('answers unknown when too much is running to keep every explanation', () => {
    const live = liveLinearizability('cas-register');
    const write = (id: number): Operation => ({
      id,
      process: `${id}`,
      f: 'write',
      value: id,
      outcome: 'ok',
      call: id,
      ret: 1000,
    });
    for (let id = 0; id < 40; id += 1) live.called(write(id));
    live.answered(write(3));
    expect(live.verdict().verdict).toBe('unknown');
  });

  it('of registers whose values may repeat or not, says what the whole check says', () => {
    const counts = { valid: 0, invalid: 0 };
    for (let seed = 0; seed < 300; seed += 1) {
      const shape: Shape = {
        operations: 14,
        processes: 4,
        keys: 2,
        values: seed % 3 === 0 ? 0 : 4,
        kinds: ['read', 'read', 'write'],
      };
      const truth = { model: modelNamed('register'), lies: seed % 2 === 0 ? 0 : 25 };
      const operations = randomHistory(seed, shape, truth);
      const live = liveRegisters(0);
      for (const { at, operation, call } of events(operations)) {
        if (call) live.called(operation);
        else live.answered(operation);
        if (call) continue;
        const { verdict } = linearizable({ operations: until(operations, at), initial: 0 }, 'register');
        expect({ seed, at, verdict: live.verdict().verdict }).toEqual({ seed, at, verdict });
      }
      counts[live.verdict().verdict as 'valid' | 'invalid'] += 1;
    }
    expect(Math.min(counts.valid, counts.invalid)).toBeGreaterThan(50);
  });
});
