import type { ReactElement } from 'react';
import { classes } from '#ui/classes.ts';
import { r2 } from './geometry.ts';

/** The order is the code used by the canvas painter (messages.ts). */
export const MESSAGE_KINDS = ['request', 'reply', 'event', 'compensation', 'replication', 'control'] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** One mark: disc, ring, square, triangle, diamond, tick. `size` 1 is about 12 px across. */
export function Glyph({
  kind,
  x,
  y,
  size = 1,
  cls,
}: {
  kind: MessageKind;
  x: number;
  y: number;
  size?: number;
  cls?: string;
}): ReactElement {
  const className = classes('m', `m-${kind}`, cls);
  const k = size;
  switch (kind) {
    case 'request':
      return <circle className={className} cx={x} cy={y} r={r2(6 * k)} />;
    case 'reply':
      return <circle className={className} cx={x} cy={y} r={r2(5.2 * k)} />;
    case 'event':
      return (
        <rect
          className={className}
          x={r2(x - 5.5 * k)}
          y={r2(y - 5.5 * k)}
          width={r2(11 * k)}
          height={r2(11 * k)}
          rx={r2(1.6 * k)}
        />
      );
    case 'compensation':
      return (
        <path
          className={className}
          d={`M${x} ${r2(y - 7 * k)}l${r2(7.2 * k)} ${r2(12.4 * k)}h${r2(-14.4 * k)}z`}
        />
      );
    case 'replication': {
      const d = r2(6 * k);
      return <path className={className} d={`M${x} ${r2(y - 6 * k)}l${d} ${d}l${-d} ${d}l${-d} ${-d}z`} />;
    }
    case 'control':
      return <path className={className} d={`M${x} ${r2(y - 4 * k)}v${r2(8 * k)}`} />;
  }
}

/** The × that goes with everything that failed. `radius` is half its width. */
export function Cross({
  x,
  y,
  radius,
  cls = 'x',
}: {
  x: number;
  y: number;
  radius: number;
  cls?: string;
}): ReactElement {
  const r = radius;
  const d = r2(2 * r);
  return <path className={cls} d={`M${r2(x - r)} ${r2(y - r)}l${d} ${d}m0 ${-d}l${-d} ${d}`} />;
}

/** [distance behind the glyph in px, opacity, size]: the three stroboscopic echoes, oldest first. */
export const ECHOES = [
  [26, 0.18, 0.5],
  [19, 0.3, 0.62],
  [11.5, 0.46, 0.76],
] as const;
