import { useEffect, useState, useSyncExternalStore, type ReactElement, type ReactNode } from 'react';
import { Icon } from './icon.tsx';
import styles from './passing.module.css';

interface Saying {
  readonly id: number;
  readonly words: string;
  readonly action: { readonly label: string; readonly onSelect: () => void } | undefined;
}

/** Shown at once; of more than that the oldest goes. */
const SAYINGS_MAX = 3;
const STAYS_MS = 5_000;
/** Long enough to decide and to get there. */
const STAYS_WITH_ACTION_MS = 10_000;

/** Oldest first. */
let sayings: readonly Saying[] = [];
let lastId = 0;
const listeners = new Set<() => void>();
const change = (next: readonly Saying[]): void => {
  sayings = next.slice(-SAYINGS_MAX);
  for (const listener of listeners) listener();
};
const unsay = (id: number): void => change(sayings.filter((saying) => saying.id !== id));
const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

/**
 * Says something in passing, from anywhere. With an action it stays for ten seconds, else for five. Returns the way
 * to take it back.
 */
export function toast(words: string, action?: Saying['action']): () => void {
  const id = ++lastId;
  change([...sayings, { id, words, action }]);
  return () => unsay(id);
}

/** Wrap the app once: this is where toasts appear. */
export function ToastProvider({
  closeLabel = 'Dismiss',
  children,
}: {
  closeLabel?: string;
  children: ReactNode;
}): ReactElement {
  const shown = useSyncExternalStore(subscribe, () => sayings);
  // While somebody points at them or has the focus in them, they wait.
  const [held, hold] = useState(false);
  return (
    <>
      {children}
      {/* What is pointed at are the toasts in it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <div
        className={styles['toasts']}
        role="status"
        onPointerEnter={() => hold(true)}
        onPointerLeave={() => hold(false)}
        onFocus={() => hold(true)}
        onBlur={() => hold(false)}
      >
        {shown.map((saying) => (
          <Toast key={saying.id} saying={saying} held={held} closeLabel={closeLabel} />
        ))}
      </div>
    </>
  );
}

function Toast({
  saying: { id, words, action },
  held,
  closeLabel,
}: {
  saying: Saying;
  held: boolean;
  closeLabel: string;
}): ReactElement {
  useEffect(() => {
    if (held) return undefined;
    const timer = setTimeout(() => unsay(id), action === undefined ? STAYS_MS : STAYS_WITH_ACTION_MS);
    return () => clearTimeout(timer);
  }, [id, action, held]);
  return (
    <div className={styles['toast']}>
      <p>{words}</p>
      {action !== undefined && (
        <button
          type="button"
          className={styles['toastAction']}
          onClick={() => {
            action.onSelect();
            unsay(id);
          }}
        >
          {action.label}
        </button>
      )}
      <button
        type="button"
        className={styles['toastClose']}
        aria-label={closeLabel}
        onClick={() => unsay(id)}
      >
        <Icon name="close" size={14} />
      </button>
    </div>
  );
}
