import { useCallback, useMemo, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import type { Sheet } from '#editor/edit/document.ts';
import { addFault } from '#editor/edit/timeline.ts';
import type { Box, Point } from '#figure/geometry.ts';
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

/** One suggestion of the document's author with the button that does it. Goes when it is used or dismissed. */
export function Coach(): ReactElement | null {
  const client = useRunClient();
  const sheet = useSheet();
  const opened = useDocumentState((state) => state.opened);
  const [doneFor, setDoneFor] = useState<Sheet | null>(null);
  const [line, box] = usePlace();
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
      <Leader action={suggestion.action} coach={box} />
      <div ref={line} className={styles['coach']}>
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

/**
 * Where the coach line lies on the canvas, in px of it; null while there is none to be seen. As long as there is, the
 * figure is fitted above it.
 */
function usePlace(): readonly [(element: HTMLElement | null) => void, Box | null] {
  const [box, setBox] = useState<Box | null>(null);
  const line = useCallback((element: HTMLElement | null) => {
    const canvas = element?.offsetParent;
    if (element === null || canvas === null || canvas === undefined) return undefined;
    const measure = (): void => {
      const { width, height } = element.getBoundingClientRect();
      const { clientWidth, clientHeight } = canvas;
      const y = element.offsetTop;
      setBox({ x: (clientWidth - width) / 2, y, width, height });
      viewportStore.setState({ below: height === 0 ? 0 : clientHeight - y });
    };
    const resized = new ResizeObserver(measure);
    resized.observe(element);
    resized.observe(canvas);
    return () => {
      resized.disconnect();
      setBox(null);
      viewportStore.setState({ below: 0 });
    };
  }, []);
  return [line, box];
}

/** Ties the suggestion to the part that it is about; nothing when it is about several, or there is no free way. */
function Leader({ action, coach }: { action: Suggestion['action']; coach: Box | null }): ReactElement | null {
  const scene = useStore(sceneStore, (state) => state.scene);
  const viewport = useStore(viewportStore);
  const id = 'node' in action && typeof action.node === 'string' ? action.node : '';
  const part = scene.parts.get(id);
  if (part === undefined || coach === null) return null;
  const at = ({ x, y }: Point): Point => ({
    x: viewport.x + x * viewport.zoom,
    y: viewport.y + y * viewport.zoom,
  });
  const placed = (box: Box): Box => ({
    ...at(box),
    width: box.width * viewport.zoom,
    height: box.height * viewport.zoom,
  });
  const others = [...scene.parts.values()].filter((one) => one !== part).map(({ box }) => placed(box));
  const links = [...scene.links.values()].flatMap(({ points }) =>
    points.slice(1).map((to, i) => [at(points[i] ?? to), at(to)] as const),
  );
  // Beneath the silhouette stand words: the line ends below them.
  const { x, width } = part.body;
  const { y, height } = part.box;
  const way = leaderPath(coach, placed({ x, y, width, height }), others, links);
  const end = way?.at(-1);
  if (way === null || end === undefined) return null;
  return (
    <svg className={styles['leader']} aria-hidden="true">
      <path d={`M${way.map((point) => `${point.x} ${point.y}`).join('L')}`} />
      <circle cx={end.x} cy={end.y} r="3.4" />
    </svg>
  );
}
