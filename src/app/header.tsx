import { useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { documentStore } from '#editor/store.ts';
import { Button, IconButton, Kbd } from '#ui/button.tsx';
import { Icon, Mark } from '#ui/icon.tsx';
import { tipAttributes } from '#ui/tooltip.tsx';
import { words } from '#words/en.ts';
import { useDocumentState } from './document.ts';
import styles from './header.module.css';
import { Menu } from './parts.ts';
import { useNewVersion } from './new-version.ts';
import { ProblemsButton } from './problems.tsx';
import { useRunClient } from './run-context.ts';
import { openShare, present, shellStore, useShell } from './shell-store.ts';
import { ThemeSwitch } from './theme-switch.tsx';
import { Title } from './title.tsx';
import { useDocumentMenu } from './document-menu.ts';
import { useSaving } from './saving.ts';

const isMac = /mac/i.test(navigator.userAgent);
const shortcutText = (key: string): string => (isMac ? `⌘ ${key}` : `Ctrl ${key}`);

export function Header(): ReactElement {
  const client = useRunClient();
  const [open, setOpen] = useState(false);
  const entries = useDocumentMenu(open);
  return (
    <header className={styles['header']} data-magnified>
      <button
        type="button"
        className={styles['brand']}
        {...tipAttributes({ words: words.home.command, shortcut: 'G', side: 'bottom' })}
        onClick={() => shellStore.setState(({ home }) => ({ home: home === null ? 'top' : null }))}
      >
        <Mark size={24} />
        <span aria-hidden="true">{words.app.name}</span>
        <span className="visually-hidden">{words.home.brand}</span>
      </button>
      <span className={styles['rule']} />
      <Title />
      <Menu
        trigger={
          <button type="button" className={styles['more']} aria-label={words.app.documents}>
            <Icon name="chevronDown" size={16} />
          </button>
        }
        entries={entries}
        open={open}
        onOpenChange={setOpen}
      />
      <Saved />
      <span className={styles['rule']} />
      <History />
      <button
        type="button"
        className={styles['command']}
        onClick={() => shellStore.setState({ dialog: 'commands' })}
      >
        <Icon name="search" size={15} />
        <span>{words.commands.run}</span>
        <Kbd>{shortcutText('K')}</Kbd>
      </button>
      <span className={styles['gap']} />
      <NewVersion />
      <ProblemsButton />
      <Button look="quiet" icon="share" onClick={() => openShare(client)}>
        {words.app.share}
      </Button>
      <InspectorSwitch />
      <IconButton
        label={words.present.start}
        className={styles['wide']}
        icon="present"
        shortcut="Shift P"
        onClick={() => present(true)}
      />
      <ThemeSwitch />
    </header>
  );
}

function Saved(): ReactElement {
  const isSaved = useDocumentState(({ document, saved }) => document === saved);
  const failed = useSaving(({ trouble }) => trouble !== null);
  const isCopy = useSaving(({ takeOver }) => takeOver !== null);
  const said = failed ? words.app.unsaved : isSaved ? words.app.saved : words.app.saving;
  return (
    <output className={styles['saved']} title={isCopy ? words.files.elsewhere : undefined}>
      {isCopy && !failed ? words.app.copy(said) : said}
    </output>
  );
}

/** Offered, and taken when it suits: what is running goes on, and a reload loses nothing. */
function NewVersion(): ReactElement | null {
  if (!useNewVersion()) return null;
  return (
    <Button look="plain" onClick={() => location.reload()}>
      {words.app.newVersion}
    </Button>
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

function InspectorSwitch(): ReactElement {
  const open = useShell(({ inspector, home }) => inspector && home === null);
  return (
    <IconButton
      label={words.inspector.toggle}
      className={styles['wide']}
      shortcut="P"
      pressed={open}
      onClick={() => shellStore.setState({ inspector: !open, home: null })}
    >
      <svg
        width="18"
        height="18"
        viewBox="0 0 18 18"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.3"
        aria-hidden="true"
      >
        <rect x="2" y="3" width="14" height="12" rx="2" />
        <path d="M11 3v12M13 6.200h1.200M13 8.700h1.200" />
      </svg>
    </IconButton>
  );
}
