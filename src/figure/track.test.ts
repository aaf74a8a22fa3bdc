import { describe, expect, it } from 'vitest';
import { pathOf, pointAt, trackOf } from './track.ts';

const bent = [
  { x: 0, y: 0 },
  { x: 100, y: 0 },
  { x: 100, y: 80 },
];

describe('pathOf', () => {
  it('rounds a corner with 12 px', () => {
    expect(pathOf(bent)).toBe('M0 0L88 0Q100 0 100 12L100 80');
  });
  it('takes a smaller corner where a stretch is short', () => {
    expect(
      pathOf([
        { x: 0, y: 0 },
        { x: 10, y: 0 },
        { x: 10, y: 80 },
      ]),
    ).toBe('M0 0L5 0Q10 0 10 5L10 80');
  });
});

describe('pointAt', () => {
  it('starts and ends where the link does, and clamps beyond', () => {
    const track = trackOf(bent);
    expect(pointAt(track, 0)).toEqual({ x: 0, y: 0, dx: 1, dy: 0 });
    expect(pointAt(track, 1)).toEqual({ x: 100, y: 80, dx: 0, dy: 1 });
    expect(pointAt(track, -3)).toEqual(pointAt(track, 0));
    expect(pointAt(track, 7)).toEqual(pointAt(track, 1));
  });

  it('moves evenly: equal fractions are equal ways, bends included', () => {
    const track = trackOf(bent);
    let before = pointAt(track, 0);
    for (let i = 1; i <= 50; i++) {
      const now = pointAt(track, i / 50);
      const way = Math.hypot(now.x - before.x, now.y - before.y);
      expect(way).toBeLessThanOrEqual(track.length / 50 + 1e-9);
      expect(way).toBeGreaterThan((track.length / 50) * 0.9);
      expect(Math.hypot(now.dx, now.dy)).toBeCloseTo(1, 9);
      before = now;
    }
  });

  it('lies on the drawn curve', () => {
    const track = trackOf(bent);
    for (let f = 0; f <= 1; f += 0.01) {
      const { x, y } = pointAt(track, f);
      if (x > 88 && y < 12) {
        let nearest = Infinity;
        for (let t = 0; t <= 1; t += 0.005) {
          const u = 1 - t;
          nearest = Math.min(
            nearest,
            Math.hypot(x - (u * u * 88 + 2 * u * t * 100 + t * t * 100), y - t * t * 12),
          );
        }
        expect(nearest).toBeLessThan(0.125);
      } else expect(Math.min(Math.abs(y), Math.abs(x - 100))).toBeLessThan(1e-9);
    }
  });

  it('writes into what it is given', () => {
    const out = { x: 9, y: 9, dx: 9, dy: 9 };
    expect(pointAt(trackOf(bent), 0, out)).toBe(out);
  });

  it('answers for a link without length', () => {
    expect(
      pointAt(
        trackOf([
          { x: 3, y: 4 },
          { x: 3, y: 4 },
        ]),
        0.5,
      ),
    ).toEqual({ x: 3, y: 4, dx: 1, dy: 0 });
  });
});
