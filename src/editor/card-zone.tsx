import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { drawing } from '#words/drawing.ts';
import { editorWords } from '#words/editor.ts';
import { breakIt } from './actions.ts';
import { Break, Editing, Group, Lasts, lastsNow } from './card-parts.tsx';
import { nodesOf, zoneTitle } from './edit/document.ts';
import { partition } from './edit/timeline.ts';
import { sceneStore } from './scene-store.ts';

const words = drawing.card;

/** A zone: cut it off from another, or from everything outside it. */
export function ZoneCard({
  id,
  onSettings,
}: {
  id: string;
  onSettings: (() => void) | undefined;
}): ReactElement {
  const { sheet, zones } = useStore(sceneStore, (state) => state.scene);
  const title = zoneTitle(sheet, id);
  const others = zones.filter((zone) => zone.id !== id);
  const outside = Object.entries(nodesOf(sheet)).flatMap(([node, { zone }]) => (zone === id ? [] : [node]));
  return (
    <>
      <Group title={words.breakZone}>
        {others.map((zone) => (
          <Break
            key={zone.id}
            icon="cut"
            label={words.from(zone.title)}
            onClick={() =>
              breakIt(partition(id, zone.id), editorWords.fault.partition(title, zone.title), lastsNow())
            }
          />
        ))}
        {others.length !== 1 && (
          <Break
            icon="cut"
            label={words.fromAll}
            hint={words.hints.everyone}
            disabled={outside.length === 0}
            onClick={() =>
              breakIt(
                partition(id, outside),
                editorWords.fault.partition(title, editorWords.fault.everyone),
                lastsNow(),
              )
            }
          />
        )}
      </Group>
      <Lasts />
      <Editing id={id} onSettings={onSettings} />
    </>
  );
}
