import type { ReactElement, ReactNode } from 'react';
import { useStore } from 'zustand';
import { Button } from '#ui/button.tsx';
import { Segmented } from '#ui/segmented.tsx';
import { Tooltip } from '#ui/tooltip.tsx';
import { drawing } from '#words/drawing.ts';
import { duplicateSelection, removeSelection } from './actions.ts';
import { FigureIcon, type FigureIconName } from '#figure/icons.tsx';
import { sessionStore } from './session.ts';
import styles from './context-card.module.css';

const words = drawing.card;

/** A group of buttons under a word. */
export function Group({ title, children }: { title: string; children: ReactNode }): ReactElement {
  return (
    <section className={styles['group']}>
      <h4>{title}</h4>
      <div className={styles['buttons']}>{children}</div>
    </section>
  );
}

/** One way to break something: its tooltip says what that means. */
export function Break({
  label,
  hint,
  icon,
  onClick,
  disabled = false,
}: {
  label: string;
  hint?: string;
  icon?: FigureIconName;
  onClick: () => void;
  disabled?: boolean;
}): ReactElement {
  const button = (
    <Button size="small" onClick={onClick} disabled={disabled}>
      {icon !== undefined && <FigureIcon name={icon} size={15} />}
      {label}
    </Button>
  );
  return hint === undefined ? button : <Tooltip words={hint}>{button}</Tooltip>;
}

/** How long what is broken next stays so, µs of virtual time; `stays` until it is mended. */
const LASTS = { '1 s': 1_000_000, '2 s': 2_000_000, '5 s': 5_000_000, stays: null } as const;
type Lasting = keyof typeof LASTS;

export function Lasts(): ReactElement {
  const lastsUs = useStore(sessionStore, (state) => state.lastsUs);
  const value = (Object.keys(LASTS) as Lasting[]).find((one) => LASTS[one] === lastsUs) ?? 'stays';
  return (
    <div className={styles['row']}>
      <span>{words.lasts}</span>
      <Segmented<Lasting>
        label={words.lasts}
        value={value}
        options={(Object.keys(LASTS) as Lasting[]).map((one) => ({
          value: one,
          label: one === 'stays' ? words.stays : one,
        }))}
        onChange={(next) => sessionStore.setState({ lastsUs: LASTS[next] })}
      />
    </div>
  );
}

/** What the next entry of the timeline gets as `for`. */
export const lastsNow = (): number | undefined => sessionStore.getState().lastsUs ?? undefined;

/** Editing, below what breaks. */
export function Editing({
  id,
  copies = true,
  onSettings,
  children,
}: {
  /** What can be renamed, if anything. */
  id?: string;
  copies?: boolean;
  onSettings: (() => void) | undefined;
  children?: ReactNode;
}): ReactElement {
  return (
    <footer className={styles['editing']}>
      {onSettings !== undefined && (
        <Button
          size="small"
          look="solid"
          onClick={() => {
            sessionStore.setState({ card: null });
            onSettings();
          }}
        >
          {words.settings}
        </Button>
      )}
      {id !== undefined && (
        <Button size="small" look="quiet" onClick={() => sessionStore.setState({ renaming: id, card: null })}>
          {words.rename}
        </Button>
      )}
      {children}
      {copies && (
        <Button size="small" look="quiet" onClick={duplicateSelection}>
          {words.duplicatePart}
        </Button>
      )}
      <Button size="small" look="quiet" onClick={removeSelection}>
        {words.remove}
      </Button>
    </footer>
  );
}
