import { useCallback, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { Button } from '#ui/button.tsx';
import { drawing } from '#words/drawing.ts';
import { mend } from './actions.ts';
import { timelineOf, type SheetFault } from './edit/document.ts';
import { useLive, type Live } from './live.ts';
import { sceneStore } from './scene-store.ts';
import { sessionStore, type Selection } from './session.ts';
import styles from './context-card.module.css';

const words = drawing.card;
const NONE: readonly number[] = [];

/** What of the picked thing is broken at this moment, each with a way to mend it. */
export function ActiveFaults(): ReactElement | null {
  const selection = useStore(sessionStore, (state) => state.selection);
  const { sheet } = useStore(sceneStore, (state) => state.scene);
  const look = useCallback((live: Live, t: number) => live.run.faultsAt(t).map(({ index }) => index), []);
  const active = useLive(look, NONE);
  const timeline = timelineOf(sheet);
  const mine = active.filter(
    (index) => timeline[index] !== undefined && concerns(timeline[index], selection),
  );
  if (mine.length === 0) return null;
  return (
    <section className={styles['active']}>
      <h4>{words.active}</h4>
      {mine.map((index) => {
        const what = wordFor(timeline[index]!);
        return (
          <p key={index}>
            <span>{what}</span>
            <Button size="small" aria-label={words.mendNow(what)} onClick={() => mend(index)}>
              {words.mend}
            </Button>
          </p>
        );
      })}
    </section>
  );
}

const wordFor = (entry: SheetFault): string => {
  const isCut = entry.do === 'link' && entry['cut'] === true;
  return drawing.active[isCut ? 'cut' : entry.do] ?? entry.do;
};

/** Whether an entry of the timeline names the picked node, link or zone. */
function concerns(entry: SheetFault, { nodes, links, zones }: Selection): boolean {
  const { node, from, to, between } = entry as {
    node?: unknown;
    from?: unknown;
    to?: unknown;
    between?: unknown;
  };
  if (typeof node === 'string' && nodes.includes(node.split('#')[0] ?? '')) return true;
  if (typeof from === 'string' && typeof to === 'string') return links.includes(`${from}>${to}`);
  const parties = Array.isArray(between) ? between.flat() : [];
  return parties.some(
    (party) => typeof party === 'string' && (zones.includes(party) || nodes.includes(party)),
  );
}
