import { useEffect, useState, type ReactElement } from 'react';
import { useDocumentState } from '#app/document.ts';
import { backToMine } from '#app/opening.ts';
import { listRecent, openRecent } from '#app/recent.ts';
import { useReport } from '#app/report.tsx';
import { useRunClient } from '#app/run-context.ts';
import { Button } from '#ui/button.tsx';
import { words as page } from '#words/en.ts';
import { galleryWords as words } from '#words/gallery.ts';
import styles from './gallery.module.css';

const SHOWN_MAX = 8;

/** What a person has made themselves: the document that another was opened over, and recent ones. */
export function Own(): ReactElement | null {
  const client = useRunClient();
  const report = useReport();
  const hasMine = useDocumentState(({ mine }) => mine !== null);
  const [recent, setRecent] = useState<readonly { readonly id: string; readonly label: string }[]>([]);
  useEffect(() => {
    let isShown = true;
    const list = async (): Promise<void> => {
      const known = (await listRecent()).slice(0, SHOWN_MAX);
      const now = Date.now();
      if (!isShown) return;
      setRecent(known.map(({ id, title, atMs }) => ({ id, label: page.files.recent(title, atMs, now) })));
    };
    void list();
    return () => {
      isShown = false;
    };
  }, []);
  if (!hasMine && recent.length === 0) return null;
  return (
    <section aria-label={words.own}>
      <h3>{words.own}</h3>
      <div className={styles['own']}>
        {hasMine && (
          <Button icon="undo" onClick={backToMine}>
            {page.files.back}
          </Button>
        )}
        {recent.map(({ id, label }) => (
          <Button
            key={id}
            icon="file"
            onClick={() => void openRecent(id, client).then((opened) => report(opened, 'file'))}
          >
            {label}
          </Button>
        ))}
      </div>
    </section>
  );
}
