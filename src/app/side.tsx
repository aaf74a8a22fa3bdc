import { useEffect, type CSSProperties, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { ports } from '#editor/ports.ts';
import { sceneStore } from '#editor/scene-store.ts';
import { sessionStore } from '#editor/session.ts';
import { stepsStore } from '#editor/steps/open.ts';
import { words } from '#words/en.ts';
import styles from './app.module.css';
import { Configuration, Splitter } from './parts.ts';
import { useRememberedSize } from './remembered.ts';
import { useRunClient } from './run-context.ts';
import { useShell } from './shell-store.ts';

/** px. Steps, when they are open, take what they need. */
const WIDTH = { least: 280, first: 340, most: 640 };

/** Beside the figure: what can be set about what is selected, once it was asked for. It pushes the figure aside. */
export function Side(): ReactElement | null {
  const open = useShell(({ inspector }) => inspector);
  const client = useRunClient();
  const selection = useStore(sessionStore, (state) => state.selection);
  const [width, setWidth] = useRememberedSize('side');
  useSelectedInView();
  if (!open) return null;
  const shown = Math.min(WIDTH.most, Math.max(WIDTH.least, width ?? WIDTH.first));
  return (
    <aside
      className={styles['side']}
      style={{ '--side-width': `${shown}px` } as CSSProperties}
      aria-label={words.inspector.label}
    >
      <Splitter
        edge="left"
        label={words.inspector.resize}
        size={shown}
        least={WIDTH.least}
        most={WIDTH.most}
        onChange={setWidth}
      />
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
