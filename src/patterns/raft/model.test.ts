import { describe, expect, it } from 'vitest';
import { play } from '#flow/play.test-helper.ts';
import type { Drawing, Played } from '#flow/play.test-helper.ts';
import { equalPlain } from '#lib/plain.ts';
import { newStream, nextBelow, nextUniform } from '#lib/random.ts';
import type { Stream } from '#lib/random.ts';
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
const ok = (played: Played): number => played.of('end').filter(({ b }) => b === Ended.ok).length;
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

/** All faults are over by 5.5 s; the clients stop at 4 s. */
function randomFaults(stream: Stream, members: readonly string[], kinds: readonly string[]): unknown[] {
  const pick = <T>(list: readonly T[]): T => list[nextBelow(stream, list.length)]!;
  return Array.from({ length: 2 + nextBelow(stream, 6) }, () => {
    const at = 200 + nextBelow(stream, 3_800);
    const span = Math.min(5_500 - at, 30 + Math.floor(nextUniform(stream) * nextUniform(stream) * 3_000));
    const time = { at: `${at}ms`, for: `${span}ms` };
    const node = pick(members);
    const others = members.filter((each) => each !== node);
    switch (pick(kinds)) {
      case 'crash':
        return { ...time, do: 'crash', node };
      case 'pause':
        return { ...time, do: 'pause', node };
      case 'isolate':
        return { ...time, do: 'partition', between: [node, others] };
      case 'cut':
        return {
          ...time,
          do: 'partition',
          between: [node, pick(others)],
          oneWay: nextBelow(stream, 2) === 0,
        };
      case 'away':
        return { ...time, do: 'partition', between: [node, [...others, 'xan']] };
      default: {
        const [from, to] = [node, pick(others)].sort();
        return { ...time, do: 'link', from, to, loss: 0.3, duplicate: 0.2, reorder: 0.3 };
      }
    }
  });
}

const ALL = ['crash', 'pause', 'isolate', 'cut', 'away', 'link'];
const quick = { electionTimeout: '200ms', heartbeat: '50ms' };
/** More of them where time is no matter: RAFT_RUNS=1000. */
const RUNS = Number(process.env['RAFT_RUNS'] ?? 25);

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
      const timeline = randomFaults(newStream(seed, 'raft faults'), members, ALL);
      const played = cluster({ replication, members, timeline, seed, ...(retry && { retry }) });
      expect([seed, verdicts(played), timeline]).toEqual([seed, { linearizable: 'holds' }, timeline]);
      expectAgreement(played, members, seed);
      answered += ok(played);
    }
    expect(answered / RUNS).toBeGreaterThan(150);
  });
});
