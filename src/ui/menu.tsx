import { ContextMenu as BaseContext } from '@base-ui/react/context-menu';
import { Menu as Base } from '@base-ui/react/menu';
import type { ReactElement, ReactNode } from 'react';
import { Icon, type IconName } from './icon.tsx';
import styles from './popup.module.css';

/** One line of a menu; a line with `checked` is a toggle, `'separator'` a rule between groups. */
export type MenuEntry =
  | 'separator'
  | {
      readonly id: string;
      readonly label: string;
      readonly icon?: IconName;
      readonly drawing?: ReactNode;
      readonly shortcut?: string | undefined;
      readonly disabled?: boolean;
      readonly checked?: boolean;
      readonly onSelect: () => void;
    };

export function Menu({
  trigger,
  entries,
  side = 'bottom',
  align = 'start',
  open,
  onOpenChange,
}: {
  trigger: ReactElement<Record<string, unknown>>;
  entries: readonly MenuEntry[];
  /** Left out, it knows by itself. */
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  side?: 'top' | 'right' | 'bottom' | 'left';
  align?: 'start' | 'center' | 'end';
}): ReactElement {
  return (
    <Base.Root modal={false} open={open} onOpenChange={(next) => onOpenChange?.(next)}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner
          className={styles['above']}
          side={side}
          align={align}
          sideOffset={4}
          collisionPadding={8}
        >
          <Base.Popup className={styles['menu']}>
            <Entries entries={entries} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

/** The same menu at the pointer, on a secondary click or a long press on what it wraps. */
export function ContextMenu({
  entries,
  children,
}: {
  entries: readonly MenuEntry[];
  children: ReactElement<Record<string, unknown>>;
}): ReactElement {
  return (
    <BaseContext.Root>
      <BaseContext.Trigger render={children} />
      <BaseContext.Portal>
        <BaseContext.Positioner className={styles['above']} collisionPadding={8}>
          <BaseContext.Popup className={styles['menu']}>
            <Entries entries={entries} />
          </BaseContext.Popup>
        </BaseContext.Positioner>
      </BaseContext.Portal>
    </BaseContext.Root>
  );
}

/** A menu at a point of the page, open until it is closed. */
export function MenuAt({
  label,
  at,
  entries,
  onClose,
}: {
  label: string;
  at: { readonly x: number; readonly y: number };
  entries: readonly MenuEntry[];
  onClose: () => void;
}): ReactElement {
  const anchor = { getBoundingClientRect: () => new DOMRect(at.x, at.y, 0, 0) };
  return (
    <Base.Root open modal={false} onOpenChange={(open) => !open && onClose()}>
      <Base.Portal>
        <Base.Positioner
          className={styles['above']}
          anchor={anchor}
          side="bottom"
          align="start"
          collisionPadding={8}
        >
          <Base.Popup className={styles['menu']} aria-label={label} finalFocus={false}>
            <Entries entries={entries} />
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function Entries({ entries }: { entries: readonly MenuEntry[] }): ReactElement {
  return (
    <>
      {entries.map((entry, i) => {
        if (entry === 'separator') return <Base.Separator key={i} className={styles['separator']} />;
        const inside = (
          <>
            {entry.icon !== undefined && <Icon name={entry.icon} size={15} />}
            {entry.drawing}
            <span>{entry.label}</span>
            {entry.shortcut !== undefined && <small>{entry.shortcut}</small>}
          </>
        );
        if (entry.checked !== undefined)
          return (
            <Base.CheckboxItem
              key={entry.id}
              className={styles['item']}
              checked={entry.checked}
              disabled={entry.disabled}
              onCheckedChange={entry.onSelect}
            >
              <span className={styles['tick']}>{entry.checked && <Icon name="check" size={15} />}</span>
              {inside}
            </Base.CheckboxItem>
          );
        return (
          <Base.Item
            key={entry.id}
            className={styles['item']}
            disabled={entry.disabled}
            onClick={entry.onSelect}
          >
            {inside}
          </Base.Item>
        );
      })}
    </>
  );
}
