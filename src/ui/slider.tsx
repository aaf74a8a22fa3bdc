import { useMemo, type KeyboardEvent, type ReactElement } from 'react';
import { logScale, STEPS } from './scale.ts';
import styles from './slider.module.css';

export interface SliderProps {
  label: string;
  value: number;
  min: number;
  max: number;
  /** Step of a linear slider, default 1. */
  step?: number;
  /** Equal ways multiply by equal factors; min must be above 0. */
  logarithmic?: boolean;
  /** Significant digits of a logarithmic slider, default 2. */
  digits?: number;
  /** While it moves. */
  onChange: (value: number) => void;
  /** How screen readers say the value, such as "100 milliseconds". */
  say?: (value: number) => string;
  /** Values with a small tick. */
  ticks?: readonly number[];
  disabled?: boolean;
}

const KEYS: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 };

/** The browser's own range control, drawn as a rule with a ring on it. */
export function Slider(props: SliderProps): ReactElement {
  const { label, value, min, max, step = 1, logarithmic = false, digits = 2, ticks = [], disabled } = props;
  const scale = useMemo(
    () => (logarithmic ? logScale(min, max, digits) : undefined),
    [logarithmic, min, max, digits],
  );
  const toPosition = (v: number): number => scale?.positionOf(v) ?? v;
  const toValue = (position: number): number => scale?.valueAt(position) ?? position;
  const low = scale === undefined ? min : 0;
  const high = scale === undefined ? max : STEPS;
  const shareOf = (position: number): number => (position - low) / (high - low);
  const position = Math.min(high, Math.max(low, toPosition(value)));
  // Many positions of a logarithmic slider round to the same value: a key goes on to the next one that does not.
  const onKeyDown = (event: KeyboardEvent): void => {
    const way = KEYS[event.key];
    if (way === undefined || scale === undefined) return;
    let next = position + way;
    while (next > low && next < high && toValue(next) === value) next += way;
    props.onChange(toValue(next));
    event.preventDefault();
  };
  return (
    <div className={styles['root']}>
      <div className={styles['track']} aria-hidden="true">
        {ticks.map((tick) => (
          <i key={tick} className={styles['tick']} style={{ left: `${100 * shareOf(toPosition(tick))}%` }} />
        ))}
      </div>
      <input
        type="range"
        className={styles['input']}
        aria-label={label}
        aria-valuetext={props.say?.(value) ?? String(value)}
        min={low}
        max={high}
        step={scale === undefined ? step : 1}
        value={position}
        disabled={disabled}
        onChange={({ currentTarget }) => props.onChange(toValue(Number(currentTarget.value)))}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}
