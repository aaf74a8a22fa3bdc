import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactElement, ReactNode } from 'react';
import styles from './tabs.module.css';

export interface Tab<Id extends string> {
  readonly id: Id;
  readonly label: string;
  /** Something in there wants attention: a dot, with these words for screen readers. */
  readonly attention?: string | undefined;
}

/**
 * A row of tabs and the panel of the chosen one. `value` null: none is open (a dock that is folded away), and there
 * is no panel. `trailing` stands at the right end of the row.
 */
export function Tabs<Id extends string>({
  label,
  tabs,
  value,
  onChange,
  trailing,
  children,
}: {
  label: string;
  tabs: readonly Tab<Id>[];
  value: Id | null;
  onChange: (id: Id) => void;
  trailing?: ReactNode;
  /** What the chosen tab shows. */
  children?: ReactNode;
}): ReactElement {
  return (
    <Base.Root className={styles['root']} value={value} onValueChange={(next) => onChange(next as Id)}>
      <div className={styles['row']}>
        <Base.List className={styles['list']} aria-label={label}>
          {tabs.map((tab) => (
            <Base.Tab
              key={tab.id}
              value={tab.id}
              className={styles['tab']}
              onClick={() => {
                // A press on the open tab changes no value, but a dock wants to hear of it.
                if (tab.id === value) onChange(tab.id);
              }}
            >
              {tab.label}
              {tab.attention !== undefined && (
                <span className={styles['dot']}>
                  <span className="visually-hidden">{tab.attention}</span>
                </span>
              )}
            </Base.Tab>
          ))}
        </Base.List>
        {trailing !== undefined && <div className={styles['trailing']}>{trailing}</div>}
      </div>
      {value !== null && (
        <Base.Panel value={value} className={styles['panel']}>
          {children}
        </Base.Panel>
      )}
    </Base.Root>
  );
}
