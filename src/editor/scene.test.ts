import { describe, expect, it } from 'vitest';
import type { Sheet } from './edit/document.ts';
import { addFault, crash } from './edit/timeline.ts';
import { boundsOf, middlesOf, sceneOf } from './scene.ts';

const shop: Sheet = {
  halfopen: 1,
  zones: { eu: { title: 'eu-west', at: [-60, -100, 500, 400] } },
  nodes: {
    shopper: { kind: 'client', at: [0, 0] },
    orders: {
      kind: 'service',
      title: 'Orders',
      at: [240, 0],
      handlers: [{ event: 'Paid', from: 'events', topic: 'payments', group: 'orders', steps: [] }],
    },
    db1: { kind: 'database', at: [240, 240] },
    db2: { kind: 'database', at: [480, 240] },
    events: { kind: 'log', at: [600, 0], topics: { orders: { partitions: 2 } } },
  },
  links: [
    { from: 'shopper', to: 'orders', breaker: {} },
    { from: 'orders', to: 'db1' },
    { from: 'events', to: 'orders' },
    { from: 'orders', to: 'events' },
    { from: 'orders', to: 'nowhere' },
  ],
  clusters: { store: { members: ['db1', 'db2'] } },
};

describe('scene', () => {
  it('puts the middle of every silhouette where the document says', () => {
    const middles = middlesOf(sceneOf(shop));
    expect(middles.get('shopper')).toEqual([0, 0]);
    expect(middles.get('events')).toEqual([600, 0]);
  });

  it('draws calls, events and the copies within a cluster, and no link that leads nowhere', () => {
    const { links } = sceneOf(shop);
    expect([...links.values()].map(({ id, kind, drawn }) => [id, kind, drawn])).toEqual([
      ['shopper>orders', 'call', true],
      ['orders>db1', 'call', true],
      ['events>orders', 'event', true],
      ['orders>events', 'event', true],
      ['db1>db2', 'replication', false],
    ]);
    expect(links.get('shopper>orders')?.points).toEqual([
      { x: 22, y: 0 },
      { x: 160, y: 0 },
    ]);
  });

  it('lets a link leave from the port of its consumer group', () => {
    const { links, parts } = sceneOf(shop);
    const port = parts.get('events')?.size.ports?.['payments orders'];
    expect(port).toBeDefined();
    const start = links.get('events>orders')!.points[0]!;
    expect(start.y).toBeGreaterThanOrEqual(parts.get('events')!.origin.y + port!.y);
  });

  it('keeps what did not change, so that it is not drawn again', () => {
    const before = sceneOf(shop);
    const broken = sceneOf(addFault(shop, crash('orders'), { at: 5 }), null, before);
    expect([...broken.parts.values()].every((part) => part === before.parts.get(part.id))).toBe(true);
    expect([...broken.links.values()].every((link) => link === before.links.get(link.id))).toBe(true);
    expect(broken.zones[0]).toBe(before.zones[0]);
  });

  it('moves only the links of what is dragged', () => {
    const before = sceneOf(shop);
    const dragging = sceneOf(shop, new Map([['db1', { x: 300, y: 300 }]]), before);
    const moved = [...dragging.links.values()].filter((link) => link !== before.links.get(link.id));
    expect(moved.map(({ id }) => id)).toEqual(['orders>db1', 'db1>db2']);
    expect(dragging.parts.get('orders')).toBe(before.parts.get('orders'));
  });

  it('puts parts without a place in columns that do not overlap', () => {
    const loose = Object.fromEntries(
      Object.entries(shop.nodes!).map(([id, node]) => [id, { ...node, at: undefined }]),
    );
    const { parts } = sceneOf({ ...shop, nodes: loose });
    const boxes = [...parts.values()].map(({ box }) => box);
    for (const a of boxes) {
      for (const b of boxes) {
        const apart =
          a === b ||
          a.x + a.width <= b.x ||
          b.x + b.width <= a.x ||
          a.y + a.height <= b.y ||
          b.y + b.height <= a.y;
        expect(apart).toBe(true);
      }
    }
    expect(parts.get('shopper')!.box.x).toBeLessThan(parts.get('orders')!.box.x);
  });

  it('holds a part of a kind that nobody knows', () => {
    const { parts } = sceneOf({ halfopen: 1, nodes: { odd: { kind: 'teapot', at: [0, 0] } } });
    expect(parts.get('odd')?.props.name).toBe('odd');
  });

  it('knows what is on the sheet in all', () => {
    expect(boundsOf(sceneOf({ halfopen: 1 }))).toBeNull();
    expect(boundsOf(sceneOf(shop))).toMatchObject({ x: -60, y: -100 });
  });
});
