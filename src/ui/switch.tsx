import { Switch as Base } from '@base-ui/react/switch';
import type { ReactElement } from 'react';
import styles from './switch.module.css';

/** On or off, at once. Ink when on: it is no verdict. */
export function Switch({
  label,
  id,
  checked,
  onChange,
  disabled,
}: {
  label: string;
  id?: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
}): ReactElement {
  return (
    <Base.Root
      id={id}
      className={styles['switch']}
      aria-label={label}
      checked={checked}
      disabled={disabled}
      onCheckedChange={(next) => onChange(next)}
    >
      <Base.Thumb className={styles['thumb']} />
    </Base.Root>
  );
}
