import { expect, it } from 'vitest';
import { leaderPath } from './coach-leader.ts';

const part = { x: 300, y: 0, width: 100, height: 50 };
const from = { x: 100, y: 400 };

it('goes across below its part, else above the coach line, else not at all', () => {
  const below = leaderPath(from, part, []);
  expect(below?.map(({ y }) => y)).toEqual([400, 68, 68, 50]);
  const inTheWay = { x: 150, y: 60, width: 50, height: 20 };
  expect(leaderPath(from, part, [inTheWay])?.map(({ y }) => y)).toEqual([400, 382, 382, 50]);
  const under = { x: 320, y: 200, width: 60, height: 60 };
  expect(leaderPath(from, part, [inTheWay, under])).toBeNull();
});
