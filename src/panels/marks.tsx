import type { ReactElement } from 'react';
import type { LogMark } from './categories.ts';
import styles from './marks.module.css';

/** The small drawing before an event: the shape says what the colour says. */
export function Mark({ mark }: { mark: LogMark }): ReactElement {
  return (
    <svg className={styles['mark']} width="18" height="18" viewBox="-9 -9 18 18" aria-hidden="true">
      {SHAPES[mark]}
    </svg>
  );
}

const SHAPES: Readonly<Record<LogMark, ReactElement>> = {
  request: <circle className={styles['request']} r="5.2" />,
  reply: <circle className={styles['reply']} r="4.400" />,
  event: <rect className={styles['event']} x="-5" y="-5" width="10" height="10" rx="1.500" />,
  compensation: <path className={styles['compensation']} d="M0 -6l6.400 11h-12.800z" />,
  replication: <path className={styles['replication']} d="M0 -6l6 6l-6 6l-6 -6z" />,
  data: (
    <g className={styles['data']}>
      <path d="M-6 -3v6a6 2.400 0 0 0 12 0v-6" />
      <ellipse cy="-3" rx="6" ry="2.400" />
    </g>
  ),
  fault: <path className={styles['fault']} d="M-4 -4L4 4M4 -4L-4 4" />,
  inside: <rect className={styles['inside']} x="-3.500" y="-3.500" width="7" height="7" rx="1.400" />,
};
