import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import type { ReactElement } from 'react';
import { classes } from './classes.ts';
import styles from './segmented.module.css';

/** A switch with two to four named positions; exactly one is on. */
export function Segmented<Value extends string>({
  label,
  options,
  value,
  onChange,
  size = 'small',
  disabled = false,
}: {
  label: string;
  options: readonly { readonly value: Value; readonly label: string; readonly disabled?: boolean }[];
  value: Value;
  onChange: (value: Value) => void;
  size?: 'small' | 'large';
  disabled?: boolean;
}): ReactElement {
  return (
    <ToggleGroup
      aria-label={label}
      className={classes(styles['group'], styles[size])}
      disabled={disabled}
      value={[value]}
      onValueChange={([next]) => {
        // Pressing the position that is on would leave none: it stays.
        if (next !== undefined) onChange(next);
      }}
    >
      {options.map((option) => (
        <Toggle
          key={option.value}
          value={option.value}
          disabled={option.disabled}
          className={styles['position']}
        >
          {option.label}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
