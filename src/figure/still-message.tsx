import type { ReactElement } from 'react';
import { r2 } from './geometry.ts';
import { Cross, ECHOES, Glyph, type MessageKind } from './glyph.tsx';

/**
 * A message on its way, for still figures (the moving ones are painted by messages.ts). The echoes trail against
 * the unit direction (dx, dy), so that a still picture says where it comes from.
 */
export function Message({
  kind,
  x,
  y,
  dx = 0,
  dy = 0,
  size = 1,
  failed = false,
}: {
  kind: MessageKind;
  x: number;
  y: number;
  dx?: number;
  dy?: number;
  size?: number;
  failed?: boolean;
}): ReactElement {
  return (
    <g>
      {(dx !== 0 || dy !== 0) &&
        ECHOES.map(([behind, opacity, k]) => (
          <g key={behind} opacity={opacity}>
            <Glyph
              kind={kind}
              x={r2(x - dx * behind * size)}
              y={r2(y - dy * behind * size)}
              size={size * k}
              cls="echo"
            />
          </g>
        ))}
      <g className="paper">
        <Glyph kind={kind} x={x} y={y} size={size} />
      </g>
      <Glyph kind={kind} x={x} y={y} size={size} />
      {failed && <Cross x={x} y={y} radius={3.2 * size} cls="x-on" />}
    </g>
  );
}

const RAYS = [0, 1, 2, 3, 4, 5, 6, 7]
  .map((i) => {
    const angle = ((i + 0.5) * Math.PI) / 4;
    const from = 9.5;
    const to = i % 2 === 0 ? 15.5 : 13;
    const [c, s] = [Math.cos(angle), Math.sin(angle)];
    return `M${r2(from * c)} ${r2(from * s)}L${r2(to * c)} ${r2(to * s)}`;
  })
  .join('');

/** Where a message was dropped: eight short rays that burst once (`fresh`), and a × that stays. */
export function Drop({
  kind,
  x,
  y,
  size = 1,
  fresh = true,
}: {
  kind: MessageKind;
  x: number;
  y: number;
  size?: number;
  fresh?: boolean;
}): ReactElement {
  return (
    <g transform={`translate(${r2(x)} ${r2(y)}) scale(${size})`}>
      {fresh && <path className="rays" d={RAYS} />}
      <g className="popped">
        <Glyph kind={kind} x={0} y={0} size={1.05} />
      </g>
      <Cross x={0} y={0} radius={3.6} cls="x-pop" />
    </g>
  );
}
