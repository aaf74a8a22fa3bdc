import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeAxis } from './time-axis.ts';

const spans = fc.array(
  fc.record({
    from: fc.integer({ min: 0, max: 1e7 }),
    long: fc.integer({ min: 1, max: 1e6 }),
    need: fc.integer({ min: 20, max: 160 }),
  }),
  { minLength: 1, maxLength: 9 },
);

describe('the axis of a proof', () => {
  it('keeps the order of time, leaves room for words, and fills what there is', () => {
    fc.assert(
      fc.property(spans, fc.integer({ min: 200, max: 1200 }), (some, width) => {
        const all = some.map(({ from, long, need }) => ({ from, to: from + long, need }));
        const axis = timeAxis(all, width);
        const moments = all.flatMap(({ from, to }) => [from, to]).sort((a, b) => a - b);
        moments.forEach((moment, i) => {
          const before = moments[i - 1];
          if (before === undefined || before === moment) return;
          expect(axis.xOf(moment)).toBeGreaterThan(axis.xOf(before));
        });
        for (const { from, to, need } of all)
          expect(axis.xOf(to) - axis.xOf(from)).toBeGreaterThan(need - 1e-6);
        expect(axis.width).toBeGreaterThanOrEqual(width);
        expect(axis.xOf(moments.at(-1)!)).toBeCloseTo(axis.width, 6);
      }),
      { numRuns: 300 },
    );
  });

  it('folds a long wait between two short operations', () => {
    const axis = timeAxis(
      [
        { from: 0, to: 10, need: 40 },
        { from: 20, to: 30, need: 40 },
        { from: 100_000, to: 100_010, need: 40 },
      ],
      600,
    );
    expect(axis.folds).toHaveLength(1);
    expect(axis.folds[0]).toBeGreaterThan(axis.xOf(30));
    expect(axis.folds[0]).toBeLessThan(axis.xOf(100_000));
  });
});
