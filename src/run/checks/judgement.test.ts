import { describe, expect, it } from 'vitest';
import { implies, type Lamp } from '#check/lattice.ts';
import type { ScenarioDocument } from '#scenario/schema.ts';
import { play } from '#run/runs.test-helper.ts';
import type { StoreJudgement } from '#run/judged.ts';
import { judgeStores } from './judgement.ts';

const MODELS = {
  linearizable: 'linearizable',
  sequential: 'sequential',
  causal: 'causal-cm',
  readYourWrites: 'read-your-writes',
  monotonicReads: 'monotonic-reads',
  monotonicWrites: 'monotonic-writes',
  writesFollowReads: 'writes-follow-reads',
} as const;

/** Two users who write anywhere and read anywhere, while two of three copies cannot hear each other. */
function roaming(seed: number, value: string): ScenarioDocument {
  const put = { put: 'store', key: 'k${n % 2}', value };
  const get = { get: 'store', key: '${(n + 1) % 2 == 0 ? "k0" : "k1"}', at: 'any', as: 'row' };
  return {
    halfopen: 1,
    title: 'Roaming',
    seed,
    runFor: '2s',
    network: { within: { uniform: ['1ms', '30ms'] }, across: '20ms' },
    nodes: {
      people: {
        kind: 'client',
        flows: [{ arrive: { users: 3, think: '40ms' }, until: '1500ms', steps: [put, get, get] }],
      },
      db1: { kind: 'database', rows: { k0: 'first' } },
      db2: { kind: 'database', rows: { k0: 'first' } },
      db3: { kind: 'database', rows: { k0: 'first' } },
    },
    links: ['db1', 'db2', 'db3'].map((to) => ({ from: 'people', to, timeout: '200ms' })),
    clusters: {
      store: { members: ['db1', 'db2', 'db3'], replication: { mode: 'async', failover: 'manual' } },
    },
    timeline: [{ at: '400ms', for: '300ms', do: 'partition', between: ['db1', 'db2'] }],
    checks: Object.keys(MODELS).map((consistency) => ({ consistency, of: 'store' })),
  } as unknown as ScenarioDocument;
}

function judged(document: ScenarioDocument): {
  stores: readonly StoreJudgement[];
  said: ReadonlyMap<string, { at: number | null; verdict: string }>;
} {
  const { simulation, store } = play(document);
  const work = judgeStores(simulation.compiled, store, () => () => false);
  let step = work.next();
  while (step.done !== true) step = work.next();
  const said = simulation.checks.verdicts().map(({ check, final, changes }) => {
    const { consistency } = document.checks![check] as { consistency: string };
    const at = changes.find(({ verdict }) => verdict === 'breaks')?.at ?? null;
    return [consistency, { verdict: final, at }] as const;
  });
  return { stores: step.value, said: new Map(said) };
}

const WORDS = { valid: 'holds', invalid: 'breaks', unknown: 'unknown' } as const;

describe('the lamps of a run', () => {
  it(
    'at no moment is one green while a weaker one is red, and checks break when the lamps do',
    { timeout: 60_000 },
    () => {
      const broken = new Set<Lamp>();
      for (let seed = 0; seed < 9; seed++) {
        const { stores, said } = judged(roaming(seed, seed % 3 === 0 ? '${n % 4}' : '${node}${n}'));
        const [store] = stores;
        const lamp = new Map(store!.lamps.map((each) => [each.lamp, each]));
        for (const [stronger, weaker] of implies) {
          const [over, under] = [lamp.get(stronger)!, lamp.get(weaker)!];
          if (under.brokenAt === null) continue;
          expect({ seed, stronger, weaker, at: over.brokenAt! <= under.brokenAt }).toMatchObject({
            at: true,
          });
        }
        for (const { lamp: id, verdict } of store!.lamps) if (verdict === 'invalid') broken.add(id);
        for (const [word, name] of Object.entries(MODELS)) {
          const { verdict, brokenAt, proof } = lamp.get(name)!;
          // Where a weaker model broke first, the panel has that moment.
          if (proof !== null && proof.of !== name) continue;
          expect({ seed, word, ...said.get(word) }).toEqual({
            seed,
            word,
            verdict: WORDS[verdict],
            at: brokenAt,
          });
        }
      }
      expect([...broken].sort()).toMatchInlineSnapshot(`
      [
        "causal-cc",
        "causal-ccv",
        "causal-cm",
        "linearizable",
        "monotonic-reads",
        "monotonic-writes",
        "pram",
        "read-your-writes",
        "sequential",
        "writes-follow-reads",
      ]
    `);
    },
  );

  it('values that several clients left side by side, and those that nobody knows, are not judged', () => {
    const lampsOf = (document: ScenarioDocument): string[] =>
      judged(document).stores.flatMap(({ lamps }) =>
        lamps.map(({ verdict, reason }) => `${verdict}: ${reason}`),
      );
    const siblings = roaming(1, '${{"siblings": [n]}}');
    expect(new Set(lampsOf(siblings))).toEqual(
      new Set(['unknown: This model cannot describe several values of one row at once']),
    );
    expect(new Set(lampsOf(roaming(1, '${old == null ? 1 : 2}')))).toEqual(
      new Set(['unknown: This model cannot describe a put that depends on the old row']),
    );
  });
});
