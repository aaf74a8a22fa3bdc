import { describe, expect, it } from 'vitest';
import { partOf, partText } from './clipboard.ts';
import { pasteInto } from './paste.ts';
import { emptySheet, linkId, linksOf, nodesOf, timelineOf, zonesOf, type Sheet } from './document.ts';
import { idFrom } from './ids.ts';
import { connect } from './links.ts';
import { addNode, freePlace, move, remove, rename } from './nodes.ts';
import { changeId } from './references.ts';
import * as timeline from './timeline.ts';
import { addZone, resizeZone, settleInZones } from './zones.ts';

const part = (kind: string, title = kind) => ({ kind, title });

/** Shopper → Orders → Orders DB, Orders in a zone, with every sort of mention of `orders`. */
const shop: Sheet = {
  halfopen: 1,
  zones: { eu: { title: 'eu-west', at: [0, 0, 400, 400] } },
  nodes: {
    shopper: {
      kind: 'client',
      at: [0, 160],
      flows: [{ arrive: { every: '1s' }, steps: [{ call: 'orders', op: 'place' }] }],
    },
    orders: {
      kind: 'service',
      title: 'Orders',
      at: [240, 160],
      zone: 'eu',
      handlers: [
        {
          request: 'place',
          steps: [{ if: 'req.orders > 1', then: [{ put: 'ordersDb', key: 'orders/1', value: 1 }] }],
        },
      ],
    },
    ordersDb: { kind: 'database', at: [240, 340] },
  },
  links: [
    { from: 'shopper', to: 'orders', timeout: '1s' },
    { from: 'orders', to: 'ordersDb' },
  ],
  clusters: { store: { members: ['ordersDb'] } },
  timeline: [
    { at: '1s', do: 'crash', node: 'orders#1' },
    { at: '2s', do: 'partition', between: [['orders', 'shopper'], 'eu'] },
    { at: '3s', do: 'link', from: 'shopper', to: 'orders', cut: true },
  ],
  checks: [{ always: 'orders.inFlight < 3 && "orders" != other.orders' }],
};

describe('placing', () => {
  it('gives a new part a fresh id and title and puts it on the grid', () => {
    const one = addNode(emptySheet(), part('service', 'API gateway'), [33, 48]);
    const two = addNode(one.document, part('service', 'API gateway'), [100, 100]);
    expect([one.id, two.id]).toEqual(['apiGateway', 'apiGateway2']);
    expect(nodesOf(two.document)).toEqual({
      apiGateway: { kind: 'service', title: 'API gateway', at: [40, 40] },
      apiGateway2: { kind: 'service', title: 'API gateway 2', at: [100, 100] },
    });
  });

  it('finds ids in any words', () => {
    expect(['Ürün sepeti', '3 shops', '注文', 'a-b_c', 'API of José'].map(idFrom)).toEqual([
      'urunSepeti',
      'shops',
      'part',
      'aBC',
      'apiOfJose',
    ]);
  });

  it('finds a free place near what is taken', () => {
    expect(freePlace([100, 100], [100, 60], [])).toEqual([100, 100]);
    const [x, y] = freePlace([100, 100], [100, 60], [[50, 70, 100, 60]]);
    expect(Math.abs(x - 100) >= 120 || Math.abs(y - 100) >= 80).toBe(true);
    expect([x % 20, y % 20]).toEqual([0, 0]);
  });

  it('moves nodes and zones, and keeps a document in which nothing moved', () => {
    const moved = move(
      shop,
      new Map([
        ['orders', [251, 169]],
        ['eu', [20, 40]],
      ] as const),
    );
    expect(nodesOf(moved)['orders']?.at).toEqual([260, 160]);
    expect(zonesOf(moved)['eu']?.at).toEqual([20, 40, 400, 400]);
    expect(move(shop, new Map([['orders', [242, 158]]] as const))).toBe(shop);
  });

  it('renames without touching the id, and an empty name gives the id back', () => {
    expect(nodesOf(rename(shop, 'orders', ' Ordering '))['orders']?.title).toBe('Ordering');
    expect(nodesOf(rename(shop, 'orders', ''))['orders']).not.toHaveProperty('title');
    expect(rename(shop, 'orders', 'Orders')).toBe(shop);
  });
});

describe('linking', () => {
  it('draws a link once', () => {
    const first = connect(shop, 'ordersDb', 'shopper');
    expect(first.id).toBe('ordersDb>shopper');
    expect(linksOf(first.document)).toHaveLength(3);
    const again = connect(first.document, 'ordersDb', 'shopper');
    expect(again).toEqual({ document: first.document, id: 'ordersDb>shopper' });
    expect(again.document).toBe(first.document);
  });

  it('draws none to itself or to nothing', () => {
    expect(connect(shop, 'orders', 'orders')).toEqual({ document: shop, id: null });
    expect(connect(shop, 'orders', 'nowhere')).toEqual({ document: shop, id: null });
  });
});

describe('removing', () => {
  it('takes the links and the place in a cluster along, and leaves what the words say', () => {
    const left = remove(shop, { nodes: ['ordersDb'] });
    expect(linksOf(left).map(linkId)).toEqual(['shopper>orders']);
    expect(left.clusters).toEqual({});
    expect(nodesOf(left)['orders']).toBe(nodesOf(shop)['orders']);
    expect(left.timeline).toBe(shop.timeline);
  });

  it('frees the nodes of a removed zone', () => {
    const left = remove(shop, { zones: ['eu'] });
    expect(left.zones).toEqual({});
    expect(nodesOf(left)['orders']).not.toHaveProperty('zone');
  });

  it('keeps a document from which nothing went', () => {
    expect(remove(shop, { nodes: ['nowhere'], links: ['a>b'] })).toBe(shop);
  });
});

describe('zones', () => {
  it('takes in what is drawn inside, and lets go what is not', () => {
    const middles = new Map([
      ['shopper', [0, 160]],
      ['ordersDb', [240, 340]],
      ['orders', [240, 160]],
    ] as const);
    const added = addZone(shop, [203, 300, 100, 100], middles, 'us-east');
    expect(added.id).toBe('usEast');
    expect(zonesOf(added.document)['usEast']?.at).toEqual([200, 300, 160, 120]);
    expect(nodesOf(added.document)['ordersDb']?.zone).toBe('usEast');
    expect(nodesOf(added.document)['orders']?.zone).toBe('eu');

    const smaller = resizeZone(added.document, 'eu', [0, 0, 160, 120], middles);
    expect(nodesOf(smaller)['orders']).not.toHaveProperty('zone');
    expect(nodesOf(smaller)['ordersDb']?.zone).toBe('usEast');
  });

  it('settles a node that was dragged across a border', () => {
    const settled = settleInZones(
      shop,
      new Map([
        ['orders', [900, 900]],
        ['shopper', [10, 10]],
      ] as const),
    );
    expect(nodesOf(settled)['orders']).not.toHaveProperty('zone');
    expect(nodesOf(settled)['shopper']?.zone).toBe('eu');
  });
});

describe('another id', () => {
  it('is used wherever the old one was meant, and nowhere else', () => {
    const changed = changeId(shop, 'orders', 'ordering');
    expect(Object.keys(nodesOf(changed))).toEqual(['shopper', 'ordering', 'ordersDb']);
    expect(nodesOf(changed)['shopper']).toMatchObject({ flows: [{ steps: [{ call: 'ordering' }] }] });
    expect(nodesOf(changed)['ordering']).toEqual(nodesOf(shop)['orders']);
    expect(linksOf(changed).map(linkId)).toEqual(['shopper>ordering', 'ordering>ordersDb']);
    expect(timelineOf(changed)).toEqual([
      { at: '1s', do: 'crash', node: 'ordering#1' },
      { at: '2s', do: 'partition', between: [['ordering', 'shopper'], 'eu'] },
      { at: '3s', do: 'link', from: 'shopper', to: 'ordering', cut: true },
    ]);
    expect(changed['checks']).toEqual([{ always: 'ordering.inFlight < 3 && "orders" != other.orders' }]);
    expect(changeId(changed, 'ordering', 'orders')).toEqual(shop);
  });

  it('reaches the members of clusters and the zones of nodes', () => {
    expect(changeId(shop, 'ordersDb', 'db').clusters).toEqual({ store: { members: ['db'] } });
    const inAsia = changeId(shop, 'eu', 'asia');
    expect(nodesOf(inAsia)['orders']?.zone).toBe('asia');
    expect(Object.keys(zonesOf(inAsia))).toEqual(['asia']);
  });

  it('is refused when it is taken or is no id', () => {
    expect(changeId(shop, 'orders', 'store')).toBe(shop);
    expect(changeId(shop, 'orders', 'Orders!')).toBe(shop);
    expect(changeId(shop, 'nowhere', 'somewhere')).toBe(shop);
  });
});

describe('copy and paste', () => {
  it('keeps the links among the copies and points them at each other', () => {
    const copied = JSON.parse(partText(partOf(shop, { nodes: ['shopper', 'orders'] }))) as Sheet;
    expect(copied).not.toHaveProperty('zones');
    expect(nodesOf(copied)['orders']).not.toHaveProperty('zone');
    const pasted = pasteInto(shop, copied);
    expect(pasted.nodes).toEqual(['shopper2', 'orders2']);
    expect(nodesOf(pasted.document)['shopper2']).toMatchObject({
      flows: [{ steps: [{ call: 'orders2' }] }],
      at: [40, 200],
    });
    expect(nodesOf(pasted.document)['orders2']).toMatchObject({
      title: 'Orders 2',
      handlers: [{ steps: [{ then: [{ put: 'ordersDb' }] }] }],
    });
    expect(linksOf(pasted.document).slice(2)).toEqual([{ from: 'shopper2', to: 'orders2', timeout: '1s' }]);
  });

  it('puts the middle of the part where it is pasted', () => {
    const pasted = pasteInto(
      emptySheet(),
      partOf(shop, { nodes: ['shopper', 'orders'], zones: ['eu'] }),
      [1000, 500],
    );
    expect(pasted.nodes).toEqual(['shopper', 'orders']);
    expect(zonesOf(pasted.document)['eu']?.at).toEqual([800, 300, 400, 400]);
    expect(nodesOf(pasted.document)['orders']).toMatchObject({ at: [1040, 460], zone: 'eu' });
  });
});

describe('the timeline', () => {
  const at = 3_412_300;
  it('writes down what was done and when', () => {
    const actions = [
      timeline.crash('orders#2'),
      timeline.partition('eu', 'us', true),
      timeline.trouble('shopper>orders', { delay: '200ms' }),
      timeline.message({ link: 'shopper>orders', direction: 'back', nth: 3 }, 'delay', 500_000),
      timeline.load('shopper', 3),
    ];
    const done = actions.reduce<Sheet>(
      (sheet, action) => timeline.addFault(sheet, action, { at, for: 4_000_000 }),
      emptySheet(),
    );
    expect(timelineOf(done)).toEqual([
      { at: '3.4123s', for: '4s', do: 'crash', node: 'orders#2' },
      { at: '3.4123s', for: '4s', do: 'partition', between: ['eu', 'us'], oneWay: true },
      { at: '3.4123s', for: '4s', do: 'link', from: 'shopper', to: 'orders', delay: '200ms' },
      {
        at: '3.4123s',
        for: '4s',
        do: 'message',
        from: 'shopper',
        to: 'orders',
        nth: 3,
        direction: 'back',
        action: 'delay',
        by: '500ms',
      },
      { at: '3.4123s', for: '4s', do: 'load', node: 'shopper', factor: 3 },
    ]);
  });

  it('moves, stretches, ends and removes entries', () => {
    expect(timelineOf(timeline.moveFault(shop, 0, 1_500_000))[0]?.at).toBe('1.5s');
    expect(timelineOf(timeline.stretchFault(shop, 0, 2_000_000))[0]?.for).toBe('2s');
    expect(timelineOf(timeline.stretchFault(timeline.stretchFault(shop, 0, 9), 0, undefined))[0]).toEqual(
      shop.timeline?.[0],
    );
    expect(timelineOf(timeline.endFault(shop, 1, 2_500_000))[1]?.for).toBe('500ms');
    expect(timelineOf(timeline.endFault(shop, 2, 2_500_000))).toHaveLength(2);
    expect(timelineOf(timeline.removeFault(shop, 0))).toEqual(shop.timeline?.slice(1));
    expect(timeline.removeFault(shop, 9)).toBe(shop);
  });

  it('knows what is going on at a moment', () => {
    const healed = timeline.stretchFault(shop, 0, 1_500_000);
    expect(timeline.activeFaults(healed, 2_400_000).map(({ index }) => index)).toEqual([0, 1]);
    expect(timeline.activeFaults(healed, 2_500_000).map(({ index }) => index)).toEqual([1]);
    expect(timeline.activeFaults(healed, 999_999)).toEqual([]);
  });
});
