import type { Box, Point } from '#figure/geometry.ts';

/** A line keeps so far from the corners of what it joins, px. */
const INSET = 22;
/** A line keeps so far from what it passes, px. */
const CLEAR = 6;
/** A longer one would be part of the figure rather than a pointer to it, px. */
const LONGEST = 420;
/** Steps in which places along an edge are tried, px. */
const STEP = 8;

/** A stretch of something that the line must not cross or run along. */
export type Stretch = readonly [Point, Point];

/**
 * A line from the coach line to the lower edge of the part it is about, in px of the canvas: straight up from
 * somewhere on the coach line, else out of its side and up, one bend. It crosses nothing of the figure; where there
 * is no such way, or it would be long, there is none.
 */
export function leaderPath(
  coach: Box,
  part: Box,
  others: readonly Box[],
  links: readonly Stretch[],
): readonly Point[] | null {
  const bottom = part.y + part.height;
  if (bottom > coach.y - CLEAR) return null;
  const middle = coach.y + coach.height / 2;
  const isFree = (way: readonly Point[]): boolean =>
    lengthOf(way) <= LONGEST &&
    way.every((to, i) => {
      const from = way[i - 1];
      return from === undefined || !isBlocked(from, to, others, links);
    });
  const ends = along(
    part.x + Math.min(INSET, part.width / 2),
    part.x + part.width - Math.min(INSET, part.width / 2),
  );
  const goal = coach.x + coach.width / 2;
  for (const x of ends.toSorted((a, b) => Math.abs(a - goal) - Math.abs(b - goal))) {
    const end = { x, y: bottom };
    const right = coach.x + coach.width;
    const way =
      x >= coach.x + INSET && x <= right - INSET
        ? [{ x, y: coach.y }, end]
        : x < coach.x - CLEAR
          ? [{ x: coach.x, y: middle }, { x, y: middle }, end]
          : x > right + CLEAR
            ? [{ x: right, y: middle }, { x, y: middle }, end]
            : null;
    if (way !== null && isFree(way)) return way;
  }
  return null;
}

const along = (from: number, to: number): readonly number[] =>
  Array.from({ length: Math.floor((to - from) / STEP) + 1 }, (_, i) => from + i * STEP);

const lengthOf = (way: readonly Point[]): number =>
  way.reduce((sum, { x, y }, i) => {
    const before = way[i - 1];
    return before === undefined ? 0 : sum + Math.abs(x - before.x) + Math.abs(y - before.y);
  }, 0);

function isBlocked(a: Point, b: Point, others: readonly Box[], links: readonly Stretch[]): boolean {
  const meets = (left: number, top: number, right: number, bottom: number): boolean =>
    Math.max(a.x, b.x) > left - CLEAR &&
    Math.min(a.x, b.x) < right + CLEAR &&
    Math.max(a.y, b.y) > top &&
    Math.min(a.y, b.y) < bottom;
  return (
    others.some(({ x, y, width, height }) => meets(x, y, x + width, y + height)) ||
    links.some(([from, to]) =>
      meets(
        Math.min(from.x, to.x),
        Math.min(from.y, to.y) - CLEAR,
        Math.max(from.x, to.x),
        Math.max(from.y, to.y) + CLEAR,
      ),
    )
  );
}
