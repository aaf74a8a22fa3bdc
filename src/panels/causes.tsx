import type { ReactElement } from 'react';
import { Button, IconButton } from '#ui/button.tsx';
import { words } from '#words/en.ts';
import { panelWords } from '#words/panels.ts';
import styles from './causes.module.css';
import { chainOf } from './chain.ts';
import { sentenceOf } from './narrate.ts';
import type { Names } from './names.ts';
import { RichText } from './rich-text.tsx';
import type { Source } from './source.ts';
import { TimeOf } from './time-of.tsx';

/** An event, what it carries, and how it came to it: one sentence for each cause, numbered in the order they happened. */
export function Causes({
  source,
  names,
  event,
  title,
  onGo,
  onFollow,
  onClose,
}: {
  source: Source;
  names: Names;
  event: number;
  title?: string;
  onGo: (event: number) => void;
  onFollow: (event: number) => void;
  onClose: () => void;
}): ReactElement {
  const { view } = source;
  const chain = chainOf(view, event);
  const data = view.store.dataOf(event);
  return (
    <aside
      className={styles['causes']}
      data-wide={title === undefined ? undefined : true}
      aria-label={panelWords.log.causes}
    >
      <header>
        <h2>{title ?? panelWords.log.causes}</h2>
        <Button size="small" look="quiet" onClick={() => onFollow(event)}>
          {panelWords.log.follow}
        </Button>
        <IconButton label={words.app.close} icon="close" size="small" onClick={onClose} />
      </header>
      <ol>
        {chain.map((cause, index) => (
          <li key={cause}>
            <button
              type="button"
              onClick={() => onGo(cause)}
              aria-current={cause === event ? 'step' : undefined}
            >
              <b>{chain.length - index}</b>
              <TimeOf us={view.store.time[cause] ?? 0} />
              <span>
                <RichText text={sentenceOf(view, names, cause)} />
              </span>
            </button>
          </li>
        ))}
      </ol>
      {data !== undefined && (
        <details>
          <summary>{panelWords.log.carries}</summary>
          <pre>{JSON.stringify(data, null, 2)}</pre>
        </details>
      )}
    </aside>
  );
}
