import { r2, type Point } from './geometry.ts';

const CORNER = 12;

/** Path data through orthogonal points, with corners of 12 px (less where a stretch is short). */
export function pathOf(points: readonly Point[], corner = CORNER): string {
  const first = points[0];
  const last = points.at(-1);
  if (first === undefined || last === undefined) return '';
  let d = `M${r2(first.x)} ${r2(first.y)}`;
  for (let i = 1; i < points.length - 1; i++) {
    const c = cornerAt(points, i, corner);
    d += `L${r2(c.fromX)} ${r2(c.fromY)}Q${r2(c.x)} ${r2(c.y)} ${r2(c.toX)} ${r2(c.toY)}`;
  }
  return `${d}L${r2(last.x)} ${r2(last.y)}`;
}

/** Where the corner at point i begins and ends: no corner eats more than half of a stretch. */
function cornerAt(points: readonly Point[], i: number, corner: number) {
  const a = points[i - 1] as Point;
  const b = points[i] as Point;
  const c = points[i + 1] as Point;
  const before = Math.sqrt((b.x - a.x) ** 2 + (b.y - a.y) ** 2) || 1;
  const after = Math.sqrt((c.x - b.x) ** 2 + (c.y - b.y) ** 2) || 1;
  const q = Math.min(corner, before / 2, after / 2);
  return {
    x: b.x,
    y: b.y,
    fromX: b.x - ((b.x - a.x) / before) * q,
    fromY: b.y - ((b.y - a.y) / before) * q,
    toX: b.x + ((c.x - b.x) / after) * q,
    toY: b.y + ((c.y - b.y) / after) * q,
  };
}

/**
 * A link prepared for asking where a message is: the path of pathOf as short straight pieces with the length
 * travelled at each joint. Made once when a link changes; asked thousands of times per frame.
 */
export interface Track {
  readonly length: number;
  readonly xs: Float64Array;
  readonly ys: Float64Array;
  /** Distance from the start to joint i. */
  readonly at: Float64Array;
}

/** A place on a track with the unit direction of travel. */
export interface Spot {
  x: number;
  y: number;
  dx: number;
  dy: number;
}

/** Six pieces per corner keep a 12 px corner within an eighth of a pixel of the drawn curve. */
const PIECES = 6;

export function trackOf(points: readonly Point[], corner = CORNER): Track {
  const xs: number[] = [];
  const ys: number[] = [];
  const push = (x: number, y: number): void => {
    if (x === xs.at(-1) && y === ys.at(-1)) return;
    xs.push(x);
    ys.push(y);
  };
  points.forEach((point, i) => {
    if (i === 0 || i === points.length - 1) return push(point.x, point.y);
    const c = cornerAt(points, i, corner);
    for (let piece = 0; piece <= PIECES; piece++) {
      const t = piece / PIECES;
      const [u, v, w] = [(1 - t) * (1 - t), 2 * t * (1 - t), t * t];
      push(u * c.fromX + v * c.x + w * c.toX, u * c.fromY + v * c.y + w * c.toY);
    }
  });
  const at = new Float64Array(xs.length);
  for (let i = 1; i < xs.length; i++) {
    const dx = (xs[i] as number) - (xs[i - 1] as number);
    const dy = (ys[i] as number) - (ys[i - 1] as number);
    at[i] = (at[i - 1] as number) + Math.sqrt(dx * dx + dy * dy);
  }
  return { length: at.at(-1) ?? 0, xs: Float64Array.from(xs), ys: Float64Array.from(ys), at };
}

/**
 * The spot at `fraction` (0 start, 1 end; outside it is clamped). Hand over `out` in a loop: then nothing is
 * allocated. A track without length gives its only point, pointing right.
 */
export function pointAt(track: Track, fraction: number, out: Spot = { x: 0, y: 0, dx: 1, dy: 0 }): Spot {
  const { xs, ys, at, length } = track;
  const joints = at.length;
  if (joints < 2) {
    out.x = xs[0] ?? 0;
    out.y = ys[0] ?? 0;
    out.dx = 1;
    out.dy = 0;
    return out;
  }
  const distance = fraction <= 0 ? 0 : fraction >= 1 ? length : fraction * length;
  // A link has one to twenty-odd pieces, where walking beats halving.
  let i = 1;
  while (i < joints - 1 && (at[i] as number) < distance) i++;
  const before = at[i - 1] as number;
  const piece = (at[i] as number) - before;
  const ax = xs[i - 1] as number;
  const ay = ys[i - 1] as number;
  const vx = ((xs[i] as number) - ax) / piece;
  const vy = ((ys[i] as number) - ay) / piece;
  out.x = ax + vx * (distance - before);
  out.y = ay + vy * (distance - before);
  out.dx = vx;
  out.dy = vy;
  return out;
}
