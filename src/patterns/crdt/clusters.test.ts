import { describe, expect, it } from 'vitest';
import { play } from '#flow/play.test-helper.ts';
import type { Drawing, Played } from '#flow/play.test-helper.ts';
import { equalPlain } from '#lib/plain.ts';
import type { Plain } from '#lib/plain.ts';
import { newStream } from '#lib/random.ts';
import { ALL_FAULTS, randomFaults } from '#patterns/random-faults.test-helper.ts';
import { Ended } from '#sim/record.ts';

const MEMBERS = ['a', 'b', 'c'] as const;
const TYPES = {
  'likes/': 'pnCounter',
  'seen/': 'gCounter',
  'cart/': 'orSet',
  'name/': 'lwwRegister',
  'draft/': 'mvRegister',
  'page/': 'map',
  'net/': 'graph',
};

interface World {
  readonly replication: Drawing;
  readonly sync?: string;
  readonly seed: number;
  readonly timeline: readonly unknown[];
}

/** Three clients, each next to one member, update shared rows of every type until 5 s. */
function cluster({ replication, sync = 'always', seed, timeline }: World): Played {
  const client = (name: string): Drawing => ({
    kind: 'client',
    flows: [
      {
        arrive: { every: '160ms' },
        until: '5s',
        session: name,
        steps: [
          { update: 'store', key: 'likes/post', do: 'increment', value: '${1 + n % 3}' },
          { update: 'store', key: 'seen/post', do: 'increment' },
          { update: 'store', key: 'cart/shared', do: 'add', value: '${n % 5}' },
          { update: 'store', key: `cart/${name}`, do: 'add', value: '${n}' },
          { update: 'store', key: 'name/post', do: 'write', value: `${name} \${n}` },
          { update: 'store', key: 'draft/post', do: 'write', value: `${name} \${n}` },
          { update: 'store', key: 'page/home', do: 'increment', field: 'visits' },
          { update: 'store', key: 'page/home', do: 'add', field: 'tags', value: '${n % 4}' },
          { update: 'store', key: 'net/x', do: 'add', value: '${n % 6}' },
          { update: 'store', key: 'net/x', do: 'connect', value: '${n % 6}', to: '${(n + 1) % 6}' },
          {
            if: 'n % 3 == 0',
            then: [
              { update: 'store', key: 'cart/shared', do: 'remove', value: '${(n + 2) % 5}' },
              { update: 'store', key: 'page/home', do: 'clear', field: 'tags' },
              { update: 'store', key: 'net/x', do: 'remove', value: '${(n + 3) % 6}' },
            ],
          },
        ].map((step) => ({ try: [step], catch: [] })),
      },
    ],
  });
  const clients = { xan: 'a', yul: 'b', zoe: 'c' };
  return play(
    {
      runFor: '12s',
      network: { within: { uniform: ['1ms', '9ms'] } },
      nodes: {
        ...Object.fromEntries(Object.keys(clients).map((name) => [name, client(name)])),
        ...Object.fromEntries(
          MEMBERS.map((id) => [
            id,
            { kind: 'database', sync, types: TYPES, rows: { 'likes/post': 7, 'cart/shared': ['old'] } },
          ]),
        ),
      },
      links: [
        ...Object.entries(clients).map(([from, to]) => ({ from, to, timeout: '700ms' })),
        ...MEMBERS.flatMap((from, i) => MEMBERS.slice(i + 1).map((to) => ({ from, to }))),
      ],
      clusters: { store: { members: MEMBERS, replication } },
      timeline,
    },
    { seed, kinds: ['begin', 'end'] },
  );
}

/** What clients were told of `key`, and what they were left in doubt about. */
function counted(played: Played, key: string): { sure: number; doubtful: number } {
  const amounts = new Map<string, number>();
  const total = { sure: 0, doubtful: 0 };
  for (const e of played.events) {
    const call = `${e.node} ${e.a}`;
    if (e.kind === 'begin') {
      if (e.data['key'] === key) amounts.set(call, (e.data['value'] as number | undefined) ?? 1);
      continue;
    }
    const amount = amounts.get(call);
    if (amount === undefined) continue;
    amounts.delete(call);
    if (e.b === Ended.ok) total.sure += amount;
    else if (e.b === Ended.unknown) total.doubtful += amount;
  }
  for (const amount of amounts.values()) total.doubtful += amount;
  return total;
}

/** Whoever is to hold a row holds the same; returns the rows. */
function expectConverged(played: Played, label: unknown, holders = 3): { readonly [key: string]: Plain } {
  const all = MEMBERS.map((id) => played.rows(id));
  const rows = Object.assign({}, ...all) as { [key: string]: Plain };
  const differing = Object.keys(rows).filter((key) => {
    const held = all.filter((own) => key in own);
    return held.length !== holders || !held.every((own) => equalPlain(own[key], rows[key]));
  });
  expect([label, differing]).toEqual([label, []]);
  return rows;
}

const campaigns: readonly {
  title: string;
  replication: Drawing;
  sync?: string;
  runs: number;
  exact: boolean;
  holders?: number;
}[] = [
  { title: 'quorums', replication: { mode: 'quorum', antiEntropy: '300ms' }, runs: 3, exact: true },
  {
    title: 'quorums of one, with siblings elsewhere',
    replication: { mode: 'quorum', r: 1, w: 1, conflicts: 'siblings', antiEntropy: '300ms' },
    runs: 2,
    exact: true,
  },
  {
    title: 'quorums of two owners among three',
    replication: { mode: 'quorum', n: 2, r: 1, w: 1, antiEntropy: '300ms' },
    runs: 2,
    exact: true,
    holders: 2,
  },
  {
    title: 'quorums on disks that forget',
    replication: { mode: 'quorum', r: 1, w: 1, antiEntropy: '300ms' },
    sync: '250ms',
    runs: 2,
    exact: false,
  },
  { title: 'several leaders', replication: { mode: 'multiLeader' }, runs: 3, exact: true },
  {
    title: 'several leaders, at intervals and in causal order, with siblings elsewhere',
    replication: { mode: 'multiLeader', conflicts: 'siblings', delivery: 'causal', exchangeEvery: '150ms' },
    runs: 2,
    exact: true,
  },
  {
    title: 'several leaders on disks that forget',
    replication: { mode: 'multiLeader' },
    sync: '250ms',
    runs: 2,
    exact: false,
  },
  { title: 'synchronous copies', replication: { mode: 'sync', detectAfter: '450ms' }, runs: 1, exact: true },
  { title: 'consensus', replication: { mode: 'raft' }, runs: 1, exact: true },
];

describe('whatever happens to three members for some seconds', () => {
  it.each(campaigns)('$title: they agree about rows of every type, and counters are exact', (c) => {
    for (let seed = 1; seed <= c.runs; seed++) {
      const timeline = randomFaults(newStream(seed, 'crdt'), MEMBERS, ALL_FAULTS);
      const skew = { at: '100ms', do: 'skew', node: 'b', by: '800ms', behind: true };
      const played = cluster({ ...c, seed, timeline: [skew, ...timeline] });
      const label = `seed ${seed} ${JSON.stringify(timeline)}`;
      const rows = expectConverged(played, label, c.holders);
      for (const [key, start] of [
        ['likes/post', 7],
        ['seen/post', 0],
      ] as const) {
        const { sure, doubtful } = counted(played, key);
        const total = rows[key] as number;
        expect([label, key, sure > 15]).toEqual([label, key, true]);
        expect([label, key, total <= start + sure + doubtful]).toEqual([label, key, true]);
        if (c.exact) expect([label, key, total >= start + sure]).toEqual([label, key, true]);
      }
    }
  });
});

describe.each(['multiLeader', 'quorum'])(
  'a member of mode %s whose disk has forgotten what others have heard',
  (mode) => {
    it('goes on under a new name, and nothing is taken for something else', () => {
      const times = [...Array.from({ length: 10 }, (_, i) => `${100 + i * 20}ms`), '1500ms', '1600ms'];
      const played = play({
        runFor: '6s',
        nodes: {
          xan: {
            kind: 'client',
            flows: [
              {
                arrive: { at: times },
                steps: [
                  { update: 'store', key: 'cart/x', do: 'add', value: '${n}' },
                  { update: 'store', key: 'likes/x', do: 'increment' },
                ],
              },
            ],
          },
          ...Object.fromEntries(MEMBERS.map((id) => [id, { kind: 'database', sync: '50s', types: TYPES }])),
        },
        links: [
          { from: 'xan', to: 'a', timeout: '700ms' },
          ...MEMBERS.flatMap((from, i) => MEMBERS.slice(i + 1).map((to) => ({ from, to }))),
        ],
        clusters: {
          store: { members: MEMBERS, replication: { mode, ...(mode === 'quorum' && { r: 1, w: 1 }) } },
        },
        timeline: [
          { at: '900ms', for: '2s', do: 'partition', between: ['a', ['b', 'c']] },
          { at: '1s', for: '200ms', do: 'crash', node: 'a' },
        ],
      });
      const rows = expectConverged(played, mode);
      expect(rows).toEqual({ 'cart/x': times.map((_, i) => i + 1), 'likes/x': times.length });
    });
  },
);
