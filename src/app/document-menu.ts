import { emptySheet } from '#editor/edit/document.ts';
import { documentStore } from '#editor/store.ts';
import type { MenuEntry } from '#ui/menu.tsx';
import { words } from '#words/en.ts';
import { useDocumentState } from './document.ts';
import { openFile, saveFile } from './files.ts';
import { openSheet } from './opening.ts';
import { useReport } from './report.tsx';
import { useRunClient } from './run-context.ts';
import { openHistory, shellStore } from './shell-store.ts';

/** What stands behind the title: the library, files, and one's own document when another was opened over it. */
export function useDocumentMenu(): readonly MenuEntry[] {
  const client = useRunClient();
  const report = useReport();
  const mine = useDocumentState((state) => state.mine);
  return [
    {
      id: 'library',
      label: words.files.library,
      icon: 'eye',
      onSelect: () => shellStore.setState({ dialog: 'library' }),
    },
    {
      id: 'new',
      label: words.files.newSheet,
      icon: 'plus',
      onSelect: () => {
        openSheet(emptySheet(words.app.untitled));
        client.pause();
        client.seek(0);
      },
    },
    ...(mine === null
      ? []
      : [
          {
            id: 'mine',
            label: words.files.back,
            icon: 'undo' as const,
            onSelect: () => documentStore.backToMine(),
          },
        ]),
    'separator',
    {
      id: 'open',
      label: words.files.open,
      icon: 'file',
      onSelect: () => void openFile(client).then((opened) => opened !== null && report(opened, 'file')),
    },
    {
      id: 'save',
      label: words.files.save,
      icon: 'file',
      shortcut: 'Ctrl S',
      onSelect: () => void saveFile(),
    },
    'separator',
    { id: 'history', label: words.files.checkHistory, icon: 'check', onSelect: () => openHistory(null) },
  ];
}
