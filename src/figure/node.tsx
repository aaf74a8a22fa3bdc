import type { ReactElement, ReactNode } from 'react';
import { classes } from '#ui/classes.ts';
import { r2, type Box, type Lod } from './geometry.ts';
import { fitText, textWidth } from './metrics.ts';
import { Text } from './text.tsx';

/** What every silhouette takes besides its own data. */
export interface NodeProps {
  name: string;
  lod?: Lod;
  /**
   * Zoom of the canvas, 1 = 100 %. Read at `mid` and `far` only, where words and strokes keep their size on the
   * screen while the silhouette shrinks. Hand over a rounded value, so that a node is drawn anew rarely.
   */
  zoom?: number;
  selected?: boolean;
  crashed?: boolean;
  /** A part that is being placed: dashed, without data. */
  preview?: boolean;
}

/** The group around a silhouette; what is inside is drawn from (0, 0). */
export function Node({
  of,
  body,
  cls,
  radius = 10,
  children,
}: {
  of: NodeProps;
  body: Box;
  cls?: string;
  /** Corner radius of the selection halo. */
  radius?: number;
  children: ReactNode;
}): ReactElement {
  return (
    <g className={classes('node', of.lod ?? 'full', of.crashed && 'crashed', of.preview && 'preview', cls)}>
      {of.selected === true && (
        <rect
          className="node-halo"
          x={body.x - 4.5}
          y={body.y - 4.5}
          width={body.width + 9}
          height={body.height + 9}
          rx={radius + 4.5}
        />
      )}
      {children}
    </g>
  );
}

/** Draws in px of the screen: words and strokes inside keep their size, whatever the zoom. */
export function OnScreen({ zoom, children }: { zoom: number; children: ReactNode }): ReactElement {
  return <g transform={`scale(${r2(1 / zoom)})`}>{children}</g>;
}

/** Name and second line under a silhouette, centred on `x`; `y` is the lower edge of the silhouette. */
export function Caption({
  x,
  y,
  name,
  sub,
  subCls = 't-lab',
  more,
}: {
  x: number;
  y: number;
  name: string;
  sub?: string | undefined;
  subCls?: string;
  /** A third line. */
  more?: string | undefined;
}): ReactElement {
  return (
    <>
      <Text x={x} y={y + 16} cls="t-name" anchor="middle">
        {name}
      </Text>
      {sub !== undefined && (
        <Text x={x} y={y + 30} cls={subCls} anchor="middle">
          {sub}
        </Text>
      )}
      {more !== undefined && (
        <Text x={x} y={y + 44} cls="t-lab" anchor="middle">
          {more}
        </Text>
      )}
    </>
  );
}

export const CAPTION_HEIGHT = 20;
export const SUB_HEIGHT = 34;
const MORE_HEIGHT = 48;

/** Width of the words of a Caption. */
export const captionWidth = (name: string, sub?: string): number =>
  Math.max(textWidth(name, 'bold', 13), sub === undefined ? 0 : textWidth(sub, 'mono', 10.5));

/**
 * A silhouette with its caption beneath, as a box: the body is centred over the words. Most kinds but the cards
 * have this shape.
 */
export function captioned(
  width: number,
  height: number,
  name: string,
  sub?: string,
  more?: string,
): { width: number; height: number; body: Box; avoid: readonly ['bottom'] } {
  const all = Math.max(width, Math.ceil(captionWidth(name, sub)), Math.ceil(captionWidth('', more)));
  return {
    width: all,
    height: height + (more !== undefined ? MORE_HEIGHT : sub === undefined ? CAPTION_HEIGHT : SUB_HEIGHT),
    body: { x: (all - width) / 2, y: 0, width, height },
    avoid: ['bottom'],
  };
}

/** The name of a far node in 10.5 px of the screen, shortened to `width`. Inside OnScreen. */
export function MiniName({
  x,
  y,
  name,
  width,
}: {
  x: number;
  y: number;
  name: string;
  width: number;
}): ReactElement {
  return (
    <Text x={x} y={y} cls="t-mini" anchor="middle">
      {fitText(name, 'bold', 10.5, width)}
    </Text>
  );
}

/** Waiting work as a bar: ink, vermilion above 80 %. `ratio` in 0..1. */
export function LoadBar({
  x,
  y,
  width,
  height = 3.4,
  ratio,
}: {
  x: number;
  y: number;
  width: number;
  height?: number;
  ratio: number;
}): ReactElement {
  const filled = Math.min(1, Math.max(0, ratio));
  return (
    <>
      <rect className="qtrack" x={x} y={y} width={r2(width)} height={height} rx={height / 2} />
      {filled > 0 && (
        <rect
          className={filled > 0.8 ? 'qfill hot' : 'qfill'}
          x={x}
          y={y}
          width={r2(Math.max(height, width * filled))}
          height={height}
          rx={height / 2}
        />
      )}
    </>
  );
}
