import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Plain } from '#lib/plain.ts';
import { crdtTypes } from '#patterns/row-types.ts';
import type { CrdtType } from '#patterns/row-types.ts';
import { commandsFor, replay, updates } from './replicas.test-helper.ts';
import '#run/all-parts.ts';
import { crdtOf, isAtMost, merged, valueOf } from './types.ts';

/** Equal means equal to the last byte. */
const bytes = (state: Plain): string => JSON.stringify(state);

const begun = (type: CrdtType, value: Plain): Plain => {
  const state: Plain | null = crdtOf(type).from(value);
  if (state === null) throw new Error(`no ${type} is ${bytes(value)}`);
  return state;
};

describe.each(crdtTypes)('%s', (type) => {
  const commands = commandsFor(updates[type], true);
  const join = (a: Plain, b: Plain): Plain => merged(type, a, b);

  it('is a join semilattice with a least state', () => {
    fc.assert(
      fc.property(commands, (script) => {
        const [a, b, c] = replay(type, script).replicas.map(({ state }) => state) as [Plain, Plain, Plain];
        expect(bytes(join(a, a))).toBe(bytes(a));
        expect(bytes(join(a, b))).toBe(bytes(join(b, a)));
        expect(bytes(join(join(a, b), c))).toBe(bytes(join(a, join(b, c))));
        expect(bytes(join(a, crdtOf(type).empty))).toBe(bytes(a));
        expect(isAtMost(type, a, join(a, b))).toBe(true);
        expect(isAtMost(type, a, b) && isAtMost(type, b, a)).toBe(bytes(a) === bytes(b));
      }),
      { numRuns: 100 },
    );
  });

  it('only moves upwards', () => {
    fc.assert(
      fc.property(commands, (script) => {
        for (const [before, delta, after] of replay(type, script).moves) {
          expect(isAtMost(type, before, after)).toBe(true);
          expect(isAtMost(type, delta, after)).toBe(true);
          expect(bytes(join(after, delta))).toBe(bytes(after));
        }
      }),
      { numRuns: 60 },
    );
  });

  it('comes to the same by deltas in any order, twice over, as by whole states', () => {
    fc.assert(
      fc.property(commands, fc.infiniteStream(fc.nat()), (script, numbers) => {
        const { replicas, deltas } = replay(type, script);
        const whole = replicas.map(({ state }) => state).reduce(join);
        const shuffled = [...deltas, ...deltas]
          .map((delta) => ({ delta, key: numbers.next().value as number }))
          .sort((x, y) => x.key - y.key);
        const state = shuffled.reduce((sum, { delta }) => join(sum, delta), crdtOf(type).empty);
        expect(bytes(state)).toBe(bytes(whole));
      }),
      { numRuns: 60 },
    );
  });

  it('begins with a value and is that value, on every copy', () => {
    fc.assert(
      fc.property(commands, (script) => {
        const { state } = replay(type, script).replicas[0]!;
        const value = valueOf(type, state);
        fc.pre(value !== null);
        expect(valueOf(type, begun(type, value))).toEqual(value);
        expect(bytes(begun(type, value))).toBe(bytes(begun(type, value)));
      }),
      { numRuns: 60 },
    );
  });
});
