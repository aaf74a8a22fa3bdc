import { useEffect, useState } from 'react';
import type { Sheet } from '#editor/edit/document.ts';
import { documentStore } from '#editor/store.ts';
import type { Plain } from '#lib/plain.ts';
import type { RunClient } from '#run/client.ts';
import { toast } from '#ui/toast.tsx';
import { words } from '#words/en.ts';
import { sheetTitle, useSheet } from './document.ts';
import { whyEndedEarly } from './ending.ts';
import { saveFile } from './files.ts';
import { firstScenario } from './library.ts';
import { hasLink, openAtFirst, openLink, type Opened } from './opening.ts';
import { useReport } from './report.tsx';
import { useRun } from './run-context.ts';
import { runsAlike } from './run-part.ts';
import { savingStore, useSaving } from './saving.ts';
import { visit } from './visit.ts';

/** Opens what is to be opened, simulates every change of it, and saves. Ready once there is something to be shown. */
export function useDocumentLife(client: RunClient): boolean {
  const report = useReport();
  const [ready, setReady] = useState(false);
  const title = sheetTitle(useSheet(), words.app.untitled);
  useEffect(() => {
    document.title = `${title} · ${words.app.name}`;
  }, [title]);

  useEffect(() => {
    let stopSaving = (): void => undefined;
    let isGone = false;
    if (!visit.edit) documentStore.freeze();
    const run = (): void => client.load(documentStore.getState().document as Plain);
    let fromLink: Sheet | null = null;
    const stopRunning = documentStore.subscribe((state, before) => {
      if (!runsAlike(state.document, before.document)) run();
      // Once it was changed, it is no longer what the address says: a reload brings back the changed one.
      if (fromLink !== null && state.document !== fromLink && hasLink(location.hash)) {
        history.replaceState(null, '', location.pathname + location.search);
      }
    });
    const said = (opened: Opened): void => {
      fromLink = opened.read && hasLink(location.hash) ? documentStore.getState().document : null;
      report(opened, 'link');
    };
    const followLink = async (): Promise<void> => {
      if (!hasLink(location.hash)) return;
      fromLink = null;
      said(await openLink(location.hash, client));
    };
    const onHash = (): void => void followLink();
    addEventListener('hashchange', onHash);
    run();
    const begin = async (): Promise<void> => {
      const opened = await openAtFirst(client, firstScenario);
      if (isGone) return;
      said(opened);
      setReady(true);
      // An embedded figure is a guest in the browser of its reader: it keeps nothing there.
      if (visit.embed) return;
      try {
        const { autosave } = await import('./autosave.ts');
        if (!isGone) stopSaving = autosave(documentStore, client);
      } catch {
        savingStore.setState({ trouble: 'denied' });
      }
    };
    void begin();
    return () => {
      isGone = true;
      removeEventListener('hashchange', onHash);
      stopRunning();
      stopSaving();
    };
  }, [client, report]);
  return ready;
}

/** Says when nothing can be kept in this browser, and offers what keeps it elsewhere. */
export function useSavingTrouble(): void {
  const trouble = useSaving((saving) => saving.trouble);
  useEffect(() => {
    if (trouble === null) return;
    toast(trouble === 'full' ? words.files.storageFull : words.files.storageDenied, {
      label: words.files.save,
      onSelect: () => void saveFile(),
    });
  }, [trouble]);
}

/** Says when a run could not be carried to its end. */
export function useTrouble(): void {
  const trouble = useRun((run) => run.trouble);
  const ending = useRun((run) => run.ending);
  useEffect(() => {
    if (trouble !== null) toast(words.transport[trouble]);
  }, [trouble]);
  useEffect(() => {
    const why = whyEndedEarly(ending, documentStore.getState().document);
    if (why !== null && trouble !== 'stuck') toast(why);
  }, [ending, trouble]);
}
