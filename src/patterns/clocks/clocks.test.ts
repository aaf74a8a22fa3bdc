import * as files from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readSharedJson, sharedDataMissing } from '#lib/shared-data.test-helper.ts';
import { compareHybrid, HYBRID_ZERO, tickHybrid, updateHybrid } from './hybrid.ts';
import type { HybridTime } from './hybrid.ts';
import { receiveLamport, tickLamport } from './lamport.ts';
import {
  compareVectors,
  countOf,
  descends,
  incrementVector,
  mergeVectors,
  NO_EVENTS,
  vectorText,
} from '#lib/vector-clock.ts';
import type { Relation, VectorClock } from '#lib/vector-clock.ts';

interface Vectors {
  readonly hlc: {
    readonly steps: readonly {
      readonly wall: number;
      readonly event: 'SEND' | 'RECV';
      readonly input?: readonly [number, number];
      readonly expect: readonly [number, number];
    }[];
  };
  readonly vectorClock: {
    readonly descends: readonly {
      readonly a: VectorClock;
      readonly b: VectorClock;
      readonly descends: boolean;
      readonly relation?: Relation;
    }[];
    readonly merge: readonly {
      readonly in: readonly [VectorClock, VectorClock];
      readonly out: VectorClock;
    }[];
  };
}

const missing = sharedDataMissing(files);
describe.skipIf(missing !== null)(missing ?? 'the vectors of CockroachDB and Riak', () => {
  const vectors = missing === null ? (readSharedJson(files, 'clocks/clocks.json') as Vectors) : undefined;
  it('hybrid: every step', () => {
    let own = HYBRID_ZERO;
    for (const { wall, event, input, expect: expected } of vectors!.hlc.steps) {
      own = tickHybrid(own, wall);
      if (event === 'RECV') {
        own = updateHybrid(own, { wall: input![0], logical: input![1] }, wall);
        own = tickHybrid(own, wall);
      }
      expect([own.wall, own.logical]).toEqual(expected);
    }
    expect(vectors!.hlc.steps).toHaveLength(8);
  });
  it('vector: descends, relation and merge', () => {
    for (const { a, b, descends: expected, relation } of vectors!.vectorClock.descends) {
      expect([a, b, descends(a, b)]).toEqual([a, b, expected]);
      if (relation !== undefined) expect(compareVectors(a, b)).toBe(relation);
    }
    for (const { in: both, out } of vectors!.vectorClock.merge) expect(mergeVectors(...both)).toEqual(out);
  });
});

const clock = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'toString'), fc.integer({ min: 1, max: 3 }));

describe('version vectors', () => {
  it('are a lattice: merge is the least upper bound, and the relation is read from either side', () => {
    const mirrored = { before: 'after', after: 'before', equal: 'equal', concurrent: 'concurrent' } as const;
    fc.assert(
      fc.property(clock, clock, clock, (a, b, c) => {
        const both = mergeVectors(a, b);
        expect(both).toEqual(mergeVectors(b, a));
        expect(mergeVectors(both, c)).toEqual(mergeVectors(a, mergeVectors(b, c)));
        expect(mergeVectors(a, a)).toEqual(a);
        expect(descends(both, a) && descends(both, b)).toBe(true);
        expect(descends(c, both)).toBe(descends(c, a) && descends(c, b));
        expect(compareVectors(b, a)).toBe(mirrored[compareVectors(a, b)]);
        expect(compareVectors(a, b) === 'equal').toBe(vectorText(a) === vectorText(b));
        if (descends(a, b) && descends(b, c)) expect(descends(a, c)).toBe(true);
      }),
    );
  });
  it('an increment is later than what it was made from, and unrelated to one beside it', () => {
    fc.assert(
      fc.property(clock, (a) => {
        expect(compareVectors(incrementVector(a, 'b'), a)).toBe('after');
        expect(compareVectors(incrementVector(a, 'b'), incrementVector(a, 'c'))).toBe('concurrent');
        expect(countOf(incrementVector(a, 'd'), 'd')).toBe(1);
      }),
    );
    expect(countOf(NO_EVENTS, 'toString')).toBe(0);
  });
});

/** Random runs of three processes: who acts, how its own clock moves, and whose last message it receives. */
const runs = fc.array(
  fc.record({ at: fc.nat(2), drift: fc.integer({ min: -5, max: 5 }), from: fc.option(fc.nat(2)) }),
  { maxLength: 60 },
);

describe('what happened before has the smaller time', () => {
  it('by all three clocks; and the vector clock alone tells when nothing happened before', () => {
    fc.assert(
      fc.property(runs, (steps) => {
        const own = [0, 1, 2].map(() => ({
          lamport: 0,
          hybrid: HYBRID_ZERO,
          vector: NO_EVENTS,
          reading: 10,
        }));
        const past = [0, 1, 2].map(() => new Set<number>());
        const events: {
          lamport: number;
          hybrid: HybridTime;
          vector: VectorClock;
          past: ReadonlySet<number>;
        }[] = [];
        let fastest = 0;
        for (const { at, drift, from } of steps) {
          const p = own[at]!;
          p.reading = Math.max(0, p.reading + drift);
          fastest = Math.max(fastest, p.reading);
          const sent = from === null ? undefined : own[from]!;
          p.lamport = sent === undefined ? tickLamport(p.lamport) : receiveLamport(p.lamport, sent.lamport);
          if (sent !== undefined) {
            p.hybrid = updateHybrid(p.hybrid, sent.hybrid, p.reading);
            p.vector = mergeVectors(p.vector, sent.vector);
            for (const each of past[from!]!) past[at]!.add(each);
          }
          p.hybrid = tickHybrid(p.hybrid, p.reading);
          p.vector = incrementVector(p.vector, String(at));
          expect(p.hybrid.wall).toBeGreaterThanOrEqual(p.reading);
          expect(p.hybrid.wall).toBeLessThanOrEqual(fastest);
          events.push({ ...p, past: new Set(past[at]) });
          past[at]!.add(events.length - 1);
        }
        events.forEach((later, i) =>
          events.slice(0, i).forEach((earlier, j) => {
            const before = later.past.has(j);
            expect(compareVectors(earlier.vector, later.vector)).toBe(before ? 'before' : 'concurrent');
            if (!before) return;
            expect(earlier.lamport).toBeLessThan(later.lamport);
            expect(compareHybrid(earlier.hybrid, later.hybrid)).toBeLessThan(0);
          }),
        );
      }),
    );
  });
});
