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
  it('agrees with Knossos on all its histories', () => {
    const verdicts = Object.entries(
      JSON.parse(read('knossos/verdicts.json')) as Record<string, KnossosVerdict>,
    );
    const wrong = verdicts.filter(([file, { model, linearizable }]) => {
      const { results, problems } = checkHistoryText(model, read(`knossos/${file}`));
      return problems.length > 0 || results[0]?.verdict !== (linearizable ? 'valid' : 'invalid');
    });
    expect(verdicts).toHaveLength(122);
    expect(wrong.map(([file]) => file)).toEqual([]);
  });

  it.each(
    Object.entries(existsSync(data) ? (JSON.parse(read('kv/verdicts.json')) as Record<string, boolean>) : {}),
  )('agrees with porcupine on %s', (file, linearizable) => {
    const { results, problems } = checkHistoryText('kv', read(`kv/${file}`));
    expect(problems).toEqual([]);
    expect(results.map(({ verdict }) => verdict)).toEqual([linearizable ? 'valid' : 'invalid']);
  });
});
