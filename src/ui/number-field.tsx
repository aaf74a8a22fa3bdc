import { NumberField as Base } from '@base-ui/react/number-field';
import type { ReactElement } from 'react';
import { classes } from './classes.ts';
import styles from './field.module.css';
import { Icon } from './icon.tsx';

const FORMAT = { useGrouping: false, maximumFractionDigits: 6 } as const;

/**
 * A number with its unit. A number outside min..max is handed on as it was typed: whoever owns it says what is wrong
 * (`problem`) and what is used instead. An empty field hands on null.
 */
export function NumberField({
  label,
  id,
  value,
  onChange,
  min,
  max,
  step = 1,
  unit,
  problem = false,
  describedBy,
  disabled,
}: {
  label: string;
  id?: string;
  value: number | null;
  onChange: (value: number | null) => void;
  min?: number;
  max?: number;
  /** By which the arrows and the arrow keys move; Shift makes it ten times as much. */
  step?: number;
  unit?: string;
  problem?: boolean;
  /** Id of the element that says what is wrong. */
  describedBy?: string | undefined;
  disabled?: boolean;
}): ReactElement {
  return (
    <Base.Root
      id={id}
      value={value}
      min={min}
      max={max}
      step={step}
      largeStep={step * 10}
      allowOutOfRange
      locale="en"
      format={FORMAT}
      disabled={disabled}
      onValueChange={(next) => onChange(next)}
    >
      <Base.Group className={classes(styles['box'], problem && styles['bad'])}>
        <Base.Input
          className={classes(styles['input'], styles['mono'])}
          aria-label={label}
          aria-invalid={problem}
          aria-describedby={describedBy}
        />
        {unit !== undefined && <span className={styles['unit']}>{unit}</span>}
        <span className={styles['steppers']}>
          <Base.Increment aria-label={`${label}: more`}>
            <Icon name="chevronUp" size={12} />
          </Base.Increment>
          <Base.Decrement aria-label={`${label}: less`}>
            <Icon name="chevronDown" size={12} />
          </Base.Decrement>
        </span>
      </Base.Group>
    </Base.Root>
  );
}
