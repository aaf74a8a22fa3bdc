import { useEffect, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { ports } from '#editor/ports.ts';
import { sceneStore } from '#editor/scene-store.ts';
import { sessionStore } from '#editor/session.ts';
import { stepsStore } from '#editor/steps/open.ts';
import { words } from '#words/en.ts';
import styles from './app.module.css';
import { Configuration } from './parts.ts';
import { useRunClient } from './run-context.ts';
import { useShell } from './shell-store.ts';

/** Beside the figure: what can be set about what is selected, once it was asked for. It pushes the figure aside. */
export function Side(): ReactElement | null {
  const open = useShell(({ inspector }) => inspector);
  const client = useRunClient();
  const selection = useStore(sessionStore, (state) => state.selection);
  useSelectedInView();
  if (!open) return null;
  return (
    <aside className={styles['side']} aria-label={words.inspector.label}>
      <Configuration selection={selection} client={client} />
    </aside>
  );
}

/** The step editor leaves the figure a narrow column: the node that it is about is brought into it. */
function useSelectedInView(): void {
  const node = useStore(stepsStore, ({ bearer }) => (bearer === null ? null : String(bearer[1])));
  useEffect(() => {
    if (node === null) return undefined;
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        const box = sceneStore.getState().scene.parts.get(node)?.box;
        if (box !== undefined) ports.canvas?.fit(box);
      });
    });
    return () => cancelAnimationFrame(frame);
  }, [node]);
}
