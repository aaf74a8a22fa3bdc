import { expect, it } from 'vitest';
import { leaderPath } from './coach-leader.ts';

const coach = { x: 100, y: 400, width: 300, height: 44 };
const above = { x: 300, y: 100, width: 100, height: 50 };
const beside = { x: 500, y: 200, width: 100, height: 50 };

it('goes straight up to a part above the coach line, where it is nearest', () => {
  expect(leaderPath(coach, above, [], [])).toEqual([
    { x: 322, y: 400 },
    { x: 322, y: 150 },
  ]);
});

it('leaves the side of the coach line with one bend for a part that is not above it', () => {
  expect(leaderPath(coach, beside, [], [])).toEqual([
    { x: 400, y: 422 },
    { x: 522, y: 422 },
    { x: 522, y: 250 },
  ]);
});

it('crosses no other part and no link: it moves aside, or is left out', () => {
  const link = [
    { x: 322, y: 150 },
    { x: 322, y: 300 },
  ] as const;
  expect(leaderPath(coach, above, [], [link])?.[0]?.x).toBeGreaterThan(328);
  const across = [
    { x: 0, y: 250 },
    { x: 900, y: 250 },
  ] as const;
  expect(leaderPath(coach, above, [], [across])).toBeNull();
  expect(leaderPath(coach, above, [{ x: 280, y: 200, width: 160, height: 40 }], [])).toBeNull();
});

it('is left out where it would be long', () => {
  expect(leaderPath({ ...coach, y: 700 }, above, [], [])).toBeNull();
});
