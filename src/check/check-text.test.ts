import { newStream, nextBelow } from '#lib/random.ts';
import { describe, expect, it } from 'vitest';
import { checkHistoryText } from './check-text.ts';

const verdictOf = (model: string, text: string): unknown => {
  const { results, problems } = checkHistoryText(model, text);
  return problems.length > 0 ? problems : results.map(({ verdict }) => verdict);
};

describe('checkHistoryText', () => {
  it('reads EDN, where an answer nil says nothing and registers start at 0', () => {
    const history = `; a comment
      [{:process 0, :type :invoke, :f :read, :value nil} {:process :nemesis, :type :info, :f :start}
       {:process 0, :type :ok, :f :read, :value 0} #_{:not read}
       {:process 1, :type :invoke, :f :cas, :value [0 3]} {:process 0, :type :invoke, :f :read, :value nil}
       {:process 1, :type :info, :f :cas, :value [0 3]} {:process 0, :type :ok, :f :read, :value nil}
       {:process 2, :type :invoke, :f :read, :value nil} {:process 2, :type :ok, :f :read, :value 3}]`;
    expect(verdictOf('cas-register', history)).toEqual(['valid']);
    expect(verdictOf('cas-register', history.replace(':value 3}', ':value 4}'))).toEqual(['invalid']);
  });

  it("reads Jepsen's log lines, where nil is what was there before the first write", () => {
    const log = `INFO  jepsen.util - 0\t:invoke\t:write\t1
INFO  jepsen.util - 0\t:ok\t:write\t1
INFO  jepsen.core - something else
INFO jepsen.util - 3 :invoke :cas [1 2]
INFO jepsen.util - 3 :info :cas :timed-out
INFO  jepsen.util - 1\t:invoke\t:read\tnil
INFO  jepsen.util - 1\t:ok\t:read\t2`;
    expect(verdictOf('cas-register', log)).toEqual(['valid']);
    expect(verdictOf('cas-register', log.replace(/2$/, 'nil'))).toEqual(['invalid']);
  });

  it('reads calls one a line, with positions', () => {
    const rows = [
      { client: 0, f: 'write', key: 'x', value: 1, ok: true, call: 0, ret: 1 },
      { client: 1, f: 'cas', key: 'x', from: 1, to: 2, ok: true, call: 2, ret: null },
      { client: 2, f: 'write', key: 'y', value: 5, ok: false, call: 3, ret: 4 },
      { client: 0, f: 'read', key: 'x', value: 2, ok: true, call: 5, ret: 6 },
      { client: 0, f: 'read', key: 'y', value: null, ok: true, call: 7, ret: 8 },
    ];
    const lines = (list: readonly object[]): string => list.map((row) => JSON.stringify(row)).join('\n');
    expect(verdictOf('cas-register', lines(rows))).toEqual(['valid']);
    const stale = [...rows, { client: 3, f: 'read', key: 'x', value: 1, ok: true, call: 9, ret: 10 }];
    expect(verdictOf('cas-register', lines(stale))).toEqual(['invalid']);
    const many = [rows, stale].map((ops, index) => JSON.stringify({ id: `h${index}`, ops })).join('\n');
    const { results } = checkHistoryText('cas-register', many);
    expect(results.map(({ id, verdict, operations }) => ({ id, verdict, operations }))).toEqual([
      { id: 'h0', verdict: 'valid', operations: 5 },
      { id: 'h1', verdict: 'invalid', operations: 6 },
    ]);
  });

  it('knows short names of operations, and keys that wrap values as Jepsen has them', () => {
    const short =
      '{"client":0,"f":"w","key":"x","value":1,"ok":true,"call":0,"ret":1}\n{"client":1,"f":"r","key":"x","value":2,"ok":true,"call":2,"ret":3}';
    expect(verdictOf('register', short)).toEqual(['invalid']);
    const keyed = `{:process 0 :type :invoke :f :write :value [:a 1]} {:process 0 :type :ok :f :write :value [:a 1]}
      {:process 1 :type :invoke :f :read :value [:b nil]} {:process 1 :type :ok :f :read :value [:b 0]}
      {:process 1 :type :invoke :f :cas :value [:a [1 2]]} {:process 1 :type :ok :f :cas :value [:a [1 2]]}
      {:process 1 :type :invoke :f :read :value [:a nil]} {:process 1 :type :ok :f :read :value [:a 2]}`;
    expect(verdictOf('cas-register', keyed)).toEqual(['valid']);
    expect(verdictOf('cas-register', keyed.replace('[:a 2]}', '[:a 1]}'))).toEqual(['invalid']);
  });

  it('takes sessions for the weak models only', () => {
    const sessions = '{"id":"s","sessions":[[["w","x",1]],[["r","x",1],["r","x",null]]]}';
    expect(verdictOf('causal-cc', sessions)).toEqual(['invalid']);
    expect(checkHistoryText('register', sessions).problems).not.toEqual([]);
  });

  it('reads events one a line, lists of transactions included', () => {
    const lines = [
      { process: 0, type: 'invoke', f: 'txn', value: [['append', 'x', 1]] },
      { process: 0, type: 'ok', f: 'txn', value: [['append', 'x', 1]] },
      {
        process: 1,
        type: 'invoke',
        f: 'txn',
        value: [
          ['r', 'x', null],
          ['append', 'y', 1],
        ],
      },
      {
        process: 1,
        type: 'ok',
        f: 'txn',
        value: [
          ['r', 'x', [1]],
          ['append', 'y', 1],
        ],
      },
    ];
    const text = lines.map((line) => JSON.stringify(line)).join('\n');
    expect(verdictOf('list-append', text)).toEqual(['valid']);
    expect(verdictOf('list-append', text.replace('[1]]', '[]]'))).toEqual(['invalid']);
  });

  it.each([
    ['an empty text', 'register', ''],
    ['an unknown model', 'regisTer', '[]'],
    ['a text cut short', 'register', '[{:process 0, :type :invoke, :f :read'],
    ['an answer without a call', 'register', '{:process 0, :type :ok, :f :read, :value 1}'],
    ['an operation the model lacks', 'register', '{:process 0, :type :invoke, :f :dequeue}'],
    ['a broken line of JSON', 'register', '{"client":0,"f":"read","call":0,"ret":1,"value":null}\n{"cl'],
    ['a number', 'register', '12'],
    ['very deep nesting', 'register', '['.repeat(100_000)],
  ])('answers %s with a problem', (_, model, text) => {
    expect(checkHistoryText(model, text).problems).not.toEqual([]);
  });

  it('answers anything at all, whatever the text, without throwing', () => {
    const seeds = [
      '[{:process 0, :type :invoke, :f :read, :value nil}\n {:process 0, :type :ok, :f :read, :value 0}]',
      '{"ops":[{"client":0,"f":"cas","key":"x","from":1,"to":2,"ok":true,"call":0,"ret":1}],"id":7}',
      '{"sessions":[[["w","x",1],["r","x",1]],[["r","x",null]]]}',
      'INFO  jepsen.util - 0\t:invoke\t:cas\t[1 2]\nINFO  jepsen.util - 0\t:ok\t:cas\t[1 2]',
      '{:process 1, :type :invoke, :f :append, :key "3", :value "x 1 0 y"}',
    ];
    const stream = newStream(1, 'garbage');
    const pick = (n: number): number => nextBelow(stream, n);
    const characters = '[]{}()":;,#_\\ \n0-1eanil';
    const models = [
      'cas-register',
      'kv',
      'multi-register',
      'sequential',
      'causal-cm',
      'read-your-writes',
      'read-atomic',
    ];
    for (let round = 0; round < 6000; round += 1) {
      let text = seeds[pick(seeds.length)]!;
      for (let edits = 1 + pick(4); edits > 0; edits -= 1) {
        const at = pick(text.length + 1);
        text =
          text.slice(0, at) +
          (pick(2) === 0 ? characters[pick(characters.length)]! : '') +
          text.slice(at + pick(3));
      }
      const { results, problems } = checkHistoryText(models[pick(models.length)]!, text);
      expect({ text, answered: results.length + problems.length > 0 }).toEqual({ text, answered: true });
    }
  });

  it('says of a long history what the budget allows, whatever the model', () => {
    const lines: string[] = [];
    for (let i = 0; i < 10_000; i += 1) {
      const call = { process: i % 10, f: i % 2 === 0 ? 'write' : 'read', key: 'x' };
      const value = i - (i % 2) + 1;
      lines.push(JSON.stringify({ ...call, type: 'invoke', value: i % 2 === 0 ? value : null }));
      lines.push(JSON.stringify({ ...call, type: 'ok', value }));
    }
    const text = lines.join('\n');
    expect(checkHistoryText('linearizable', text)).toMatchObject({
      results: [{ verdict: 'valid', operations: 10_000 }],
    });
    const budget = { stepsMax: 1_000, memoryBytesMax: 1_000_000 };
    for (const model of ['sequential', 'causal-cm', 'pram', 'monotonic-writes', 'writes-follow-reads']) {
      const [result] = checkHistoryText(model, text, { budget }).results;
      expect({ model, ...result }).toMatchObject({
        verdict: 'unknown',
        reason: expect.stringMatching(/1000 search steps|0 MiB/) as string,
      });
    }
  });
});
