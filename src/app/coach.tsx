import { useMemo, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import type { Sheet } from '#editor/edit/document.ts';
import { addFault } from '#editor/edit/timeline.ts';
import type { Box } from '#figure/geometry.ts';
import { viewportStore } from '#editor/ports.ts';
import { sceneStore } from '#editor/scene-store.ts';
import { documentStore } from '#editor/store.ts';
import { IconButton } from '#ui/button.tsx';
import { words } from '#words/en.ts';
import styles from './app.module.css';
import { leaderPath } from './coach-leader.ts';
import { useDocumentState, useSheet } from './document.ts';
import { useRunClient } from './run-context.ts';
import { suggestionOf, type Suggestion } from './suggestion.ts';

/** How long what the coach breaks stays broken, µs. */
const LASTS = 2_000_000;
/** From the bottom of the canvas to the upper edge of the coach line, px. */
const COACH_TOP = 64;

/** One suggestion of the document's author with the button that does it. Goes when it is used or dismissed. */
export function Coach(): ReactElement | null {
  const client = useRunClient();
  const sheet = useSheet();
  const opened = useDocumentState((state) => state.opened);
  const [doneFor, setDoneFor] = useState<Sheet | null>(null);
  const suggestion = useMemo(() => suggestionOf(sheet), [sheet]);
  // Whoever has begun to change things needs no first step.
  if (suggestion === null || sheet !== opened || doneFor === opened) return null;
  const doIt = (): void => {
    setDoneFor(opened);
    const at = Math.floor(client.time);
    documentStore.apply(suggestion.text, (document) =>
      addFault(document, suggestion.action, { at, for: LASTS }),
    );
    client.play();
  };
  return (
    <>
      <Leader action={suggestion.action} />
      <div className={styles['coach']}>
        <i>{words.coach.tryThis}</i>
        <button type="button" onClick={doIt}>
          {suggestion.text}
        </button>
        <IconButton
          label={words.coach.dismiss}
          icon="close"
          size="small"
          onClick={() => setDoneFor(opened)}
        />
      </div>
    </>
  );
}

/** Ties the suggestion to the part that it is about; nothing when it is about several, or there is no free way. */
function Leader({ action }: { action: Suggestion['action'] }): ReactElement | null {
  const scene = useStore(sceneStore, (state) => state.scene);
  const viewport = useStore(viewportStore);
  const id = 'node' in action && typeof action.node === 'string' ? action.node : '';
  const part = scene.parts.get(id);
  if (part === undefined) return null;
  const placed = ({ x, y, width, height }: Box): Box => ({
    x: viewport.x + x * viewport.zoom,
    y: viewport.y + y * viewport.zoom,
    width: width * viewport.zoom,
    height: height * viewport.zoom,
  });
  const others = [...scene.parts.values()].filter((one) => one !== part).map(({ box }) => placed(box));
  const from = { x: viewport.width / 2, y: viewport.height - COACH_TOP };
  const way = leaderPath(from, placed(part.body), others);
  const end = way?.at(-1);
  if (way === null || end === undefined) return null;
  return (
    <svg className={styles['leader']} aria-hidden="true">
      <path d={`M${way.map(({ x, y }) => `${x} ${y}`).join('L')}`} />
      <circle cx={end.x} cy={end.y} r="3.4" />
    </svg>
  );
}
