import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { drawing } from '#words/drawing.ts';
import { editorWords } from '#words/editor.ts';
import { breakIt } from './actions.ts';
import { Break, Editing, Group, Lasts, lastsNow } from './card-parts.tsx';
import { nodeTitle } from './edit/document.ts';
import { trouble } from './edit/timeline.ts';
import { sceneStore } from './scene-store.ts';
import { SLOW_LINK, TROUBLE_SHARE } from './tool-break.ts';

const words = drawing.card;
const { hints } = words;
const { fault } = editorWords;

/** A link: cut it one way or both, make it slow, let it lose, double or reorder messages. */
export function LinkCard({
  id,
  onSettings,
}: {
  id: string;
  onSettings: (() => void) | undefined;
}): ReactElement | null {
  const scene = useStore(sceneStore, (state) => state.scene);
  const link = scene.links.get(id);
  if (link === undefined) return null;
  const [from, to] = [nodeTitle(scene.sheet, link.from), nodeTitle(scene.sheet, link.to)];
  const act = (what: Parameters<typeof trouble>[1], title: string, oneWay = false): void =>
    breakIt(trouble(id, what, oneWay), title, lastsNow());
  return (
    <>
      <Group title={words.breakLink}>
        <Break
          icon="cut"
          label={words.cutBoth}
          hint={hints.cutBoth}
          onClick={() => act({ cut: true }, fault.cut(from, to))}
        />
        <Break
          label={words.cutForward}
          hint={hints.cutForward}
          onClick={() => act({ cut: true }, fault.cut(from, to), true)}
        />
        <Break
          icon="slow"
          label={words.delay}
          hint={hints.delay}
          onClick={() => act({ delay: SLOW_LINK }, fault.delay(from, to))}
        />
        <Break
          icon="drop"
          label={words.lose}
          hint={hints.lose}
          onClick={() => act({ loss: TROUBLE_SHARE }, fault.lose(from, to))}
        />
        <Break
          label={words.double}
          hint={hints.double}
          onClick={() => act({ duplicate: TROUBLE_SHARE }, fault.double(from, to))}
        />
        <Break
          label={words.reorder}
          hint={hints.reorder}
          onClick={() => act({ reorder: TROUBLE_SHARE }, fault.reorder(from, to))}
        />
      </Group>
      <Lasts />
      {link.drawn && <Editing copies={false} onSettings={onSettings} />}
    </>
  );
}
