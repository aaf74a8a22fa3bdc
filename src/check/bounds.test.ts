import type { Plain } from '#lib/plain.ts';
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
