import { r2, type Point } from './geometry.ts';

export interface TearOptions {
  /** Same seed, same paper. */
  seed?: number;
  /** Width of the gap in px: 17 between zones, 9 across one link. */
  width?: number;
  /** How far the whole tear wanders, in px. */
  drift?: number;
  /** How ragged it is; 1 is paper. */
  rough?: number;
  /** Width of the bare fibre along the edges, in px. */
  fibre?: number;
  /** Px over which a tear that ends inside the figure narrows to nothing at its start and at its end. */
  taperStart?: number;
  taperEnd?: number;
  /** Px between two points of an edge. */
  step?: number;
}

/**
 * One ragged line, pulled apart: both edges share their shape, each keeps a rim of bare fibre. Each edge is a list
 * of [across, along] in px, `along` from 0 to the length of the tear, `across` around 0.
 */
export interface TearShape {
  readonly near: readonly Pair[];
  readonly far: readonly Pair[];
  readonly nearRim: readonly Pair[];
  readonly farRim: readonly Pair[];
  /** The outermost [near, far] at `along`, rims included: where a torn link stops. */
  edgesAt(along: number): readonly [number, number];
}
type Pair = readonly [across: number, along: number];

export function tearShape(length: number, options: TearOptions = {}): TearShape {
  const { seed = 7, width = 17, drift = 9, rough = 1, fibre = 5, taperStart = 0, taperEnd = 0 } = options;
  const step = options.step ?? 2.4;
  const random = seeded(seed);
  const noise = (period: number, amplitude: number): ((t: number) => number) =>
    smoothNoise(random, length, period, amplitude);
  const low = noise(92, drift);
  const mid = noise(26, 4.6 * rough);
  const fine = noise(8, 2.1 * rough);
  const own = [0, 1].map(() => ({
    a: noise(40, 2.6 * rough),
    b: noise(5, 1.3 * rough),
    f: noise(17, fibre * 0.55),
    g: noise(4.5, fibre * 0.22),
  })) as [Own, Own];
  const taper = (t: number, over: number): number =>
    over === 0 ? 1 : Math.min(1, Math.max(0, t / over)) ** 0.6;
  const open = (t: number): number => taper(t, taperStart) * taper(length - t, taperEnd);
  const near = (t: number): number =>
    low(t) + mid(t) + fine(t) - open(t) * (width / 2 + own[0].a(t)) + own[0].b(t) * open(t);
  const far = (t: number): number =>
    low(t) + mid(t) + fine(t) + open(t) * (width / 2 + own[1].a(t)) + own[1].b(t) * open(t);
  const nearRim = (t: number): number => Math.max(2.2, fibre + own[0].f(t) + own[0].g(t)) * open(t);
  const farRim = (t: number): number => Math.max(1, fibre * 0.45 + own[1].f(t) * 0.5 + own[1].g(t)) * open(t);
  const line = (across: (t: number) => number): Pair[] => {
    const pairs: Pair[] = [];
    for (let t = 0; t <= length; t += step) pairs.push([r2(across(t)), r2(t)]);
    return pairs;
  };
  return {
    near: line(near),
    far: line(far),
    nearRim: line((t) => near(t) - nearRim(t)),
    farRim: line((t) => far(t) + farRim(t)),
    edgesAt: (t) => [r2(near(t) - nearRim(t)), r2(far(t) + farRim(t))],
  };
}

/** A tear on the sheet: its start, and whether it runs down or to the right. */
export interface TearPlace extends Point {
  readonly length: number;
  readonly horizontal?: boolean | undefined;
}

/** Free px between the torn paper and the end of a link, where its strands fray. */
const FRAY_ROOM = 8;

/**
 * The stretches a tear takes out of a route, as [from, to] in px from its start: what Link takes as `torn`. A route
 * that runs along the tear, or passes it by, loses nothing.
 */
export function tornStretches(
  points: readonly Point[],
  shape: TearShape,
  place: TearPlace,
): readonly (readonly [number, number])[] {
  const down = place.horizontal !== true;
  const along = (point: Point): number => (down ? point.y - place.y : point.x - place.x);
  const across = (point: Point): number => (down ? point.x - place.x : point.y - place.y);
  const stretches: [number, number][] = [];
  let travelled = 0;
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1] as Point;
    const b = points[i] as Point;
    const at = along(a);
    if (at === along(b) && at >= 0 && at <= place.length && across(a) < 0 !== across(b) < 0) {
      const [near, far] = shape.edgesAt(at);
      const forward = across(b) > across(a);
      const [entry, exit] = forward ? [near, far] : [far, near];
      stretches.push([
        travelled + Math.abs(entry - across(a)) - FRAY_ROOM,
        travelled + Math.abs(exit - across(a)) + FRAY_ROOM,
      ]);
    }
    travelled += Math.abs(b.x - a.x) + Math.abs(b.y - a.y);
  }
  return stretches;
}

interface Own {
  readonly a: (t: number) => number;
  readonly b: (t: number) => number;
  readonly f: (t: number) => number;
  readonly g: (t: number) => number;
}

/** Random knots every `period` px within ±amplitude, joined smoothly. */
function smoothNoise(
  random: () => number,
  length: number,
  period: number,
  amplitude: number,
): (t: number) => number {
  const knots = Array.from(
    { length: Math.ceil(length / period) + 3 },
    () => (random() - 0.5) * 2 * amplitude,
  );
  return (t) => {
    const q = Math.max(0, t / period);
    const i = Math.min(knots.length - 2, Math.floor(q));
    const f = Math.min(1, q - i);
    const u = f * f * (3 - 2 * f);
    return (knots[i] as number) * (1 - u) + (knots[i + 1] as number) * u;
  };
}

/** mulberry32 (Tommy Ettinger, public domain): the paper tears the same way for everyone. */
function seeded(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
