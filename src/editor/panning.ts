import type { OnMove } from '@xyflow/react';
import { useMemo, type RefObject } from 'react';

/** What React Flow is to call as the view moves, and as it has come to rest. */
interface Panning {
  readonly onMove: OnMove;
  readonly onMoveEnd: OnMove;
}

/**
 * Says on the canvas (`data-panning`) that the view is moved and not zoomed, and by what: canvas.module.css then lets
 * the browser slide the figure as it was last painted, instead of painting hundreds of links anew for every frame.
 */
export const usePanning = (canvas: RefObject<HTMLElement | null>): Panning =>
  useMemo(() => panningOf(canvas), [canvas]);

function panningOf(canvas: RefObject<HTMLElement | null>): Panning {
  let last = NaN;
  const mark = (by: string | undefined): void => {
    const element = canvas.current;
    if (element === null || element.dataset['panning'] === by) return;
    if (by === undefined) element.removeAttribute('data-panning');
    else element.dataset['panning'] = by;
  };
  return {
    onMove: (event, { zoom }) => {
      const isMoved = event !== null && zoom === last;
      last = zoom;
      mark(isMoved ? (event.type === 'wheel' ? 'wheel' : 'drag') : undefined);
    },
    onMoveEnd: () => mark(undefined),
  };
}
