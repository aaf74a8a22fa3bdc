import { centreOf, shifted, type Box, type Point, type Port, type Side, type Size } from './geometry.ts';
import { cuts, routeLink, simplified, type Anchor } from './route.ts';

/** A node on the sheet, for routing: all in canvas px. */
export interface Place {
  readonly body: Box;
  /** The body with its words: what links of others go around. */
  readonly extent: Box;
  readonly avoid?: readonly Side[] | undefined;
  readonly entry?: Size['entry'] | undefined;
  readonly ports?: Readonly<Record<string, Port>> | undefined;
}

export function placeOf(size: Size, at: Point): Place {
  return {
    body: shifted(size.body, at),
    extent: { x: at.x, y: at.y, width: size.width, height: size.height },
    avoid: size.avoid,
    entry: size.entry,
    ports:
      size.ports === undefined
        ? undefined
        : Object.fromEntries(
            Object.entries(size.ports).map(([name, port]) => [name, { ...port, ...shifted(port, at) }]),
          ),
  };
}

export interface End {
  readonly node: string;
  /** A port of that node, such as the chip of a group; absent or unknown: its body. */
  readonly port?: string | undefined;
  readonly side?: Side | undefined;
}

export interface LinkToRoute {
  readonly id: string;
  readonly from: End;
  readonly to: End;
  readonly via?: readonly Point[] | undefined;
}

/** Two links on one side stand so far apart, where the side is long enough. */
const APART = 24;
/** Stretches of two links that would lie on each other are moved so far apart. */
const BESIDE = 10;

/**
 * Routes all links of a figure: first each by itself, to learn which sides it likes; then the ends that share a side
 * are spread along it in the order of where they go, and stretches that would lie on each other are moved apart.
 * Links to nodes that are not placed are left out. Deterministic: the order of `links` breaks ties.
 */
export function routeLinks(
  places: ReadonlyMap<string, Place>,
  links: readonly LinkToRoute[],
): Map<string, readonly Point[]> {
  const plans: Plan[] = [];
  for (const link of links) {
    const from = anchorOf(places, link.from);
    const to = anchorOf(places, link.to);
    if (from === undefined || to === undefined) continue;
    const obstacles = obstaclesFor(places, link);
    const points = routeLink(from, to, {
      obstacles,
      via: link.via,
      fromSide: link.from.side,
      toSide: link.to.side,
    });
    plans.push({ link, from, to, obstacles, points });
  }
  spreadEnds(plans);
  moveApart(plans);
  return new Map(plans.map((plan) => [plan.link.id, plan.points]));
}

interface Plan {
  readonly link: LinkToRoute;
  readonly from: Anchor;
  readonly to: Anchor;
  readonly obstacles: readonly Box[];
  points: Point[];
}

function anchorOf(places: ReadonlyMap<string, Place>, end: End): Anchor | undefined {
  const place = places.get(end.node);
  if (place === undefined) return undefined;
  const port = end.port === undefined ? undefined : place.ports?.[end.port];
  // A port stands under its node: a link from its upper side would cross the node.
  return port === undefined
    ? { ...place.body, avoid: place.avoid, entry: place.entry }
    : { ...port, avoid: port.avoid ?? ['top'] };
}

/** Everybody else with their words; of the two ends only the silhouettes. */
function obstaclesFor(places: ReadonlyMap<string, Place>, { from, to }: LinkToRoute): Box[] {
  const boxes: Box[] = [];
  for (const [id, place] of places)
    boxes.push(id === from.node || id === to.node ? place.body : place.extent);
  return boxes;
}

/** The side of `box` on which `point` lies. */
function sideOf(box: Box, point: Point | undefined): Side {
  if (point === undefined) return 'right';
  const away = {
    right: Math.abs(point.x - box.x - box.width),
    left: Math.abs(point.x - box.x),
    bottom: Math.abs(point.y - box.y - box.height),
    top: Math.abs(point.y - box.y),
  };
  const inX = point.x > box.x && point.x < box.x + box.width;
  if (inX) return away.top <= away.bottom ? 'top' : 'bottom';
  return away.left <= away.right ? 'left' : 'right';
}

interface Ending {
  readonly plan: Plan;
  readonly which: 'from' | 'to';
  readonly side: Side;
  /** Where along the side the other end of the link lies: what the ends are sorted by. */
  readonly towards: number;
  shift: number | undefined;
}

function spreadEnds(plans: readonly Plan[]): void {
  const groups = new Map<string, Ending[]>();
  const endings = plans.map((plan) => {
    const pair = (['from', 'to'] as const).map((which): Ending => {
      const box = plan[which];
      const tip = which === 'from' ? plan.points[0] : plan.points.at(-1);
      const side = sideOf(box, tip);
      const other = plan.link.via?.[which === 'from' ? 0 : plan.link.via.length - 1];
      const goal = other ?? centreOf(which === 'from' ? plan.to : plan.from);
      const level = side === 'left' || side === 'right';
      const ending: Ending = { plan, which, side, towards: level ? goal.y : goal.x, shift: undefined };
      const end = plan.link[which];
      const key = `${end.node}/${end.port ?? ''}/${side}`;
      groups.set(key, [...(groups.get(key) ?? []), ending]);
      return ending;
    });
    return pair as [Ending, Ending];
  });
  for (const group of groups.values()) {
    if (group.length < 2) continue;
    const [first] = group as [Ending];
    const box = first.plan[first.which];
    const room = (first.side === 'left' || first.side === 'right' ? box.height : box.width) - 20;
    const apart = Math.min(APART, Math.max(4, room / (group.length - 1)));
    const sorted = group.toSorted((a, b) => a.towards - b.towards);
    const usual = sorted.map((_, i) => (box.entry?.[first.side] ?? 0) + (i - (group.length - 1) / 2) * apart);
    const straight = sorted.map((ending, i) => straightShift(ending, usual[i] ?? 0));
    const shifts = spaced(usual, straight, apart, room / 2);
    sorted.forEach((ending, i) => {
      ending.shift = shifts[i];
    });
  }
  for (const [start, end] of endings) {
    if (start.shift === undefined && end.shift === undefined) continue;
    const { plan } = start;
    plan.points = routeLink(plan.from, plan.to, {
      obstacles: plan.obstacles,
      via: plan.link.via,
      fromSide: start.side,
      toSide: end.side,
      fromShift: start.shift,
      toShift: end.shift,
    });
  }
}

/** Ends keep so far from the corners of their side. */
const INSET = 10;

/** The shift nearest to the usual one at which the link runs straight to the other end; undefined where none does. */
function straightShift({ plan, which, side }: Ending, usual: number): number | undefined {
  const box = plan[which];
  const other = plan[which === 'from' ? 'to' : 'from'];
  const tip = which === 'from' ? plan.points.at(-1) : plan.points[0];
  if (plan.link.via !== undefined || sideOf(other, tip) !== OPPOSITE[side]) return undefined;
  const level = side === 'left' || side === 'right';
  const span = ({ x, y, width, height }: Box): readonly [number, number] => {
    const [start, length] = level ? [y, height] : [x, width];
    const inset = Math.min(INSET, length / 2);
    return [start + inset, start + length - inset];
  };
  const [mine, theirs] = [span(box), span(other)];
  const [low, high] = [Math.max(mine[0], theirs[0]), Math.min(mine[1], theirs[1])];
  if (low > high) return undefined;
  const middle = level ? box.y + box.height / 2 : box.x + box.width / 2;
  return Math.min(high, Math.max(low, middle + usual)) - middle;
}

const OPPOSITE: Readonly<Record<Side, Side>> = { right: 'left', left: 'right', top: 'bottom', bottom: 'top' };

/**
 * Places in their order, `apart` from each other and within ±`most`: straight links where they are straight, the
 * others where they usually are, or as near to it as the straight ones leave room.
 */
function spaced(
  usual: readonly number[],
  straight: readonly (number | undefined)[],
  apart: number,
  most: number,
): readonly number[] {
  const wishes = usual.map((wish, i) => {
    if (straight[i] !== undefined) return straight[i];
    let [low, high] = [-Infinity, Infinity];
    straight.forEach((fixed, j) => {
      if (fixed === undefined) return;
      if (j < i) low = Math.max(low, fixed + (i - j) * apart);
      else high = Math.min(high, fixed - (j - i) * apart);
    });
    return Math.min(high, Math.max(low, wish));
  });
  const places: number[] = [];
  for (const wish of wishes) places.push(Math.max(wish, (places.at(-1) ?? -most - apart) + apart));
  for (let i = places.length - 1; i >= 0; i--) {
    places[i] = Math.min(places[i] ?? 0, (places[i + 1] ?? most + apart) - apart);
  }
  return places;
}

/** A stretch between two bends, which may be moved sideways. */
interface Stretch {
  readonly plan: Plan;
  readonly index: number;
  readonly upright: boolean;
  /** The coordinate all of it shares, and its range along the other. */
  readonly at: number;
  readonly low: number;
  readonly high: number;
}

function moveApart(plans: readonly Plan[]): void {
  for (const upright of [true, false]) {
    const stretches = plans
      .flatMap((plan) => plan.points.slice(1).map((_, index) => stretchOf(plan, index)))
      .filter((stretch) => stretch.upright === upright);
    // The first and the last stretch of a link hang on its ends; the others give way to them.
    const taken = stretches.filter((stretch) => !isInner(stretch));
    for (const stretch of stretches.filter(isInner)) {
      const by = AWAY.find(
        (away) =>
          mayMove(stretch, away) &&
          !taken.some((other) => liesOn(other, { ...stretch, at: stretch.at + away })),
      );
      if (by !== undefined && by !== 0) stretch.plan.points = movedBy(stretch, by);
      taken.push({ ...stretch, at: stretch.at + (by ?? 0) });
    }
  }
  for (const plan of plans) plan.points = simplified(plan.points);
}

const AWAY = [0, 1, -1, 2, -2, 3, -3].map((lanes) => lanes * BESIDE);

const isInner = ({ plan, index }: Stretch): boolean =>
  index > 0 && index < plan.points.length - 2 && plan.link.via === undefined;

function stretchOf(plan: Plan, index: number): Stretch {
  const a = plan.points[index] as Point;
  const b = plan.points[index + 1] as Point;
  const upright = a.x === b.x;
  const [p, q] = upright ? [a.y, b.y] : [a.x, b.x];
  return { plan, index, upright, at: upright ? a.x : a.y, low: Math.min(p, q), high: Math.max(p, q) };
}

const liesOn = (a: Stretch, b: Stretch): boolean =>
  Math.abs(a.at - b.at) < BESIDE - 2 && a.low < b.high - 2 && b.low < a.high - 2;

function movedBy({ plan, index, upright }: Stretch, by: number): Point[] {
  return plan.points.map((point, i) =>
    i !== index && i !== index + 1
      ? point
      : upright
        ? { x: point.x + by, y: point.y }
        : { x: point.x, y: point.y + by },
  );
}

/** Not into a box, and not so far that a neighbouring stretch turns round. */
function mayMove(stretch: Stretch, by: number): boolean {
  if (by === 0) return true;
  const before = stretch.plan.points;
  const after = movedBy(stretch, by);
  for (let i = Math.max(1, stretch.index); i <= Math.min(after.length - 1, stretch.index + 2); i++) {
    const a = after[i - 1] as Point;
    const b = after[i] as Point;
    const was = {
      x: (before[i] as Point).x - (before[i - 1] as Point).x,
      y: (before[i] as Point).y - (before[i - 1] as Point).y,
    };
    if ((b.x - a.x) * was.x + (b.y - a.y) * was.y <= 0) return false;
    if ([...stretch.plan.obstacles, stretch.plan.from, stretch.plan.to].some((box) => cuts(a, b, box, -4))) {
      const own = i === 1 || i === after.length - 1;
      if (!own) return false;
    }
  }
  return true;
}
