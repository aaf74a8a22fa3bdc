import type { ReactElement } from 'react';
import { words } from '#words/en.ts';
import styles from './time-of.module.css';

/** A moment as seconds, with its microseconds small: 3.998 500. */
export function TimeOf({ us }: { us: number }): ReactElement {
  return (
    <span className={styles['time']}>
      {words.seconds(us)}
      <i>{String(Math.floor(us) % 1000).padStart(3, '0')}</i>
    </span>
  );
}
