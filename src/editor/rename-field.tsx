import type { CSSProperties, ReactElement } from 'react';
import { editorWords } from '#words/editor.ts';
import { renameTo } from './actions.ts';
import { ports } from './ports.ts';
import { sessionStore } from './session.ts';
import styles from './canvas.module.css';

/** The name of a part or a zone while it is written: Enter keeps it, Escape leaves it as it was. */
export function RenameField({
  id,
  title,
  style,
}: {
  id: string;
  title: string;
  style: CSSProperties;
}): ReactElement {
  const done = (text: string | null): void => {
    if (sessionStore.getState().renaming !== id) return;
    if (text === null) sessionStore.setState({ renaming: null });
    else renameTo(id, text);
    ports.canvas?.focus();
  };
  return (
    <input
      className={`${styles['rename']} nodrag nopan`}
      style={style}
      aria-label={editorWords.change.rename(title)}
      defaultValue={title}
      maxLength={200}
      ref={(input) => {
        // React Flow keeps focus on what was clicked until the frame is over.
        if (input !== null) requestAnimationFrame(() => input.select());
      }}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') done(event.currentTarget.value);
        else if (event.key === 'Escape') done(null);
      }}
      onBlur={(event) => done(event.currentTarget.value)}
    />
  );
}
