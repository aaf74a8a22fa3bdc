import { useStore as useFlow } from '@xyflow/react';
import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { lodAt, r2 } from '#figure/geometry.ts';
import { useShown } from './part-node.tsx';
import { toPage, viewportStore } from './ports.ts';
import type { Part } from './scene.ts';
import { sceneStore } from './scene-store.ts';
import { sessionStore } from './session.ts';
import styles from './canvas.module.css';

/** Free px around the card in the lens, and between lens and part, on the page. */
const AIR = 18;
const BESIDE = 12;

/** From far away, the part under the pointer is shown whole beside itself. */
export function Lens(): ReactElement | null {
  const id = useStore(sessionStore, ({ pointed }) => pointed);
  const isFar = useFlow(({ transform: [, , zoom] }) => lodAt(zoom) !== 'full');
  const part = useStore(sceneStore, ({ scene }) => (id === null ? undefined : scene.parts.get(id)));
  const isBusy = useStore(
    sessionStore,
    ({ card, dragged, tool }) => card !== null || dragged !== null || tool.does === 'place',
  );
  return part === undefined || !isFar || isBusy ? null : <Card part={part} />;
}

function Card({ part }: { part: Part }): ReactElement {
  const props = useShown(part);
  const viewport = useStore(viewportStore);
  const size = part.view.sizeOf(props);
  const page = toPage(viewport, { x: part.box.x + part.box.width, y: part.box.y });
  const [width, height] = [size.width + 2 * AIR, size.height + 2 * AIR];
  const start = toPage(viewport, part.box).x - viewport.left;
  const right = page.x - viewport.left + BESIDE;
  const left = right + width < viewport.width ? right : start - BESIDE - width;
  const top = Math.max(8, Math.min(page.y - viewport.top - AIR, viewport.height - height - 8));
  return (
    <svg
      className={`fig ${styles['lens']}`}
      style={{ left: r2(left), top: r2(top) }}
      width={width}
      height={height}
      aria-hidden="true"
    >
      <g transform={`translate(${AIR} ${AIR})`}>
        <part.view.Figure {...props} />
      </g>
    </svg>
  );
}
