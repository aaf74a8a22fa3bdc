import type { ReactElement } from 'react';
import { keptOnScreen, r2, type Size } from './geometry.ts';
import { Cross } from './glyph.tsx';
import { textWidth } from './metrics.ts';

export type Tone = 'fault' | 'stale' | 'ok' | 'event' | 'ink' | 'quiet';
export type BadgeIcon = 'cross' | 'clock' | 'half' | 'cut';

export interface BadgeProps {
  /** The middle of the pill, or its start or end as `anchor` says. */
  x: number;
  /** The middle of its height. */
  y: number;
  children: string;
  tone?: Tone;
  icon?: BadgeIcon;
  /** Numbers are set in mono. */
  numeric?: boolean;
  /** 18 is the common badge, 20 the tag of a tear. */
  height?: number;
  anchor?: 'start' | 'middle' | 'end';
  /** Zoom of the canvas: below 80 % the badge keeps its size on the screen. What is wrong keeps its words. */
  zoom?: number;
}

const ICON = 13.5;

function widthOf({ children, icon, numeric = false }: Omit<BadgeProps, 'x' | 'y'>): number {
  return textWidth(children, numeric ? 'mono' : 'bold', 11) + (icon === undefined ? 0 : ICON) + 19;
}

export function sizeOfBadge(props: Omit<BadgeProps, 'x' | 'y'>): Size {
  const width = widthOf(props);
  const height = props.height ?? 18;
  return { width, height, body: { x: 0, y: 0, width, height } };
}

/** A pill with words: the reason of a drop, how stale a copy is, when a tear heals. */
export function Badge(props: BadgeProps): ReactElement {
  const { x, y, children, tone = 'fault', icon, numeric = false, height = 18, anchor = 'middle' } = props;
  const grown = keptOnScreen(props.zoom);
  const width = widthOf(props);
  const left = anchor === 'start' ? 0 : anchor === 'end' ? -width : -width / 2;
  const iconX = left + 12.5;
  const textX = left + width / 2 + (icon === undefined ? 0 : ICON / 2);
  return (
    <g className={`on-${tone}`} transform={`translate(${r2(x)} ${r2(y)})${grown}`}>
      <rect
        className={`badge badge-${tone}`}
        x={r2(left)}
        y={-height / 2}
        width={r2(width)}
        height={height}
        rx={height / 2}
      />
      {icon !== undefined && (
        <g className="badge-icon" transform={`translate(${r2(iconX)} 0)`}>
          <BadgeSign icon={icon} />
        </g>
      )}
      <text
        className={`badge-text ${numeric ? 't-badge-num' : 't-badge'}`}
        x={r2(textX)}
        y={3.75}
        textAnchor="middle"
      >
        {children}
      </text>
    </g>
  );
}

function BadgeSign({ icon }: { icon: BadgeIcon }): ReactElement {
  switch (icon) {
    case 'cross':
      return <Cross x={0} y={0} radius={2.9} cls="" />;
    case 'clock':
      return (
        <>
          <circle r="4.4" />
          <path d="M0 -2.4v2.4l1.8 1.2" />
        </>
      );
    case 'half':
      return (
        <>
          <circle r="4.2" />
          <path className="solid" d="M0 -4.2a4.2 4.2 0 0 1 0 8.4z" />
        </>
      );
    case 'cut':
      return (
        <>
          <circle cx="-3" cy="-2.7" r="1.8" />
          <circle cx="-3" cy="2.7" r="1.8" />
          <path d="M-1.5 -1.7l6 4.4M-1.5 1.7l6 -4.4" />
        </>
      );
  }
}
