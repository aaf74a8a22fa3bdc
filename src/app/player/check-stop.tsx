import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { toggleBreakpoint } from '#editor/breakpoints.ts';
import { sessionStore } from '#editor/session.ts';
import { tipAttributes } from '#ui/tooltip.tsx';
import { playerWords } from '#words/player.ts';
import styles from './player.module.css';

/** The breakpoint of a check: a dot at the end of its chip. */
export function CheckStop({ check, title }: { check: number; title: string }): ReactElement {
  const isSet = useStore(sessionStore, ({ breakpoints }) => breakpoints.has(`check ${check}`));
  const label = playerWords.stops.check(title);
  return (
    <button
      type="button"
      className={styles['stop']}
      aria-label={label}
      aria-pressed={isSet}
      onClick={() => toggleBreakpoint(`check ${check}`)}
      {...tipAttributes({ words: label, side: 'top' })}
    />
  );
}
