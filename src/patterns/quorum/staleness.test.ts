import * as fs from 'node:fs';
import { describe, expect, it } from 'vitest';
import { freshWithin, agedReads, missProbability, predictVisibility } from '#check/predicted-staleness.ts';
import type { Operation } from '#check/history.ts';
import type { Delays } from '#check/predicted-staleness.ts';
import { play } from '#flow/play.test-helper.ts';
import type { Drawing, Played } from '#flow/play.test-helper.ts';
import { newStream, nextUniformOpen } from '#lib/random.ts';
import { delayToDistribution } from '#lib/schema/delay.ts';
import type { Delay } from '#lib/schema/delay.ts';
import { readSharedJson, sharedDataMissing } from '#lib/shared-data.test-helper.ts';
import { ownersOf } from '#patterns/placement.ts';

/** More trials than every run has time for. */
const SHARE = Number(process.env['QUORUM_CAMPAIGN'] ?? 1);

/** Four standard errors of a share that is measured in so many trials, and again in so many; never nothing, at 0 and 1. */
function bound(share: number, trials: number, again = Infinity): number {
  const each = 1 / trials + 1 / again;
  return 4 * Math.sqrt(Math.max(share * (1 - share), each) * each);
}

/** The reads of a run, in order: what each found. */
const found = (played: Played): unknown[] =>
  played.of('end', 'get store').map(({ data }) => (data['value'] as number | null) ?? 0);

const alone = { readRepair: false, hintedHandoff: false, antiEntropy: 'off' } as const;
const QUORUMS = [
  [1, 1],
  [1, 2],
  [2, 1],
  [2, 2],
] as const;

describe('k-staleness, N = 3: quorums drawn at random, and nobody else asked', () => {
  const missing = sharedDataMissing(fs);
  it.skipIf(missing !== null)(missing ?? 'the closed form is that of the paper', () => {
    const { kStaleness } = readSharedJson(fs, 'quorum-staleness.json') as {
      kStaleness: { cases: { N: number; R: number; W: number; k: number; pFresh: number }[] };
    };
    for (const { N, R, W, k, pFresh } of kStaleness.cases)
      expect(freshWithin({ n: N, r: R, w: W }, k)).toBeCloseTo(pFresh, 12);
  });

  it.each(QUORUMS)('R = %i, W = %i: our replicas come out at the closed form', (r, w) => {
    const TRIALS = 400 * SHARE;
    const K = 5;
    // Five writes of a row of its own, then one read: trials are independent.
    const steps = [
      ...Array.from({ length: K }, (_, i) => ({ put: 'store', key: 'k/${n}', value: i + 1 })),
      { get: 'store', key: 'k/${n}' },
    ];
    const played = play(
      {
        runFor: `${TRIALS}s`,
        network: { within: '1ms' },
        nodes: {
          client: { kind: 'client', flows: [{ arrive: { every: '500ms' }, times: TRIALS, steps }] },
          ...Object.fromEntries(['a', 'b', 'c'].map((id) => [id, { kind: 'database' }])),
        },
        links: [{ from: 'client', to: 'a' }],
        clusters: {
          store: {
            members: ['a', 'b', 'c'],
            replication: { mode: 'quorum', r, w, contact: 'quorum', ...alone },
          },
        },
      },
      { seed: 10 * r + w, kinds: ['end'] },
    );
    const reads = found(played) as number[];
    expect(reads).toHaveLength(TRIALS);
    for (let k = 1; k <= K; k++) {
      const measured = reads.filter((value) => value > K - k).length / TRIALS;
      const expected = freshWithin({ n: 3, r, w }, k);
      if (r + w > 3) expect([k, measured]).toEqual([k, 1]);
      else expect(Math.abs(measured - expected), `k = ${k}`).toBeLessThan(bound(expected, TRIALS));
    }
  });
});

/** Measured at LinkedIn and Yammer, ms: Bailis et al., table 3. */
const ms = (value: number): string => `${Math.round(value * 1_000)}us`;
const fitted = (weight: number, min: number, alpha: number, rate: number): Delay => ({
  mix: [
    [weight, { pareto: { min: ms(min), alpha } }],
    [1 - weight, { exponential: ms(1 / rate) }],
  ],
});
const ssd = fitted(0.9122, 0.235, 10, 1.66);
const disk = fitted(0.38, 1.05, 1.51, 0.183);
interface Setting {
  readonly name: string;
  /** Of a write on its way to a replica. */
  readonly writing: Delay;
  /** Of acknowledgements, questions and answers. */
  readonly rest: Delay;
}
const settings: readonly Setting[] = [
  { name: 'LNKD-SSD', writing: ssd, rest: ssd },
  { name: 'LNKD-DISK', writing: disk, rest: ssd },
  { name: 'YMMR', writing: fitted(0.939, 3, 3.35, 0.0028), rest: fitted(0.982, 1.5, 3.8, 0.0217) },
];
const delaysOf = ({ writing, rest }: Setting): Delays[] => {
  const other = [delayToDistribution(rest)];
  const each = { w: [delayToDistribution(writing)], a: other, r: other, s: other };
  return [each, each, each];
};

describe('the prediction of t-visibility', () => {
  // What the paper prints, section 5 and table 4, for N = 3.
  it.each([
    ['LNKD-SSD', 1, 1, 0, 0.974],
    ['LNKD-SSD', 1, 1, 1.85, 0.999],
    ['LNKD-DISK', 1, 1, 0, 0.439],
    ['LNKD-DISK', 1, 1, 10, 0.925],
    ['LNKD-DISK', 1, 1, 45.5, 0.999],
    ['LNKD-DISK', 2, 1, 13.6, 0.999],
    ['YMMR', 1, 1, 0, 0.893],
  ] as const)('%s, R = %i, W = %i, after %d ms: as published', (name, r, w, t, published) => {
    const delays = delaysOf(settings.find((each) => each.name === name)!);
    const { fresh } = predictVisibility(delays, r, w, [t * 1_000], 15_000, 1);
    // Their runs have an error of their own, and print three digits.
    expect(Math.abs(fresh[0]! - published)).toBeLessThan(0.01);
  });

  it('WAN, R = 1, W = 1, at once: as published', () => {
    // Two of three replicas are 75 ms away from whoever coordinates, drawn anew for the write and for the read.
    const [near] = delaysOf(settings[1]!) as [Delays];
    const far = { fixed: 75_000 };
    const shares = [0, 1, 2].flatMap((writer) =>
      [0, 1, 2].map((reader) => {
        const replicas = [0, 1, 2].map((i): Delays => {
          const [w, r] = [i === writer ? [] : [far], i === reader ? [] : [far]];
          return { w: [...near.w, ...w], a: [...near.a, ...w], r: [...near.r, ...r], s: [...near.s, ...r] };
        });
        return predictVisibility(replicas, 1, 1, [0], 3_000, writer * 3 + reader).fresh[0]!;
      }),
    );
    expect(Math.abs(shares.reduce((sum, share) => sum + share) / 9 - 0.33)).toBeLessThan(0.02);
  });

  it('never misses when R + W > N', () => {
    const { fresh } = predictVisibility(delaysOf(settings[1]!), 2, 2, [0], 5_000, 1);
    expect(fresh).toEqual([1]);
    expect(missProbability({ n: 3, r: 2, w: 2 })).toBe(0);
  });
});

const TIMES = [0, 1, 3, 10];
const OWNERS = ['a', 'b', 'c'];
const MEMBERS = [...OWNERS, 'scribe', 'reader'];

/** Two coordinators that own none of the rows: one for writes, one for reads, so that W, A, R and S are four ways. */
function run(
  { writing, rest }: Setting,
  r: number,
  w: number,
  trials: number,
): { played: Played; keys: readonly string[] } {
  const keys: string[] = [];
  for (let i = 0; keys.length < TIMES.length; i++)
    if (ownersOf(`k${i}`, MEMBERS, 3).every((owner) => OWNERS.includes(owner))) keys.push(`k${i}`);
  const played = play(
    {
      runFor: `${4 * trials + 30}s`,
      network: { within: '0ms' },
      nodes: {
        client: {
          kind: 'client',
          flows: TIMES.map((t, i): Drawing => ({
            arrive: { every: '4s' },
            times: trials,
            steps: [
              { put: 'store', key: keys[i], value: '${n}', at: 'scribe' },
              { work: `${t}ms` },
              { get: 'store', key: keys[i], at: 'reader' },
            ],
          })),
        },
        ...Object.fromEntries(MEMBERS.map((id) => [id, { kind: 'database', read: '0ms', write: '0ms' }])),
      },
      links: [
        { from: 'client', to: 'scribe' },
        { from: 'client', to: 'reader' },
        ...OWNERS.flatMap((owner) => [
          { from: 'scribe', to: owner, delay: writing },
          { from: owner, to: 'scribe', delay: rest },
          { from: 'reader', to: owner, delay: rest },
          { from: owner, to: 'reader', delay: rest },
        ]),
      ],
      clusters: {
        store: { members: MEMBERS, replication: { mode: 'quorum', n: 3, r, w, ...alone, timeout: '20s' } },
      },
    },
    { seed: 7, kinds: ['begin', 'end'] },
  );
  return { played, keys };
}

/** For each time, the share of reads begun so long after a write was confirmed that found it. */
function measure(setting: Setting, r: number, w: number, trials: number): number[] {
  const { played, keys } = run(setting, r, w, trials);
  const keyOf = new Map(played.of('begin').map(({ a, data }) => [a, data['key'] as string]));
  const fresh = TIMES.map(() => 0);
  const last = new Map<string, unknown>();
  for (const e of played.events) {
    const key = keyOf.get(e.a)!;
    if (e.kind === 'begin' && e.text === 'put store') last.set(key, e.data['value']);
    if (e.kind === 'end' && e.text === 'get store' && e.data['value'] === last.get(key))
      fresh[keys.indexOf(key)]!++;
  }
  return fresh.map((count) => count / trials);
}

/** The same model once more, written down from the paper's definition: order statistics of sums, and nothing shared. */
function wars({ writing, rest }: Setting, r: number, w: number, trials: number): number[] {
  const stream = newStream(99, 'independent');
  const u = (): number => nextUniformOpen(stream);
  const draw = (delay: Delay): number => {
    const [[weight, { pareto }], [, { exponential }]] = (
      delay as unknown as {
        mix: [[number, { pareto: { min: string; alpha: number } }], [number, { exponential: string }]];
      }
    ).mix;
    return u() < weight
      ? Number.parseInt(pareto.min) / u() ** (1 / pareto.alpha)
      : -Number.parseInt(exponential) * Math.log(u());
  };
  const fresh = TIMES.map(() => 0);
  for (let trial = 0; trial < trials; trial++) {
    const [W, A, R, S] = [writing, rest, rest, rest].map((delay) => [draw(delay), draw(delay), draw(delay)]);
    const commit = [0, 1, 2].map((i) => W![i]! + A![i]!).sort((x, y) => x - y)[w - 1]!;
    const replies = [0, 1, 2].sort((i, j) => R![i]! + S![i]! - (R![j]! + S![j]!)).slice(0, r);
    TIMES.forEach((t, at) => {
      if (replies.some((i) => commit + t * 1_000 + R![i]! >= W![i]!)) fresh[at]!++;
    });
  }
  return fresh.map((count) => count / trials);
}

describe('t-visibility, N = 3: our replicas, with the delays measured at LinkedIn and Yammer on the links', () => {
  const TRIALS = 300 * SHARE;
  const MODEL = 15_000;
  const partial = QUORUMS.filter(([r, w]) => r + w <= 3);
  it.each(settings.flatMap((setting) => partial.map(([r, w]) => ({ ...setting, r, w }))))(
    '$name, R = $r, W = $w: as often fresh as the model says',
    (setting) => {
      const { r, w } = setting;
      const measured = measure(setting, r, w, TRIALS);
      const predicted = predictVisibility(
        delaysOf(setting),
        r,
        w,
        TIMES.map((t) => t * 1_000),
        MODEL,
        3,
      ).fresh;
      const independent = wars(setting, r, w, MODEL);
      TIMES.forEach((t, i) => {
        const expected = independent[i]!;
        expect(Math.abs(predicted[i]! - expected), `model after ${t} ms`).toBeLessThan(
          bound(expected, MODEL, MODEL),
        );
        expect(Math.abs(measured[i]! - expected), `replicas after ${t} ms`).toBeLessThan(
          bound(expected, TRIALS),
        );
      });
    },
  );

  it('and measured from a history, as a figure would', () => {
    const { played, keys } = run(settings[1]!, 1, 1, TRIALS);
    const operations: Operation[] = [];
    const open = new Map<number, number>();
    for (const { kind, a, time, data, text } of played.events) {
      if (kind === 'begin') {
        open.set(a, operations.length);
        const [f, key] = [text === 'put store' ? 'write' : 'read', data['key'] as string];
        operations.push({
          id: operations.length,
          process: key,
          f,
          key,
          outcome: 'info',
          call: time,
          ret: null,
        });
        if (f === 'write') Object.assign(operations.at(-1)!, { value: data['value'] });
      } else {
        const operation = operations[open.get(a)!]!;
        Object.assign(operation, { outcome: 'ok', ret: time });
        if (operation.f === 'read') Object.assign(operation, { value: data['value'] ?? null });
      }
    }
    const reads = agedReads({ operations });
    const expected = measure(settings[1]!, 1, 1, TRIALS);
    for (let i = 0; i < TIMES.length; i++) {
      const own = reads.filter(({ key }) => key === keys[i]);
      expect(new Set(own.map(({ age }) => age))).toEqual(new Set([TIMES[i]! * 1_000]));
      expect(own.filter(({ isFresh }) => isFresh).length / own.length).toBe(expected[i]);
    }
  });
});
