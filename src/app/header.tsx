import { useState, type ReactElement, type ReactNode } from 'react';
import { useStore } from 'zustand';
import { documentStore } from '#editor/store.ts';
import { Button, IconButton } from '#ui/button.tsx';
import { Icon, Mark } from '#ui/icon.tsx';
import { Menu } from '#ui/menu.tsx';
import { words } from '#words/en.ts';
import { useDocumentState } from './document.ts';
import styles from './header.module.css';
import { ProblemsButton } from './problems.tsx';
import { ShareDialog } from './share.tsx';
import { ThemeSwitch } from './theme-switch.tsx';
import { Title } from './title.tsx';
import { useDocumentMenu } from './document-menu.ts';
import type { SaveState } from './autosave.ts';

const isMac = /mac/i.test(navigator.userAgent);
export const shortcutText = (key: string): string => (isMac ? `⌘ ${key}` : `Ctrl ${key}`);

export function Header({
  saveState,
  commands,
}: {
  saveState: SaveState;
  commands?: ReactNode;
}): ReactElement {
  const [sharing, setSharing] = useState(false);
  const entries = useDocumentMenu();
  return (
    <header className={styles['header']}>
      <span className={styles['brand']}>
        <Mark size={24} />
        <span>{words.app.name}</span>
      </span>
      <span className={styles['rule']} />
      <Title />
      <Menu
        trigger={
          <button type="button" className={styles['more']} aria-label={words.app.documents}>
            <Icon name="chevronDown" size={16} />
          </button>
        }
        entries={entries}
      />
      <Saved state={saveState} />
      <span className={styles['rule']} />
      <History />
      {commands}
      <span className={styles['gap']} />
      <ProblemsButton />
      <Button look="quiet" icon="share" onClick={() => setSharing(true)}>
        {words.app.share}
      </Button>
      <ThemeSwitch />
      <ShareDialog open={sharing} onOpenChange={setSharing} />
    </header>
  );
}

function Saved({ state }: { state: SaveState }): ReactElement {
  const isSaved = useDocumentState(({ document, saved }) => document === saved);
  const said = state === 'failed' ? words.app.unsaved : isSaved ? words.app.saved : words.app.saving;
  return (
    <span className={styles['saved']} role="status">
      {said}
    </span>
  );
}

function History(): ReactElement {
  // Titles are computed from both stores: either may have moved.
  useDocumentState(({ document }) => document);
  useStore(documentStore.history);
  const undo = documentStore.undoTitle();
  const redo = documentStore.redoTitle();
  return (
    <>
      <IconButton
        label={words.app.undo(undo)}
        icon="undo"
        shortcut={shortcutText('Z')}
        disabled={undo === null}
        onClick={() => documentStore.undo()}
      />
      <IconButton
        label={words.app.redo(redo)}
        icon="redo"
        shortcut={shortcutText(isMac ? '⇧ Z' : 'Y')}
        disabled={redo === null}
        onClick={() => documentStore.redo()}
      />
    </>
  );
}
