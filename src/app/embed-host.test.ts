import { describe, expect, it } from 'vitest';
import { brokenBetween, readFromHost } from './embed-host.ts';

describe('what a host page may say', () => {
  it('is taken when it is whole', () => {
    expect(readFromHost({ halfopen: 'play' })).toEqual({ halfopen: 'play' });
    expect(readFromHost({ halfopen: 'seek', t: 4.2 })).toEqual({ halfopen: 'seek', momentUs: 4_200_000 });
    expect(readFromHost({ halfopen: 'seek', t: '250ms' })).toEqual({ halfopen: 'seek', momentUs: 250_000 });
    expect(readFromHost({ halfopen: 'load', link: '#/raft' })).toEqual({ halfopen: 'load', link: '#/raft' });
    const document = { halfopen: 1 };
    expect(readFromHost({ halfopen: 'load', document })).toEqual({ halfopen: 'load', document });
  });

  it('is passed over when it is misshapen', () => {
    for (const data of [
      null,
      'play',
      {},
      { halfopen: 'explode' },
      { halfopen: 'seek' },
      { halfopen: 'seek', t: -1 },
      { halfopen: 'seek', t: Infinity },
      { halfopen: 'seek', t: NaN },
      { halfopen: 'seek', t: 'soon' },
      { halfopen: 'load' },
      { halfopen: 'load', link: 7, document: {} },
      { halfopen: 'load', link: 'x'.repeat(1_000_001) },
    ])
      expect(readFromHost(data), JSON.stringify(data)).toBeNull();
  });
});

it('tells of a check that breaks once, in the step in which time passes it', () => {
  const change = (at: number, verdict: 'holds' | 'breaks') => ({ at, verdict, event: 0, reason: `at ${at}` });
  const verdicts = [
    {
      check: 0,
      title: 'A',
      final: 'breaks' as const,
      changes: [change(5, 'holds'), change(2_000_000, 'breaks')],
    },
    { check: 1, title: 'B', final: 'breaks' as const, changes: [change(1_000_000, 'breaks')] },
  ];
  expect(brokenBetween(verdicts, 0, 2_000_000).map(({ check, t }) => [check, t])).toEqual([
    ['B', 1],
    ['A', 2],
  ]);
  expect(brokenBetween(verdicts, 1_000_000, 1_999_999)).toEqual([]);
  expect(brokenBetween(verdicts, 2_000_000, 1_000_000)).toEqual([]);
});
