import { emptySheet } from '#editor/edit/document.ts';
import { documentStore } from '#editor/store.ts';
import type { MenuEntry } from '#ui/menu.tsx';
import { words } from '#words/en.ts';
import { useDocumentState } from './document.ts';
import { openFile, saveFile } from './files.ts';
import { library } from './library.ts';
import { openSheet, playScenario } from './opening.ts';
import { useReport } from './report.tsx';
import { useRunClient } from './run-context.ts';

/** What stands behind the title: files, one's own document, and the library by groups. */
export function useDocumentMenu(): readonly MenuEntry[] {
  const client = useRunClient();
  const report = useReport();
  const mine = useDocumentState((state) => state.mine);
  const groups = [...new Set(library.map(({ group }) => group))];
  return [
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
    {
      id: 'open',
      label: words.files.open,
      icon: 'file',
      onSelect: () => void openFile(client).then((opened) => opened !== null && report(opened, 'file')),
    },
    { id: 'save', label: words.files.save, icon: 'file', onSelect: () => void saveFile() },
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
    ...groups.flatMap((group): MenuEntry[] => [
      'separator',
      ...library
        .filter((entry) => entry.group === group)
        .map(({ id, title, load }) => ({
          id,
          label: title,
          onSelect: () => void load().then((sheet) => playScenario(sheet, client)),
        })),
    ]),
  ];
}
