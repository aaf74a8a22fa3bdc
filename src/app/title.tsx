import { useState, type KeyboardEvent, type ReactElement } from 'react';
import { documentStore } from '#editor/store.ts';
import { words } from '#words/en.ts';
import { sheetTitle, useSheet } from './document.ts';
import styles from './header.module.css';

/** The document's title, written in place: a field that looks like a heading until it is used. */
export function Title(): ReactElement {
  const sheet = useSheet();
  const title = sheetTitle(sheet, words.app.untitled);
  const [draft, setDraft] = useState<string | null>(null);
  const finish = (): void => {
    const written = draft?.trim();
    if (written !== undefined && written !== '' && written !== title) {
      documentStore.apply(words.app.rename, (document) => ({ ...document, title: written.slice(0, 120) }));
    }
    setDraft(null);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter') event.currentTarget.blur();
    if (event.key === 'Escape') {
      setDraft(null);
      // The draft is gone only after this event, so what blur finishes must be the title itself.
      event.currentTarget.value = title;
      event.currentTarget.blur();
    }
  };
  const shown = draft ?? title;
  return (
    <h1 className={styles['title']}>
      <span className={styles['ghost']} aria-hidden="true">
        {shown}
      </span>
      <input
        className={styles['field']}
        aria-label={words.app.rename}
        value={shown}
        size={1}
        maxLength={120}
        spellCheck={false}
        onChange={({ currentTarget }) => setDraft(currentTarget.value)}
        onBlur={finish}
        onKeyDown={onKeyDown}
      />
    </h1>
  );
}
