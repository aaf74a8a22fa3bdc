import { describe, expect, it } from 'vitest';
import { play } from '#run/runs.test-helper.ts';
import type { Visibility } from '#run/judged.ts';
import type { ScenarioDocument } from '#scenario/schema.ts';
import { judgeStores } from './judgement.ts';

/** One writes a row at one member, another reads it at the next, at every distance. */
function judged(replication: object, read = '1ms'): Visibility | null {
  const members = ['a', 'b', 'c'];
  const document = {
    halfopen: 1,
    title: 'Visible',
    seed: 4,
    runFor: '10s',
    network: { within: { exponential: '15ms' } },
    nodes: {
      ada: {
        kind: 'client',
        flows: [
          {
            arrive: { every: '211ms' },
            until: '9s',
            session: 'ada ${n}',
            steps: [{ put: 'store', key: 'k', value: '${n}', at: 'a' }],
          },
        ],
      },
      ben: {
        kind: 'client',
        flows: [
          {
            arrive: { every: '31ms' },
            until: '9s',
            session: 'ben ${n}',
            steps: [{ get: 'store', key: 'k', at: 'b' }],
          },
        ],
      },
      ...Object.fromEntries(members.map((id) => [id, { kind: 'database', read }])),
    },
    links: [
      { from: 'ada', to: 'a', delay: '1ms' },
      { from: 'ben', to: 'b', delay: '1ms' },
    ],
    clusters: { store: { members, replication } },
  } as unknown as ScenarioDocument;
  const { simulation, store } = play(document);
  const work = judgeStores(simulation.compiled, store, () => () => false);
  let step = work.next();
  while (step.done !== true) step = work.next();
  return step.value[0]!.visibility;
}
const alone = { mode: 'quorum', readRepair: false, hintedHandoff: false, antiEntropy: 'off' };

describe('visibility', () => {
  it.each([
    [1, 1],
    [1, 2],
    [2, 1],
  ])('R = %i, W = %i: what is measured is what the delays let expect', (r, w) => {
    const { bins, ...quorums } = judged({ ...alone, r, w })!;
    expect(quorums).toEqual({ n: 3, r, w });
    expect(bins.reduce((sum, { reads }) => sum + reads, 0)).toBeGreaterThan(200);
    expect(bins[0]!.predicted).toBeLessThan(0.95);
    for (const { reads, fresh, predicted, underUs } of bins) {
      // Four standard errors, and a little for what a bin holds together.
      const error = 4 * Math.sqrt(Math.max(predicted * (1 - predicted), 1 / reads) / reads);
      expect(Math.abs(fresh / reads - predicted), `under ${underUs} µs`).toBeLessThan(error + 0.02);
    }
  });

  it('is whole when R + W > N, and nothing is said of other modes', () => {
    for (const { reads, fresh, predicted } of judged(alone)!.bins)
      expect([fresh, predicted]).toEqual([reads, 1]);
    expect(judged({ mode: 'async' })).toBeNull();
  });
});
