import { Handle, Position, type Node, type NodeProps } from '@xyflow/react';
import { memo, useCallback, type ReactElement } from 'react';
import { useStore as useZustand } from 'zustand';
import type { FigureProps } from '#kinds/view.tsx';
import { centreOf, lodAt, r2 } from '#figure/geometry.ts';
import { useDrawnZoom } from './drawn-zoom.tsx';
import { useLive, type Live } from './live.ts';
import { RenameField } from './rename-field.tsx';
import type { Part } from './scene.ts';
import { sessionStore } from './session.ts';
import { shownAt } from './shown.ts';
import styles from './canvas.module.css';

export type PartFlowNode = Node<{ readonly part: Part }, 'part'>;

const SIDES = [Position.Left, Position.Right, Position.Top, Position.Bottom] as const;

/** A part on the sheet. What moves while it runs is its figure; the rest is rendered when the drawing changes. */
export const PartNode = memo(function PartNode({
  id,
  data,
  selected,
}: NodeProps<PartFlowNode>): ReactElement {
  const { part } = data;
  const { body } = part.size;
  // From far away a dot is a speck: only the part that is meant has them.
  const isFar = lodAt(useDrawnZoom()) === 'far';
  const isMeant = useZustand(sessionStore, ({ pointed }) => isFar && pointed === id);
  const isRenamed = useZustand(sessionStore, ({ renaming }) => renaming === id);
  const isStart = useZustand(sessionStore, ({ tool }) => tool.does === 'connect' && tool.from === id);
  return (
    <>
      <LiveFigure part={part} selected={selected || isStart} />
      {SIDES.map((side) =>
        isFar && !isMeant && !selected ? (
          // React Flow measures where links may end, and asks each of its handles about every move of the view.
          <i
            key={side}
            className={`source ${styles['end']}`}
            data-handleid={side}
            data-handlepos={side}
            style={handlePlace(part, side)}
          />
        ) : (
          <Handle
            key={side}
            id={side}
            type="source"
            position={side}
            className={styles['handle']}
            style={handlePlace(part, side)}
          />
        ),
      )}
      {isRenamed && (
        <RenameField id={id} title={part.title} style={{ left: centreOf(body).x, top: centreOf(body).y }} />
      )}
    </>
  );
});

/** What a part's kind draws, as the run has it now. */
const LiveFigure = memo(function LiveFigure({
  part,
  selected,
}: {
  part: Part;
  selected: boolean;
}): ReactElement {
  const { view, size } = part;
  const { body } = size;
  const props = useShown(part);
  const zoom = useDrawnZoom();
  const lod = lodAt(zoom);
  // Words may grow while it runs; the silhouette stays where it is.
  const inner = centreOf(body);
  const now = centreOf(view.sizeOf(props).body);
  return (
    <svg className="fig" width={size.width} height={size.height} aria-hidden="true">
      <rect className={styles['grip']} x={body.x} y={body.y} width={body.width} height={body.height} />
      <g transform={`translate(${r2(inner.x - now.x)} ${r2(inner.y - now.y)})`}>
        <view.Figure {...props} lod={lod} zoom={zoom} selected={selected} />
      </g>
    </svg>
  );
});

/** What a part shows of the run now. */
export function useShown(part: Part): FigureProps {
  const look = useCallback((live: Live, t: number) => shownAt(part, live, t), [part]);
  return useLive(look, part.props);
}

/** Handles stand on the middles of the silhouette's sides, not of the drawing with its words. */
function handlePlace({ size: { body } }: Part, side: Position) {
  const middle = centreOf(body);
  const left = side === Position.Left ? body.x : side === Position.Right ? body.x + body.width : middle.x;
  const top = side === Position.Top ? body.y : side === Position.Bottom ? body.y + body.height : middle.y;
  return { left, top, right: 'auto', bottom: 'auto' } as const;
}

/** The same places for React Flow, which then need not measure anything. */
export function handlesOf(part: Part) {
  return SIDES.map((position) => {
    const { left, top } = handlePlace(part, position);
    return {
      id: position,
      type: 'source' as const,
      position,
      x: left - 5,
      y: top - 5,
      width: 10,
      height: 10,
    };
  });
}
