import type { ReactElement } from 'react';
import { Badge } from './badge.tsx';
import { r2, type Point } from './geometry.ts';

export type BreakerState = 'closed' | 'half' | 'open';

export interface BreakerProps {
  /** The middle of the bridge, on its link. */
  x: number;
  y: number;
  state: BreakerState;
  /** Direction the calls travel in: the hinge stands on the caller's bank. Default right. */
  towards?: 'right' | 'left' | 'down' | 'up';
  /** Px between the two piers. */
  span?: number;
  size?: number;
  /** Words beside the raised leaf, such as "open · 1.8 s". */
  tag?: string | undefined;
  /** Zoom of the canvas, for the tag. */
  zoom?: number;
}

/** The stretch of a link that the bridge replaces, px along it: leave it free. */
export const BREAKER_SPAN = 60;

const ANGLE = { closed: 0, half: -20, open: -52 };

/**
 * The circuit breaker: a single-leaf drawbridge on the link. Closed: leaf flat; half-open: 20°, orange; open: 52°,
 * vermilion, with a dotted arc back to the contact. The leaf swings by a CSS transition when `state` changes.
 */
export function Breaker({
  x,
  y,
  state,
  towards = 'right',
  span = BREAKER_SPAN,
  size = 1,
  tag,
  zoom = 1,
}: BreakerProps): ReactElement {
  const turn = { right: '', left: ' scale(-1 1)', down: ' rotate(90)', up: ' rotate(-90) scale(1 -1)' }[
    towards
  ];
  const length = span / size;
  const tagAt: Point =
    towards === 'right' || towards === 'left'
      ? { x: x + (towards === 'right' ? 0.62 : -0.62) * span, y: y - 0.78 * span - 8 }
      : { x: x + 0.9 * span, y };
  return (
    <g>
      <g
        className={`breaker breaker-${state}`}
        transform={`translate(${r2(x)} ${r2(y)})${turn} scale(${size}) translate(${r2(-length / 2)} 0)`}
      >
        <Bridge length={length} state={state} />
      </g>
      {tag !== undefined && (
        <Badge x={tagAt.x} y={tagAt.y} tone={state === 'half' ? 'event' : 'fault'} icon="clock" zoom={zoom}>
          {tag}
        </Badge>
      )}
    </g>
  );
}

/** From the hinge at (0, 0) to the contact at (length, 0). */
function Bridge({ length, state }: { length: number; state: BreakerState }): ReactElement {
  const deck = 3.1;
  let planks = '';
  for (let i = 1; i <= 5; i++) planks += `M${r2((length * i) / 6)} ${-deck}v${2 * deck}`;
  const radius = length * 0.98;
  const angle = (ANGLE[state] * Math.PI) / 180;
  const waves = Math.max(2, Math.floor((length - 18) / 6));
  return (
    <>
      <Pier x={0} />
      <Pier x={length} />
      {state !== 'closed' && (
        <>
          <path className="water" d={`M9 14q3 -3 6 0${'t6 0'.repeat(waves - 1)}`} />
          <path
            className="arc"
            d={`M${r2(radius * Math.cos(angle))} ${r2(radius * Math.sin(angle))}A${r2(radius)} ${r2(radius)} 0 0 1 ${r2(radius)} -5`}
          />
        </>
      )}
      <g className="leaf">
        <rect className="deck" x={-8} y={-deck} width={r2(length + 6)} height={2 * deck} rx={1.6} />
        <path className="planks" d={planks} />
        <rect className="counter" x={-12} y={-4.6} width={6.5} height={9.2} rx={1.4} />
      </g>
      <circle className="hinge" r={4.4} />
      <circle className="contact" cx={r2(length)} r={4.4} />
    </>
  );
}

function Pier({ x }: { x: number }): ReactElement {
  return (
    <g transform={`translate(${r2(x)} 0)`}>
      <path className="pier" d="M-5 5h10v12h-10z" />
      <path className="pier-hatch" d="M-5 11l5 -6M-5 17l10 -12M0 17l5 -6" />
    </g>
  );
}

/**
 * Where a bridge stands on a route: the middle of its longest level stretch, else of its longest stretch.
 * Undefined when no stretch has room for it.
 */
export function breakerSpot(
  points: readonly Point[],
  span = BREAKER_SPAN,
): { x: number; y: number; towards: NonNullable<BreakerProps['towards']>; distance: number } | undefined {
  let best: ReturnType<typeof breakerSpot>;
  let bestLength = span + 28;
  let bestLevel = false;
  let travelled = 0;
  for (let i = 1; i < points.length; i++) {
    const a = points[i - 1] as Point;
    const b = points[i] as Point;
    const length = Math.abs(b.x - a.x) + Math.abs(b.y - a.y);
    const level = a.y === b.y;
    const fits = length >= span + 28;
    if (fits && ((level && !bestLevel) || (level === bestLevel && length >= bestLength))) {
      bestLength = length;
      bestLevel = level;
      best = {
        x: (a.x + b.x) / 2,
        y: (a.y + b.y) / 2,
        towards: level ? (b.x > a.x ? 'right' : 'left') : b.y > a.y ? 'down' : 'up',
        distance: travelled + length / 2,
      };
    }
    travelled += length;
  }
  return best;
}
