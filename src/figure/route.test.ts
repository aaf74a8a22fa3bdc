import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Box, Point } from './geometry.ts';
import { cuts, routeLink } from './route.ts';

const box = (x: number, y: number, width = 160, height = 80): Box => ({ x, y, width, height });

const onEdge = (point: Point | undefined, of: Box): boolean => {
  if (point === undefined) return false;
  const onX = Math.abs(point.x - of.x) < 0.02 || Math.abs(point.x - of.x - of.width) < 0.02;
  const onY = Math.abs(point.y - of.y) < 0.02 || Math.abs(point.y - of.y - of.height) < 0.02;
  const inX = point.x > of.x - 0.02 && point.x < of.x + of.width + 0.02;
  const inY = point.y > of.y - 0.02 && point.y < of.y + of.height + 0.02;
  return (onX && inY) || (onY && inX);
};

const crosses = (route: readonly Point[], boxes: readonly Box[]): boolean =>
  boxes.some((one) => route.some((b, i) => i > 0 && cuts(route[i - 1] as Point, b, one, 0.5)));

const orthogonal = (route: readonly Point[]): boolean =>
  route.every((b, i) => {
    const a = route[i - 1];
    return a === undefined || (a.x === b.x) !== (a.y === b.y);
  });

describe('routeLink', () => {
  it('joins two boxes side by side by one straight line', () => {
    expect(routeLink(box(0, 0), box(300, 0), { obstacles: [] })).toEqual([
      { x: 160, y: 40 },
      { x: 300, y: 40 },
    ]);
  });

  it('keeps the line in the middle of the smaller box', () => {
    const route = routeLink(box(0, 20, 44, 44), box(300, 0), { obstacles: [] });
    expect(route.map((point) => point.y)).toEqual([42, 42]);
  });

  it('goes round a card that stands between', () => {
    const card = box(220, 0);
    const route = routeLink(box(0, 0), box(440, 0), { obstacles: [card] });
    expect(crosses(route, [card])).toBe(false);
    expect(route.length - 2).toBeLessThanOrEqual(4);
  });

  it('finds the gate of a long wall', () => {
    const walls = [box(250, -2000, 20, 1980), box(250, 10, 20, 2000)];
    const [from, to] = [box(0, 300), box(400, 300)];
    const route = routeLink(from, to, { obstacles: walls });
    expect(crosses(route, walls)).toBe(false);
    expect(route.some((point) => point.y > -20 && point.y < 10)).toBe(true);
  });

  it('keeps parallel links a lane apart', () => {
    const at = (lane: number): number | undefined =>
      routeLink(box(0, 0), box(300, 0), { obstacles: [], lane })[0]?.y;
    expect([at(-1), at(0), at(1)]).toEqual([28, 40, 52]);
  });

  it('leaves on the sides it is told', () => {
    const route = routeLink(box(0, 0), box(300, 0), { obstacles: [], fromSide: 'bottom', toSide: 'bottom' });
    expect(route[0]).toEqual({ x: 80, y: 80 });
    expect(route.at(-1)).toEqual({ x: 380, y: 80 });
    expect(route).toHaveLength(4);
  });

  it('prefers a longer way to a side with words on it', () => {
    const to = { ...box(0, 300), avoid: ['top'] as const };
    expect(routeLink(box(0, 0), to, { obstacles: [] }).at(-1)?.y).toBeGreaterThan(300);
  });

  it('goes through its stops without turning back', () => {
    const stops = [
      { x: 80, y: 200 },
      { x: 400, y: 260 },
    ];
    const route = routeLink(box(0, 0), box(300, 0), { obstacles: [], via: stops });
    for (const stop of stops) {
      const passed = route.some((b, i) => {
        const a = route[i - 1];
        if (a === undefined) return false;
        return (
          Math.min(a.x, b.x) <= stop.x &&
          stop.x <= Math.max(a.x, b.x) &&
          Math.min(a.y, b.y) <= stop.y &&
          stop.y <= Math.max(a.y, b.y)
        );
      });
      expect(passed).toBe(true);
    }
    expect(orthogonal(route)).toBe(true);
  });

  it('draws something even when there is no way', () => {
    const shut = [
      box(-40, -40, 300, 20),
      box(-40, 120, 300, 20),
      box(-40, -40, 20, 180),
      box(240, -40, 20, 180),
    ];
    expect(routeLink(box(0, 0), box(500, 0), { obstacles: shut }).length).toBeGreaterThanOrEqual(2);
  });

  /** Free spots joined by steps of 4 px: slow and obvious. */
  function wayExists(from: Box, to: Box, blocks: readonly Box[]): boolean {
    const step = 4;
    const grow = (b: Box, by: number): Box => ({
      x: b.x - by,
      y: b.y - by,
      width: b.width + 2 * by,
      height: b.height + 2 * by,
    });
    const inside = (x: number, y: number, b: Box): boolean =>
      x > b.x && x < b.x + b.width && y > b.y && y < b.y + b.height;
    // Growing the boxes demands a gap of some px: a way that is narrower is no way for a link.
    const solid = blocks.map((b) => grow(b, 6));
    const goal = grow(to, 8);
    const seen = new Set<number>();
    const queue: [number, number][] = [];
    const visit = (cx: number, cy: number): void => {
      const [x, y] = [cx * step, cy * step];
      if (x < -200 || x > 900 || y < -200 || y > 900) return;
      const key = (cx + 500) * 2000 + cy + 500;
      if (seen.has(key) || solid.some((b) => inside(x, y, b)) || inside(x, y, from)) return;
      seen.add(key);
      queue.push([cx, cy]);
    };
    const near = grow(from, 8);
    for (let x = Math.floor(near.x / step); x <= (near.x + near.width) / step; x++)
      for (let y = Math.floor(near.y / step); y <= (near.y + near.height) / step; y++)
        if (!inside(x * step, y * step, from)) visit(x, y);
    for (let cell = queue.pop(); cell !== undefined; cell = queue.pop()) {
      const [cx, cy] = cell;
      if (inside(cx * step, cy * step, goal)) return true;
      visit(cx + 1, cy);
      visit(cx - 1, cy);
      visit(cx, cy + 1);
      visit(cx, cy - 1);
    }
    return false;
  }

  const apart = (a: Box, b: Box, by: number): boolean =>
    a.x + a.width + by <= b.x ||
    b.x + b.width + by <= a.x ||
    a.y + a.height + by <= b.y ||
    b.y + b.height + by <= a.y;

  it('ends on both edges, never crosses a card when there is a free way, and is the same every time', () => {
    const coordinate = fc.integer({ min: 0, max: 35 }).map((n) => n * 20);
    const card = fc.record({
      x: coordinate,
      y: coordinate,
      width: fc.constantFrom(44, 76, 160),
      height: fc.constantFrom(44, 88, 200),
    });
    fc.assert(
      fc.property(card, card, fc.array(card, { maxLength: 14 }), (from, to, others) => {
        fc.pre(apart(from, to, 20));
        const obstacles = others.filter((one) => apart(one, from, 20) && apart(one, to, 20));
        const route = routeLink(from, to, { obstacles });
        expect(onEdge(route[0], from)).toBe(true);
        expect(onEdge(route.at(-1), to)).toBe(true);
        expect(orthogonal(route)).toBe(true);
        expect(routeLink(from, to, { obstacles: [...obstacles] })).toEqual(route);
        if (wayExists(from, to, obstacles)) expect(crosses(route, [...obstacles, from, to])).toBe(false);
      }),
      { numRuns: 150 },
    );
  });
});
