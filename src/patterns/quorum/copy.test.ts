import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSame, mergeCopies, newCopy, valueOf, versionOf } from './copy.ts';
import type { Conflicts, Copy } from './copy.ts';
import { ownersOf, preferenceOf } from '#patterns/placement.ts';
import { joinSeen, marksOf, NOTHING_SEEN, seenIn, seenOnly, sees } from './seen.ts';
import type { Dot, Seen } from './seen.ts';

const dot = fc.record({ by: fc.constantFrom('a', 'b'), n: fc.integer({ min: 1, max: 6 }) });
const seenOf = (dots: readonly Dot[]): Seen =>
  dots.map(seenOnly).reduce((all, each) => joinSeen(all, each), NOTHING_SEEN);

describe('a set of dots', () => {
  it('holds exactly what was put in, in whatever order, and nothing apart that could be counted up', () => {
    fc.assert(
      fc.property(fc.array(dot), fc.array(dot), (one, other) => {
        const set = joinSeen(seenOf(one), seenOf(other));
        for (const by of ['a', 'b'])
          for (let n = 1; n <= 7; n++)
            expect(sees(set, { by, n })).toBe(
              [...one, ...other].some((each) => each.by === by && each.n === n),
            );
        expect(seenOf([...other, ...one].reverse())).toEqual(set);
        expect(seenIn(marksOf(set))).toEqual(set);
        for (const { by, n } of set.apart)
          expect(sees(set, { by, n: n - 1 }) && n - 1 === set.upTo[by]).toBe(false);
      }),
    );
  });
});

/** What may happen to three copies of one row: a write at one of them that has seen it or not, and an exchange. */
type Act = { readonly at: number; readonly from: number; readonly kind: 'blind' | 'informed' | 'exchange' };
const acts = fc.array(
  fc.record({
    at: fc.nat(2),
    from: fc.nat(2),
    kind: fc.constantFrom('blind' as const, 'informed' as const, 'exchange' as const),
  }),
  { maxLength: 14 },
);

/** Carries acts out; beside each copy, naively, which versions each has superseded. */
function carryOut(conflicts: Conflicts, list: readonly Act[]) {
  const copies: (Copy | null)[] = [null, null, null];
  const made = [0, 0, 0];
  const past = new Map<number, ReadonlySet<number>>();
  const heard: Set<number>[] = [new Set(), new Set(), new Set()];
  list.forEach(({ at, from, kind }, i) => {
    if (kind === 'exchange') {
      copies[at] = mergeCopies(conflicts, copies[at]!, copies[from]!);
      for (const each of heard[from]!) heard[at]!.add(each);
      return;
    }
    const version = { value: i, at: i, by: 'abc'[at]!, n: ++made[at]! };
    const own = copies[at] ?? null;
    const written = newCopy(
      conflicts,
      version,
      kind === 'blind' ? NOTHING_SEEN : (own?.seen ?? NOTHING_SEEN),
    );
    copies[at] = mergeCopies(conflicts, own, written);
    past.set(i, new Set(kind === 'blind' ? [] : heard[at]!));
    heard[at]!.add(i);
  });
  return { copies, past, heard };
}

describe.each(['lastWriteWins', 'siblings'] as const)('copies, %s', (conflicts) => {
  it('merge in any order, any grouping and again, to the same', () => {
    fc.assert(
      fc.property(acts, (list) => {
        const [a, b, c] = carryOut(conflicts, list).copies as [Copy | null, Copy | null, Copy | null];
        const merge = (x: Copy | null, y: Copy | null): Copy | null => mergeCopies(conflicts, x, y);
        expect(isSame(merge(a, b), merge(b, a))).toBe(true);
        expect(isSame(merge(merge(a, b), c), merge(a, merge(b, c)))).toBe(true);
        expect(isSame(merge(a, a), a)).toBe(true);
        expect(isSame(merge(merge(a, b), b), merge(a, b))).toBe(true);
      }),
    );
  });
});

it('siblings are the versions that nobody who saw them has written over: none is lost, none comes back', () => {
  fc.assert(
    fc.property(acts, (list) => {
      const { copies, past, heard } = carryOut('siblings', list);
      copies.forEach((copy, i) => {
        const superseded = new Set([...heard[i]!].flatMap((each) => [...past.get(each)!]));
        const expected = [...heard[i]!].filter((each) => !superseded.has(each)).sort((x, y) => x - y);
        expect((copy?.versions ?? []).map(({ value }) => value)).toEqual(expected);
        if (copy !== null) expect(versionOf('siblings', copy)).toBeGreaterThanOrEqual(heard[i]!.size);
        const shown = expected.length > 1 ? { siblings: expected } : (expected[0] ?? null);
        expect(valueOf(copy)).toEqual(shown);
      });
    }),
  );
});

it('the last write wins by the clock, and by the name of its coordinator at one instant', () => {
  const copy = (at: number, by: string): Copy =>
    newCopy('lastWriteWins', { value: by, at, by, n: 1 }, NOTHING_SEEN);
  const winner = (x: Copy, y: Copy): unknown => valueOf(mergeCopies('lastWriteWins', x, y));
  expect(winner(copy(2, 'a'), copy(1, 'z'))).toBe('a');
  expect(winner(copy(1, 'z'), copy(1, 'a'))).toBe('z');
  expect(winner(copy(-5, 'a'), copy(-4, 'b'))).toBe('b');
});

it('a write stands against a concurrent delete', () => {
  const made = (value: string | null, by: string): Copy =>
    newCopy('siblings', { value, at: 1, by, n: 1 }, NOTHING_SEEN);
  expect(valueOf(mergeCopies('siblings', made(null, 'a'), made('kept', 'b')))).toBe('kept');
});

it('rows are spread evenly, and a member that leaves moves only its own', () => {
  const members = ['a', 'b', 'c', 'd', 'e'];
  const owned = new Map(members.map((each) => [each, 0]));
  const keys = Array.from({ length: 2_000 }, (_, i) => `order/${i}`);
  for (const key of keys) {
    const owners = ownersOf(key, members, 3);
    for (const owner of owners) owned.set(owner, owned.get(owner)! + 1);
    const without = preferenceOf(
      key,
      members.filter((each) => each !== 'c'),
    );
    expect(without).toEqual(preferenceOf(key, members).filter((each) => each !== 'c'));
  }
  // 1,200 each, with a deviation of 22.
  for (const [, count] of owned) expect(Math.abs(count - 1_200)).toBeLessThan(88);
});
