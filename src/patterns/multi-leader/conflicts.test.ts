import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HybridTime } from '#patterns/clocks/hybrid.ts';
import { NO_EVENTS } from '#lib/vector-clock.ts';
import type { VectorClock } from '#lib/vector-clock.ts';
import { joined, keepSiblings, lastWriteWins, versionOf, withWrite } from './conflicts.ts';
import type { Conflicts, Kept } from './conflicts.ts';

/** Three members: each step a write at one of them, by somebody who has read there or has not, or a merge of one into another. */
const steps = fc.array(
  fc.record({
    at: fc.nat(2),
    from: fc.option(fc.nat(2)),
    looks: fc.boolean(),
    wall: fc.integer({ min: 0, max: 3 }),
  }),
  { maxLength: 25 },
);
type Steps = typeof steps extends fc.Arbitrary<infer T> ? T : never;

/** What each member keeps in the end, and beside it the writes that it knows of, each with those that it replaced. */
function play(rule: Conflicts, list: Steps) {
  const kept: (Kept | null)[] = [null, null, null];
  const known = [0, 1, 2].map(() => new Set<number>());
  const made: { time: HybridTime; actor: string; replaces: ReadonlySet<number> }[] = [];
  list.forEach(({ at, from, looks, wall }, n) => {
    const mine = kept[at]!;
    const theirs = from === null ? null : kept[from]!;
    if (from !== null) {
      if (theirs !== null) kept[at] = mine === null ? theirs : joined(rule, mine, theirs);
      for (const write of known[from]!) known[at]!.add(write);
    } else {
      const seen: VectorClock = looks && mine !== null ? mine.writes : NO_EVENTS;
      const actor = 'abc'[at]!;
      const time = { wall, logical: 0 };
      kept[at] = withWrite(rule, mine, { verb: 'put', body: null, value: n, actor, time, seen });
      made[n] = { time, actor, replaces: looks ? new Set(known[at]) : new Set() };
      known[at]!.add(n);
    }
  });
  return { kept, known, made };
}
const rules: Record<string, Conflicts> = { lastWriteWins, keepSiblings };

describe.each(Object.entries(rules))('%s', (name, rule) => {
  it('is a join semilattice, and a version is the number of writes that are known', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const { kept, known } = play(rule, list);
        const [a, b, c] = kept.filter((each) => each !== null);
        kept.forEach((each, i) => each && expect(versionOf(each)).toBe(known[i]!.size));
        if (a === undefined || b === undefined || c === undefined) return;
        const both = joined(rule, a, b);
        expect(joined(rule, a, a)).toEqual(a);
        expect(joined(rule, b, a)).toEqual(both);
        expect(joined(rule, both, a)).toEqual(both);
        expect(joined(rule, both, c)).toEqual(joined(rule, a, joined(rule, b, c)));
      }),
    );
  });
  it('shows what a look at the whole history shows', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const { kept, known, made } = play(rule, list);
        kept.forEach((each, i) => {
          if (each === null) return;
          const writes = [...known[i]!];
          const { value } = { value: rule.value(each.data) };
          if (name === 'keepSiblings') {
            const left = writes.filter((n) => !writes.some((other) => made[other]!.replaces.has(n)));
            const shown = left.length === 1 ? [value] : (value as { siblings: number[] }).siblings;
            expect(new Set(shown)).toEqual(new Set(left));
            expect(rule.versions(each.data)).toBe(left.length);
          } else {
            const rank = (n: number): string =>
              `${made[n]!.time.wall} ${made[n]!.actor} ${String(n).padStart(3, '0')}`;
            expect(value).toBe(writes.sort((x, y) => (rank(x) < rank(y) ? -1 : 1)).at(-1));
          }
        });
      }),
    );
  });
});

describe('a session that writes without looking', () => {
  const put = (mine: Kept | null, actor: string, value: string, seen: VectorClock): Kept =>
    withWrite(keepSiblings, mine, {
      verb: 'put',
      body: null,
      value,
      actor,
      time: { wall: 0, logical: 0 },
      seen,
    });
  const rule: Conflicts = keepSiblings;
  it('replaces what it wrote before', () => {
    const first = put(null, 'a', 'one', NO_EVENTS);
    const seen = rule.context!(first, { actor: 'a', seen: NO_EVENTS })!;
    expect(rule.value(put(first, 'a', 'two', seen).data)).toBe('two');
  });
  it('and never what another wrote at the same member and it was not shown', () => {
    const first = put(null, 'a', 'theirs', NO_EVENTS);
    const second = put(first, 'a', 'mine', NO_EVENTS);
    expect(rule.context!(second, { actor: 'a', seen: NO_EVENTS })).toBe(null);
    expect(rule.context!(second)).toEqual({ a: 2 });
  });
});
