import { describe, expect, it } from 'vitest';
import { printProblem } from '#lib/schema/problem.ts';
import { readDocument } from './read.ts';

const TYPES = {
  'likes/': 'pnCounter',
  'seen/': 'gCounter',
  'cart/': 'orSet',
  'page/': 'map',
  'net/': 'graph',
};

/** Problems of a document in which one client does these steps on a typed database or on a cluster of two. */
function problems(steps: readonly unknown[], more: { one?: object; two?: object } = {}): string[] {
  const { problems: found } = readDocument({
    halfopen: 1,
    nodes: {
      ada: { kind: 'client', flows: [{ arrive: { at: ['1s'] }, steps }] },
      one: { kind: 'database', types: TYPES, ...more.one },
      two: { kind: 'database', ...more.two },
    },
    links: [
      { from: 'ada', to: 'one' },
      { from: 'ada', to: 'two' },
    ],
    clusters: { store: { members: ['two', 'one'] } },
  });
  return found.map((each) => printProblem(each).replace('nodes.ada.flows[0].steps[0]', ''));
}
const one = (step: object): string[] => problems([{ update: 'store', ...step }]);

describe('an update', () => {
  it('is good where the type of the row has the operation', () => {
    expect(
      problems([
        { update: 'one', key: 'likes/${n}', do: 'decrement' },
        { update: 'store', key: 'cart/ada', do: 'add', value: 'milk' },
        { update: 'store', key: 'page/home', do: 'increment', field: 'visits' },
        { update: 'store', key: 'page/home', do: 'clear' },
        { update: 'store', key: 'net/x', do: 'connect', value: 'a', to: 'b' },
        { update: 'store', key: '${user}', do: 'add', value: 1 },
      ]),
    ).toEqual([]);
  });
  it('is told what its type cannot do, if the type can be known', () => {
    expect(one({ key: 'seen/${n}', do: 'decrement' })).toEqual([
      '.do: expected one of increment, got "decrement"; kept as written',
    ]);
    expect(one({ key: '${kind}/x', do: 'connect', value: 1, to: 2 })).toEqual([]);
  });
  it('is told of a row without a type', () => {
    expect(one({ key: 'order/1', do: 'add', value: 1 })).toEqual([
      '.key: expected a key that has a type in store, got "order/1"; kept as written',
    ]);
    expect(problems([{ update: 'local', key: 'likes/1', do: 'increment' }])).toHaveLength(1);
  });
  it('says what it needs', () => {
    expect(one({ key: 'cart/1', do: 'add' })).toEqual([
      '.value: expected what to add, got nothing; kept as written',
    ]);
    expect(one({ key: 'net/1', do: 'connect', value: 1 })).toEqual([
      '.to: expected what to connect, got nothing; kept as written',
    ]);
    expect(one({ key: 'page/1', do: 'increment' })).toEqual([
      '.field: expected a field of the map, got nothing; kept as written',
    ]);
    expect(one({ key: 'cart/1', do: 'add', value: 1, field: 'x' })).toEqual([
      '.field: expected a map where a field is named, got "x"; kept as written',
    ]);
  });
});

describe('rows with a type', () => {
  it('are not put or deleted', () => {
    expect(problems([{ put: 'store', key: 'likes/1', value: 3 }])).toEqual([
      '.key: expected update for a pnCounter, got "likes/1"; kept as written',
    ]);
    expect(problems([{ transaction: 'one', steps: [{ delete: 'one', key: 'likes/${n}' }] }])).toHaveLength(1);
    expect(problems([{ put: 'store', key: '${kind}/1', value: 3 }])).toEqual([]);
  });
  it('begin as what they can be', () => {
    expect(problems([], { two: { rows: { 'likes/1': 3, 'cart/a': ['milk'], 'seen/1': -1 } } })).toEqual([
      'nodes.two.rows["seen/1"]: expected a value of a gCounter, got -1; left out',
    ]);
  });
  it('stay what they are', () => {
    const set = { at: '1s', do: 'set', node: 'one', path: 'types', value: {} };
    const { problems: found } = readDocument({
      halfopen: 1,
      nodes: { one: { kind: 'database' } },
      timeline: [set],
    });
    expect(found.map(({ path }) => path)).toEqual(['timeline[0].path']);
  });
  it('are the same to all members of a cluster', () => {
    expect(problems([], { two: { types: { 'cart/': 'gSet', 'tags/': 'gSet' } } })).toEqual([
      'nodes.one.types["cart/"]: expected one of gSet, got "orSet"; using gSet',
    ]);
  });
});
