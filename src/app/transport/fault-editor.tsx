import type { ReactElement } from 'react';
import { Button } from '#ui/button.tsx';
import { NumberField } from '#ui/number-field.tsx';
import { words } from '#words/en.ts';
import { useRunClient } from '#app/run-context.ts';
import { remove, shift, stretch } from './change-fault.ts';
import type { Bar } from './lanes.ts';
import styles from './transport.module.css';

/** When a fault begins and how long it lasts, in figures. */
export function FaultEditor({
  bar,
  end,
  onDone,
}: {
  bar: Bar;
  end: number;
  onDone: () => void;
}): ReactElement {
  const client = useRunClient();
  const { begins, lasts, until, seconds, remove: removeWord, goTo } = words.timeline;
  const isEndless = bar.to === Infinity;
  return (
    <div className={styles['editor']}>
      <label>
        <span>{begins}</span>
        <NumberField
          label={begins}
          unit={seconds}
          min={0}
          step={0.1}
          value={bar.from / 1e6}
          onChange={(value) => value !== null && value >= 0 && shift(bar, value * 1e6)}
        />
      </label>
      {bar.lasts && (
        <label>
          <span>{lasts}</span>
          <NumberField
            label={lasts}
            unit={seconds}
            min={0.001}
            step={0.1}
            value={isEndless ? null : (bar.to - bar.from) / 1e6}
            onChange={(value) => stretch(bar, value === null || value <= 0 ? undefined : value * 1e6)}
          />
        </label>
      )}
      {bar.lasts && (
        <label>
          <span>{until}</span>
          <input
            type="checkbox"
            checked={isEndless}
            onChange={({ currentTarget }) => stretch(bar, currentTarget.checked ? undefined : end - bar.from)}
          />
        </label>
      )}
      <div className={styles['actions']}>
        <Button
          onClick={() => {
            client.pause();
            client.seek(bar.from);
          }}
        >
          {goTo}
        </Button>
        <Button
          onClick={() => {
            onDone();
            remove(bar);
          }}
        >
          {removeWord}
        </Button>
      </div>
    </div>
  );
}
