import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sessionGuarantee } from './guarantees.ts';
import type { History, Operation, Verdict } from './history.ts';
import { linearizable } from './linearizable.ts';
import { boundedStaleness, consistentPrefix, convergence, staleness } from './staleness.ts';

const path = '../shared/data/terry-baseball/baseball.json';

interface Baseball {
  readonly writes: readonly (readonly [string, number])[];
  readonly lineScore: { readonly visitors: readonly number[]; readonly home: readonly number[] };
  readonly readBothKeys: Readonly<Record<string, readonly string[]>>;
}

/** The scorekeeper's writes, each in its half inning: the visitors bat at n, the home team half an inning later. */
function scorekeeping({ lineScore, writes }: Baseball): Operation[] {
  const operations: Operation[] = [];
  const score = { visitors: 0, home: 0 };
  for (let inning = 0; inning < 7; inning += 1) {
    for (const [team, offset] of [['visitors', 0] as const, ['home', 0.5] as const]) {
      for (let run = 0; run < (lineScore[team][inning] ?? 0); run += 1) {
        score[team] += 1;
        const call = inning + 1 + offset + run / 10;
        operations.push({
          id: operations.length,
          process: 'scorekeeper',
          f: 'write',
          key: team,
          value: score[team],
          version: score[team],
          outcome: 'ok',
          call,
          ret: call + 0.05,
        });
      }
    }
  }
  expect(operations.map(({ key, value }) => [key, value])).toEqual(writes);
  return operations;
}

describe.skipIf(!existsSync(path))("Terry's baseball game, in the middle of the seventh inning", () => {
  const data = (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null) as Baseball;
  const reading = (process: string, score: string, id: number, now = 7.5): Operation => {
    const [visitors = 0, home = 0] = score.split('-').map(Number);
    return {
      id,
      process,
      f: 'txn',
      txn: [
        { f: 'r', key: 'visitors', value: visitors, version: visitors },
        { f: 'r', key: 'home', value: home, version: home },
      ],
      outcome: 'ok',
      call: now,
      ret: now + 0.01,
    };
  };
  const scores = [0, 1, 2].flatMap((visitors) => [0, 1, 2, 3, 4, 5].map((home) => `${visitors}-${home}`));
  const allowed = (judge: (history: History) => Verdict, process = 'fan', before?: string): string[] => {
    const game = scorekeeping(data);
    const first = before === undefined ? [] : [reading(process, before, 100, 7.4)];
    return scores.filter((score) => {
      const operations = [...game, ...first, reading(process, score, 101)];
      return judge({ operations, initial: 0 }).verdict === 'valid';
    });
  };
  const asTransactions = ({ operations }: History): History => ({
    initial: 0,
    operations: operations.map((o) =>
      o.f === 'txn' ? o : { ...o, f: 'txn', txn: [{ f: 'w', key: o.key ?? '', value: o.value ?? null }] },
    ),
  });

  it.each<[string, () => string[]]>([
    ['strong', () => allowed((history) => linearizable(asTransactions(history), 'multi-register'))],
    ['eventual', () => allowed((history) => convergence(history, 99))],
    ['consistentPrefix', () => allowed(consistentPrefix)],
    [
      'boundedStaleness (at most one inning out of date)',
      () => allowed((history) => boundedStaleness(history, { timeMax: 1 })),
    ],
    [
      'monotonicReads after reading 1-3',
      () => allowed((history) => sessionGuarantee(history, 'monotonic-reads'), 'fan', '1-3'),
    ],
    [
      'readMyWrites for the writer',
      () => allowed((history) => sessionGuarantee(history, 'read-your-writes'), 'scorekeeper'),
    ],
    [
      'readMyWrites for anyone else',
      () => allowed((history) => sessionGuarantee(history, 'read-your-writes')),
    ],
  ])('%s allows exactly the scores of the paper', (guarantee, scoresAllowed) => {
    expect(scoresAllowed()).toEqual(data.readBothKeys[guarantee]);
  });
});

describe('staleness', () => {
  const write = (id: number, value: number, call: number): Operation => ({
    id,
    process: 'w',
    f: 'write',
    key: 'x',
    value,
    outcome: 'ok',
    call,
    ret: call + 1,
  });
  const read = (id: number, value: number | null, call: number): Operation => ({
    id,
    process: 'r',
    f: 'read',
    key: 'x',
    value,
    outcome: 'ok',
    call,
    ret: call + 1,
  });

  it('counts only versions acknowledged before the read was called', () => {
    const operations = [
      write(0, 1, 0),
      write(1, 2, 10),
      write(2, 3, 20),
      read(3, 1, 15),
      read(4, 1, 20.5),
      read(5, 3, 30),
      read(6, null, 30),
    ];
    const found = staleness({ operations }).map(({ operation, versionsBehind, timeBehind }) => [
      operation.id,
      versionsBehind,
      timeBehind,
    ]);
    expect(found).toEqual([
      [3, 1, 4],
      [4, 1, 9.5],
      [5, 0, 0],
      [6, 3, 29],
    ]);
    expect(boundedStaleness({ operations }, { versionsMax: 1 })).toMatchObject({
      verdict: 'invalid',
      witness: { offending: 6, operations: [0, 6] },
    });
    expect(boundedStaleness({ operations }, { versionsMax: 3 })).toEqual({ verdict: 'valid' });
  });

  it('finds replicas that still disagree after writing has ended', () => {
    const operations = [
      write(0, 1, 0),
      read(1, null, 5),
      read(2, 1, 10),
      { ...read(3, null, 11), process: 'q' },
    ];
    expect(convergence({ operations }, 10)).toMatchObject({
      verdict: 'invalid',
      witness: { operations: [2, 3] },
    });
    expect(convergence({ operations: operations.slice(0, 3) }, 10)).toEqual({ verdict: 'valid' });
  });
});

it('who was told of a write at the instant of its read had been told before, if it is the same session', () => {
  const ok = { key: 'k', outcome: 'ok' } as const;
  const write = { ...ok, id: 0, process: 'ada', f: 'write', value: 1, call: 0, ret: 5 };
  const read = (process: string): Operation => ({
    ...ok,
    id: 1,
    process,
    f: 'read',
    value: null,
    call: 5,
    ret: 6,
  });
  const behind = (process: string): unknown =>
    staleness({ operations: [write, read(process)] }).map(({ versionsBehind }) => versionsBehind);
  expect([behind('ada'), behind('ben')]).toEqual([[1], [0]]);
});
