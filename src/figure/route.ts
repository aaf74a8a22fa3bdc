import type { Box, Point, Side } from './geometry.ts';
import { searchRoute, type Port } from './route-search.ts';

/** Where a link may end: a silhouette, and the sides on which words stand in its way. */
export interface Anchor extends Box {
  readonly avoid?: readonly Side[] | undefined;
  /** Where links meet a side, px from its middle. Default 0. */
  readonly entry?: Readonly<Partial<Record<Side, number>>> | undefined;
}

export interface RouteOptions {
  /** Boxes to go around, without the two ends. */
  readonly obstacles: readonly Box[];
  /** Points the route goes through, in order. */
  readonly via?: readonly Point[] | undefined;
  readonly fromSide?: Side | undefined;
  readonly toSide?: Side | undefined;
  /** Where on the side the link ends: px from its middle, downwards or to the right. Absent: the router chooses. */
  readonly fromShift?: number | undefined;
  readonly toShift?: number | undefined;
  /** Number of a parallel link, … -1, 0, 1 …: each lane runs 12 px beside the last. Default 0. */
  readonly lane?: number | undefined;
}

const SIDES: readonly Side[] = ['right', 'bottom', 'left', 'top'];
const NORMAL: Readonly<Record<Side, Point>> = {
  right: { x: 1, y: 0 },
  left: { x: -1, y: 0 },
  bottom: { x: 0, y: 1 },
  top: { x: 0, y: -1 },
};
const OPPOSITE: Readonly<Record<Side, Side>> = { right: 'left', left: 'right', top: 'bottom', bottom: 'top' };

/** A link leaves and meets a box straight for so many px, where there is room. */
const STUB = 20;
const LANE = 12;
/** A link keeps so far from the corners of the side it ends on. */
const INSET = 10;
/** Links like to keep so far from what they pass. */
const CLEAR = 12;

/** What a route costs besides its length, in px. */
const COST = { bend: 60, avoidedSide: 320, offMiddle: 15, close: 100, through: 4000 };

/**
 * An orthogonal route from edge to edge. The same boxes always give the same points. Simple shapes with up to four
 * bends are tried first and the cheapest free one is taken; only when something stands in the way of all of them a
 * search finds the shortest free way with few bends, if there is one. When there is none, the route that runs
 * through least is returned: a link is always drawn.
 */
export function routeLink(from: Anchor, to: Anchor, options: RouteOptions): Point[] {
  const via = options.via ?? [];
  if (via.length === 0) return routePair(from, to, options);
  const points: Point[] = [];
  let here: Anchor = from;
  let fromSide = options.fromSide;
  let forbidden: Side | undefined;
  [...via, undefined].forEach((stop, i) => {
    const there: Anchor = stop === undefined ? to : { x: stop.x, y: stop.y, width: 0, height: 0 };
    const avoid = [...(here.avoid ?? []), ...(forbidden === undefined ? [] : [forbidden])];
    const piece = routePair({ ...here, avoid }, there, {
      obstacles: options.obstacles,
      lane: 0,
      ...(i === 0 && { fromShift: options.fromShift }),
      ...(stop === undefined && { toSide: options.toSide, toShift: options.toShift }),
      fromSide,
    });
    points.push(...(i === 0 ? piece : piece.slice(1)));
    // Turning back at a stop would draw the link over itself.
    forbidden = sideTowards(piece.at(-1), piece.at(-2));
    fromSide = undefined;
    here = there;
  });
  return simplified(points);
}

const sideTowards = (from: Point | undefined, to: Point | undefined): Side | undefined => {
  if (from === undefined || to === undefined) return undefined;
  if (from.x === to.x) return to.y > from.y ? 'bottom' : 'top';
  return to.x > from.x ? 'right' : 'left';
};

/** Boxes farther than this from the two ends are looked at only when a route turns out to meet one. */
const NEAR = 220;

function routePair(from: Anchor, to: Anchor, options: RouteOptions): Point[] {
  const all = options.obstacles.filter((box) => !covers(box, from) && !covers(box, to));
  const left = Math.min(from.x, to.x) - NEAR;
  const right = Math.max(from.x + from.width, to.x + to.width) + NEAR;
  const top = Math.min(from.y, to.y) - NEAR;
  const bottom = Math.max(from.y + from.height, to.y + to.height) + NEAR;
  const near = all.filter(
    (box) => box.x < right && box.x + box.width > left && box.y < bottom && box.y + box.height > top,
  );
  const route = routeAmong(from, to, [...near, from, to], options);
  if (near.length === all.length) return route;
  const whole = [...all, from, to];
  const missed = obstruction(route, whole) > obstruction(route, [...near, from, to]);
  return missed ? routeAmong(from, to, whole, options) : route;
}

/** `blocks` ends with the two ends themselves. */
function routeAmong(from: Anchor, to: Anchor, blocks: readonly Box[], options: RouteOptions): Point[] {
  const { lane = 0 } = options;
  let best: Point[] = [];
  let bestCost = Infinity;
  let hampered = true;
  const consider = (points: readonly Point[], sides: number): void => {
    const route = simplified(points);
    if (!isOrthogonal(route) || turnsBack(route)) return;
    const basic = sides + lengthOf(route) + COST.bend * (route.length - 2) + cramped(route);
    if (basic >= bestCost) return;
    const hindrance = obstruction(route, blocks);
    if (basic + hindrance >= bestCost) return;
    best = route;
    bestCost = basic + hindrance;
    hampered = hindrance > 0;
  };
  const considerAll = (starts: readonly Port[], ends: readonly Port[]): void => {
    for (const start of starts) {
      for (const end of ends) {
        const sides = start.cost + end.cost;
        const straight = straightBetween(from, to, start.side, end.side, options);
        if (straight !== undefined) consider(straight, sides);
        for (const middle of shapes(start, end, from, to, blocks, lane * LANE))
          consider([start.at, start.out, ...middle, end.out, end.at], sides);
      }
    }
  };
  const starts = portsOf(from, options.fromSide, options.fromShift, lane, blocks);
  const ends = portsOf(to, options.toSide, options.toShift, lane, blocks);
  considerAll(starts, ends);
  if (!hampered) return best;
  // Something is in the way or near: ends beside the middle of a side may have a clear view.
  const moreStarts = slidPorts(from, options.fromSide, options.fromShift, lane, blocks);
  const moreEnds = slidPorts(to, options.toSide, options.toShift, lane, blocks);
  considerAll(moreStarts, ends);
  considerAll(starts, moreEnds);
  if (bestCost < COST.through) return best;
  const found = searchRoute(starts, ends, blocks, COST.bend, CLEAR);
  return found === undefined ? best : simplified(found);
}

/** The ports a quarter of each longer side away from its middle, unless the place on the side is given. */
function slidPorts(
  box: Anchor,
  only: Side | undefined,
  fixed: number | undefined,
  lane: number,
  blocks: readonly Box[],
): Port[] {
  if (fixed !== undefined) return [];
  return SIDES.filter((side) => only === undefined || side === only).flatMap((side) => {
    const length = side === 'left' || side === 'right' ? box.height : box.width;
    if (length < 60 || box.entry?.[side] !== undefined) return [];
    return [-length / 4, length / 4].flatMap((shift) =>
      portsOf(box, side, shift + lane * LANE, 0, blocks).map((port) => ({
        ...port,
        cost: port.cost + COST.offMiddle,
      })),
    );
  });
}

const covers = (outer: Box, inner: Box): boolean =>
  outer.x <= inner.x &&
  outer.y <= inner.y &&
  outer.x + outer.width >= inner.x + inner.width &&
  outer.y + outer.height >= inner.y + inner.height;

function portsOf(
  box: Anchor,
  only: Side | undefined,
  fixed: number | undefined,
  lane: number,
  blocks: readonly Box[],
): Port[] {
  const point = box.width === 0 && box.height === 0;
  return SIDES.filter((side) => only === undefined || side === only).map((side) => {
    const normal = NORMAL[side];
    const shift = fixed ?? (box.entry?.[side] ?? 0) + lane * LANE;
    const along = (length: number): number => {
      const room = Math.max(0, length / 2 - INSET);
      return length / 2 + Math.min(room, Math.max(-room, shift));
    };
    const at = {
      x: side === 'right' ? box.x + box.width : side === 'left' ? box.x : box.x + along(box.width),
      y: side === 'bottom' ? box.y + box.height : side === 'top' ? box.y : box.y + along(box.height),
    };
    const reach = (length: number): Point => ({ x: at.x + normal.x * length, y: at.y + normal.y * length });
    // Where a neighbour stands close, the stub ends half way to it.
    const stub = point
      ? 0
      : ([STUB, STUB / 2, STUB / 4].find(
          (length) => obstruction([at, reach(length)], blocks) < COST.through,
        ) ?? STUB);
    return { side, at, out: reach(stub), cost: box.avoid?.includes(side) === true ? COST.avoidedSide : 0 };
  });
}

/** Two sides that face each other over a common range are joined by one straight line. */
function straightBetween(
  from: Anchor,
  to: Anchor,
  fromSide: Side,
  toSide: Side,
  { lane = 0, ...fixed }: RouteOptions,
): Point[] | undefined {
  if (toSide !== OPPOSITE[fromSide]) return undefined;
  const fromShift = fixed.fromShift ?? from.entry?.[fromSide];
  const toShift = fixed.toShift ?? to.entry?.[toSide];
  const level = fromSide === 'left' || fromSide === 'right';
  const span = (box: Box): readonly [number, number] =>
    level ? [box.y, box.y + box.height] : [box.x, box.x + box.width];
  const inset = ([a, b]: readonly [number, number]): readonly [number, number] =>
    b - a <= 2 * INSET ? [(a + b) / 2, (a + b) / 2] : [a + INSET, b - INSET];
  const [a0, a1] = inset(span(from));
  const [b0, b1] = inset(span(to));
  const low = Math.max(a0, b0);
  const high = Math.min(a1, b1);
  if (low > high) return undefined;
  const middle = ([a, b]: readonly [number, number]): number => (a + b) / 2;
  const mid = { from: middle(span(from)), to: middle(span(to)) };
  let at: number;
  if (fromShift !== undefined && toShift !== undefined) {
    // Two fixed ends a few px apart: a straight line between them beats a jog.
    if (Math.abs(mid.from + fromShift - mid.to - toShift) > 16) return undefined;
    at = (mid.from + fromShift + mid.to + toShift) / 2;
  } else if (fromShift !== undefined) at = mid.from + fromShift;
  else if (toShift !== undefined) at = mid.to + toShift;
  else {
    // The middle of the shorter side, so that a small thing keeps its link in its middle.
    const short = a1 - a0 <= b1 - b0 ? mid.from : mid.to;
    at = Math.min(high, Math.max(low, short)) + lane * LANE;
  }
  if (at < low - 0.01 || at > high + 0.01) return undefined;
  const edge = (box: Box, side: Side): Point =>
    level
      ? { x: side === 'right' ? box.x + box.width : box.x, y: at }
      : { x: at, y: side === 'bottom' ? box.y + box.height : box.y };
  const start = edge(from, fromSide);
  const end = edge(to, toSide);
  const normal = NORMAL[fromSide];
  const ahead = (end.x - start.x) * normal.x + (end.y - start.y) * normal.y;
  return ahead > 0 ? [start, end] : undefined;
}

/** Ways between two stubs with up to two more bends: corners, channels half way, and detours around either box. */
function shapes(
  start: Port,
  end: Port,
  from: Box,
  to: Box,
  blocks: readonly Box[],
  shift: number,
): Point[][] {
  const { out: p } = start;
  const { out: q } = end;
  const ways: Point[][] = [[], [{ x: q.x, y: p.y }], [{ x: p.x, y: q.y }]];
  const xs = [
    (p.x + q.x) / 2 + shift,
    gapBetween(from.x, from.width, to.x, to.width) + shift,
    Math.min(from.x, to.x) - STUB + shift,
    Math.max(from.x + from.width, to.x + to.width) + STUB + shift,
  ];
  const ys = [
    (p.y + q.y) / 2 + shift,
    gapBetween(from.y, from.height, to.y, to.height) + shift,
    Math.min(from.y, to.y) - STUB + shift,
    Math.max(from.y + from.height, to.y + to.height) + STUB + shift,
  ];
  // What stands in the way is passed on either side.
  const region = {
    x: Math.min(p.x, q.x),
    y: Math.min(p.y, q.y),
    width: Math.abs(p.x - q.x),
    height: Math.abs(p.y - q.y),
  };
  let near = 0;
  for (const box of blocks) {
    if (box === from || box === to || !overlap(box, region)) continue;
    if (++near > 6) break;
    xs.push(box.x - STUB + shift, box.x + box.width + STUB + shift);
    ys.push(box.y - STUB + shift, box.y + box.height + STUB + shift);
  }
  for (const x of xs)
    ways.push([
      { x, y: p.y },
      { x, y: q.y },
    ]);
  for (const y of ys)
    ways.push([
      { x: p.x, y },
      { x: q.x, y },
    ]);
  return ways;
}

/** The middle of the free channel between two ranges, or of what they have in common. */
const gapBetween = (a: number, aSize: number, b: number, bSize: number): number =>
  a < b ? (a + aSize + b) / 2 : (b + bSize + a) / 2;

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width + STUB &&
  a.x + a.width > b.x - STUB &&
  a.y < b.y + b.height + STUB &&
  a.y + a.height > b.y - STUB;

/**
 * What running through boxes, or too close along them, costs a route. The two last of `blocks` are the ends of the
 * link, which its first and its last stretch have to come close to.
 */
function obstruction(route: readonly Point[], blocks: readonly Box[]): number {
  const [from, to] = [blocks.at(-2), blocks.at(-1)];
  let cost = 0;
  for (let i = 1; i < route.length; i++) {
    const a = route[i - 1] as Point;
    const b = route[i] as Point;
    for (const box of blocks) {
      if (cuts(a, b, box, 0.5)) cost += COST.through;
      else if (i === 1 && box === from) continue;
      else if (i === route.length - 1 && box === to) continue;
      else if (cuts(a, b, box, -CLEAR + 0.5)) cost += COST.close;
    }
  }
  return cost;
}

/** Whether the level or upright stretch a–b runs through the box made smaller by `inset` px on every side. */
export function cuts(a: Point, b: Point, box: Box, inset: number): boolean {
  return (
    Math.max(a.x, b.x) > box.x + inset &&
    Math.min(a.x, b.x) < box.x + box.width - inset &&
    Math.max(a.y, b.y) > box.y + inset &&
    Math.min(a.y, b.y) < box.y + box.height - inset
  );
}

/** Shorter first and last stretches look as if a link stumbled into its end, px. */
const ROOMY = 44;

/** Among ways that are equally good, the one that turns in the middle between its ends. */
const cramped = (route: readonly Point[]): number =>
  route.length < 3
    ? 0
    : (Math.max(0, ROOMY - lengthOf(route.slice(0, 2))) + Math.max(0, ROOMY - lengthOf(route.slice(-2)))) / 4;

const lengthOf = (route: readonly Point[]): number => {
  let length = 0;
  for (let i = 1; i < route.length; i++) {
    const a = route[i - 1] as Point;
    const b = route[i] as Point;
    length += Math.abs(b.x - a.x) + Math.abs(b.y - a.y);
  }
  return length;
};

/** Without repeated points and without points in the middle of a straight stretch. */
export function simplified(points: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of points) {
    const last = kept.at(-1);
    if (last !== undefined && Math.abs(last.x - point.x) < 0.01 && Math.abs(last.y - point.y) < 0.01)
      continue;
    const before = kept.at(-2);
    if (
      last !== undefined &&
      before !== undefined &&
      ((before.x === last.x && last.x === point.x && last.y - before.y > 0 === point.y - last.y > 0) ||
        (before.y === last.y && last.y === point.y && last.x - before.x > 0 === point.x - last.x > 0))
    )
      kept.pop();
    kept.push(point);
  }
  return kept;
}

const isOrthogonal = (route: readonly Point[]): boolean =>
  route.every((b, i) => {
    const a = route[i - 1];
    return a === undefined || a.x === b.x || a.y === b.y;
  });

/** Whether a route doubles back on itself. */
function turnsBack(route: readonly Point[]): boolean {
  for (let i = 2; i < route.length; i++) {
    const a = route[i - 2] as Point;
    const b = route[i - 1] as Point;
    const c = route[i] as Point;
    if ((b.x - a.x) * (c.x - b.x) + (b.y - a.y) * (c.y - b.y) < 0) return true;
  }
  return false;
}
