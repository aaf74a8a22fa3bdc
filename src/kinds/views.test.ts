import { describe, expect, it } from 'vitest';
import { renderToStaticMarkup } from 'react-dom/server';
import { createElement } from 'react';
import { RunView } from '#run/view/run-view.ts';
import { readDocument } from '#scenario/read.ts';
import { kindParams } from './params.ts';
import { kindViews, unknownView, viewOf } from './views.tsx';
import { shortTime, whole } from './view.tsx';

/** A run in which one node is there and nothing has happened. */
function quietRun(id: string, kind: string): RunView {
  const run = new RunView();
  run.begin({ endUs: 1_000_000, seed: 1, nodes: [{ id, kind, instances: 1 }], links: [] }, 0);
  return run;
}

describe('the views of kinds', () => {
  it('are one for each kind that has parameters', () => {
    expect(kindViews.map(({ kind }) => kind).sort()).toEqual(Object.keys(kindParams).sort());
    expect(viewOf('teapot')).toBeUndefined();
  });

  it.each(kindViews.map((view) => [view.kind, view] as const))(
    '%s keeps what a view promises',
    (kind, view) => {
      const node = { kind, title: view.title, ...view.fresh };
      const document = { halfopen: 1, nodes: { part: node } };
      expect(readDocument(document).problems).toEqual([]);
      expect(view.sentence).toMatch(/\.$/);
      expect(view.alias.every((word) => word === word.toLowerCase())).toBe(true);

      const design = view.design('part', node, document);
      const size = view.sizeOf(design);
      expect(size.body.width).toBeGreaterThan(0);
      expect(size.body.x + size.body.width).toBeLessThanOrEqual(size.width);
      expect(design.name).toBe(view.title);

      const moment = { run: quietRun('part', kind), node: 0, t: 500_000, lingerUs: 100_000 };
      const live = view.moment(design, moment);
      const { width, height } = view.sizeOf(live).body;
      expect({ width, height }).toEqual({ width: size.body.width, height: size.body.height });
      for (const lod of ['full', 'mid', 'far'] as const) {
        const drawn = renderToStaticMarkup(
          createElement('svg', null, createElement(view.Figure, { ...live, lod, zoom: 0.4 })),
        );
        expect(drawn).toContain('class="node');
      }
    },
  );

  it.each(kindViews.map((view) => [view.kind, view] as const))(
    '%s is drawn whatever nonsense its fields hold',
    (kind, view) => {
      const nonsense = [null, -5, 1e9, 'x', [], {}, [null], [{}]];
      for (const [field] of Object.entries(kindParams[kind as keyof typeof kindParams].shape)) {
        for (const value of nonsense) {
          const node = { kind, [field]: value };
          const design = view.design('part', node, { nodes: { part: node } });
          expect(Number.isFinite(view.sizeOf(design).width)).toBe(true);
          expect(view.instances(node)).toBeLessThanOrEqual(100);
          view.offer?.('part', node);
        }
      }
    },
  );

  it('has a stand-in for kinds that nobody knows', () => {
    const props = unknownView.design('odd', { kind: 'teapot' }, {});
    expect(props).toMatchObject({ name: 'odd', rows: ['unknown kind', 'teapot'] });
  });
});

describe('numbers on a figure', () => {
  it('are held to their range and have three places at most', () => {
    expect([
      whole(undefined, 8, 1, 100),
      whole(-5, 8, 1, 100),
      whole(2.6, 8, 1, 100),
      whole(NaN, 8, 1, 9),
    ]).toEqual([8, 1, 3, 8]);
    expect([400, 1_240, 15_400, 999_600, 2_412_000, 12_400_000].map(shortTime)).toEqual([
      '400 µs',
      '1.2 ms',
      '15 ms',
      '1.0 s',
      '2.4 s',
      '12 s',
    ]);
  });
});
