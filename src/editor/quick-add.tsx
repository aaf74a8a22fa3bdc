import { useState, type ReactElement, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { KindView } from '#kinds/view.tsx';
import { kindViews } from '#kinds/views.tsx';
import { Kbd } from '#ui/button.tsx';
import { useFinder } from '#ui/finder.ts';
import { Icon } from '#ui/icon.tsx';
import { drawing } from '#words/drawing.ts';
import { connectParts, placePart } from './actions.ts';
import { GRID } from './edit/nodes.ts';
import { FigureIcon } from '#figure/icons.tsx';
import type { Point } from '#figure/geometry.ts';
import { ports, toPage, viewportStore } from './ports.ts';
import { findKinds } from './find-kinds.ts';
import { sessionStore } from './session.ts';
import { Ghost } from './tool-layer.tsx';
import styles from './quick-add.module.css';

const words = drawing.quickAdd;
/** The box, page px; it stands this far from the part it would place. */
const WIDTH = 420;
const HEIGHT = 400;
const BESIDE = 110;

/** The search box for parts: double click or `/` opens it, Enter places what is chosen. */
export function QuickAdd(): ReactElement | null {
  const open = useStore(sessionStore, ({ quickAdd }) => quickAdd);
  return open === null ? null : <Box key={`${open.at.x} ${open.at.y}`} at={open.at} from={open.from} />;
}

function Box({ at, from }: { at: Point; from: string | null }): ReactElement {
  const [place, setPlace] = useState(at);
  const viewport = useStore(viewportStore);

  const close = (): void => {
    sessionStore.setState({ quickAdd: null });
    ports.canvas?.focus();
  };
  const take = (view: KindView, goOn: boolean, again: () => void): void => {
    const id = placePart(view.kind, place);
    if (id !== null && from !== null) connectParts(from, id);
    if (!goOn) return close();
    setPlace({ x: place.x + 10 * GRID, y: place.y });
    again();
  };
  const finder = useFinder(
    (typed) => findKinds(kindViews, typed),
    ({ kind: name }) => name,
    take,
    close,
  );
  const { text, chosen: kind } = finder;

  const page = toPage(viewport, place);
  const right = page.x - viewport.left + BESIDE + WIDTH < viewport.width;
  const left = right ? page.x - viewport.left + BESIDE : Math.max(8, page.x - viewport.left - BESIDE - WIDTH);
  const top = Math.max(8, Math.min(page.y - viewport.top - 60, viewport.height - HEIGHT - 8));
  return (
    <>
      {kind !== undefined && (
        <svg className={`fig ${styles['ghost']}`} aria-hidden="true">
          <g
            transform={`translate(${page.x - viewport.left} ${page.y - viewport.top}) scale(${viewport.zoom})`}
          >
            <Ghost kind={kind.kind} at={{ x: 0, y: 0 }} />
          </g>
        </svg>
      )}
      <dialog open className={styles['box']} style={{ left, top, width: WIDTH }} aria-label={words.label}>
        <div className={styles['find']}>
          <Icon name="search" size={17} />
          <input
            // The box was asked for: the keyboard belongs in it.
            ref={(input) => input?.focus()}
            {...finder.field}
            aria-label={words.find}
            onBlur={(event) => {
              if (!(
                event.relatedTarget instanceof Node &&
                event.currentTarget.closest('dialog')?.contains(event.relatedTarget)
              )) {
                sessionStore.setState({ quickAdd: null });
              }
            }}
          />
          <Kbd>{words.escape}</Kbd>
        </div>
        <div {...finder.list} aria-label={words.label} className={styles['list']}>
          {finder.found.map((view) => (
            <div key={view.kind} {...finder.option(view)}>
              <FigureIcon name={view.icon} size={32} />
              <p>
                <strong>{marked(view.title, text)}</strong>
                <span>{view.sentence}</span>
              </p>
              <small>{words.part}</small>
            </div>
          ))}
          {finder.found.length === 0 && <p className={styles['none']}>{words.nothing(text)}</p>}
        </div>
        <footer className={styles['keys']}>
          <Kbd>↵</Kbd> {words.place}
          <Kbd>Shift ↵</Kbd> {words.placeMore}
        </footer>
      </dialog>
    </>
  );
}

/** The title with what was typed underlined. */
function marked(title: string, text: string): ReactNode {
  const query = text.trim().toLowerCase();
  const at = query === '' ? -1 : title.toLowerCase().indexOf(query);
  if (at < 0) return title;
  return (
    <>
      {title.slice(0, at)}
      <u>{title.slice(at, at + query.length)}</u>
      {title.slice(at + query.length)}
    </>
  );
}
