import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultBudget } from './budget.ts';
import { causalCC, causalCCv, causalCM, pram } from './causal.ts';
import { sessionGuarantee } from './guarantees.ts';
import type { History, Operation, Verdict } from './history.ts';
import { implies, judgeLattice, lamps, type Lamp } from './lattice.ts';
import { linearizable } from './linearizable.ts';
import { modelNamed } from './models.ts';
import { randomHistory } from './random-history.ts';
import { sequential } from './sequential.ts';

/** Each read is given the rank of its value among the writes to its key, in order of call; some ranks are wrong on purpose. */
function withVersions(operations: readonly Operation[], skew: number): Operation[] {
  const order = operations.filter(({ f }) => f === 'write').toSorted((a, b) => a.call - b.call);
  return operations.map((operation) => {
    const rivals = order.filter(({ key }) => key === operation.key);
    const index = rivals.findIndex(({ value }) => value === operation.value);
    const rank = index < 0 ? 0 : skew === 0 ? index + 1 : rivals.length - index;
    return { ...operation, version: rank };
  });
}

describe('judgeLattice', { timeout: 30_000 }, () => {
  it('shows no lamp green while a weaker one is red, and each model red on its own somewhere', () => {
    const separated = new Set<string>();
    const wrong: object[] = [];
    for (let seed = 0; seed < 3000; seed += 1) {
      const shape = {
        operations: 5 + (seed % 8),
        processes: 3,
        keys: 1 + (seed % 2),
        values: 0,
        kinds: ['read', 'read', 'write'],
      };
      const truth = seed % 3 === 0 ? { model: modelNamed('register'), lies: 15 } : undefined;
      const plain = randomHistory(seed, shape, truth);
      const operations = seed % 4 < 2 ? plain : withVersions(plain, seed % 2);
      const verdicts = judgeLattice({ operations, initial: 0 });
      for (const [stronger, weaker] of implies) {
        const over = verdicts.get(stronger)!.verdict;
        const under = verdicts.get(weaker)!.verdict;
        if (over === 'valid' && under === 'invalid') wrong.push({ seed, stronger, weaker });
        if (over === 'invalid' && under === 'valid') separated.add(`${stronger} is more than ${weaker}`);
      }
      for (const [lamp, { verdict }] of verdicts) if (verdict === 'unknown') wrong.push({ seed, lamp });
    }
    expect(wrong).toEqual([]);
    expect(separated.size).toBe(implies.length);
  });

  it('without versions, no checker asked on its own is greener than a weaker one', () => {
    const alone: Readonly<Record<Lamp, (history: History) => Verdict>> = {
      linearizable: (history) => linearizable(history, 'register'),
      sequential: (history) => sequential(history, defaultBudget),
      'causal-cm': (history) => causalCM(history, defaultBudget),
      'causal-ccv': (history) => causalCCv(history, defaultBudget),
      'causal-cc': (history) => causalCC(history, defaultBudget),
      pram: (history) => pram(history, defaultBudget),
      'read-your-writes': (history) => sessionGuarantee(history, 'read-your-writes'),
      'monotonic-reads': (history) => sessionGuarantee(history, 'monotonic-reads'),
      'monotonic-writes': (history) => sessionGuarantee(history, 'monotonic-writes'),
      'writes-follow-reads': (history) => sessionGuarantee(history, 'writes-follow-reads'),
    };
    let reds = 0;
    for (let seed = 0; seed < 2000; seed += 1) {
      const shape = { operations: 9, processes: 3, keys: 2, values: 0, kinds: ['read', 'read', 'write'] };
      const truth = seed % 2 === 0 ? { model: modelNamed('register'), lies: 20 } : undefined;
      const history = { operations: randomHistory(seed, shape, truth), initial: 0 };
      const red = new Set(lamps.filter((lamp) => alone[lamp](history).verdict === 'invalid'));
      reds += red.size;
      const wrong = implies.filter(([stronger, weaker]) => red.has(weaker) && !red.has(stronger));
      expect({ seed, wrong }).toEqual({ seed, wrong: [] });
    }
    expect(reds).toBeGreaterThan(1000);
  });
});

const path = '../shared/data/consistency-lattice/lattice.json';

describe.skipIf(!existsSync(path))('the reference lattice', () => {
  const { implies: given } = existsSync(path)
    ? (JSON.parse(readFileSync(path, 'utf8')) as { implies: [string, string][] })
    : { implies: [] };
  const names: Readonly<Record<string, Lamp>> = {
    causal: 'causal-cm',
    'causal-memory (CM)': 'causal-cm',
    CM: 'causal-cm',
    'causal-convergence (CCv)': 'causal-ccv',
    CCv: 'causal-ccv',
    CC: 'causal-cc',
    PRAM: 'pram',
  };
  const reaches = (from: Lamp, to: Lamp): boolean =>
    from === to || implies.some(([stronger, weaker]) => stronger === from && reaches(weaker, to));

  it('is contained in ours', () => {
    expect(given.length).toBeGreaterThan(10);
    for (const [stronger, weaker] of given) {
      const from = names[stronger] ?? (stronger as Lamp);
      const to = names[weaker] ?? (weaker as Lamp);
      expect({ stronger, weaker, implied: reaches(from, to) }).toEqual({ stronger, weaker, implied: true });
    }
  });
});
