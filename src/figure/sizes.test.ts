import { describe, expect, it } from 'vitest';
import { sizeOfBadge } from './badge.tsx';
import { sizeOfBalancer } from './balancer.tsx';
import { breakerSpot } from './breaker.tsx';
import { sizeOfCache } from './cache.tsx';
import { sizeOfClient } from './client.tsx';
import { sizeOfConnector } from './connector.tsx';
import { sizeOfDatabase } from './database.tsx';
import { sizeOfGateway } from './gateway.tsx';
import { lodAt } from './geometry.ts';
import { piecesOf } from './link.tsx';
import { sizeOfLog } from './log.tsx';
import { fitText, textWidth } from './metrics.ts';
import { sizeOfQueue } from './queue.tsx';
import { sizeOfRegistry } from './registry.tsx';
import { sizeOfService } from './service.tsx';
import { tearShape, tornStretches } from './tear-shape.ts';

const LONG = 'customer-relations-archive';
const sizes = (name: string) => ({
  client: sizeOfClient({ name, sub: '7 orders/s' }),
  gateway: sizeOfGateway({ name }),
  balancer: sizeOfBalancer({ name }),
  service: sizeOfService({ name, instances: [], queue: { length: 0, max: 8 } }),
  database: sizeOfDatabase({ name, sub: 'replica' }),
  cache: sizeOfCache({ name }),
  queue: sizeOfQueue({ name, setAside: 0 }),
  registry: sizeOfRegistry({ name, rows: [] }),
  connector: sizeOfConnector({ name }),
  log: sizeOfLog({
    name,
    partitions: [{ label: 'p0', first: 0, cells: [], readTo: 0, cursors: [] }],
    groups: ['mail', 'shipping', 'fraud', 'customers'].map((group) => ({ name: group, lag: 0, open: false })),
  }),
});

describe('sizes', () => {
  it.each([['A'], [LONG]])('the silhouette lies within the box, for the name %s', (name) => {
    for (const [kind, { width, height, body }] of Object.entries(sizes(name))) {
      expect(body.x, kind).toBeGreaterThanOrEqual(0);
      expect(body.y, kind).toBeGreaterThanOrEqual(0);
      expect(body.x + body.width, kind).toBeLessThanOrEqual(width);
      expect(body.y + body.height, kind).toBeLessThanOrEqual(height);
    }
  });

  it('the words under a silhouette fit between the edges of the box', () => {
    for (const kind of ['client', 'balancer', 'database', 'cache', 'queue', 'connector', 'registry'] as const)
      expect(sizes(LONG)[kind].width, kind).toBeGreaterThanOrEqual(textWidth(LONG, 'bold', 13));
  });

  it('a service keeps its size while it runs', () => {
    const base = { name: 'Orders', queue: { length: 0, max: 24 } };
    const idle = sizeOfService({ ...base, instances: [{ state: 'idle', busy: 0, slots: 4 }] });
    const busy = sizeOfService({
      ...base,
      queue: { length: 24, max: 24 },
      instances: [{ state: 'down', busy: 4, slots: 4 }],
    });
    expect(busy).toEqual(idle);
  });

  it('the chips of a log stand beneath its strips, apart from each other', () => {
    const { ports = {}, body, width } = sizes('orders').log;
    const boxes = Object.values(ports);
    expect(boxes).toHaveLength(4);
    for (const [i, one] of boxes.entries()) {
      expect(one.y).toBeGreaterThan(body.y + body.height);
      expect(one.x + one.width).toBeLessThanOrEqual(width);
      for (const other of boxes.slice(i + 1))
        expect(
          one.y + one.height < other.y || one.x + one.width < other.x || other.x + other.width < one.x,
        ).toBe(true);
    }
  });

  it('a badge is as wide as its words, its icon and its round ends', () => {
    const plain = sizeOfBadge({ children: 'queue full' }).width;
    expect(plain).toBeCloseTo(textWidth('queue full', 'bold', 11) + 19);
    expect(sizeOfBadge({ children: 'queue full', icon: 'cross' }).width).toBeGreaterThan(plain);
  });
});

describe('text', () => {
  it('is measured without a page', () => {
    expect(textWidth('12.5 ms', 'mono', 10)).toBe(42);
    expect(textWidth('Orders', 'bold', 13)).toBeGreaterThan(textWidth('Orders', 'regular', 13));
  });
  it('is cut where it does not fit', () => {
    expect(fitText('orders', 'bold', 13, 200)).toBe('orders');
    const cut = fitText(LONG, 'bold', 13, 80);
    expect(cut.endsWith('…')).toBe(true);
    expect(textWidth(cut, 'bold', 13)).toBeLessThanOrEqual(80);
  });
});

describe('figure', () => {
  it('sheds detail at 80 and at 50 %', () => {
    expect([1.2, 0.8, 0.79, 0.5, 0.49].map(lodAt)).toEqual(['full', 'full', 'mid', 'mid', 'far']);
  });

  it('a bridge stands on the longest level stretch, hinge towards the caller', () => {
    const route = [
      { x: 0, y: 0 },
      { x: 0, y: 300 },
      { x: -120, y: 300 },
    ];
    expect(breakerSpot(route)).toEqual({ x: -60, y: 300, towards: 'left', distance: 360 });
    expect(
      breakerSpot([
        { x: 0, y: 0 },
        { x: 40, y: 0 },
      ]),
    ).toBeUndefined();
  });

  it('a torn link is drawn in pieces, also around a bend', () => {
    const route = [
      { x: 0, y: 0 },
      { x: 100, y: 0 },
      { x: 100, y: 100 },
    ];
    expect(piecesOf(route, [[90, 120]])).toEqual([
      [
        { x: 0, y: 0 },
        { x: 90, y: 0 },
      ],
      [
        { x: 100, y: 20 },
        { x: 100, y: 100 },
      ],
    ]);
  });

  it('both edges of a tear stay in order, and the paper tears the same way again', () => {
    const tear = tearShape(400, { seed: 23 });
    expect(tearShape(400, { seed: 23 }).near).toEqual(tear.near);
    tear.near.forEach(([across], i) => expect(across).toBeLessThan(tear.far[i]?.[0] ?? -Infinity));
    const route = [
      { x: -100, y: 200 },
      { x: 150, y: 200 },
      { x: 150, y: 900 },
      { x: -100, y: 900 },
    ];
    const [[from, to] = [0, 0], ...more] = tornStretches(route, tear, { x: 0, y: 0, length: 400 });
    expect(more).toEqual([]);
    expect(from).toBeLessThan(100 + tear.edgesAt(200)[0]);
    expect(to).toBeGreaterThan(100 + tear.edgesAt(200)[1]);
    const back = tornStretches(route.toReversed(), tear, { x: 0, y: 0, length: 400 });
    expect(back[0]?.[1]).toBeCloseTo(1200 - from);
    const [near, far] = tear.edgesAt(200);
    expect(far - near).toBeGreaterThan(15);
  });
});
