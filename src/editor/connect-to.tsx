import { useId, useState, type KeyboardEvent, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { FigureIcon } from '#figure/icons.tsx';
import { Kbd } from '#ui/button.tsx';
import { Icon } from '#ui/icon.tsx';
import { drawing } from '#words/drawing.ts';
import { connectParts } from './actions.ts';
import { ports, toPage, viewportStore } from './ports.ts';
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
  const list = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const start = parts.get(from);
  if (start === undefined) return null;
  const query = text.trim().toLowerCase();
  const found = [...parts.values()].filter(
    ({ id, title }) =>
      id !== from && (title.toLowerCase().includes(query) || id.toLowerCase().includes(query)),
  );
  const chosen = Math.min(at, found.length - 1);

  const close = (): void => {
    sessionStore.setState({ asked: null });
    ports.canvas?.focus();
  };
  const take = (id: string | undefined): void => {
    if (id === undefined) return;
    connectParts(from, id);
    close();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === 'Enter') take(found[chosen]?.id);
    else if (event.key === 'Escape') close();
    else if (event.key === 'ArrowDown') setAt((chosen + 1) % Math.max(1, found.length));
    else if (event.key === 'ArrowUp') setAt((chosen + found.length - 1) % Math.max(1, found.length));
    else return;
    event.preventDefault();
  };
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
          role="combobox"
          aria-expanded="true"
          aria-controls={list}
          aria-activedescendant={found[chosen] === undefined ? undefined : `${list}-${found[chosen].id}`}
          aria-label={words.label(start.title)}
          placeholder={words.label(start.title)}
          value={text}
          autoComplete="off"
          spellCheck={false}
          onChange={({ currentTarget }) => {
            setText(currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          onBlur={() => sessionStore.setState({ asked: null })}
        />
        <Kbd>{drawing.quickAdd.escape}</Kbd>
      </div>
      {/* The pattern of a combobox: its field keeps the focus and has the keys, the list only shows. */}
      {/* oxlint-disable-next-line jsx-a11y/prefer-tag-over-role */}
      <div id={list} role="listbox" aria-label={words.label(start.title)} className={styles['list']}>
        {found.map(({ id, title, view, zoneTitle }, index) => (
          // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
          <div
            key={id}
            id={`${list}-${id}`}
            ref={(element) => {
              if (index === chosen) element?.scrollIntoView({ block: 'nearest' });
            }}
            tabIndex={-1}
            // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role
            role="option"
            aria-selected={index === chosen}
            onPointerDown={(event) => event.preventDefault()}
            onPointerMove={() => setAt(index)}
            onClick={() => take(id)}
          >
            <FigureIcon name={view.icon} size={26} />
            <p>
              <strong>{title}</strong>
            </p>
            <small>{links.has(`${from}>${id}`) ? words.linked : zoneTitle}</small>
          </div>
        ))}
        {found.length === 0 && <p className={styles['none']}>{drawing.quickAdd.nothing(text)}</p>}
      </div>
    </dialog>
  );
}
