import { useStore } from '@xyflow/react';
import type { ReactElement } from 'react';
import { r2 } from '#figure/geometry.ts';
import styles from './canvas.module.css';

const STEP = 20;

/** The dots of the sheet, every 20 canvas px; far out every fifth, so that they never become a grey. */
export function Sheet(): ReactElement {
  const [x, y, zoom] = useStore(({ transform }) => transform);
  const step = STEP * zoom * (zoom < 0.6 ? 5 : 1);
  return (
    <svg className={`fig ${styles['grid']}`} aria-hidden="true">
      <pattern
        id="sheet-dots"
        x={r2(x % step)}
        y={r2(y % step)}
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
