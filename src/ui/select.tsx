import { Select as Base } from '@base-ui/react/select';
import type { ReactElement } from 'react';
import { classes } from './classes.ts';
import styles from './field.module.css';
import { Icon } from './icon.tsx';
import popup from './popup.module.css';

export interface SelectOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  /** A sentence under the label in the list. */
  readonly about?: string;
}

export function Select<Value extends string>({
  label,
  id,
  options,
  value,
  onChange,
  placeholder = '',
  mono = false,
  problem = false,
  describedBy,
  disabled,
}: {
  label: string;
  id?: string;
  options: readonly SelectOption<Value>[];
  value: Value | null;
  onChange: (value: Value) => void;
  placeholder?: string;
  mono?: boolean;
  problem?: boolean;
  describedBy?: string | undefined;
  disabled?: boolean;
}): ReactElement {
  return (
    <Base.Root
      id={id}
      items={options}
      value={value}
      disabled={disabled}
      modal={false}
      onValueChange={(next) => {
        if (next !== null) onChange(next);
      }}
    >
      <Base.Trigger
        className={classes(styles['box'], styles['trigger'], problem && styles['bad'])}
        aria-label={label}
        aria-describedby={describedBy}
      >
        <Base.Value className={classes(styles['value'], mono && styles['mono'])} placeholder={placeholder} />
        <Icon name="chevronDown" size={14} />
      </Base.Trigger>
      <Base.Portal>
        <Base.Positioner
          className={popup['above']}
          sideOffset={4}
          alignItemWithTrigger={false}
          collisionPadding={8}
        >
          <Base.Popup className={classes(popup['menu'], styles['list'])}>
            {options.map((option) => (
              <Base.Item key={option.value} value={option.value} className={popup['item']}>
                <span className={popup['tick']}>
                  <Base.ItemIndicator>
                    <Icon name="check" size={15} />
                  </Base.ItemIndicator>
                </span>
                <Base.ItemText className={classes(mono && styles['mono'])}>
                  {option.label}
                  {option.about !== undefined && <span className={popup['about']}>{option.about}</span>}
                </Base.ItemText>
              </Base.Item>
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
