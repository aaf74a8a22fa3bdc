import type { ComponentPropsWithRef, ReactElement, ReactNode } from 'react';
import { classes } from './classes.ts';
import styles from './field.module.css';

export interface TextFieldProps extends Omit<ComponentPropsWithRef<'input'>, 'onChange' | 'value'> {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Ids, keys, expressions. */
  mono?: boolean;
  problem?: boolean;
  /** Before the words, such as a search icon; after them, such as a key cap. */
  leading?: ReactNode;
  trailing?: ReactNode;
}

export function TextField({
  label,
  value,
  onChange,
  mono = false,
  problem = false,
  leading,
  trailing,
  className,
  ...rest
}: TextFieldProps): ReactElement {
  return (
    <span className={classes(styles['box'], problem && styles['bad'], className)}>
      {leading !== undefined && <span className={styles['lead']}>{leading}</span>}
      <input
        className={classes(styles['input'], mono && styles['mono'])}
        aria-label={label}
        aria-invalid={problem}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        autoComplete="off"
        spellCheck={!mono}
        {...rest}
      />
      {trailing !== undefined && <span className={styles['unit']}>{trailing}</span>}
    </span>
  );
}

export interface TextAreaProps extends Omit<ComponentPropsWithRef<'textarea'>, 'onChange' | 'value'> {
  label: string;
  value: string;
  onChange: (value: string) => void;
  mono?: boolean;
  problem?: boolean;
}

export function TextArea({
  label,
  value,
  onChange,
  mono = false,
  problem = false,
  className,
  ...rest
}: TextAreaProps): ReactElement {
  return (
    <span className={classes(styles['box'], problem && styles['bad'], className)}>
      <textarea
        className={classes(styles['input'], mono && styles['mono'])}
        aria-label={label}
        aria-invalid={problem}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        spellCheck={!mono}
        {...rest}
      />
    </span>
  );
}
