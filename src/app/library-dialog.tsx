import { useEffect, useState, type ReactElement } from 'react';
import type { Sheet } from '#editor/edit/document.ts';
import type { Scenario } from '#library/scenario.ts';
import { Dialog } from '#ui/dialog.tsx';
import { Icon } from '#ui/icon.tsx';
import { TextField } from '#ui/text-field.tsx';
import { words } from '#words/en.ts';
import { foundScenarios, loadLibrary } from './library.ts';
import styles from './library-dialog.module.css';
import { playScenario } from './opening.ts';
import { useRunClient } from './run-context.ts';
import { closeDialog } from './shell-store.ts';

/** The scenarios by groups; each runs when it is chosen, and so does the drawing that breaks its claim. */
export function LibraryDialog({ open }: { open: boolean }): ReactElement {
  return (
    <Dialog
      open={open}
      onOpenChange={closeDialog}
      title={words.library.title}
      description={words.library.explain}
      width={920}
      closeLabel={words.app.close}
    >
      <Library />
    </Dialog>
  );
}

function Library(): ReactElement {
  const client = useRunClient();
  const [scenarios, setScenarios] = useState<readonly Scenario[]>([]);
  const [text, setText] = useState('');
  useEffect(() => {
    let current = true;
    const load = async (): Promise<void> => {
      const loaded = await loadLibrary();
      if (current) setScenarios(loaded);
    };
    void load();
    return () => {
      current = false;
    };
  }, []);
  const hits = foundScenarios(scenarios, text);
  const groups = [...new Set(hits.map(({ group }) => group))];
  const run = (document: unknown, opensAt?: string): void => {
    closeDialog();
    playScenario(document as Sheet, client, opensAt);
  };
  return (
    <>
      <TextField
        label={words.library.find(scenarios.length)}
        placeholder={words.library.find(scenarios.length)}
        value={text}
        onChange={setText}
        leading={<Icon name="search" size={14} />}
      />
      <div className={styles['groups']}>
        {groups.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <ul>
              {hits
                .filter((scenario) => scenario.group === group)
                .map(({ id, document, opensAt, patterns, counter }) => (
                  <li key={id}>
                    <button type="button" onClick={() => run(document, opensAt)}>
                      <b>{document.title}</b>
                      <span>{document.summary}</span>
                      <em>{patterns.join(' · ')}</em>
                    </button>
                    <button type="button" className={styles['counter']} onClick={() => run(counter.document)}>
                      <Icon name="play" size={12} />
                      {words.library.counter(counter.sentence)}
                    </button>
                  </li>
                ))}
            </ul>
          </section>
        ))}
      </div>
      {hits.length === 0 && scenarios.length > 0 && (
        <p className={styles['nothing']}>{words.library.nothing}</p>
      )}
    </>
  );
}
