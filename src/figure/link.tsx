import type { ReactElement } from 'react';
import { classes } from '#ui/classes.ts';
import { r2, type Point } from './geometry.ts';
import type { MessageKind } from './glyph.tsx';
import { pathOf } from './track.ts';

export type LinkKind = 'call' | 'event' | 'replication';

export interface LinkProps {
  points: readonly Point[];
  kind?: LinkKind;
  /** Default: calls and events end in an arrow head, replication does not. */
  arrow?: boolean;
  /** A halo and two handles. */
  selected?: boolean;
  /** The far end does not listen: dotted in grey. */
  down?: boolean;
  /**
   * Stretches of the route that are torn away, as [from, to] in px from its start: the line stops there and its
   * strands fray.
   */
  torn?: readonly (readonly [number, number])[];
  /** Stretches left free without frays, for a bridge that stands there. */
  gaps?: readonly (readonly [number, number])[];
  /** A wide invisible line that takes the pointer. Default true. */
  hit?: boolean;
}

/** Call = solid line, publish and consume = dashed, replication = two rails. */
export function Link({
  points,
  kind = 'call',
  arrow = kind !== 'replication',
  selected = false,
  down = false,
  torn = [],
  gaps = [],
  hit = true,
}: LinkProps): ReactElement {
  const whole = pathOf(points);
  const free = [...torn, ...gaps].toSorted((a, b) => a[0] - b[0]);
  const d =
    free.length === 0
      ? whole
      : piecesOf(points, free)
          .map((piece) => pathOf(piece))
          .join('');
  const off = down && 'down';
  return (
    <g>
      {selected && <path className="sel-halo" d={whole} />}
      {hit && <path className="hit" d={whole} />}
      {kind === 'replication' ? (
        <>
          <path className={classes('link rails', off)} d={d} />
          <path className={classes('link rails-in', off)} d={d} />
        </>
      ) : (
        <path className={classes('link', `link-${kind}`, off)} d={d} />
      )}
      {arrow && <Head points={points} cls={classes('head', off)} />}
      {torn.length > 0 &&
        piecesOf(points, torn).map((piece, i, pieces) => (
          <g key={i}>
            {i > 0 && <EndFray points={piece.toReversed()} />}
            {i < pieces.length - 1 && <EndFray points={piece} />}
          </g>
        ))}
      {selected && (
        <>
          <Handle at={points[0]} />
          <Handle at={points.at(-1)} />
        </>
      )}
    </g>
  );
}

function Handle({ at }: { at: Point | undefined }): ReactElement | null {
  if (at === undefined) return null;
  return <rect className="sel-handle" x={at.x - 4} y={at.y - 4} width={8} height={8} rx={2} />;
}

/** Degrees clockwise from right of the last stretch. */
function headingOf(points: readonly Point[]): number {
  const b = points.at(-1);
  const a = points.at(-2);
  if (a === undefined || b === undefined) return 0;
  return (Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI;
}

/**
 * An open arrow head whose tip touches the end. Drawn, not a marker: it survives export and needs no id. Its points are
 * turned here: a transform of its own would make the browser paint every link of a large figure apart from the next.
 */
function Head({ points, cls }: { points: readonly Point[]; cls: string }): ReactElement | null {
  const tip = points.at(-1);
  if (tip === undefined) return null;
  const heading = (headingOf(points) * Math.PI) / 180;
  const [dx, dy] = [Math.cos(heading), Math.sin(heading)];
  const at = (along: number, aside: number): string =>
    `${r2(tip.x + along * dx - aside * dy)} ${r2(tip.y + along * dy + aside * dx)}`;
  return <path className={cls} d={`M${at(-6.6, -3.2)}L${at(-0.8, 0)}L${at(-6.6, 3.2)}`} />;
}

function EndFray({ points }: { points: readonly Point[] }): ReactElement | null {
  const end = points.at(-1);
  if (end === undefined) return null;
  return (
    <g transform={`translate(${r2(end.x)} ${r2(end.y)}) rotate(${r2(headingOf(points))})`}>
      <Fray x={0} y={0} />
    </g>
  );
}

/** The end of a torn wire that comes from the left: three strands curl apart. */
export function Fray({ x, y }: Point): ReactElement {
  return <path className="fray" d={`M${x} ${y}q4 -0.5 6.5 -4.5M${x} ${y}h7.5M${x} ${y}q4 0.5 6 4.5`} />;
}

/** The route without its torn stretches. Stretches are expected in order and not to overlap. */
export function piecesOf(
  points: readonly Point[],
  torn: readonly (readonly [number, number])[],
): readonly (readonly Point[])[] {
  const pieces: Point[][] = [];
  let current: Point[] = [];
  let travelled = 0;
  let next = 0;
  let away = false;
  points.forEach((point, i) => {
    const before = points[i - 1];
    if (before !== undefined) {
      const length = Math.abs(point.x - before.x) + Math.abs(point.y - before.y);
      const at = (distance: number): Point => {
        const t = length === 0 ? 0 : (distance - travelled) / length;
        return { x: before.x + (point.x - before.x) * t, y: before.y + (point.y - before.y) * t };
      };
      for (let stretch = torn[next]; stretch !== undefined; stretch = torn[next]) {
        const edge = away ? stretch[1] : stretch[0];
        if (edge > travelled + length) break;
        if (away) {
          current = [at(edge)];
          next++;
        } else {
          current.push(at(Math.max(edge, travelled)));
          pieces.push(current);
          current = [];
        }
        away = !away;
      }
      travelled += length;
    }
    if (!away) current.push(point);
  });
  if (current.length > 1) pieces.push(current);
  return pieces;
}

/** Rate per second to line weight: 100/s = 2.2 px, 2 000/s = 9.7 px. The area keeps the proportion. */
const flowWidth = (perSecond: number): number => Math.max(1.1, Math.sqrt(perSecond) / 4.6);

/**
 * A crowd of messages as line weight, for the far level of detail. Draw on the screen scale: `zoom` keeps its
 * weight. `failing` is the share that fails (0..1): a vermilion core.
 */
export function Flow({
  points,
  kind,
  perSecond,
  failing = 0,
  torn = [],
  down = false,
  zoom = 1,
}: {
  points: readonly Point[];
  kind: MessageKind;
  perSecond: number;
  failing?: number;
  torn?: LinkProps['torn'];
  /** Nobody listens: dotted in grey. */
  down?: boolean;
  zoom?: number;
}): ReactElement {
  const width = flowWidth(perSecond);
  const d = piecesOf(points, torn)
    .map((piece) => pathOf(piece))
    .join('');
  return (
    <>
      <path
        className={classes('flow', `flow-${kind}`, down && 'down')}
        d={d}
        strokeWidth={r2(width / zoom)}
      />
      {failing > 0 && (
        <path
          className="flow flow-failed"
          d={d}
          strokeWidth={r2(Math.max(1.6, width * Math.sqrt(failing)) / zoom)}
        />
      )}
    </>
  );
}
