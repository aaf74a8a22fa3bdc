import { Dialog as Base } from '@base-ui/react/dialog';
import type { CSSProperties, ReactElement, ReactNode } from 'react';
import { classes } from './classes.ts';
import { IconButton } from './button.tsx';
import styles from './popup.module.css';

/** A modal window. Focus stays inside and returns; Escape closes. `placement` sheet: from the bottom, for phones. */
export function Dialog({
  open,
  onOpenChange,
  title,
  description,
  width = 560,
  placement = 'centre',
  closeLabel = 'Close',
  children,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: ReactNode;
  /** Px; never wider than the window. */
  width?: number;
  placement?: 'centre' | 'sheet';
  closeLabel?: string;
  children: ReactNode;
}): ReactElement {
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Portal>
        <Base.Backdrop className={styles['backdrop']} />
        <Base.Popup
          className={classes(styles['dialog'], placement === 'sheet' && styles['sheet'])}
          style={{ '--dialog-width': `${width}px` } as CSSProperties}
        >
          <header className={styles['head']}>
            <div>
              <Base.Title className={styles['dialogTitle']}>{title}</Base.Title>
              {description !== undefined && (
                <Base.Description className={styles['description']}>{description}</Base.Description>
              )}
            </div>
            <Base.Close render={<IconButton label={closeLabel} icon="close" />} />
          </header>
          <div className={styles['content']}>{children}</div>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
