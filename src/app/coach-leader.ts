import type { Box, Point } from '#figure/geometry.ts';

/** How far below the part the line turns, px. */
const GAP = 18;

/**
 * A line of right angles from the coach line up to the lower edge of the part it is about, in px of the canvas: across
 * just below the part, else just above the coach line, whichever crosses no other part. Null when both do.
 */
export function leaderPath(from: Point, part: Box, others: readonly Box[]): readonly Point[] | null {
  // Links leave from the middle of an edge.
  const end = { x: part.x + part.width / 4, y: part.y + part.height };
  if (end.y > from.y - GAP) return null;
  const turns = [end.y + GAP, from.y - GAP];
  const ways = turns.map((y) => [from, { x: from.x, y }, { x: end.x, y }, end]);
  return ways.find((way) => others.every((other) => !crosses(way, other))) ?? null;
}

function crosses(way: readonly Point[], box: Box): boolean {
  return way.some((point, index) => {
    const next = way[index + 1];
    if (next === undefined) return false;
    return (
      Math.max(point.x, next.x) > box.x &&
      Math.min(point.x, next.x) < box.x + box.width &&
      Math.max(point.y, next.y) > box.y &&
      Math.min(point.y, next.y) < box.y + box.height
    );
  });
}
