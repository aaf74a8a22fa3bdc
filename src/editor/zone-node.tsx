import { NodeResizer, type Node, type NodeProps } from '@xyflow/react';
import { memo, type ReactElement } from 'react';
import { useStore as useZustand } from 'zustand';
import { lodAt } from '#figure/geometry.ts';
import { textWidth } from '#figure/metrics.ts';
import { Zone as ZoneFigure } from '#figure/zone.tsx';
import { reframeZone } from './actions.ts';
import { useDrawnZoom } from './drawn-zoom.tsx';
import { RenameField } from './rename-field.tsx';
import type { Zone } from './scene.ts';
import { sessionStore } from './session.ts';
import styles from './canvas.module.css';

export type ZoneFlowNode = Node<{ readonly zone: Zone }, 'zone'>;

/** A zone of the sheet. Its border and its name take the pointer; what lies inside does not belong to it. */
export const ZoneNode = memo(function ZoneNode({
  id,
  data,
  selected,
}: NodeProps<ZoneFlowNode>): ReactElement {
  const { title, frame } = data.zone;
  const [, , width, height] = frame;
  const zoom = useDrawnZoom();
  const isRenamed = useZustand(sessionStore, ({ renaming }) => renaming === id);
  const label = textWidth(title, 'mono', 12) + 24;
  return (
    <>
      <svg className={`fig ${styles['zone']}`} width={width} height={height} aria-hidden="true">
        <ZoneFigure
          name={isRenamed ? '' : title}
          width={width}
          height={height}
          selected={selected}
          lod={lodAt(zoom)}
          zoom={zoom}
        />
        <rect className={styles['zoneEdge']} width={width} height={height} rx={14} />
        <rect
          className={styles['zoneName']}
          x={6}
          y={6}
          width={label / Math.min(1, zoom)}
          height={28 / Math.min(1, zoom)}
          rx={6}
        />
      </svg>
      <NodeResizer
        isVisible={selected}
        minWidth={160}
        minHeight={120}
        lineClassName={styles['resizeLine'] ?? ''}
        handleClassName={styles['resizeHandle'] ?? ''}
        onResize={(_, { x, y, width: w, height: h }) =>
          sessionStore.setState({ framed: { id, frame: [x, y, w, h] } })
        }
        onResizeEnd={(_, { x, y, width: w, height: h }) => {
          reframeZone(id, [x, y, w, h]);
          sessionStore.setState({ framed: null });
        }}
      />
      {isRenamed && <RenameField id={id} title={title} style={{ left: 12 + label / 2, top: 20 }} />}
    </>
  );
});
