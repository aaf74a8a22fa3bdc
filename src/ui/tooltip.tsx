import { Tooltip as Base } from '@base-ui/react/tooltip';
import type { ReactElement, ReactNode } from 'react';
import styles from './popup.module.css';

/** Wrap the app once: after the first tooltip the next ones come without a wait. */
export function TooltipProvider({ children }: { children: ReactNode }): ReactElement {
  return <Base.Provider delay={500}>{children}</Base.Provider>;
}

/** A few words about the element it wraps; they only repeat or add to its accessible name. */
export function Tooltip({
  words,
  shortcut,
  side = 'bottom',
  children,
}: {
  words: string;
  shortcut?: string | undefined;
  side?: 'top' | 'right' | 'bottom' | 'left' | undefined;
  children: ReactElement<Record<string, unknown>>;
}): ReactElement {
  return (
    <Base.Root>
      <Base.Trigger render={children} />
      <Base.Portal>
        <Base.Positioner className={styles['above']} side={side} sideOffset={6} collisionPadding={8}>
          <Base.Popup className={styles['tooltip']}>
            {words}
            {shortcut !== undefined && <kbd>{shortcut}</kbd>}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}
