import { describe, expect, it } from 'vitest';
import { play } from '#flow/play.test-helper.ts';
import type { Drawing, Played } from '#flow/play.test-helper.ts';
import { equalPlain } from '#lib/plain.ts';
import { newStream } from '#lib/random.ts';
import { ALL_FAULTS, randomFaults } from '#patterns/random-faults.test-helper.ts';
import { inspect } from '#run/inspect.ts';
import { Ended } from '#sim/record.ts';

const MEMBERS: readonly string[] = ['a', 'b', 'c'];

interface World {
  readonly replication?: Drawing;
  readonly members?: readonly string[];
  readonly sync?: string;
  readonly timeline?: readonly unknown[];
  readonly steps?: readonly unknown[];
  readonly every?: string;
  readonly until?: string;
  readonly runFor?: string;
  readonly retry?: Drawing;
  readonly seed?: number;
  readonly nodes?: Drawing;
}

const READ_AND_WRITE = [
  { put: 'store', key: 'x/${n % 3}', value: '${node}-${n}' },
  { get: 'store', key: 'x/${(n + 1) % 3}', as: 'seen' },
  { if: 'n % 7 == 0', then: [{ delete: 'store', key: 'x/${n % 3}' }] },
];

/** Two clients write and read a few rows; a check reads along. */
function cluster(w: World): Played {
  const members = w.members ?? MEMBERS;
  const client: Drawing = {
    kind: 'client',
    flows: [
      { arrive: { every: w.every ?? '60ms' }, until: w.until ?? '4s', steps: w.steps ?? READ_AND_WRITE },
    ],
  };
  const sync = w.sync ?? 'always';
  return play(
    {
      runFor: w.runFor ?? '8s',
      network: { within: { uniform: ['1ms', '9ms'] } },
      nodes: {
        xan: client,
        yul: client,
        ...Object.fromEntries(members.map((id) => [id, { kind: 'database', sync }])),
        ...w.nodes,
      },
      links: [
        ...['xan', 'yul'].flatMap((from) =>
          members.map((to) => ({ from, to, timeout: '400ms', ...(w.retry && { retry: w.retry }) })),
        ),
        ...members.flatMap((from, i) => members.slice(i + 1).map((to) => ({ from, to }))),
      ],
      clusters: { store: { members, replication: { mode: 'raft', ...w.replication } } },
      timeline: w.timeline ?? [],
      checks: [{ title: 'linearizable', consistency: 'linearizable', of: 'store' }],
    },
    { seed: w.seed ?? 1, kinds: ['end', 'state', 'fault', 'fact'] },
  );
}

const verdicts = (played: Played): Record<string, string> =>
  Object.fromEntries(
    played.simulation.checks
      .verdicts()
      .map(({ title, final, changes }) => [
        title,
        final === 'holds' ? final : changes[changes.length - 1]!.reason,
      ]),
  );
const succeeded = (played: Played): number => played.of('end').filter(({ b }) => b === Ended.ok).length;
const differ = (one: unknown, other: unknown): string[] => {
  const [x, y] = [one, other] as ReadonlyMap<string, never>[];
  return [...new Set([...x!.keys(), ...y!.keys()])].filter((key) => !equalPlain(x!.get(key), y!.get(key)));
};

/** One leader that all follow, and the same rows, versions and log everywhere. */
function expectAgreement(played: Played, members: readonly string[], label: unknown): void {
  const shown = members.map((id) => played.shown(id));
  const leaders = members.filter((_, i) => shown[i]!['role'] === 'leader');
  expect([label, leaders.length]).toEqual([label, 1]);
  for (const one of shown) {
    expect([label, one['leader'], one['term']]).toEqual([label, leaders[0], shown[0]!['term']]);
    expect([label, one['commitIndex']]).toEqual([label, shown[0]!['commitIndex']]);
    expect([label, one['lastApplied']]).toEqual([label, one['commitIndex']]);
    for (const what of ['rows', 'versions'])
      expect([label, what, differ(one[what], shown[0]![what])]).toEqual([label, what, []]);
  }
}

/** The clients stop at 4 s. */
const OVER_MS = 5_500;
const quick = { electionTimeout: '200ms', heartbeat: '50ms' };
/** More of them where time is no matter: RAFT_RUNS=1000. */
const RUNS = Number(process.env['RAFT_RUNS'] ?? 16);

interface Campaign {
  readonly title: string;
  readonly replication: Drawing;
  readonly members?: readonly string[];
  readonly retry?: Drawing;
}
const campaigns: readonly Campaign[] = [
  { title: 'reads by quorum', replication: quick },
  { title: 'reads by lease, clocks that run alike', replication: { ...quick, reads: 'lease' } },
  {
    title: 'without pre-vote, five members',
    replication: { ...quick, preVote: false },
    members: ['a', 'b', 'c', 'd', 'e'],
  },
  {
    title: 'clients that try again, a snapshot every ten entries',
    replication: { ...quick, snapshotAfter: 10 },
    retry: { attempts: 3 },
  },
];

describe.each(campaigns)('raft, $title', ({ replication, members = MEMBERS, retry }) => {
  it(`is linearizable and keeps its invariants through ${RUNS} random worlds`, () => {
    let answered = 0;
    for (let seed = 1; seed <= RUNS; seed++) {
      const timeline = randomFaults(newStream(seed, 'raft faults'), members, ALL_FAULTS, OVER_MS);
      const played = cluster({ replication, members, timeline, seed, ...(retry && { retry }) });
      expect([seed, verdicts(played), timeline]).toEqual([seed, { linearizable: 'holds' }, timeline]);
      expectAgreement(played, members, seed);
      answered += succeeded(played);
    }
    expect(answered / RUNS).toBeGreaterThan(150);
  });
});

const at = (moments: readonly string[], steps: readonly unknown[]): Drawing => ({
  kind: 'client',
  flows: [{ arrive: { at: moments }, steps }],
});
const put = (key: string, value: unknown): Drawing => ({ put: 'store', key, value });
const get = (key: string): Drawing => ({ get: 'store', key, as: 'seen' });
const ends = (played: Played, node: string): unknown[] =>
  played.of('end', undefined, node).map(({ b, data }) => (b === Ended.ok ? data['value'] : data['reason']));
const roles = (played: Played, node: string): string =>
  played
    .of('state', 'role', node)
    .map(({ data }) => data['to'] as string)
    .join(' ');
/** `a` leads at first; from 1 s to 4 s it is alone with yul. */
const OLD_LEADER_ALONE = [
  {
    at: '1s',
    for: '3s',
    do: 'partition',
    between: [
      ['a', 'yul'],
      ['b', 'c', 'xan'],
    ],
  },
];

describe('raft', () => {
  it('elects the first member at once, and another when it is gone', () => {
    const played = cluster({ timeline: [{ at: '2s', for: '2s', do: 'crash', node: 'a' }] });
    const terms = played.of('fact', 'role').filter(({ data }) => (data as unknown) === 'leader');
    expect(terms.map(({ node, a }) => [node, a])).toEqual([
      ['a', 1],
      [expect.stringMatching(/[bc]/), 2],
    ]);
    expect(terms[0]!.ms).toBeLessThan(100);
    expect(terms[1]!.ms - 2_000).toBeLessThan(1_300);
    expect(roles(played, 'a')).toBe('preCandidate candidate leader follower');
    expectAgreement(played, MEMBERS, '');
    const [role] = inspect(played.simulation.kernel, 'a')!.machines;
    expect([role!.title, role!.active, role!.states.length]).toEqual(['role', ['follower'], 4]);
  });

  it('shows role, term, vote, leader, the end of the log and how far it is', () => {
    const shown = cluster({ until: '1s' }).shown('b');
    expect(shown).toMatchObject({ role: 'follower', term: 1, leader: 'a', votedFor: 'a', snapshotIndex: 0 });
    expect(shown['lastApplied']).toBe(shown['commitIndex']);
    expect((shown['log'] as unknown[]).length).toBe(5);
    expect((shown['log'] as unknown[])[4]).toEqual({
      index: shown['commitIndex'],
      term: 1,
      label: expect.stringMatching(/^x\/\d( delete)?$/) as unknown,
    });
  });

  it('refuses in a minority, and does not know what became of what it had taken', () => {
    const played = cluster({
      timeline: OLD_LEADER_ALONE,
      nodes: {
        xan: at(['2s', '2500ms'], [put('k', 'new ${n}')]),
        yul: at(['1100ms', '3s', '6s'], [{ ...put('k', '${n}'), at: 'a' }, get('k')]),
      },
    });
    expect(ends(played, 'xan')).toEqual(['timedOut', { ok: true }]);
    // The third comes after the cut, and writes over what the majority wrote meanwhile.
    expect(ends(played, 'yul')).toEqual(['timedOut', 'notLeader', { ok: true }, 3]);
    expect(verdicts(played)).toEqual({ linearizable: 'holds' });
    expectAgreement(played, MEMBERS, '');
  });

  it.each(['quorum', 'lease', 'unsafe'])('reads by %s from a leader that is alone', (reads) => {
    const played = cluster({
      replication: { reads },
      timeline: OLD_LEADER_ALONE,
      nodes: {
        xan: at(['500ms', '2s', '2500ms'], [put('k', '${n}')]),
        yul: at(['3s'], [get('k')]),
      },
    });
    const stale = reads === 'unsafe';
    expect(ends(played, 'yul')).toEqual([stale ? 1 : 'notLeader']);
    expect(Object.keys(verdicts(played))).toEqual(['linearizable']);
    expect(verdicts(played)['linearizable'] === 'holds').toBe(!stale);
  });

  it('trusts the clock for leases: one that is set back answers from the past', () => {
    const skewed = (reads: string): Played =>
      cluster({
        replication: { reads, electionTimeout: '300ms' },
        timeline: [
          ...OLD_LEADER_ALONE,
          // What it heard at 2.9 s of its own time seems to be yet to come when its clock goes back.
          { at: '500ms', for: '500ms', do: 'skew', node: 'a', by: '2s' },
          // It does not count its quorum while it stands still.
          { at: '1050ms', for: '1450ms', do: 'pause', node: 'a' },
        ],
        nodes: {
          xan: at(['500ms', '1500ms', '2200ms'], [put('k', '${n}')]),
          yul: at(['2400ms'], [get('k')]),
        },
      });
    const [lease, quorum] = [skewed('lease'), skewed('quorum')];
    expect(ends(lease, 'xan')).toEqual([{ ok: true }, 'timedOut', { ok: true }]);
    expect(ends(lease, 'yul')).toEqual([1]);
    expect(verdicts(lease)['linearizable']).not.toBe('holds');
    expect(verdicts(quorum)).toEqual({ linearizable: 'holds' });
  });

  it('does what is asked twice under one id only once', () => {
    // Answers are lost on the way, so that clients ask again for what has been done.
    const timeline = [
      { at: '500ms', for: '6s', do: 'link', from: 'xan', to: 'a', loss: 0.5 },
      { at: '3s', for: '1s', do: 'crash', node: 'a' },
    ];
    let again = 0;
    for (let seed = 1; seed <= 5; seed++) {
      const played = cluster({
        seed,
        timeline,
        retry: { attempts: 6, delay: '20ms' },
        nodes: {
          xan: {
            kind: 'client',
            flows: [
              {
                arrive: { every: '100ms' },
                until: '6s',
                steps: [put('n', '${old == null ? 1 : old + 1}'), put('done/${n}', true)],
              },
            ],
          },
          yul: at(['100ms'], [get('n')]),
        },
        runFor: '12s',
      });
      const puts = played.of('end', 'put store', 'xan');
      again += puts.filter(({ b, data }) => b === Ended.ok && Number(data['attempts']) > 1).length;
      const rows = played.rows('a');
      const done = Object.keys(rows).length - 1;
      // One increment for each flow that came as far as its second step, and at most one for each that began.
      expect(rows['n']).toBeGreaterThanOrEqual(done);
      expect(rows['n']).toBeLessThanOrEqual(puts.length - done);
      expectAgreement(played, MEMBERS, seed);
    }
    expect(again).toBeGreaterThan(40);
  });

  it('publishes what its transactions publish, at least once and under one id, when the leader comes back', () => {
    const kinds = ['crash', 'crash', 'isolate', 'pause'];
    for (let seed = 1; seed <= 5; seed++) {
      const timeline = randomFaults(newStream(seed, 'outbox'), MEMBERS, kinds, OVER_MS);
      const key = '${node}/${n}';
      const event = { publish: 'events', topic: 't', event: 'Done', key, body: {} };
      const played = cluster({
        seed,
        timeline,
        replication: quick,
        steps: [{ transaction: 'store', steps: [put(key, '${n}'), event] }],
        nodes: { events: { kind: 'log', topics: { t: { partitions: 1 } } } },
        runFor: '12s',
      });
      const appended = played
        .of('fact', 'append')
        .map(({ data }) => data['event'] as { id: string; key: string });
      const rows = Object.keys(played.rows('a')).sort();
      expect(rows.length).toBeGreaterThan(50);
      expect([seed, [...new Set(appended.map(({ key }) => key))].sort()]).toEqual([seed, rows]);
      expect(new Set(appended.map(({ id }) => id)).size).toBe(rows.length);
      expectAgreement(played, MEMBERS, seed);
    }
  });

  it('sends a snapshot to a member that was away for long, answers and gone rows with it', () => {
    const played = cluster({
      replication: { snapshotAfter: 8 },
      timeline: [{ at: '500ms', for: '4s', do: 'crash', node: 'c' }],
    });
    expect(Number(played.shown('c')['snapshotIndex'])).toBeGreaterThan(50);
    expectAgreement(played, MEMBERS, '');
  });

  it('breaks its promises on disks that forget, and the checks say so', () => {
    const lost = (sync: string): string[] => {
      const broken = new Set<string>();
      for (let seed = 1; seed <= 4; seed++) {
        const played = cluster({
          sync,
          seed,
          replication: quick,
          timeline: [
            { at: '1500ms', for: '300ms', do: 'crash', node: 'a' },
            { at: '1600ms', for: '300ms', do: 'crash', node: 'b' },
            // It alone remembers.
            { at: '1400ms', for: '1200ms', do: 'pause', node: 'c' },
          ],
        });
        for (const [title, verdict] of Object.entries(verdicts(played)))
          if (verdict !== 'holds') broken.add(title);
      }
      return [...broken].sort();
    };
    expect(lost('always')).toEqual([]);
    expect(lost('never')).toEqual(['linearizable', 'store keeps the invariants of Raft']);
  });
});
