import { describe, expect, it } from 'vitest';
import { newStream } from '#lib/random.ts';
import { runHeadless } from '#run/headless.ts';
import { readDocument } from '#scenario/read.ts';
import { ALL_FAULTS, randomFaults } from './random-faults.test-helper.ts';

const MEMBERS = ['a', 'b', 'c'] as const;
const GUARANTEES = ['readYourWrites', 'monotonicReads'] as const;

/** What the checkers say of users who write at the leader (or wherever the mode lets them) and read anywhere. */
function roaming(
  replication: { readonly [field: string]: unknown },
  { at = 'any', seed = 1, timeline = [] as readonly unknown[] } = {},
): { readonly verdicts: string[]; readonly ok: number } {
  const client = (name: string): unknown => ({
    kind: 'client',
    flows: [
      {
        arrive: { users: 2, think: { uniform: ['20ms', '80ms'] } },
        until: '7s',
        steps: [
          {
            try: [
              {
                put: 'store',
                key: '${n % 3}',
                value: `${name}-\${user}-\${n}`,
                at: replication['mode'] === 'multiLeader' ? at : 'leader',
              },
              { get: 'store', key: '${n % 3}', at },
              { get: 'store', key: '${n % 3}', at },
            ],
            catch: [],
          },
        ],
      },
    ],
  });
  const { document, problems } = readDocument({
    halfopen: 1,
    runFor: '10s',
    network: { within: { uniform: ['1ms', '60ms'] } },
    nodes: {
      xan: client('xan'),
      yul: client('yul'),
      ...Object.fromEntries(MEMBERS.map((id) => [id, { kind: 'database' }])),
    },
    links: [
      ...['xan', 'yul'].flatMap((from) => MEMBERS.map((to) => ({ from, to, timeout: '700ms' }))),
      ...MEMBERS.flatMap((from, i) => MEMBERS.slice(i + 1).map((to) => ({ from, to }))),
    ],
    clusters: { store: { members: MEMBERS, replication } },
    timeline,
    checks: GUARANTEES.map((consistency) => ({ title: consistency, consistency, of: 'store' })),
  });
  expect(problems).toEqual([]);
  const report = runHeadless(document!, { seed });
  const ops = Object.values(report.figures.ops);
  return {
    verdicts: report.checks.map(({ verdict }) => verdict),
    ok: ops.reduce((sum, { ok }) => sum + ok, 0),
  };
}

const modes = [
  { mode: 'async', failover: 'manual', shipEvery: '100ms' },
  { mode: 'semiSync', failover: 'manual' },
  { mode: 'sync', failover: 'manual' },
  { mode: 'multiLeader', clock: 'hybrid', exchangeEvery: '50ms' },
  { mode: 'multiLeader', clock: 'lamport', delivery: 'causal' },
] as const;

describe('a session with a token finds what it has seen and written wherever it asks', () => {
  it.each(modes)('$mode: under faults, by the checkers', (replication) => {
    let answered = 0;
    // Seeds that once failed stay.
    for (const seed of [1, 2, 3, 4, 5, 6, 1_011, 2_005]) {
      const timeline = randomFaults(newStream(seed, 'sessions'), MEMBERS, ALL_FAULTS);
      const { verdicts, ok } = roaming({ ...replication, session: 'token' }, { seed, timeline });
      expect([seed, timeline, verdicts]).toEqual([seed, timeline, ['holds', 'holds']]);
      answered += ok;
    }
    expect(answered).toBeGreaterThan(800);
  });
  it('without one it does not, unless it keeps to one member', () => {
    for (const mode of [modes[0], modes[3]]) expect(roaming(mode).verdicts).toEqual(['breaks', 'breaks']);
    expect(roaming(modes[0], { at: 'leader' }).verdicts).toEqual(['holds', 'holds']);
    expect(roaming(modes[3], { at: 'nearest' }).verdicts).toEqual(['holds', 'holds']);
  });
});
