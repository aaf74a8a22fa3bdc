import { describe, expect, it } from 'vitest';
import { clientAt, play } from '#flow/play.test-helper.ts';
import type { Drawing, Played } from '#flow/play.test-helper.ts';
import { inspect } from '#run/inspect.ts';
import { Ended } from '#sim/record.ts';
import { preferenceOf } from '#patterns/placement.ts';

const THREE = ['a', 'b', 'c'];
const FIVE = [...THREE, 'd', 'e'];

interface World {
  readonly replication?: Drawing;
  readonly members?: readonly string[];
  /** What is done when; by one client each, so that none waits for another. */
  readonly acts: readonly (readonly [at: string, ...steps: Drawing[]])[];
  readonly timeline?: readonly unknown[];
  readonly database?: Drawing;
  readonly runFor?: string;
  readonly delay?: unknown;
}
function world({
  replication,
  members = THREE,
  acts,
  timeline = [],
  database,
  runFor,
  delay,
}: World): Played {
  const clients = acts.map(([at, ...steps], i) => [`client${i}`, clientAt([at], steps)] as const);
  return play({
    runFor: runFor ?? '5s',
    network: { within: delay ?? '1ms' },
    nodes: {
      ...Object.fromEntries(clients),
      ...Object.fromEntries(members.map((id) => [id, { kind: 'database', ...database }])),
    },
    links: [
      ...clients.flatMap(([from]) => members.map((to) => ({ from, to }))),
      ...members.flatMap((from, i) => members.slice(i + 1).map((to) => ({ from, to }))),
    ],
    clusters: { store: { members, replication: { mode: 'quorum', timeout: '200ms', ...replication } } },
    timeline,
  });
}
const put = (key: string, value: unknown, at = 'a', more: Drawing = {}): Drawing => ({
  put: 'store',
  key,
  value,
  at,
  ...more,
});
const get = (key: string, at = 'a', more: Drawing = {}): Drawing => ({ get: 'store', key, at, ...more });
/** How each client's last operation ended: what it found, or why it failed. */
const ends = (played: Played): unknown[] =>
  played.of('end').map(({ b, data }) => (b === Ended.ok ? data['value'] : data['reason']));
const alone = { readRepair: false, hintedHandoff: false, antiEntropy: 'off' };
const away = (node: string, others: readonly string[], at = '0s', span = '1s'): Drawing => ({
  at,
  for: span,
  do: 'partition',
  between: [node, others.filter((each) => each !== node)],
});

describe('quorums', () => {
  it('any member coordinates; a write is on all owners soon, and nowhere else', () => {
    const played = world({
      members: FIVE,
      replication: { n: 3 },
      acts: [['10ms', ...FIVE.map((at) => put(`row/${at}`, at, at))]],
    });
    expect(ends(played)).toEqual(FIVE.map(() => ({ ok: true })));
    for (const at of FIVE)
      expect(FIVE.filter((id) => played.rows(id)[`row/${at}`] === at).sort()).toEqual(
        preferenceOf(`row/${at}`, FIVE).slice(0, 3).sort(),
      );
  });

  it('a write without enough confirmations is unknown to the client, a read fails, and a minority may be away', () => {
    const played = world({
      replication: alone,
      acts: [
        ['100ms', put('k', 1)],
        ['200ms', put('k', 2, 'b')],
        ['300ms', get('k')],
        ['2s', get('k', 'c')],
      ],
      timeline: [away('a', THREE)],
    });
    // In the order of their ends: those cut off wait for the timeout.
    expect(ends(played)).toEqual([{ ok: true }, 'notReplicated', 'timedOut', 2]);
    expect(played.of('end').map(({ b }) => b)).toEqual([Ended.ok, Ended.unknown, Ended.unknown, Ended.ok]);
    // The copy keeps what it has, and one that is older loses when they meet.
    expect(played.rows('a')).toEqual({ k: 1 });
  });

  it('r and w of a step count for it alone', () => {
    const played = world({
      replication: alone,
      acts: [
        ['100ms', put('k', 1, 'a', { w: 1 })],
        ['200ms', get('k', 'a', { r: 1 })],
        ['300ms', get('k', 'b', { r: 1 })],
        ['400ms', get('k', 'b', { r: 3 })],
      ],
      timeline: [away('a', THREE)],
    });
    expect(ends(played)).toEqual([{ ok: true }, 1, null, 'timedOut']);
  });

  it('a read repairs those that answered with less', () => {
    const acts: World['acts'] = [
      ['100ms', put('k', 1, 'b')],
      ['1500ms', get('k', 'a', { r: 3 })],
    ];
    const timeline = [away('a', THREE)];
    const played = world({ replication: { ...alone, readRepair: true }, acts, timeline });
    expect(played.rows('a')).toEqual({ k: 1 });
    expect(played.of('send', 'repair k')).toHaveLength(0);
    expect(world({ replication: alone, acts, timeline }).rows('a')).toEqual({});
    const other = world({
      replication: { ...alone, readRepair: true },
      acts: [acts[0]!, ['1500ms', get('k', 'b', { r: 3 })]],
      timeline,
    });
    expect(other.of('send', 'repair k').map(({ node }) => node)).toEqual(['b']);
    expect(other.rows('a')).toEqual({ k: 1 });
  });

  it('a hint brings the write to an owner that was away, and is forgotten', () => {
    const replication = { ...alone, hintedHandoff: true };
    const acts: World['acts'] = [['100ms', put('k', 1, 'b')]];
    const timeline = [{ at: '0s', for: '1s', do: 'crash', node: 'a' }];
    const during = world({ replication, acts, timeline, runFor: '900ms' });
    expect([during.shown('b')['hints'], during.shown('b')['suspects']]).toEqual([1, ['a']]);
    const { machines } = inspect(during.simulation.kernel, 'b')!;
    expect(machines.map(({ title, subject, active }) => [title, subject, active])).toContainEqual([
      'peer',
      'a',
      ['suspected'],
    ]);
    const after = world({ replication, acts, timeline });
    expect([after.shown('b')['hints'], after.shown('b')['suspects'], after.rows('a')]).toEqual([
      0,
      [],
      { k: 1 },
    ]);
  });

  const [first, second, third, fourth, fifth] = preferenceOf('cart', FIVE) as [
    string,
    string,
    string,
    string,
    string,
  ];

  it('a sloppy quorum writes on while the owners are away, and nobody who asks them finds it; a strict one refuses', () => {
    const sides = [
      [first, second, third],
      [fourth, fifth],
    ];
    const timeline = [{ at: '0s', for: '3s', do: 'partition', between: sides }];
    const acts: World['acts'] = [
      ['100ms', put('cart', 'mine', fourth)],
      ['1s', get('cart', fifth)],
      ['1s', get('cart', first)],
    ];
    const strict = world({ members: FIVE, replication: { n: 3 }, acts, timeline, runFor: '6s' });
    expect(ends(strict)).toEqual(['notReplicated', null, 'timedOut']);
    const sloppy = world({
      members: FIVE,
      replication: { n: 3, sloppy: true },
      acts,
      timeline,
      runFor: '6s',
    });
    expect(ends(sloppy)).toEqual([{ ok: true }, null, 'mine']);
    for (const owner of sides[0]!) expect(sloppy.rows(owner)).toEqual({ cart: 'mine' });
    for (const other of sides[1]!)
      expect([sloppy.rows(other), sloppy.shown(other)['hints']]).toEqual([{}, 0]);
  });

  it('anti-entropy brings rows to an owner that nobody asks about; owners that agree say so in one message', () => {
    const played = world({
      replication: { ...alone, antiEntropy: '300ms' },
      acts: [['100ms', put('k1', 1, 'b'), put('k2', 2, 'b')]],
      timeline: [away('a', THREE)],
      runFor: '4s',
    });
    expect(played.rows('a')).toEqual({ k1: 1, k2: 2 });
    const late = played.events
      .filter(({ kind, ms }) => kind === 'arrive' && ms > 2_500)
      .map(({ text }) => text);
    expect(new Set(late)).toEqual(new Set(['digest']));
  });

  it('contacts no more than it needs, if told so, and others when those are silent', () => {
    const acts: World['acts'] = [
      ['100ms', ...Array.from({ length: 12 }, (_, i) => put(`k${i}`, i, 'b', { w: 2 }))],
    ];
    const replication = { ...alone, contact: 'quorum' };
    const held = (played: Played): number =>
      THREE.reduce((sum, id) => sum + Object.keys(played.rows(id)).length, 0);
    expect(held(world({ replication, acts }))).toBe(24);
    const played = world({ replication, acts, timeline: [away('a', THREE, '0s', '5s')] });
    expect(ends(played)).toEqual(Array.from({ length: 12 }, () => ({ ok: true })));
  });

  it('a scan finds what R owners of every row would say; a transaction is refused', () => {
    const rows = Array.from({ length: 6 }, (_, i) => put(`item/${i}`, i, FIVE[i % 5]));
    const played = play({
      runFor: '3s',
      nodes: {
        client: clientAt(
          ['100ms'],
          [
            ...rows,
            { delete: 'store', key: 'item/2' },
            put('other', 1),
            { scan: 'store', prefix: 'item/', as: 'all' },
          ],
        ),
        ...Object.fromEntries(FIVE.map((id) => [id, { kind: 'database' }])),
      },
      links: FIVE.map((to) => ({ from: 'client', to })),
      clusters: { store: { members: FIVE, replication: { mode: 'quorum', n: 3 } } },
      timeline: [{ at: '1s', do: 'crash', node: 'e' }],
    });
    const [all] = played.of('end', 'scan store');
    expect(all!.data['value']).toEqual([0, 1, 3, 4, 5].map((i) => ({ key: `item/${i}`, value: i })));
  });
});

describe('the last write wins', () => {
  it('by the clock of the coordinator: one that is behind loses its write, though it came later', () => {
    const acts: World['acts'] = [
      ['100ms', put('k', 'early', 'a')],
      ['200ms', put('k', 'late', 'b')],
      ['300ms', get('k')],
    ];
    expect(ends(world({ acts }))).toEqual([{ ok: true }, { ok: true }, 'late']);
    const skewed = world({ acts, timeline: [{ at: '0s', do: 'skew', node: 'a', by: '10s' }] });
    expect(ends(skewed)).toEqual([{ ok: true }, { ok: true }, 'early']);
  });

  it('a condition is decided over what R members said', () => {
    const played = world({
      acts: [
        ['100ms', put('k', { n: 1 })],
        ['200ms', put('k', { n: '${old.n + 1}' }, 'b')],
        ['300ms', put('k', 'no', 'c', { if: 'old.n == 1' })],
        ['400ms', put('k', 'broken', 'c', { if: 'old.what == 1' })],
        ['500ms', get('k', 'c')],
      ],
    });
    expect(ends(played)).toEqual([{ ok: true }, { ok: true }, { ok: false }, 'expression', { n: 2 }]);
  });

  it('what the disk has forgotten comes back from the others', () => {
    const played = world({
      database: { sync: 'never' },
      replication: { antiEntropy: '300ms' },
      acts: [
        ['100ms', put('k', 1)],
        ['600ms', get('k', 'a', { r: 1 })],
      ],
      timeline: [{ at: '500ms', for: '50ms', do: 'crash', node: 'a' }],
    });
    expect(ends(played)[0]).toEqual({ ok: true });
    expect(THREE.map((id) => played.rows(id)['k'])).toEqual([1, 1, 1]);
  });
});

describe('siblings', () => {
  const replication = { conflicts: 'siblings', antiEntropy: '300ms' };
  const siblings = (...values: unknown[]): unknown => ({ siblings: values });

  it('writes on both sides of a cut are kept; a write that has read them takes their place', () => {
    const played = world({
      replication: { ...replication, w: 1, r: 1 },
      acts: [
        ['100ms', put('k', 'left', 'a')],
        ['110ms', put('k', 'right', 'b')],
        ['2s', get('k', 'c')],
        ['2100ms', put('k', { merged: '${old.siblings}' }, 'c')],
        ['3s', get('k', 'b')],
      ],
      timeline: [away('a', THREE)],
    });
    expect(ends(played).slice(2)).toEqual([
      siblings('left', 'right'),
      { ok: true },
      { merged: ['left', 'right'] },
    ]);
    expect(THREE.map((id) => played.shown(id)['siblings'])).toEqual([0, 0, 0]);
  });

  it('a session supersedes what it was shown and what it wrote itself, at whichever member it asks', () => {
    const played = world({
      replication: { ...alone, conflicts: 'siblings' },
      acts: [
        ['100ms', put('k', 'theirs', 'a')],
        ['200ms', put('k', 1, 'a'), put('k', 2, 'b'), put('k', 3, 'c')],
        ['300ms', get('k', 'b'), put('k', 'merged', 'c')],
        ['400ms', get('k')],
      ],
    });
    expect(ends(played).filter((end) => (end as { ok?: boolean }).ok !== true)).toEqual([
      siblings('theirs', 3),
      'merged',
    ]);
  });

  it('a blind write stands beside what is there; a delete has seen it', () => {
    const played = world({
      replication,
      acts: [
        ['100ms', put('k', 1)],
        ['200ms', put('k', 2, 'b')],
        ['300ms', get('k')],
        ['400ms', { delete: 'store', key: 'k' }],
        ['500ms', get('k')],
      ],
    });
    expect(ends(played)).toEqual([{ ok: true }, { ok: true }, siblings(1, 2), { ok: true }, null]);
    expect(THREE.map((id) => played.shown(id)['tombstones'])).toEqual([1, 1, 1]);
  });
});

describe('rows with a CRDT type', () => {
  const database = { types: { 'likes/': 'pnCounter', 'tags/': 'orSet' } };
  const like = (at: string, w?: number): Drawing => ({
    update: 'store',
    key: 'likes/1',
    do: 'increment',
    at,
    ...(w === undefined ? {} : { w }),
  });

  it.each(['lastWriteWins', 'siblings'])('are joined, not compared: no update is lost (%s)', (conflicts) => {
    const played = world({
      members: FIVE,
      database,
      // One is enough to confirm, and any one is asked: the next update may well not find the one before.
      replication: {
        n: 3,
        r: 1,
        w: 1,
        contact: 'quorum',
        readRepair: false,
        conflicts,
        antiEntropy: '300ms',
      },
      acts: [
        ...FIVE.map((at) => ['100ms', like(at), like(at), like(at), like(at)] as const),
        ...FIVE.map((at) => ['105ms', like(at)] as const),
        ['150ms', { update: 'store', key: 'tags/1', do: 'add', value: 'new', at: 'a' }],
        ['150ms', { update: 'store', key: 'tags/1', do: 'add', value: 'cheap', at: 'b' }],
        ['4s', get('likes/1'), get('tags/1'), put("${n > 0 ? 'likes/1' : ''}", 7)],
      ],
      runFor: '6s',
    });
    expect(ends(played).slice(-3)).toEqual([25, ['cheap', 'new'], 'failed']);
  });
});
