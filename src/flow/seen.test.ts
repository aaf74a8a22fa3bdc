import { describe, expect, it } from 'vitest';
import { forgetSession, marksFor, remember } from './seen.ts';
import type { Seen } from './seen.ts';

const about = (session: string, key?: string): Parameters<typeof marksFor>[1] => ({
  cluster: 'store',
  session,
  body: key === undefined ? {} : { key },
});
const ok = { ok: true, value: null } as const;

describe('what sessions have seen', () => {
  it('is the greatest of every mark, for each session by itself, and contexts row by row', () => {
    const seen: Seen = new Map();
    remember(seen, about('ada', 'k'), { ...ok, token: { a: 2, b: 1 }, context: { a: 1 } });
    remember(seen, about('ada', 'l'), { ...ok, token: { b: 3, a: 1 } });
    remember(seen, about('bob', 'k'), ok);
    remember(seen, about('ada', 'k'), { ok: false, reason: 'behind' });
    expect(marksFor(seen, about('ada', 'k'))).toEqual({ token: { a: 2, b: 3 }, context: { a: 1 } });
    expect(marksFor(seen, about('ada', 'l'))).toEqual({ token: { a: 2, b: 3 } });
    expect(marksFor(seen, { ...about('ada', 'k'), cluster: 'other' })).toEqual({});
    expect(marksFor(seen, about('bob', 'k'))).toEqual({});
    forgetSession(seen, 'ada');
    expect(seen.size).toBe(0);
  });
  it('is bounded: sessions and rows that were heard of longest ago are forgotten', () => {
    const seen: Seen = new Map();
    for (let n = 0; n < 300; n++) {
      remember(seen, about('ada', `${n}`), { ...ok, context: { a: n } });
      remember(seen, about(`s${n}`), { ...ok, token: { a: n } });
    }
    expect([seen.size, marksFor(seen, about('s44')), marksFor(seen, about('s299'))]).toEqual([
      256,
      {},
      { token: { a: 299 } },
    ]);
    expect(marksFor(seen, about('ada', '235'))).toEqual({});
    expect(marksFor(seen, about('ada', '236'))).toEqual({ context: { a: 236 } });
  });
});
