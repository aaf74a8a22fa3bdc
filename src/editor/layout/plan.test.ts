import ELK from 'elkjs/lib/elk.bundled.js';
import { describe, expect, it } from 'vitest';
import { nodesOf, zonesOf, type Frame, type Sheet } from '#editor/edit/document.ts';
import { GRID } from '#editor/edit/nodes.ts';
import { sceneOf } from '#editor/scene.ts';
import { library } from '#library/library.ts';
import { arranged, planOf } from './plan.ts';

const elk = new ELK();

async function tidied(sheet: Sheet): Promise<Sheet> {
  const scene = sceneOf(sheet);
  return arranged(scene, await elk.layout(planOf(scene)));
}

const overlap = (a: Frame, b: Frame): boolean =>
  a[0] < b[0] + b[2] && b[0] < a[0] + a[2] && a[1] < b[1] + b[3] && b[1] < a[1] + a[3];

const contains = (outer: Frame, inner: Frame): boolean =>
  inner[0] >= outer[0] &&
  inner[1] >= outer[1] &&
  inner[0] + inner[2] <= outer[0] + outer[2] &&
  inner[1] + inner[3] <= outer[1] + outer[3];

const figures: readonly (readonly [string, Sheet])[] = library.map(
  ({ id, document }) => [id, document] as const,
);

describe.each(figures)('%s, tidied up', (_, sheet) => {
  it('changes nothing when it is tidied up again', async () => {
    const once = await tidied(sheet);
    expect(await tidied(once)).toBe(once);
  });

  it('has every part on the grid, apart from the others, in its own zone and in no other', async () => {
    const once = await tidied(sheet);
    const scene = sceneOf(once);
    const objections: string[] = [];
    const boxes = [...scene.parts.values()].map(({ id, box }): readonly [string, Frame] => [
      id,
      [box.x, box.y, box.width, box.height],
    ]);
    for (const [i, [id, box]] of boxes.entries()) {
      if (nodesOf(once)[id]?.at?.some((value) => value % GRID !== 0) !== false)
        objections.push(`${id} off the grid`);
      for (const [other, its] of boxes.slice(i + 1))
        if (overlap(box, its)) objections.push(`${id} over ${other}`);
      for (const [zone, { at }] of Object.entries(zonesOf(once))) {
        const isIn = nodesOf(once)[id]?.zone === zone;
        if (at === undefined || (isIn ? !contains(at, box) : overlap(at, box)))
          objections.push(`${id} and ${zone}`);
      }
    }
    expect(objections).toEqual([]);
  });
});

describe('a drawing tidied up', () => {
  const box = (at: Frame) => ({ at });
  const sheet: Sheet = {
    halfopen: 1,
    zones: { region: box([0, 0, 900, 600]), rack: box([40, 40, 300, 300]), spare: box([2000, 0, 200, 160]) },
    nodes: {
      web: { kind: 'service', zone: 'rack', at: [100, 100] },
      store: { kind: 'database', zone: 'region', at: [110, 105] },
      people: { kind: 'client' },
    },
    links: [
      { from: 'people', to: 'web', via: [[7, 7]] },
      { from: 'web', to: 'store', timeout: '1s' },
      { from: 'store', to: 'web' },
    ],
  };

  it('keeps a zone inside the zone around it, and an empty one as large as it was', async () => {
    const once = await tidied(sheet);
    const { region, rack, spare } = zonesOf(once);
    expect(contains(region!.at!, rack!.at!)).toBe(true);
    expect(spare!.at!.slice(2)).toEqual([200, 160]);
    expect(overlap(spare!.at!, region!.at!)).toBe(false);
    expect(await tidied(once)).toBe(once);
  });

  it('lets go of bends, and of nothing else', async () => {
    const once = await tidied(sheet);
    expect(once.links).toEqual([
      { from: 'people', to: 'web' },
      { from: 'web', to: 'store', timeout: '1s' },
      { from: 'store', to: 'web' },
    ]);
    expect(Object.keys(nodesOf(once))).toEqual(['web', 'store', 'people']);
    expect(nodesOf(once)['web']?.zone).toBe('rack');
  });

  it('has what is called to the right of who calls it', async () => {
    const nodes = nodesOf(await tidied(sheet));
    expect(nodes['people']!.at![0]).toBeLessThan(nodes['web']!.at![0]);
    expect(nodes['web']!.at![0]).toBeLessThan(nodes['store']!.at![0]);
  });
});
