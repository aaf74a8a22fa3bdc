import { parseDuration } from '#lib/duration.ts';
import { timelineOf, type Frame, type Sheet, type SheetFault } from './edit/document.ts';
import { BREAKER_SPAN } from '#figure/breaker.tsx';
import type { Point } from '#figure/geometry.ts';
import { SHORT_TEAR_GAP } from '#figure/tear.tsx';
import { tearShape } from '#figure/tear-shape.ts';
import { TEAR_BEYOND, type Link, type Scene } from './scene.ts';

/** A long tear between two zones, as `figure/tear.tsx` draws it. */
export interface LongTear {
  /** Its entries of the timeline: several may cut the same border. */
  readonly indexes: readonly number[];
  readonly x: number;
  readonly y: number;
  readonly length: number;
  readonly horizontal: boolean;
  readonly seed: number;
  readonly between: readonly [string, string];
  readonly oneWay: boolean;
}

/** A short tear across one link. */
export interface ShortCut {
  readonly link: string;
  readonly x: number;
  readonly y: number;
  readonly along: 'horizontal' | 'vertical';
  readonly seed: number;
}

export interface Tears {
  readonly long: readonly LongTear[];
  readonly short: readonly ShortCut[];
  /** For each torn link the stretches that are gone, px from its start, in order. */
  readonly torn: ReadonlyMap<string, readonly (readonly [number, number])[]>;
}

const NO_TEARS: Tears = { long: [], short: [], torn: new Map() };

/** How a long tear is drawn: it ends inside the figure. */
export const LONG = { taperStart: 70, taperEnd: 70 } as const;
const MARGIN = 3;

/**
 * The tears of these timeline entries: one along the border between two zones that stand side by side, else a short
 * one across every link that joins the two sides.
 */
export function tearsOf(scene: Scene, indexes: readonly number[]): Tears {
  const timeline = timelineOf(scene.sheet);
  const long: LongTear[] = [];
  const short: ShortCut[] = [];
  const torn = new Map<string, (readonly [number, number])[]>();
  const cutShort = (link: Link, seed: number): void => {
    const spot = spotFor(link);
    if (spot === undefined) return;
    short.push({ link: link.id, x: spot.x, y: spot.y, along: spot.along, seed });
    tear(torn, link.id, [spot.distance - SHORT_TEAR_GAP, spot.distance + SHORT_TEAR_GAP]);
  };
  for (const index of indexes) {
    const entry = timeline[index];
    if (entry === undefined) continue;
    if (entry.do === 'link' && entry['cut'] === true) {
      const link = scene.links.get(`${String(entry['from'])}>${String(entry['to'])}`);
      if (link !== undefined) cutShort(link, index + 5);
      continue;
    }
    const sides = sidesOf(scene.sheet, entry);
    if (sides === null) continue;
    const crossing = [...scene.links.values()].filter(
      ({ from, to }) =>
        (sides.one.has(from) && sides.other.has(to)) || (sides.other.has(from) && sides.one.has(to)),
    );
    const { zones } = sides;
    const border = zones === null ? null : borderBetween(scene, zones);
    if (border === null || zones === null) {
      for (const link of crossing) cutShort(link, index + 5);
      continue;
    }
    const same = long.findIndex(({ between: pair }) => isSamePair(pair, zones));
    const before = long[same];
    if (before !== undefined) {
      const indexes = [...before.indexes, index];
      long[same] = { ...before, indexes, oneWay: before.oneWay && entry['oneWay'] === true };
      continue;
    }
    const found: LongTear = {
      indexes: [index],
      ...border,
      seed: index + 7,
      between: zones,
      oneWay: entry['oneWay'] === true,
    };
    long.push(found);
    const shape = tearShape(found.length, { ...LONG, seed: found.seed });
    for (const link of crossing) {
      const stretch = stretchAcross(link.points, found, (along) => shape.edgesAt(along));
      if (stretch === null) cutShort(link, index + 5);
      else tear(torn, link.id, stretch);
    }
  }
  for (const stretches of torn.values()) stretches.sort((a, b) => a[0] - b[0]);
  return { long, short, torn };
}

const isSamePair = (a: readonly [string, string], b: readonly [string, string]): boolean =>
  (a[0] === b[0] && a[1] === b[1]) || (a[0] === b[1] && a[1] === b[0]);

function tear(
  torn: Map<string, (readonly [number, number])[]>,
  link: string,
  stretch: readonly [number, number],
): void {
  const known = torn.get(link);
  if (known === undefined) torn.set(link, [stretch]);
  else if (known.every(([a, b]) => stretch[1] < a || stretch[0] > b)) known.push(stretch);
}

interface Sides {
  readonly one: ReadonlySet<string>;
  readonly other: ReadonlySet<string>;
  /** The two zones, when each side is exactly one. */
  readonly zones: readonly [string, string] | null;
}

/** Who is cut off from whom: zones stand for the nodes in them. */
export function sidesOf(sheet: Sheet, entry: SheetFault): Sides | null {
  const between = entry['between'];
  if (entry.do !== 'partition' || !Array.isArray(between) || between.length !== 2) return null;
  const [one, other] = between.map((side) => (Array.isArray(side) ? side : [side]).map(String)) as [
    string[],
    string[],
  ];
  const isZone = (id: string | undefined): id is string =>
    id !== undefined && sheet.zones?.[id] !== undefined;
  const [a, b] = [one[0], other[0]];
  return {
    one: membersOf(sheet, one),
    other: membersOf(sheet, other),
    zones: one.length === 1 && other.length === 1 && isZone(a) && isZone(b) ? [a, b] : null,
  };
}

function membersOf(sheet: Sheet, party: readonly string[]): ReadonlySet<string> {
  const named = new Set(party);
  const members = Object.entries(sheet.nodes ?? {}).filter(
    ([id, { zone }]) => named.has(id) || (zone !== undefined && named.has(zone)),
  );
  return new Set(members.map(([id]) => id));
}

/** Where a tear between two zones runs; null when they lie over each other or one is not drawn. */
function borderBetween(scene: Scene, [one, other]: readonly [string, string]) {
  const a = scene.zones.find(({ id }) => id === one)?.frame;
  const b = scene.zones.find(({ id }) => id === other)?.frame;
  if (a === undefined || b === undefined) return null;
  const gapX = gap(a, b, 0);
  const gapY = gap(a, b, 1);
  if (Math.max(gapX, gapY) < -20) return null;
  const upright = gapX >= gapY;
  const [across, along] = upright ? ([0, 1] as const) : ([1, 0] as const);
  const [near, far] = a[across] <= b[across] ? [a, b] : [b, a];
  const middle = (near[across] + near[across === 0 ? 2 : 3] + far[across]) / 2;
  const size = along === 0 ? 2 : 3;
  const start = Math.min(a[along], b[along]) - TEAR_BEYOND;
  const end = Math.max(a[along] + a[size], b[along] + b[size]) + TEAR_BEYOND;
  return {
    x: upright ? middle : start,
    y: upright ? start : middle,
    length: end - start,
    horizontal: !upright,
  };
}

/** Free px between two frames along x (0) or y (1); negative when they overlap there. */
const gap = (a: Frame, b: Frame, axis: 0 | 1): number =>
  Math.max(a[axis], b[axis]) - Math.min(a[axis] + a[axis === 0 ? 2 : 3], b[axis] + b[axis === 0 ? 2 : 3]);

/** The stretch of a route that a long tear takes away; null when the route does not cross it. */
function stretchAcross(
  points: readonly Point[],
  { x, y, length, horizontal }: LongTear,
  edgesAt: (along: number) => readonly [number, number],
): readonly [number, number] | null {
  let travelled = 0;
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1]!;
    const b = points[i]!;
    const [from, to, at, line, start] = horizontal ? [a.y, b.y, a.x, y, x] : [a.x, b.x, a.y, x, y];
    const size = Math.abs(b.x - a.x) + Math.abs(b.y - a.y);
    const along = at - start;
    if (
      from !== to &&
      Math.min(from, to) <= line &&
      Math.max(from, to) >= line &&
      along > 0 &&
      along < length
    ) {
      const [near, far] = edgesAt(along);
      const ahead = to > from;
      const first = line + (ahead ? near - MARGIN : far + MARGIN);
      const last = line + (ahead ? far + MARGIN : near - MARGIN);
      return [travelled + Math.abs(first - from), travelled + Math.abs(last - from)];
    }
    travelled += size;
  }
  return null;
}

/** Where a link is torn by itself: on its longest stretch, beside the bridge when that stands there. */
function spotFor({ points, bridge }: Link) {
  let best: { x: number; y: number; along: 'horizontal' | 'vertical'; distance: number } | undefined;
  let longest = 0;
  let travelled = 0;
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1]!;
    const b = points[i]!;
    const size = Math.abs(b.x - a.x) + Math.abs(b.y - a.y);
    if (size > longest) {
      longest = size;
      const bridged =
        bridge !== undefined && bridge.distance > travelled && bridge.distance < travelled + size;
      // Behind the bridge there is half the stretch; its middle is three quarters of the way.
      const share = bridged && size > 2 * BREAKER_SPAN ? 0.5 + (size / 2 + BREAKER_SPAN / 2) / 2 / size : 0.5;
      best = {
        x: a.x + (b.x - a.x) * share,
        y: a.y + (b.y - a.y) * share,
        along: a.y === b.y ? 'horizontal' : 'vertical',
        distance: travelled + size * share,
      };
    }
    travelled += size;
  }
  return best;
}

let last: { readonly scene: Scene; readonly key: string; readonly tears: Tears } | null = null;

/** The same, worked out once for all who ask about the same moment. */
export function tearsFor(scene: Scene, indexes: readonly number[]): Tears {
  if (indexes.length === 0) return NO_TEARS;
  const key = indexes.join();
  if (last?.scene !== scene || last.key !== key) last = { scene, key, tears: tearsOf(scene, indexes) };
  return last.tears;
}

/** What a link fault other than a cut does, for its marks. */
export function troubleOf(entry: SheetFault | undefined) {
  if (entry?.do !== 'link') return null;
  const ratio = (field: string): number => (typeof entry[field] === 'number' ? entry[field] : 0);
  const delay =
    typeof entry['delay'] === 'string' && parseDuration(entry['delay']) !== null ? entry['delay'] : null;
  return { delay, loss: ratio('loss'), duplicate: ratio('duplicate'), reorder: ratio('reorder') };
}

/** How far in front of the paper's edge a message ends, px. */
const SHORT_OF = 9;

/**
 * Where on its way a message meets the first tear of its link, as a share of the way it travels (0 to 1); null when
 * nothing of the link is torn. `against`: it travels against the line's direction. `length` in px.
 */
export function shareAtTear(
  torn: readonly (readonly [number, number])[] | undefined,
  length: number,
  against: boolean,
): number | null {
  const first = against ? torn?.at(-1)?.[1] : torn?.[0]?.[0];
  if (first === undefined || length <= 0) return null;
  const travelled = (against ? length - first : first) - SHORT_OF;
  return Math.min(1, Math.max(0.02, travelled / length));
}
