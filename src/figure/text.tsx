import type { ReactElement } from 'react';
import { r2 } from './geometry.ts';

export interface TextProps {
  x: number;
  /** The baseline. */
  y: number;
  /** Classes of figure.css: t-name, t-lab, t-num … */
  cls?: string;
  anchor?: 'start' | 'middle' | 'end';
  children: string | number;
}

export function Text({ x, y, cls = 't-lab', anchor = 'start', children }: TextProps): ReactElement {
  return (
    <text x={r2(x)} y={r2(y)} className={cls} textAnchor={anchor}>
      {children}
    </text>
  );
}

/** A margin note in serif italic with, if wanted, a leader line (a path) to what it is about. */
export function Note({
  x,
  y,
  lines,
  anchor = 'start',
  lead,
  lineHeight = 15,
}: {
  x: number;
  y: number;
  lines: readonly string[];
  anchor?: 'start' | 'middle' | 'end';
  lead?: string;
  lineHeight?: number;
}): ReactElement {
  return (
    <g>
      {lead !== undefined && <path className="leader" d={lead} />}
      {lines.map((line, i) => (
        <Text key={i} x={x} y={y + i * lineHeight} cls="t-note" anchor={anchor}>
          {line}
        </Text>
      ))}
    </g>
  );
}
