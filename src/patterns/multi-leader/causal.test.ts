import { describe, expect, it } from 'vitest';
import { newStream } from '#lib/random.ts';
import { ALL_FAULTS, randomFaults } from '#patterns/random-faults.test-helper.ts';
import { runHeadless } from '#run/headless.ts';
import { readDocument } from '#scenario/read.ts';

const MEMBERS = ['a', 'b', 'c'] as const;

/**
 * One asks at a, one answers at b what it has read there, one reads answers and then their questions at c. Rows are
 * written once, so nothing but causality is at stake.
 */
function conversation(
  replication: { readonly [field: string]: unknown },
  { seed = 1, timeline = [] as readonly unknown[], where = 'b' } = {},
): { readonly causal: string; readonly heard: number } {
  const client = (steps: readonly unknown[]): unknown => ({
    kind: 'client',
    flows: [
      {
        arrive: { every: '250ms' },
        until: '7s',
        steps: [{ try: steps, catch: [] }],
      },
    ],
  });
  const { document, problems } = readDocument({
    halfopen: 1,
    runFor: '9s',
    network: { within: { uniform: ['1ms', '9ms'] } },
    nodes: {
      xan: client([{ put: 'store', key: 'q/${n}', value: '${n}' }]),
      yul: client([
        { work: '90ms' },
        { get: 'store', key: 'q/${n}', as: 'question', at: where },
        {
          if: 'question != null',
          then: [{ put: 'store', key: 'a/${n}', value: '${n}', at: where }],
        },
      ]),
      zoe: client([
        { work: '150ms' },
        { get: 'store', key: 'a/${n}', as: 'answer' },
        { get: 'store', key: 'q/${n}', as: 'question' },
      ]),
      ...Object.fromEntries(MEMBERS.map((id) => [id, { kind: 'database' }])),
    },
    links: [
      { from: 'xan', to: 'a', timeout: '400ms' },
      ...['a', 'b'].map((to) => ({ from: 'yul', to, timeout: '400ms' })),
      { from: 'zoe', to: 'c', timeout: '400ms' },
      { from: 'a', to: 'b' },
      { from: 'a', to: 'c', delay: { uniform: ['40ms', '400ms'] } },
      { from: 'b', to: 'c' },
    ],
    clusters: { store: { members: MEMBERS, replication: { mode: 'multiLeader', ...replication } } },
    timeline,
    checks: [{ title: 'causal', consistency: 'causal', of: 'store' }],
  });
  expect(problems).toEqual([]);
  const report = runHeadless(document!, { seed });
  const heard = Object.keys(report.rows['c']!).filter((key) => key.startsWith('a/')).length;
  return { causal: report.checks[0]!.verdict, heard };
}

describe('an answer is never seen before its question', () => {
  it.each([{ clock: 'lamport' }, { clock: 'hybrid', exchangeEvery: '60ms' }, { conflicts: 'siblings' }])(
    'with causal delivery, whatever happens: %s',
    (replication) => {
      let answers = 0;
      for (let seed = 1; seed <= 4; seed++) {
        const timeline = randomFaults(newStream(seed, 'causal'), MEMBERS, ALL_FAULTS);
        const { causal, heard } = conversation({ ...replication, delivery: 'causal' }, { seed, timeline });
        expect([seed, timeline, causal]).toEqual([seed, timeline, 'holds']);
        answers += heard;
      }
      expect(answers).toBeGreaterThan(50);
    },
  );
  it('without it, it is', () => {
    expect(conversation({ clock: 'hybrid' }).causal).toBe('breaks');
  });
  it('nor where the one who answers roams, if it carries a token', () => {
    const replication = { clock: 'hybrid', delivery: 'causal' };
    expect(conversation({ ...replication, session: 'token' }, { where: 'any' }).causal).toBe('holds');
  });
});
