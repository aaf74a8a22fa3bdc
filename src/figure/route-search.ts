import { heapPop, heapPush } from '#lib/heap.ts';
import type { Box, Point, Side } from './geometry.ts';

/** One end of a link on one side of a box: the point on its edge, and the point one stub away from it. */
export interface Port {
  readonly side: Side;
  readonly at: Point;
  readonly out: Point;
  /** Extra cost of this side, in px. */
  readonly cost: number;
}

/** Right, down, left, up. */
const DX = [1, 0, -1, 0] as const;
const DY = [0, 1, 0, -1] as const;
const LEAVING: Readonly<Record<Side, number>> = { right: 0, bottom: 1, left: 2, top: 3 };

/** How far around the two ends boxes are looked at first; a wider search follows when that one finds nothing. */
const REACH = 260;

/**
 * The cheapest free way between any start and any end, where length and bends cost; undefined when there is none.
 * A* over a sparse grid: every edge of a box gives a line `clear` px away from it, and every two neighbouring edges a
 * line half way between them, so that each gap, however narrow, has a line through it.
 */
export function searchRoute(
  starts: readonly Port[],
  ends: readonly Port[],
  blocks: readonly Box[],
  bend: number,
  clear: number,
): Point[] | undefined {
  const tips = [...starts, ...ends].map((port) => port.out);
  const left = Math.min(...tips.map((tip) => tip.x)) - REACH;
  const right = Math.max(...tips.map((tip) => tip.x)) + REACH;
  const top = Math.min(...tips.map((tip) => tip.y)) - REACH;
  const bottom = Math.max(...tips.map((tip) => tip.y)) + REACH;
  const near = blocks.filter(
    (box) => box.x < right && box.x + box.width > left && box.y < bottom && box.y + box.height > top,
  );
  const first = searchAmong(starts, ends, near, blocks, bend, clear);
  return (
    first ??
    (near.length < blocks.length ? searchAmong(starts, ends, blocks, blocks, bend, clear) : undefined)
  );
}

interface Entry {
  /** Cost so far and the least that is still to come: what the heap orders by. */
  time: number;
  seq: number;
  readonly state: number;
}

function searchAmong(
  starts: readonly Port[],
  ends: readonly Port[],
  lines: readonly Box[],
  blocks: readonly Box[],
  bend: number,
  clear: number,
): Point[] | undefined {
  const tips = [...starts, ...ends].map((port) => port.out);
  const xs = gridLines(
    lines.map((box) => [box.x, box.x + box.width]),
    tips.map((tip) => tip.x),
    clear,
  );
  const ys = gridLines(
    lines.map((box) => [box.y, box.y + box.height]),
    tips.map((tip) => tip.y),
    clear,
  );
  const width = xs.length;
  const states = width * ys.length * 4;
  const costs = new Float64Array(states).fill(Infinity);
  const parents = new Int32Array(states).fill(-1);
  const free = freeSteps(xs, ys, blocks);
  const stateOf = (port: Port, direction: number): number =>
    (ys.indexOf(port.out.y) * width + xs.indexOf(port.out.x)) * 4 + direction;
  const goals = new Map(ends.map((end) => [stateOf(end, (LEAVING[end.side] + 2) % 4), end]));
  const heap: Entry[] = [];
  let seq = 0;
  const least = (x: number, y: number): number => {
    let distance = Infinity;
    for (const end of ends)
      distance = Math.min(distance, Math.abs(end.out.x - x) + Math.abs(end.out.y - y) + end.cost);
    return distance;
  };
  const reach = (state: number, cost: number, parent: number): void => {
    if (cost >= (costs[state] as number)) return;
    costs[state] = cost;
    parents[state] = parent;
    const cell = state >> 2;
    const x = xs[cell % width] as number;
    const y = ys[Math.floor(cell / width)] as number;
    heapPush(heap, { time: cost + least(x, y), seq: seq++, state });
  };
  const origins = new Map<number, Port>();
  for (const start of starts) {
    const state = stateOf(start, LEAVING[start.side]);
    origins.set(state, start);
    reach(state, start.cost, -1);
  }
  for (let entry = heapPop(heap); entry !== undefined; entry = heapPop(heap)) {
    const { state } = entry;
    const cost = costs[state] as number;
    const end = goals.get(state);
    if (end !== undefined) return walkBack(state, end);
    const direction = state & 3;
    const cell = state >> 2;
    const column = cell % width;
    const row = Math.floor(cell / width);
    for (const turn of [0, 1, 3]) {
      const next = (direction + turn) & 3;
      if (!free(column, row, next)) continue;
      const toColumn = column + (DX[next] as number);
      const toRow = row + (DY[next] as number);
      const step =
        Math.abs((xs[toColumn] as number) - (xs[column] as number)) +
        Math.abs((ys[toRow] as number) - (ys[row] as number));
      reach((toRow * width + toColumn) * 4 + next, cost + step + (turn === 0 ? 0 : bend), state);
    }
    // The last stub may begin with a bend where the way arrives.
    for (const turn of [1, 3]) {
      const turned = cell * 4 + ((direction + turn) & 3);
      if (goals.has(turned)) reach(turned, cost + bend + (goals.get(turned)?.cost ?? 0), state);
    }
  }
  return undefined;

  function walkBack(goal: number, end: Port): Point[] {
    const points: Point[] = [end.at];
    let state = goal;
    for (;;) {
      const cell = state >> 2;
      points.push({ x: xs[cell % width] as number, y: ys[Math.floor(cell / width)] as number });
      const parent = parents[state] as number;
      if (parent < 0) break;
      state = parent;
    }
    const origin = origins.get(state);
    if (origin !== undefined) points.push(origin.at);
    return points.toReversed();
  }
}

/** Sorted coordinates of the grid lines across the given ranges, with the places that must be on a line. */
function gridLines(
  ranges: readonly (readonly [number, number])[],
  needed: readonly number[],
  clear: number,
): number[] {
  const edges = [...new Set(ranges.flat())].toSorted((a, b) => a - b);
  const lines = new Set(needed);
  for (const [low, high] of ranges) {
    lines.add(low - clear);
    lines.add(high + clear);
  }
  for (let i = 1; i < edges.length; i++) lines.add(((edges[i - 1] as number) + (edges[i] as number)) / 2);
  return [...lines].toSorted((a, b) => a - b);
}

/** Tells whether the step from a cell to its neighbour in a direction stays outside every box. */
function freeSteps(
  xs: readonly number[],
  ys: readonly number[],
  blocks: readonly Box[],
): (column: number, row: number, direction: number) => boolean {
  const width = xs.length;
  const height = ys.length;
  // Bit 1: the step to the right is blocked; bit 2: the step down is.
  const blocked = new Uint8Array(width * height);
  for (const box of blocks) {
    const right = box.x + box.width;
    const bottom = box.y + box.height;
    for (let row = 0; row < height; row++) {
      const y = ys[row] as number;
      const yInside = y > box.y && y < bottom;
      const yCrosses = row + 1 < height && y < bottom && (ys[row + 1] as number) > box.y;
      if (!yInside && !yCrosses) continue;
      for (let column = 0; column < width; column++) {
        const x = xs[column] as number;
        if (x >= right) break;
        const at = row * width + column;
        if (yInside && column + 1 < width && (xs[column + 1] as number) > box.x)
          blocked[at] = (blocked[at] as number) | 1;
        if (yCrosses && x > box.x) blocked[at] = (blocked[at] as number) | 2;
      }
    }
  }
  return (column, row, direction) => {
    switch (direction) {
      case 0:
        return column + 1 < width && ((blocked[row * width + column] as number) & 1) === 0;
      case 1:
        return row + 1 < height && ((blocked[row * width + column] as number) & 2) === 0;
      case 2:
        return column > 0 && ((blocked[row * width + column - 1] as number) & 1) === 0;
      default:
        return row > 0 && ((blocked[(row - 1) * width + column] as number) & 2) === 0;
    }
  };
}
