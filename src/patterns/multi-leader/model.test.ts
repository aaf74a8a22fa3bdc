import { describe, expect, it } from 'vitest';
import { play } from '#flow/play.test-helper.ts';
import type { Drawing, Played } from '#flow/play.test-helper.ts';
import { equalPlain } from '#lib/plain.ts';
import { newStream } from '#lib/random.ts';
import { ALL_FAULTS, randomFaults } from '#patterns/random-faults.test-helper.ts';
import { Ended } from '#sim/record.ts';

const MEMBERS = ['a', 'b', 'c'] as const;

interface World {
  readonly replication?: Drawing;
  readonly sync?: string;
  readonly seed?: number;
  readonly timeline?: readonly unknown[];
  readonly steps?: readonly unknown[];
  readonly more?: Drawing;
}
/** Each client asks the member next to it: rows of its own, and rows that all write, read first or not, and delete. */
function cluster({ replication = {}, sync = 'always', seed = 1, timeline = [], steps, more }: World): Played {
  const own = (name: string): readonly unknown[] => [
    { put: 'store', key: `${name}/\${n}`, value: '${n}' },
    { update: 'store', key: 'sum/all', do: 'increment' },
    { get: 'store', key: 'shared/${n % 4}', as: 'seen' },
    { if: 'n % 3 > 0', then: [{ put: 'store', key: 'shared/${n % 4}', value: `${name}-\${n}` }] },
    {
      if: 'n % 5 == 0',
      then: [
        {
          put: 'store',
          key: 'shared/${(n + 1) % 4}',
          value: { by: name, n: '${n}', had: '${old == null}' },
        },
      ],
    },
    { if: 'n % 7 == 0', then: [{ delete: 'store', key: 'shared/${n % 4}' }] },
    {
      if: 'n % 11 == 0',
      then: [
        {
          transaction: 'store',
          steps: [
            { put: 'store', key: 'x', value: '${n}' },
            { put: 'store', key: 'y', value: '${n}' },
          ],
        },
      ],
    },
  ];
  const clients = { xan: 'a', yul: 'b', zoe: 'c' };
  return play(
    {
      runFor: '10s',
      network: { within: { uniform: ['1ms', '9ms'] } },
      nodes: {
        ...Object.fromEntries(
          Object.keys(clients).map((name) => [
            name,
            {
              kind: 'client',
              flows: [{ arrive: { every: '90ms' }, until: '5s', session: name, steps: steps ?? own(name) }],
            },
          ]),
        ),
        ...Object.fromEntries(
          MEMBERS.map((id) => [
            id,
            { kind: 'database', sync, rows: { 'shared/0': 'from the start' }, types: { 'sum/': 'gCounter' } },
          ]),
        ),
      },
      links: [
        ...Object.entries(clients).map(([from, to]) => ({ from, to, timeout: '700ms' })),
        ...MEMBERS.flatMap((from, i) => MEMBERS.slice(i + 1).map((to) => ({ from, to }))),
      ],
      clusters: { store: { members: MEMBERS, replication: { mode: 'multiLeader', ...replication } } },
      timeline,
      ...more,
    },
    { seed, kinds: ['begin', 'end', 'state', 'fact'] },
  );
}

function expectConverged(played: Played, label: unknown): void {
  const [first, ...rest] = MEMBERS.map((id) => played.shown(id));
  for (const other of rest) {
    expect([label, other['vector']]).toEqual([label, first!['vector']]);
    for (const what of ['rows', 'versions', 'copies']) {
      const [x, y] = [first![what], other[what]] as unknown as ReadonlyMap<string, unknown>[];
      const keys = new Set([...x!.keys(), ...y!.keys()]);
      const differing = [...keys].filter((key) => !equalPlain(x!.get(key), y!.get(key)));
      expect([label, what, differing]).toEqual([label, what, []]);
    }
    expect([other['siblings'], other['early']]).toEqual([first!['siblings'], 0]);
  }
}

/** How often a client was told that it has counted, and may have counted. */
const counted = (played: Played): readonly [sure: number, perhaps: number] => {
  const ends = played.of('end', 'update store').filter((e) => e.b !== Ended.failed);
  return [ends.filter((e) => e.b === Ended.ok).length, ends.length];
};

/** The rows written once that a client was told of. */
function confirmed(played: Played): string[] {
  const keyOf = new Map<string, string>();
  const keys: string[] = [];
  for (const e of played.events) {
    const call = `${e.node} ${e.a}`;
    if (e.kind === 'begin') keyOf.set(call, e.data['key'] as string);
    else if (e.kind === 'end' && e.b === Ended.ok && /^(xan|yul|zoe)\//.test(keyOf.get(call) ?? ''))
      keys.push(keyOf.get(call)!);
  }
  return keys;
}

const campaigns = [
  { replication: { conflicts: 'lastWriteWins', clock: 'wall' }, runs: 6 },
  { replication: { conflicts: 'lastWriteWins', clock: 'lamport', delivery: 'causal' }, runs: 6 },
  { replication: { conflicts: 'lastWriteWins', clock: 'hybrid', exchangeEvery: '150ms' }, runs: 6 },
  { replication: { conflicts: 'siblings' }, runs: 6 },
  { replication: { conflicts: 'siblings', delivery: 'causal', exchangeEvery: '80ms' }, runs: 6 },
  {
    replication: { conflicts: 'siblings', delivery: 'causal', exchangeEvery: '100ms' },
    sync: '300ms',
    runs: 6,
  },
  { replication: { clock: 'lamport', exchangeEvery: '100ms' }, sync: '300ms', runs: 6 },
  { replication: { clock: 'hybrid', exchangeEvery: '100ms' }, sync: 'never', runs: 6 },
] as const;

describe('whatever happens to three members for some seconds', () => {
  it.each(campaigns)('$replication: they converge, and lose nothing that was kept on a disk', (c) => {
    const sync = 'sync' in c ? c.sync : 'always';
    let lossy = 0;
    for (let seed = 1; seed <= c.runs; seed++) {
      const timeline = randomFaults(newStream(seed, 'leaders'), MEMBERS, ALL_FAULTS);
      const skew = [{ at: '100ms', do: 'skew', node: 'b', by: '800ms', behind: true }];
      const played = cluster({ replication: c.replication, sync, seed, timeline: [...skew, ...timeline] });
      const label = `seed ${seed} ${JSON.stringify(timeline)}`;
      expectConverged(played, label);
      const rows = played.rows('a');
      const missing = confirmed(played).filter((key) => !(key in rows));
      if (sync === 'always') {
        expect([label, missing]).toEqual([label, []]);
        const [sure, perhaps] = counted(played);
        expect(rows['sum/all']).toBeGreaterThanOrEqual(sure);
        expect(rows['sum/all']).toBeLessThanOrEqual(perhaps);
      }
      lossy += missing.length;
      expect(Object.keys(rows).length).toBeGreaterThan(60);
    }
    if (sync !== 'always') expect(lossy).toBeGreaterThan(0);
  });
});

describe('several leaders by themselves', () => {
  const away = [{ at: '1s', for: '3s', do: 'partition', between: ['c', ['a', 'b']] }];
  const put = (name: string): unknown => ({ put: 'store', key: `k/\${n % 40}`, value: `${name} \${n}` });

  it('a member that is cut off says so, and goes on', () => {
    const played = cluster({ timeline: away, more: { runFor: '3s' } });
    expect(MEMBERS.map((id) => played.shown(id)['peersReachable'])).toEqual([1, 1, 0]);
    expect(played.shown('c')).toMatchObject({ whenCutOff: 'diverges', reach: 'apart' });
    expect(played.of('end').filter((e) => e.b !== Ended.ok)).toEqual([]);
    expect(cluster({ timeline: away }).shown('c')).toMatchObject({ peersReachable: 2, reach: 'together' });
  });

  it('who has missed more than is kept is sent all rows, and dates its next write after them', () => {
    const every = { arrive: { every: '1ms' }, until: '3500ms', steps: [put('xan')] };
    const last = { arrive: { at: ['7s'] }, steps: [{ put: 'store', key: 'k/0', value: 'last', at: 'c' }] };
    const replication = {
      mode: 'multiLeader',
      clock: 'lamport',
      delivery: 'causal',
      exchangeEvery: '100ms',
    };
    const played = play({
      runFor: '8s',
      nodes: {
        xan: { kind: 'client', flows: [every, last] },
        ...Object.fromEntries(MEMBERS.map((id) => [id, { kind: 'database' }])),
      },
      links: [
        ...MEMBERS.map((to) => ({ from: 'xan', to })),
        ...MEMBERS.flatMap((from, i) => MEMBERS.slice(i + 1).map((to) => ({ from, to }))),
      ],
      clusters: { store: { members: MEMBERS, replication } },
      timeline: away,
    });
    expectConverged(played, replication);
    expect(played.rows('a')['k/0']).toBe('last');
    expect(played.of('send', 'all rows').length).toBeGreaterThan(0);
    expect(played.of('send', 'all rows').length).toBeLessThan(6);
  });

  it('a crash that takes writes back gives the member a new name; what others had heard of comes back', () => {
    const played = cluster({
      sync: '2s',
      timeline: [{ at: '1900ms', for: '500ms', do: 'crash', node: 'a' }],
    });
    expectConverged(played, 'one crash');
    expect(Object.keys(played.shown('b')['vector'] as object).sort()).toEqual(['a', 'a~1', 'b', 'c']);
    const rows = played.rows('a');
    const before = confirmed(played).filter((key) => key.startsWith('xan/') && Number(key.slice(4)) < 19);
    expect(before.filter((key) => !(key in rows))).toEqual([]);
  });

  const skewed = (replication: Drawing): unknown => {
    const client = (moment: string, value: string): unknown => ({
      kind: 'client',
      flows: [
        {
          arrive: { at: [moment] },
          steps: [
            { get: 'store', key: 'k', as: 'seen' },
            { put: 'store', key: 'k', value, as: 'told' },
          ],
        },
      ],
    });
    const played = play({
      runFor: '3s',
      nodes: {
        xan: client('1s', 'first'),
        yul: client('2s', 'second'),
        a: { kind: 'database' },
        b: { kind: 'database' },
      },
      links: [
        { from: 'xan', to: 'a' },
        { from: 'yul', to: 'b' },
        { from: 'a', to: 'b' },
      ],
      clusters: { store: { members: ['a', 'b'], replication: { mode: 'multiLeader', ...replication } } },
      timeline: [{ at: '500ms', do: 'skew', node: 'b', by: '5s', behind: true }],
    });
    expect(played.of('end', 'put store').map((e) => e.data['value'])).toEqual([{ ok: true }, { ok: true }]);
    return played.rows('a')['k'];
  };
  it('a clock that is behind loses a confirmed write that had seen what it replaced; logical clocks and siblings do not', () => {
    expect(skewed({ clock: 'wall' })).toBe('first');
    expect(skewed({ clock: 'hybrid' })).toBe('second');
    expect(skewed({ clock: 'lamport' })).toBe('second');
    expect(skewed({ conflicts: 'siblings' })).toBe('second');
  });

  it('a session replaces what it wrote, though it never looks; others who do not look leave versions beside it', () => {
    const played = cluster({ replication: { conflicts: 'siblings' }, steps: [put('own')] });
    const rows = Object.entries(played.rows('a')).flatMap(([key, value]) =>
      key.startsWith('k/') ? [value as unknown as { siblings: string[] }] : [],
    );
    expect(rows.length).toBe(40);
    // Three sessions, each with its latest.
    for (const { siblings } of rows) expect(siblings.length).toBe(3);
  });
});
