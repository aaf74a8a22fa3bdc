import { Slider as Base } from '@base-ui/react/slider';
import { useMemo, type ReactElement } from 'react';
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
  /** When it is let go. */
  onCommit?: (value: number) => void;
  /** How screen readers say the value, such as "100 milliseconds". */
  say?: (value: number) => string;
  /** Values with a small tick. */
  ticks?: readonly number[];
  disabled?: boolean;
}

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
  return (
    <Base.Root
      className={styles['root']}
      value={toPosition(value)}
      min={low}
      max={high}
      step={scale === undefined ? step : 1}
      largeStep={scale === undefined ? step * 10 : STEPS / 10}
      disabled={disabled}
      onValueChange={(position) => props.onChange(toValue(position))}
      onValueCommitted={(position) => props.onCommit?.(toValue(position))}
    >
      <Base.Control className={styles['control']}>
        <Base.Track className={styles['track']}>
          {ticks.map((tick) => (
            <i
              key={tick}
              className={styles['tick']}
              style={{ left: `${(100 * (toPosition(tick) - low)) / (high - low)}%` }}
            />
          ))}
          <Base.Thumb
            className={styles['thumb']}
            aria-label={label}
            getAriaValueText={(_, position) => {
              const shown = toValue(position);
              return props.say?.(shown) ?? String(shown);
            }}
          />
        </Base.Track>
      </Base.Control>
    </Base.Root>
  );
}
