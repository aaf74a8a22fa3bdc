import { type ReactElement } from 'react';
import { SCALE_MAX, SCALE_MIN } from '#run/client.ts';
import { Slider } from '#ui/slider.tsx';
import { words } from '#words/en.ts';
import { useRun, useRunClient } from '#app/run-context.ts';
import styles from './transport.module.css';

const TICKS = [1e3, 1e4, 1e5, 1e6, 1e7];

/** How much virtual time one second shows, on a logarithmic scale. */
export function Scale(): ReactElement {
  const client = useRunClient();
  const scale = useRun((run) => run.scale);
  return (
    <div className={styles['scale']}>
      <span>
        {words.transport.oneSecondShows} <b>{words.lasting(scale)}</b>
      </span>
      <Slider
        label={words.transport.scale}
        logarithmic
        digits={1}
        min={SCALE_MIN}
        max={SCALE_MAX}
        value={scale}
        ticks={TICKS}
        onChange={(value) => client.setScale(value)}
        say={words.transport.sayScale}
      />
    </div>
  );
}
