import { describe, expect, it } from 'vitest';
import { logScale, STEPS } from './scale.ts';

describe('logScale', () => {
  const scale = logScale(1, 10_000);
  it('has equal factors on equal ways', () => {
    expect([0, 250, 500, 750, STEPS].map((at) => scale.valueAt(at))).toEqual([1, 10, 100, 1000, 10_000]);
  });
  it('finds its way back', () => {
    for (let at = 0; at <= STEPS; at += 7)
      expect(Math.abs(scale.positionOf(scale.valueAt(at)) - at)).toBeLessThanOrEqual(6);
  });
  it('keeps to its ends', () => {
    expect(scale.positionOf(0)).toBe(0);
    expect(scale.positionOf(1e9)).toBe(STEPS);
    expect(logScale(3, 777).valueAt(STEPS)).toBe(777);
  });
  it('refuses ranges without a logarithm', () => {
    expect(() => logScale(0, 10)).toThrow(/logarithmic scale from 0/);
    expect(() => logScale(5, 5)).toThrow(RangeError);
  });
});
