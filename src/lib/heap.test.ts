import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { heapPeek, heapPop, heapPush, type Timed } from './heap.ts';

const byTimeAndSeq = (a: Timed, b: Timed) => a.time - b.time || a.seq - b.seq;

/** Few times, so that many are equal. */
const times = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 200 });

test('what goes in comes out as sorting would put it', () => {
  fc.assert(
    fc.property(times, (list) => {
      const items = list.map((time, seq) => ({ time, seq }));
      const heap: Timed[] = [];
      for (const item of items) heapPush(heap, item);
      const out: (Timed | undefined)[] = items.map(() => heapPop(heap));
      expect(out).toEqual(items.toSorted(byTimeAndSeq));
      expect(heap).toEqual([]);
    }),
  );
});

test('pushes, peeks and pops in any order agree with a sorted list', () => {
  const step = fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constant('pop' as const));
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const heap: Timed[] = [];
      const list: Timed[] = [];
      for (const [seq, what] of steps.entries()) {
        if (what === 'pop') {
          expect(heapPop(heap)).toBe(list.shift());
        } else {
          const item = { time: what, seq };
          heapPush(heap, item);
          list.push(item);
          list.sort(byTimeAndSeq);
        }
        expect(heapPeek(heap)).toBe(list[0]);
        expect(heap.length).toBe(list.length);
      }
    }),
  );
});

test('the sequence decides among equal times, whichever was pushed first', () => {
  const heap: Timed[] = [];
  for (const seq of [3, 1, 4, 0, 2]) heapPush(heap, { time: 7, seq });
  expect([0, 1, 2, 3, 4].map(() => heapPop(heap)?.seq)).toEqual([0, 1, 2, 3, 4]);
});

test('an empty heap has nothing to give', () => {
  expect(heapPop([])).toBe(undefined);
  expect(heapPeek([])).toBe(undefined);
});
