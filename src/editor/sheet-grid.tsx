import { useStore, useStoreApi, type ReactFlowState } from '@xyflow/react';
import { useLayoutEffect, useRef, type ReactElement } from 'react';
import { r2 } from '#figure/geometry.ts';
import styles from './canvas.module.css';

const STEP = 20;
/** How far the dots reach beyond the sheet, px: more than the largest step, so that none is missing at an edge. */
const BEYOND = 64;

/** The dots of the sheet, every 20 canvas px; far out every fifth, so that they never become a grey. */
export function Sheet(): ReactElement {
  const drawing = useRef<SVGSVGElement>(null);
  const flow = useStoreApi();
  const step = useStore(stepOf);
  // Moving the sheet moves the drawing as a whole, without React: the dots stay where they are in it.
  useLayoutEffect(() => {
    const move = (state: ReactFlowState, before?: ReactFlowState): void => {
      if (drawing.current === null || state.transform === before?.transform) return;
      const [x, y] = state.transform;
      const now = stepOf(state);
      drawing.current.style.transform = `translate(${r2(x % now)}px, ${r2(y % now)}px)`;
    };
    move(flow.getState());
    return flow.subscribe(move);
  }, [flow]);
  return (
    <svg
      ref={drawing}
      className={`fig ${styles['grid']}`}
      style={{
        inset: -BEYOND,
        width: `calc(100% + ${2 * BEYOND}px)`,
        height: `calc(100% + ${2 * BEYOND}px)`,
      }}
      aria-hidden="true"
    >
      <pattern
        id="sheet-dots"
        x={BEYOND}
        y={BEYOND}
        width={r2(step)}
        height={r2(step)}
        patternUnits="userSpaceOnUse"
      >
        <circle className="dot" cx={0.9} cy={0.9} r={0.9} />
      </pattern>
      <rect width="100%" height="100%" fill="url(#sheet-dots)" />
    </svg>
  );
}

/** The distance of dots at a zoom, px of the page. */
function stepOf({ transform: [, , zoom] }: ReactFlowState): number {
  return STEP * zoom * (zoom < 0.6 ? 5 : 1);
}
