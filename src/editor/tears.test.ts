import { describe, expect, it } from 'vitest';
import type { Sheet } from './edit/document.ts';
import { addFault, partition, trouble } from './edit/timeline.ts';
import { sceneOf } from './scene.ts';
import { shareAtTear, sidesOf, tearsOf } from './tears.ts';

const regions: Sheet = {
  halfopen: 1,
  zones: {
    eu: { at: [-100, -100, 300, 300] },
    us: { at: [260, -100, 300, 300] },
    far: { at: [-100, 260, 660, 200] },
  },
  nodes: {
    shop: { kind: 'client', at: [0, 0], zone: 'eu' },
    orders: { kind: 'service', at: [400, 0], zone: 'us' },
    mail: { kind: 'queue', at: [200, 400], zone: 'far' },
    alone: { kind: 'service', at: [900, 0] },
  },
  links: [
    { from: 'shop', to: 'orders' },
    { from: 'orders', to: 'mail' },
    { from: 'orders', to: 'alone' },
  ],
};

const broken = (...actions: readonly { readonly do: string }[]) =>
  sceneOf(actions.reduce<Sheet>((sheet, action) => addFault(sheet, action, { at: 0 }), regions));

describe('tears', () => {
  it('runs along the border of two zones and takes what crosses it out of the link', () => {
    const tears = tearsOf(broken(partition('eu', 'us')), [0]);
    expect(tears.long).toEqual([
      expect.objectContaining({
        indexes: [0],
        x: 230,
        y: -146,
        length: 392,
        horizontal: false,
        oneWay: false,
      }),
    ]);
    expect(tears.short).toEqual([]);
    const [[from, to] = [0, 0]] = tears.torn.get('shop>orders') ?? [];
    // The link starts at the edge of the circle, 22 px from its middle.
    expect(from).toBeLessThan(230 - 22);
    expect(to).toBeGreaterThan(230 - 22);
    expect(tears.torn.size).toBe(1);
  });

  it('is one tear however often the border is cut', () => {
    const { long } = tearsOf(broken(partition('eu', 'us', true), partition('us', 'eu')), [0, 1]);
    expect(long).toEqual([expect.objectContaining({ indexes: [0, 1], oneWay: false })]);
  });

  it('lies across when one zone is above the other', () => {
    const [tear] = tearsOf(broken(partition('us', 'far')), [0]).long;
    expect(tear).toMatchObject({ horizontal: true, y: 230 });
  });

  it('tears every link of a node that is cut off by itself', () => {
    const tears = tearsOf(broken(partition('orders', ['shop', 'mail', 'alone'])), [0]);
    expect(tears.long).toEqual([]);
    expect(tears.short.map(({ link }) => link).sort()).toEqual([
      'orders>alone',
      'orders>mail',
      'shop>orders',
    ]);
  });

  it('tears a cut link, and only a cut one', () => {
    const scene = broken(trouble('orders>alone', { cut: true }), trouble('shop>orders', { loss: 0.2 }));
    expect(tearsOf(scene, [0, 1]).short.map(({ link }) => link)).toEqual(['orders>alone']);
  });

  it('has nothing for entries that are no cut or are not there any more', () => {
    expect(tearsOf(broken(), [0, 7])).toEqual({ long: [], short: [], torn: new Map() });
    expect(sidesOf(regions, { at: '0s', do: 'crash', node: 'orders' })).toBeNull();
  });
});

describe('a message that is cut off', () => {
  it('ends in front of the first edge that it meets, from either end', () => {
    const torn = [[90, 110]] as const;
    expect(shareAtTear(torn, 200, false)).toBeCloseTo(0.405);
    expect(shareAtTear(torn, 200, true)).toBeCloseTo(0.405);
    expect(shareAtTear(undefined, 200, true)).toBeNull();
  });
});
