import type { ReactElement } from 'react';
import { Kbd } from '#ui/button.tsx';
import { drawing } from '#words/drawing.ts';
import { editorWords } from '#words/editor.ts';
import { ports } from './ports.ts';
import { STARTERS, type Starter } from './starters.ts';
import { documentStore } from './store.ts';
import { Thumbnail } from './picture.tsx';
import styles from './empty-sheet.module.css';

/** What an empty sheet says: how to place and connect, and three systems to begin with. */
export function EmptySheet(): ReactElement {
  const { empty } = drawing;
  const [before, between, after] = empty.lead;
  return (
    <div className={styles['empty']}>
      <div className={styles['words']}>
        <h2>{empty.title}</h2>
        <p>
          {before} <Kbd>/</Kbd> {between} <Kbd>L</Kbd>
          {after}
        </p>
      </div>
      <p className={styles['or']}>{empty.begin}</p>
      <ul className={styles['starters']}>
        {STARTERS.map((starter) => (
          <li key={starter.title}>
            <button type="button" onClick={() => begin(starter)}>
              <Thumbnail sheet={starter.document} preview />
              <strong>{starter.title}</strong>
              <span>{starter.sentence}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

function begin({ title, document }: Starter): void {
  documentStore.apply(editorWords.change.begin(title), () => document);
  requestAnimationFrame(() => ports.canvas?.fit());
}
