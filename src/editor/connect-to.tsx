import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import { FigureIcon } from '#figure/icons.tsx';
import { Kbd } from '#ui/button.tsx';
import { useFinder } from '#ui/finder.ts';
import { Icon } from '#ui/icon.tsx';
import { drawing } from '#words/drawing.ts';
import { connectParts } from './actions.ts';
import { ports, toPage, viewportStore } from './ports.ts';
import type { Part } from './scene.ts';
import { sceneStore } from './scene-store.ts';
import { sessionStore } from './session.ts';
import styles from './quick-add.module.css';

const words = drawing.connectTo;
/** The box, page px. */
const WIDTH = 360;
const HEIGHT = 380;
const MARGIN = 8;

/** The search box for the part that a link shall lead to: type some of its name, Enter draws the link. */
export function ConnectTo({ from }: { from: string }): ReactElement | null {
  const { parts, links } = useStore(sceneStore, (state) => state.scene);
  const viewport = useStore(viewportStore);
  const close = (): void => {
    sessionStore.setState({ asked: null });
    ports.canvas?.focus();
  };
  const others = (text: string): readonly Part[] => {
    const query = text.trim().toLowerCase();
    return [...parts.values()].filter(
      ({ id, title }) =>
        id !== from && (title.toLowerCase().includes(query) || id.toLowerCase().includes(query)),
    );
  };
  const finder = useFinder(
    others,
    ({ id }) => id,
    ({ id }) => {
      connectParts(from, id);
      close();
    },
    close,
  );
  const start = parts.get(from);
  if (start === undefined) return null;
  const page = toPage(viewport, { x: start.box.x + start.box.width, y: start.box.y });
  const within = (value: number, size: number, room: number): number =>
    Math.max(MARGIN, Math.min(value + MARGIN, room - size - MARGIN));
  return (
    <dialog
      open
      className={styles['box']}
      style={{
        left: within(page.x - viewport.left, WIDTH, viewport.width),
        top: within(page.y - viewport.top, HEIGHT, viewport.height),
        width: WIDTH,
      }}
      aria-label={words.label(start.title)}
    >
      <div className={styles['find']}>
        <Icon name="search" size={17} />
        <input
          // The box was asked for: the keyboard belongs in it.
          ref={(input) => input?.focus()}
          {...finder.field}
          aria-label={words.label(start.title)}
          placeholder={words.label(start.title)}
          onBlur={() => sessionStore.setState({ asked: null })}
        />
        <Kbd>{drawing.quickAdd.escape}</Kbd>
      </div>
      <div {...finder.list} aria-label={words.label(start.title)} className={styles['list']}>
        {finder.found.map((part) => (
          <div key={part.id} {...finder.option(part)}>
            <FigureIcon name={part.view.icon} size={26} />
            <p>
              <strong>{part.title}</strong>
            </p>
            <small>{links.has(`${from}>${part.id}`) ? words.linked : part.zoneTitle}</small>
          </div>
        ))}
        {finder.found.length === 0 && (
          <p className={styles['none']}>{drawing.quickAdd.nothing(finder.text)}</p>
        )}
      </div>
    </dialog>
  );
}
