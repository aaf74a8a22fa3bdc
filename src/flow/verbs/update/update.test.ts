import { describe, expect, it } from 'vitest';
import { compile } from '#run/compile.ts';
import { Simulation } from '#run/simulation.ts';
import { readDocument } from '#scenario/read.ts';
import { clientAt, play } from '#flow/play.test-helper.ts';
import type { Drawing, Played } from '#flow/play.test-helper.ts';

const types = { 'likes/': 'pnCounter', 'cart/': 'orSet', 'page/': 'map', 'name/': 'lwwRegister' };

/** One client does these steps at 10 ms on a database. */
const run = (steps: readonly unknown[], db: Drawing = {}, more: Drawing = {}): Played =>
  play({
    runFor: '3s',
    nodes: { ada: clientAt(['10ms'], steps), db: { kind: 'database', types, ...db } },
    links: [{ from: 'ada', to: 'db' }],
    ...more,
  });
const seen = (played: Played): unknown[] => played.of('end', 'get db').map(({ data }) => data['value']);
const failures = (played: Played): unknown[] => played.of('flow').flatMap(({ data }) => data['text'] ?? []);

describe('update', () => {
  it('changes a row by its type, and a reader sees the value', () => {
    const played = run([
      { update: 'db', key: 'likes/1', do: 'increment', value: '${1 + 2}' },
      { update: 'db', key: 'likes/1', do: 'decrement' },
      { update: 'db', key: 'cart/ada', do: 'add', value: { item: '${n}' }, as: 'done' },
      { update: 'db', key: 'page/home', do: 'increment', field: 'visits' },
      { get: 'db', key: 'likes/1', as: 'likes' },
      { get: 'db', key: 'cart/ada' },
      { scan: 'db', prefix: 'page/', as: 'pages' },
      { put: 'db', key: 'seen', value: { likes: '${likes}', pages: '${pages}', done: '${done}' } },
    ]);
    expect(seen(played)).toEqual([2, [{ item: 1 }]]);
    expect(played.rows('db')).toEqual({
      'likes/1': 2,
      'cart/ada': [{ item: 1 }],
      'page/home': { visits: 1 },
      seen: { likes: 2, pages: [{ key: 'page/home', value: { visits: 1 } }], done: { ok: true } },
    });
  });
  it('writes values into the record, not states, and counts versions', () => {
    const rows = run([
      { update: 'db', key: 'likes/1', do: 'increment' },
      { update: 'db', key: 'likes/1', do: 'increment' },
    ]).of('fact', 'row');
    expect(rows.map(({ a, data }) => [a, data['value'], data['type']])).toEqual([
      [1, 1, 'pnCounter'],
      [2, 2, 'pnCounter'],
    ]);
  });
  it('says so when what is to be taken away is not there', () => {
    const played = run([
      { update: 'db', key: 'cart/ada', do: 'remove', value: 'milk', as: 'removed' },
      { put: 'db', key: 'seen', value: '${removed}' },
    ]);
    expect(played.rows('db')).toEqual({ seen: { ok: false } });
  });
  it('begins with the rows that are there', () => {
    const played = run([{ update: 'db', key: 'cart/ada', do: 'remove', value: 'milk' }], {
      rows: { 'cart/ada': ['milk', 'tea'], 'likes/1': 4 },
    });
    expect(played.rows('db')).toEqual({ 'cart/ada': ['tea'], 'likes/1': 4 });
  });
  it('leaves out a row that cannot begin so', () => {
    const { document } = readDocument({
      halfopen: 1,
      nodes: { db: { kind: 'database', types, rows: { 'likes/1': 'many', 'cart/a': [] } } },
    });
    const simulation = new Simulation(compile(document!), { sinks: [], eventsMax: Infinity });
    simulation.advance();
    const { rows } = simulation.kernel.shown(0) as unknown as { rows: ReadonlyMap<string, unknown> };
    expect([...rows]).toEqual([['cart/a', []]]);
  });
  it('takes part in a transaction: all or none, and reads see it', () => {
    const played = run([
      {
        transaction: 'db',
        steps: [
          { update: 'db', key: 'likes/1', do: 'increment', value: 2 },
          { update: 'db', key: 'likes/1', do: 'increment', value: 3 },
          { get: 'db', key: 'likes/1', as: 'likes' },
          { put: 'db', key: 'copy', value: '${likes}' },
        ],
      },
      {
        transaction: 'db',
        as: 'second',
        steps: [
          { update: 'db', key: 'likes/1', do: 'increment' },
          { update: 'db', key: 'cart/ada', do: 'remove', value: 'milk' },
        ],
      },
    ]);
    expect(played.rows('db')).toEqual({ 'likes/1': 5, copy: 5 });
  });
  it('is refused with a reason where the row cannot have it', () => {
    const refused = (step: object): unknown => {
      const played = play({
        runFor: '1s',
        nodes: {
          ada: clientAt(['10ms'], [{ set: { k: 'likes/1', v: 'order/1', much: -1 } }, step]),
          db: { kind: 'database', types },
        },
        links: [{ from: 'ada', to: 'db' }],
      });
      return failures(played)[0];
    };
    expect(refused({ put: 'db', key: '${k}', value: 7 })).toBe('likes/1 is a pnCounter: update it');
    expect(refused({ delete: 'db', key: '${k}' })).toBe('likes/1 is a pnCounter: update it');
    expect(refused({ update: 'db', key: '${v}', do: 'increment' })).toBe(
      'order/1 has no type that can be updated',
    );
    expect(refused({ update: 'db', key: '${k}', do: 'add', value: 1 })).toBe('no add on a pnCounter');
    expect(refused({ update: 'db', key: 'likes/1', do: 'increment', value: '${much}' })).toMatch(
      /whole number/,
    );
  });
});

describe('a crash', () => {
  const counting = (sync: string): Played =>
    play({
      runFor: '3s',
      nodes: {
        ada: {
          kind: 'client',
          flows: [
            {
              arrive: { every: '50ms' },
              until: '2s',
              steps: [{ update: 'db', key: 'likes/1', do: 'increment' }],
            },
          ],
        },
        db: { kind: 'database', types, sync },
      },
      links: [{ from: 'ada', to: 'db' }],
      timeline: [{ at: '1010ms', for: '100ms', do: 'crash', node: 'db' }],
    });
  const confirmed = (played: Played): number =>
    played.of('end', 'update db').filter(({ data }) => (data['value'] as { ok?: boolean } | null)?.ok).length;

  it('takes nothing from a counter that is synced, and some from one that is not', () => {
    const synced = counting('always');
    expect(synced.rows('db')).toEqual({ 'likes/1': confirmed(synced) });
    const lazy = counting('300ms');
    expect(lazy.rows('db')['likes/1']).toBeLessThan(confirmed(lazy));
    expect(lazy.rows('db')['likes/1']).toBeGreaterThan(15);
  });
});
