import { useId, useRef, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import styles from './tabs.module.css';

export interface Tab<Id extends string> {
  readonly id: Id;
  readonly label: string;
  /** Something in there wants attention: a dot, with these words for screen readers. */
  readonly attention?: string | undefined;
}

/**
 * A row of tabs and the panel of the chosen one. `value` null: none is open (a dock that is folded away), and there
 * is no panel. A press on the open tab is told as well. Arrows, Home and End go from tab to tab, Enter and Space
 * choose. `trailing` stands at the right end of the row.
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
  const name = useId();
  const list = useRef<HTMLDivElement>(null);
  // One tab is reached by Tab; the arrows go on from there.
  const reached = tabs.some(({ id }) => id === value) ? value : tabs[0]?.id;
  const onKeyDown = (event: KeyboardEvent): void => {
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const at = buttons.indexOf(event.target as HTMLButtonElement);
    const goals: Readonly<Record<string, number>> = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      Home: 0,
      End: -1,
    };
    const goal = goals[event.key];
    if (at < 0 || goal === undefined) return;
    buttons.at(goal % buttons.length)?.focus();
    event.preventDefault();
  };
  return (
    <div className={styles['root']}>
      <div className={styles['row']}>
        {/* The tabs in it take the focus and the keys come up from them. */}
        {/* oxlint-disable-next-line jsx-a11y/interactive-supports-focus */}
        <div className={styles['list']} role="tablist" aria-label={label} ref={list} onKeyDown={onKeyDown}>
          {tabs.map((tab) => (
            <button
              key={tab.id}
              type="button"
              role="tab"
              id={`${name}-${tab.id}`}
              aria-selected={tab.id === value}
              aria-controls={tab.id === value ? `${name}-panel` : undefined}
              tabIndex={tab.id === reached ? 0 : -1}
              className={styles['tab']}
              onClick={() => onChange(tab.id)}
            >
              {tab.label}
              {tab.attention !== undefined && (
                <span className={styles['dot']}>
                  <span className="visually-hidden">{tab.attention}</span>
                </span>
              )}
            </button>
          ))}
        </div>
        {trailing !== undefined && <div className={styles['trailing']}>{trailing}</div>}
      </div>
      {value !== null && (
        <div
          className={styles['panel']}
          role="tabpanel"
          id={`${name}-panel`}
          aria-labelledby={`${name}-${value}`}
          // A panel may hold nothing that takes the focus, and must be scrolled by keys all the same.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
          tabIndex={0}
        >
          {children}
        </div>
      )}
    </div>
  );
}
