import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { sessionStore } from '#editor/session.ts';
import { words } from '#words/en.ts';
import styles from './app.module.css';
import { Inspector } from './parts.ts';
import { useRunClient } from './run-context.ts';
import { useShell } from './shell-store.ts';

/** Beside the figure: what can be set about what is selected, once it was asked for. */
export function Side(): ReactElement | null {
  const open = useShell(({ inspector }) => inspector);
  const client = useRunClient();
  const selection = useStore(sessionStore, (state) => state.selection);
  if (!open) return null;
  return (
    <aside className={styles['side']} aria-label={words.inspector.label}>
      <Inspector selection={selection} client={client} />
    </aside>
  );
}
