import type { Box, Point, Side, Size } from './figure/geometry.ts';
import { routeLink, type RouteOptions } from './figure/route.ts';

/** An end of a link: where it may be met. */
interface End {
  readonly id: string;
  readonly size: Size;
  readonly body: Box;
  readonly box: Box;
}

export interface Wire {
  readonly id: string;
  readonly from: End;
  readonly to: End;
  readonly fromPort: Box | undefined;
  readonly toPort: Box | undefined;
  readonly via: readonly Point[] | undefined;
}

interface Former {
  readonly parts: ReadonlyMap<string, End>;
  readonly links: ReadonlyMap<string, { readonly points: readonly Point[] }>;
}

/** Only what stands within so many px of both ends is gone around. */
const REACH = 240;
/** Ends that share a side stand so far apart, where there is room, and keep so far from its corners, px. */
const APART = 22;
const INSET = 16;

/**
 * A route for every wire, by id. Links between the same two parts run side by side; links that end on the same side
 * of a part are spread over it, in the order of where they come from. With nothing moved since `former`, its routes
 * are kept; with `onlyMoved`, those of wires whose ends stand still are.
 */
export function routeAll(
  wires: readonly Wire[],
  parts: ReadonlyMap<string, End>,
  { former, onlyMoved }: { readonly former: Former | undefined; readonly onlyMoved: boolean },
): ReadonlyMap<string, readonly Point[]> {
  const still = (end: End): boolean => sameBox(former?.parts.get(end.id)?.box, end.box);
  const nothingMoved =
    former !== undefined &&
    former.parts.size === parts.size &&
    [...parts.values()].every(still) &&
    wires.every(({ id }) => former.links.has(id)) &&
    wires.length === former.links.size &&
    wires.every((wire) => endsAtPorts(wire, former.links.get(wire.id)?.points));
  const routes = new Map<string, readonly Point[]>();
  const fresh: Wire[] = [];
  for (const wire of wires) {
    const old = former?.links.get(wire.id)?.points;
    const keeps = old !== undefined && (nothingMoved || (onlyMoved && still(wire.from) && still(wire.to)));
    if (keeps) routes.set(wire.id, old);
    else fresh.push(wire);
  }
  if (fresh.length === 0) return routes;

  const boxes = [...parts.values()].map(({ box }) => box);
  const lanes = lanesOf(wires);
  const first = new Map(
    fresh.map((wire) => [wire.id, routeOne(wire, boxes, { lane: lanes.get(wire.id) ?? 0 })]),
  );
  const shifts = onlyMoved ? new Map<string, Spread>() : spreadOf(fresh, first);
  for (const wire of fresh) {
    const spread = shifts.get(wire.id);
    const points = spread === undefined ? first.get(wire.id)! : routeOne(wire, boxes, spread);
    routes.set(wire.id, points);
  }
  return routes;
}

type Spread = Pick<RouteOptions, 'fromSide' | 'toSide' | 'fromShift' | 'toShift' | 'lane'>;

function routeOne(wire: Wire, boxes: readonly Box[], spread: Spread): readonly Point[] {
  const from = {
    ...(wire.fromPort ?? wire.from.body),
    avoid: wire.fromPort ? undefined : wire.from.size.avoid,
  };
  const to = { ...(wire.toPort ?? wire.to.body), avoid: wire.toPort ? undefined : wire.to.size.avoid };
  const left = Math.min(from.x, to.x) - REACH;
  const top = Math.min(from.y, to.y) - REACH;
  const right = Math.max(from.x + from.width, to.x + to.width) + REACH;
  const bottom = Math.max(from.y + from.height, to.y + to.height) + REACH;
  const obstacles = boxes.filter(
    (box) =>
      !sameBox(box, wire.from.box) &&
      !sameBox(box, wire.to.box) &&
      box.x < right &&
      box.x + box.width > left &&
      box.y < bottom &&
      box.y + box.height > top,
  );
  return routeLink(from, to, { obstacles, via: wire.via, ...spread });
}

/** Parallel links keep to lanes of their own: a number of half steps around the middle. */
function lanesOf(wires: readonly Wire[]): ReadonlyMap<string, number> {
  const groups = new Map<string, string[]>();
  for (const { id, from, to } of wires) {
    const pair = from.id < to.id ? `${from.id} ${to.id}` : `${to.id} ${from.id}`;
    const group = groups.get(pair);
    if (group === undefined) groups.set(pair, [id]);
    else group.push(id);
  }
  const lanes = new Map<string, number>();
  for (const group of groups.values()) {
    if (group.length > 1) group.forEach((id, i) => lanes.set(id, i - (group.length - 1) / 2));
  }
  return lanes;
}

/** Where each end stands on its side, when several links end there. */
function spreadOf(
  wires: readonly Wire[],
  routes: ReadonlyMap<string, readonly Point[]>,
): ReadonlyMap<string, Spread> {
  interface Landing {
    readonly wire: Wire;
    readonly end: 'from' | 'to';
    readonly side: Side;
    readonly box: Box;
    /** Where the link comes from, along the side. */
    readonly order: number;
  }
  const groups = new Map<string, Landing[]>();
  for (const wire of wires) {
    const points = routes.get(wire.id) ?? [];
    if (points.length < 2 || wire.via !== undefined) continue;
    for (const end of ['from', 'to'] as const) {
      const port = end === 'from' ? wire.fromPort : wire.toPort;
      if (port !== undefined) continue;
      const box = wire[end].body;
      const at = end === 'from' ? points[0]! : points.at(-1)!;
      const side = sideOf(box, at);
      const other = wire[end === 'from' ? 'to' : 'from'].body;
      const level = side === 'left' || side === 'right';
      const landing: Landing = {
        wire,
        end,
        side,
        box,
        order: level ? other.y + other.height / 2 : other.x + other.width / 2,
      };
      const key = `${wire[end].id} ${side}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [landing]);
      else group.push(landing);
    }
  }
  const spreads = new Map<string, Spread>();
  for (const group of groups.values()) {
    if (group.length < 2) continue;
    group.sort((a, b) => a.order - b.order || (a.wire.id < b.wire.id ? -1 : 1));
    group.forEach(({ wire, end, side, box }, i) => {
      const length = side === 'left' || side === 'right' ? box.height : box.width;
      const step = Math.min(APART, Math.max(0, length - 2 * INSET) / (group.length - 1));
      const shift = (i - (group.length - 1) / 2) * step;
      const former = spreads.get(wire.id) ?? { lane: 0 };
      const change = end === 'from' ? { fromSide: side, fromShift: shift } : { toSide: side, toShift: shift };
      spreads.set(wire.id, { ...former, ...change });
    });
  }
  return spreads;
}

function sideOf(box: Box, point: Point): Side {
  const gaps: readonly (readonly [Side, number])[] = [
    ['left', Math.abs(point.x - box.x)],
    ['right', Math.abs(point.x - box.x - box.width)],
    ['top', Math.abs(point.y - box.y)],
    ['bottom', Math.abs(point.y - box.y - box.height)],
  ];
  return gaps.reduce((best, gap) => (gap[1] < best[1] ? gap : best))[0];
}

const sameBox = (a: Box | undefined, b: Box): boolean =>
  a !== undefined && a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;

/** A port may have moved inside a part that stands still. */
function endsAtPorts(wire: Wire, points: readonly Point[] | undefined): boolean {
  const touches = (box: Box | undefined, point: Point | undefined): boolean =>
    box === undefined ||
    (point !== undefined &&
      point.x >= box.x - 1 &&
      point.x <= box.x + box.width + 1 &&
      point.y >= box.y - 1 &&
      point.y <= box.y + box.height + 1);
  return touches(wire.fromPort, points?.[0]) && touches(wire.toPort, points?.at(-1));
}
