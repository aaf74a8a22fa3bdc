import { describe, expect, it } from 'vitest';
import type { Point } from './geometry.ts';
import { cuts } from './route.ts';
import { placeOf, routeLinks, type Place } from './routes.ts';
import { sizeOfLog } from './log.tsx';
import { sizeOfService } from './service.tsx';

const card = (x: number, y: number, name = 'Orders'): Place =>
  placeOf(sizeOfService({ name, instances: [], queue: { length: 0, max: 1 } }), { x, y });

const link = (from: string, to: string, id = `${from}-${to}`) => ({
  id,
  from: { node: from },
  to: { node: to },
});

describe('routeLinks', () => {
  it('spreads the links of one side in the order of where they go', () => {
    const places = new Map([
      ['a', card(0, 200)],
      ['up', card(400, 0)],
      ['mid', card(400, 200)],
      ['down', card(400, 400)],
    ]);
    const routes = routeLinks(places, [
      { ...link('a', 'down'), from: { node: 'a', side: 'right' } },
      { ...link('a', 'up'), from: { node: 'a', side: 'right' } },
      link('a', 'mid'),
    ]);
    const start = (id: string): Point => routes.get(id)?.[0] as Point;
    expect(start('a-up').y).toBeLessThan(start('a-mid').y);
    expect(start('a-mid').y).toBeLessThan(start('a-down').y);
    expect(new Set([start('a-up').x, start('a-mid').x, start('a-down').x])).toEqual(new Set([160]));
  });

  it('keeps two links between the same nodes apart all the way', () => {
    const places = new Map([
      ['a', card(0, 0)],
      ['b', card(400, 0)],
    ]);
    const routes = routeLinks(places, [link('a', 'b', 'one'), link('b', 'a', 'two')]);
    const [one, two] = [routes.get('one') ?? [], routes.get('two') ?? []];
    expect(one).toHaveLength(2);
    expect(two).toHaveLength(2);
    expect(Math.abs((one[0]?.y ?? 0) - (two[0]?.y ?? 0))).toBe(24);
  });

  it('ends at the chip of a group, not in the strips above it', () => {
    const log = placeOf(
      sizeOfLog({
        name: 'orders',
        partitions: [{ label: 'p0', first: 0, cells: [], readTo: 0, cursors: [] }],
        groups: [{ name: 'shipping', lag: 0, open: false }],
      }),
      { x: 0, y: 0 },
    );
    const places = new Map([
      ['log', log],
      ['s', card(0, 240)],
    ]);
    const [route] = routeLinks(places, [
      { id: 'x', from: { node: 'log', port: 'shipping' }, to: { node: 's' } },
    ]).values();
    const chip = log.ports?.['shipping'];
    expect(route?.[0]?.y).toBe((chip?.y ?? 0) + (chip?.height ?? 0));
  });

  it('keeps links of a busy figure off each other and off the cards', () => {
    const places = new Map<string, Place>();
    for (let column = 0; column < 4; column++)
      for (let row = 0; row < 4; row++) places.set(`${column}${row}`, card(column * 260, row * 160));
    const ids = [...places.keys()];
    const links = ids
      .flatMap((id, i) => [link(id, ids[(i * 7 + 3) % 16] as string)])
      .filter((l) => l.from.node !== l.to.node);
    const routes = routeLinks(places, links);
    const overlaid: string[] = [];
    const stretches = [...routes].flatMap(([id, points]) =>
      points.slice(1).map((b, i) => ({ id, a: points[i] as Point, b })),
    );
    for (const one of stretches) {
      for (const [id, place] of places) {
        if (links.find((l) => l.id === one.id && (l.from.node === id || l.to.node === id))) continue;
        if (cuts(one.a, one.b, place.body, 0.5)) overlaid.push(`${one.id} crosses ${id}`);
      }
      for (const other of stretches) {
        if (other.id <= one.id) continue;
        const upright = one.a.x === one.b.x && other.a.x === other.b.x && one.a.x === other.a.x;
        const level = one.a.y === one.b.y && other.a.y === other.b.y && one.a.y === other.a.y;
        const range = (s: typeof one, axis: 'x' | 'y') =>
          [Math.min(s.a[axis], s.b[axis]), Math.max(s.a[axis], s.b[axis])] as const;
        for (const axis of upright ? (['y'] as const) : level ? (['x'] as const) : []) {
          const [p, q] = [range(one, axis), range(other, axis)];
          if (Math.min(p[1], q[1]) - Math.max(p[0], q[0]) > 20) overlaid.push(`${one.id} on ${other.id}`);
        }
      }
    }
    expect(overlaid).toEqual([]);
  });

  it('leaves out links to nodes that are not placed', () => {
    expect(routeLinks(new Map([['a', card(0, 0)]]), [link('a', 'b')]).size).toBe(0);
  });
});
