import { describe, expect, it } from 'vitest';
import type { Plain } from '#lib/plain.ts';
import type { CrdtType } from '#patterns/row-types.ts';
import type { Update } from './crdt.ts';
import { UpdateError } from './crdt.ts';
import '#run/all-parts.ts';
import { crdtOf, deltaOf, isAtMost, merged, valueOf } from './types.ts';

/** Copies of one row, by name. */
function copies(type: CrdtType, start?: Plain) {
  const first = start === undefined ? crdtOf(type).empty : crdtOf(type).from(start)!;
  const states = new Map<string, Plain>();
  let timeUs = 0;
  const of = (name: string): Plain => states.get(name) ?? first;
  return {
    state: of,
    /** False when the update's precondition does not hold. */
    at(name: string, update: Update, when = (timeUs += 1000)): boolean {
      const delta = deltaOf(type, of(name), update, { replica: name, timeUs: when });
      if (delta !== null) states.set(name, merged(type, of(name), delta));
      return delta !== null;
    },
    sync(...names: string[]): void {
      const all = names.map(of).reduce((a, b) => merged(type, a, b));
      names.forEach((name) => states.set(name, all));
    },
    value: (name: string): Plain => valueOf(type, of(name)),
  };
}

const add = (value: Plain): Update => ({ do: 'add', value });
const remove = (value: Plain): Update => ({ do: 'remove', value });
const write = (value: Plain): Update => ({ do: 'write', value });

describe('counters', () => {
  it('count every increment once, however often the copies meet', () => {
    const c = copies('gCounter');
    c.at('a', { do: 'increment', value: 3 });
    c.at('b', { do: 'increment' });
    c.sync('a', 'b');
    c.sync('a', 'b');
    c.at('b', { do: 'increment', value: 2 });
    c.sync('b', 'a');
    expect([c.value('a'), c.value('b')]).toEqual([6, 6]);
  });
  it('go below zero when they go down', () => {
    const c = copies('pnCounter', 2);
    c.at('a', { do: 'decrement', value: 3 });
    c.at('b', { do: 'decrement', value: 4 });
    c.sync('a', 'b');
    expect(c.value('b')).toBe(-5);
  });
  it('are cleared of what was seen, and of nothing else', () => {
    const c = copies('pnCounter');
    c.at('a', { do: 'increment', value: 5 });
    c.sync('a', 'b');
    c.at('b', { do: 'clear' });
    c.at('a', { do: 'increment', value: 2 });
    c.sync('a', 'b');
    expect(c.value('a')).toBe(2);
  });
  it('compare by replica: neither of two that counted apart knows all', () => {
    const c = copies('gCounter');
    c.at('a', { do: 'increment', value: 9 });
    c.at('b', { do: 'increment' });
    expect(isAtMost('gCounter', c.state('b'), c.state('a'))).toBe(false);
    c.sync('a', 'c');
    expect(isAtMost('gCounter', c.state('a'), c.state('c'))).toBe(true);
  });
  it.each([0, -1, 1.5, 'two', null])('refuse to count by %s', (value) => {
    expect(() => copies('gCounter').at('a', { do: 'increment', value })).toThrow(UpdateError);
  });
  it('that only grow refuse to go down', () => {
    expect(() => copies('gCounter').at('a', { do: 'decrement' })).toThrow(UpdateError);
  });
});

describe('sets', () => {
  it('of two phases never take back what was removed', () => {
    const c = copies('twoPhaseSet');
    expect(c.at('a', remove('milk'))).toBe(false);
    c.at('a', add('milk'));
    c.at('a', remove('milk'));
    c.at('a', add('milk'));
    expect(c.value('a')).toEqual([]);
  });
  it('that observe: of an addition and a removal at the same time, the addition wins', () => {
    const c = copies('orSet', ['milk']);
    c.at('a', remove('milk'));
    c.at('b', add('milk'));
    expect([c.value('a'), c.value('b')]).toEqual([[], ['milk']]);
    c.sync('a', 'b');
    expect(c.value('a')).toEqual(['milk']);
  });
  it('that observe: the figure of Shapiro et al. where an element is added twice and removed once', () => {
    const c = copies('orSet');
    c.at('a', add('x'));
    c.at('b', add('x'));
    c.sync('a', 'c');
    c.at('c', remove('x'));
    c.sync('b', 'c');
    expect(c.value('c')).toEqual(['x']);
    c.sync('a', 'b', 'c');
    expect(c.value('a')).toEqual(['x']);
  });
  it('that observe: keep no trace of what is gone but one number for each replica', () => {
    const c = copies('orSet');
    for (let i = 0; i < 50; i++) {
      c.at('a', add(i));
      c.sync('a', 'b');
      c.at('b', remove(i));
      c.sync('a', 'b');
    }
    expect(c.state('a')).toEqual({ live: {}, seen: { a: 50 }, beyond: [] });
  });
  it('tell things apart by what they say, not by the order of their fields', () => {
    const c = copies('orSet');
    c.at('a', add({ x: 1, y: [2] }));
    expect(c.at('a', remove({ y: [2], x: 1 }))).toBe(true);
    expect(c.value('a')).toEqual([]);
  });
});

describe('registers', () => {
  it('with the last write: a slow clock loses a write that came later', () => {
    const c = copies('lwwRegister');
    c.at('a', write('first'), 5_000);
    c.sync('a', 'b');
    c.at('b', write('second'), 4_000);
    expect([c.value('a'), c.value('b')]).toEqual(['first', 'first']);
  });
  it('with the last write: of one replica the later counts, though its clock stands still', () => {
    const c = copies('lwwRegister');
    c.at('a', write('z'), 5_000);
    c.at('a', write('b'), 5_000);
    expect(c.value('a')).toBe('b');
  });
  it('of several values keep what was written side by side until somebody has seen both', () => {
    const c = copies('mvRegister');
    c.at('a', write('red'));
    c.at('b', write('blue'));
    c.sync('a', 'b');
    expect(c.value('a')).toEqual(['blue', 'red']);
    c.at('a', write('green'));
    c.sync('a', 'b');
    expect(c.value('b')).toEqual(['green']);
  });
});

describe('maps', () => {
  it('keep what was done to a field while somebody removed it', () => {
    const c = copies('map', { tags: ['old'], visits: 3, name: 'Ada' });
    expect(c.value('a')).toEqual({ tags: ['old'], visits: 3, name: 'Ada' });
    for (const field of ['tags', 'visits', 'name']) c.at('a', { do: 'clear', field });
    c.at('b', { do: 'add', field: 'tags', value: 'new' });
    c.at('b', { do: 'increment', field: 'visits' });
    c.sync('a', 'b');
    expect(c.value('a')).toEqual({ tags: ['new'], visits: 1 });
  });
  it('hold one type in a field, and show both when two were made at once', () => {
    const c = copies('map');
    c.at('a', { do: 'increment', field: 'x' });
    expect(c.at('a', { do: 'add', field: 'x', value: 1 })).toBe(false);
    c.at('b', { do: 'add', field: 'x', value: 1 });
    c.sync('a', 'b');
    expect(c.value('b')).toEqual({ 'x (orSet)': [1], 'x (pnCounter)': 1 });
  });
});

describe('graphs', () => {
  const connect = (value: Plain, to: Plain): Update => ({ do: 'connect', value, to });
  it('draw an edge only between vertices that are there', () => {
    const c = copies('graph', { vertices: ['u'], edges: [] });
    expect(c.at('a', connect('u', 'v'))).toBe(false);
    c.at('a', add('v'));
    expect(c.at('a', connect('u', 'v'))).toBe(true);
    expect(c.value('a')).toEqual({ vertices: ['u', 'v'], edges: [['u', 'v']] });
  });
  it('let the removal of a vertex win over an edge drawn to it meanwhile, and do not bring the edge back with it', () => {
    const c = copies('graph', { vertices: ['u', 'v'], edges: [] });
    c.at('a', remove('v'));
    c.at('b', connect('u', 'v'));
    c.sync('a', 'b');
    expect(c.value('b')).toEqual({ vertices: ['u'], edges: [] });
    c.at('a', add('v'));
    c.sync('a', 'b');
    expect(c.value('b')).toEqual({ vertices: ['u', 'v'], edges: [] });
  });
  it('keep a vertex that was added anew while it was removed, without the edges it had', () => {
    const c = copies('graph', { vertices: ['u', 'v'], edges: [['u', 'v']] });
    c.at('a', remove('v'));
    c.at('b', add('v'));
    expect(c.value('b')).toEqual({ vertices: ['u', 'v'], edges: [['u', 'v']] });
    c.sync('a', 'b');
    expect(c.value('a')).toEqual({ vertices: ['u', 'v'], edges: [] });
  });
});

it('no type takes an operation that is not its own', () => {
  expect(() => deltaOf('gSet', [], { do: 'remove', value: 1 }, { replica: 'a', timeUs: 0 })).toThrow(
    'no remove on a gSet',
  );
});
