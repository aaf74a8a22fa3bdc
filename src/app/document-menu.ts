import { useEffect, useState } from 'react';
import type { MenuEntry } from '#ui/menu.tsx';
import { words } from '#words/en.ts';
import { useDocumentState } from './document.ts';
import { openFile, saveFile } from './files.ts';
import { backToMine, openEmpty } from './opening.ts';
import { listRecent, openRecent, type Recent } from './recent.ts';
import { useReport } from './report.tsx';
import { useRunClient } from './run-context.ts';
import { useSaving } from './saving.ts';
import { openHistory, shellStore } from './shell-store.ts';

/** So many of the recent documents are offered here. */
const RECENT = 4;
const NONE = { all: [], nowMs: 0 };

/** What stands behind the title: the library, files, one's own document when another was opened over it, and recent ones. */
export function useDocumentMenu(open: boolean): readonly MenuEntry[] {
  const client = useRunClient();
  const report = useReport();
  const mine = useDocumentState((state) => state.mine);
  const takeOver = useSaving((saving) => saving.takeOver);
  const [recent, setRecent] = useState<{ readonly all: readonly Recent[]; readonly nowMs: number }>(NONE);
  useEffect(() => {
    if (open) void listRecent().then((all) => setRecent({ all, nowMs: Date.now() }));
  }, [open]);
  return [
    {
      id: 'library',
      label: words.files.library,
      icon: 'eye',
      onSelect: () => shellStore.setState({ home: 'library' }),
    },
    {
      id: 'new',
      label: words.files.newSheet,
      icon: 'plus',
      onSelect: () => openEmpty(client),
    },
    ...(mine === null
      ? []
      : [
          {
            id: 'mine',
            label: words.files.back,
            icon: 'undo' as const,
            onSelect: backToMine,
          },
        ]),
    ...(takeOver === null
      ? []
      : [{ id: 'takeOver', label: words.files.takeOver, icon: 'file' as const, onSelect: takeOver }]),
    'separator',
    {
      id: 'open',
      label: words.files.open,
      icon: 'file',
      onSelect: () => void openFile(client).then((opened) => opened !== null && report(opened, 'file')),
    },
    {
      id: 'link',
      label: words.files.openLink,
      icon: 'share',
      onSelect: () => shellStore.setState({ dialog: 'link' }),
    },
    {
      id: 'save',
      label: words.files.save,
      icon: 'file',
      shortcut: 'Ctrl S',
      onSelect: () => void saveFile(),
    },
    ...(recent.all.length === 0 ? [] : (['separator'] as const)),
    ...recent.all.slice(0, RECENT).map(({ id, title, atMs }) => ({
      id,
      label: words.files.recent(title, atMs, recent.nowMs),
      icon: 'file' as const,
      onSelect: () => void openRecent(id, client).then((opened) => report(opened, 'file')),
    })),
    'separator',
    { id: 'history', label: words.files.checkHistory, icon: 'check', onSelect: () => openHistory(null) },
  ];
}
