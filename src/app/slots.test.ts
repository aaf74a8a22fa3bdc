import { expect, it } from 'vitest';
import { surplus, type SlotEntry } from './slots.ts';

const entries = (n: number, edited: boolean): SlotEntry[] =>
  Array.from({ length: n }, (_, atMs) => ({ id: `${edited}${atMs}`, title: 'Shop', atMs, edited }));

it('keeps the latest documents, and those that somebody edited longer than the others', () => {
  const gone = surplus([...entries(30, true), ...entries(30, false)]);
  expect(gone.filter(({ edited }) => edited).map(({ atMs }) => atMs)).toEqual([5, 4, 3, 2, 1, 0]);
  expect(gone.filter(({ edited }) => !edited)).toHaveLength(24);
  expect(surplus([...entries(24, true), ...entries(6, false)])).toEqual([]);
});
