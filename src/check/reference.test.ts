import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkHistoryText } from './check-text.ts';

const data = '../shared/data';
const read = (path: string): string => readFileSync(`${data}/${path}`, 'utf8');

interface KnossosVerdict {
  readonly linearizable: boolean;
  readonly model: string;
}

describe.skipIf(!existsSync(data))('histories with known verdicts', () => {
  it('agrees with Knossos on all its histories, in one process under 2 s', () => {
    const verdicts = Object.entries(
      JSON.parse(read('knossos/verdicts.json')) as Record<string, KnossosVerdict>,
    );
    const start = performance.now();
    const wrong = verdicts.filter(([file, { model, linearizable }]) => {
      const { results, problems } = checkHistoryText(model, read(`knossos/${file}`));
      return problems.length > 0 || results[0]?.verdict !== (linearizable ? 'valid' : 'invalid');
    });
    expect(verdicts).toHaveLength(122);
    expect(wrong.map(([file]) => file)).toEqual([]);
    expect(performance.now() - start).toBeLessThan(2000);
  });

  it.each(
    Object.entries(existsSync(data) ? (JSON.parse(read('kv/verdicts.json')) as Record<string, boolean>) : {}),
  )('agrees with porcupine on %s within a second', (file, linearizable) => {
    const start = performance.now();
    const { results, problems } = checkHistoryText('kv', read(`kv/${file}`));
    expect(problems).toEqual([]);
    expect(results.map(({ verdict }) => verdict)).toEqual([linearizable ? 'valid' : 'invalid']);
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
