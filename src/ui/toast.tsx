import { Toast as Base } from '@base-ui/react/toast';
import type { ReactElement, ReactNode } from 'react';
import { Icon } from './icon.tsx';
import styles from './popup.module.css';

const manager = Base.createToastManager();

/**
 * Says something in passing, from anywhere. With an action it stays for ten seconds, else for five. Returns the way
 * to take it back.
 */
export function toast(words: string, action?: { label: string; onSelect: () => void }): () => void {
  const id = manager.add({
    description: words,
    timeout: action === undefined ? 5000 : 10_000,
    ...(action !== undefined && {
      actionProps: {
        children: action.label,
        onClick: () => {
          action.onSelect();
          manager.close(id);
        },
      },
    }),
  });
  return () => manager.close(id);
}

/** Wrap the app once: this is where toasts appear. */
export function ToastProvider({
  closeLabel = 'Dismiss',
  children,
}: {
  closeLabel?: string;
  children: ReactNode;
}): ReactElement {
  return (
    <Base.Provider toastManager={manager} limit={3}>
      {children}
      <Base.Portal>
        <Base.Viewport className={styles['toasts']}>
          <Toasts closeLabel={closeLabel} />
        </Base.Viewport>
      </Base.Portal>
    </Base.Provider>
  );
}

function Toasts({ closeLabel }: { closeLabel: string }): ReactElement {
  const { toasts } = Base.useToastManager();
  return (
    <>
      {toasts.map((one) => (
        <Base.Root key={one.id} toast={one} className={styles['toast']}>
          <Base.Content className={styles['toastContent']}>
            <Base.Description />
            {one.actionProps !== undefined && <Base.Action className={styles['toastAction']} />}
            <Base.Close className={styles['toastClose']} aria-label={closeLabel}>
              <Icon name="close" size={14} />
            </Base.Close>
          </Base.Content>
        </Base.Root>
      ))}
    </>
  );
}
