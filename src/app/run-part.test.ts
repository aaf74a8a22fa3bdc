import { expect, it } from 'vitest';
import type { Sheet } from '#editor/edit/document.ts';
import { runsAlike } from './run-part.ts';

const sheet: Sheet = {
  halfopen: 1,
  title: 'A',
  nodes: { api: { kind: 'service', title: 'API', at: [0, 0], slots: 8 } },
  links: [],
  timeline: [{ at: '1s', do: 'crash', node: 'api' }],
};

it('a node that is dragged or renamed runs alike', () => {
  const moved = { ...sheet, title: 'B', nodes: { api: { kind: 'service', at: [40, 0] as const, slots: 8 } } };
  expect(runsAlike(sheet, moved)).toBe(true);
});

it('another setting, fault, order of nodes or seed does not run alike', () => {
  const others: Sheet[] = [
    { ...sheet, nodes: { api: { kind: 'service', slots: 9 } } },
    { ...sheet, timeline: [] },
    { ...sheet, seed: 2 },
    { ...sheet, nodes: { ...sheet.nodes, db: { kind: 'database' } } },
  ];
  expect(others.map((other) => runsAlike(sheet, other))).toEqual([false, false, false, false]);
});
