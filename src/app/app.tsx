import { useEffect, useMemo, useState, type DragEvent, type ReactElement } from 'react';
import { EditorCanvas } from '#editor/canvas.tsx';
import { Palette } from '#editor/parts.ts';
import type { Sheet } from '#editor/edit/document.ts';
import { documentStore } from '#editor/store.ts';
import type { Plain } from '#lib/plain.ts';
import type { RunClient } from '#run/client.ts';
import { ToastProvider, toast } from '#ui/toast.tsx';
import { TooltipProvider } from '#ui/tooltip.tsx';
import { words } from '#words/en.ts';
import styles from './app.module.css';
import { Card } from './card.tsx';
import { Checks } from './checks.tsx';
import { Coach } from './coach.tsx';
import { shellCommands } from './commands.ts';
import { Dock } from './dock.tsx';
import { sheetTitle, useSheet } from './document.ts';
import { FigureFoot } from './figure-foot.tsx';
import { whyEndedEarly } from './ending.ts';
import { isHistory, readFile, saveFile } from './files.ts';
import { Header } from './header.tsx';
import { firstScenario } from './library.ts';
import { hasLink, openAtFirst, openLink, type Opened } from './opening.ts';
import { usePanels } from './panels.tsx';
import { CommandPalette, HistoryDialog, KeySheet, LibraryDialog, ShareDialog } from './parts.ts';
import { bindShellKeys, usePlayKey } from './keys.ts';
import { ReportProvider, useReport } from './report.tsx';
import { RunContext, useRun } from './run-context.ts';
import { runsAlike } from './run-part.ts';
import { savingStore, useSaving } from './saving.ts';
import { closeDialog, openHistory, shellStore, useShell } from './shell-store.ts';
import { Side } from './side.tsx';
import { Transport } from './transport/transport.tsx';
import { Zoom } from './zoom.tsx';

/** The page: a figure with its caption, and everything that opens around it. */
export function App({ client }: { client: RunClient }): ReactElement {
  return (
    <RunContext value={client}>
      <TooltipProvider>
        <ToastProvider closeLabel={words.app.dismiss}>
          <ReportProvider>
            <Shell client={client} />
          </ReportProvider>
        </ToastProvider>
      </TooltipProvider>
    </RunContext>
  );
}

function Shell({ client }: { client: RunClient }): ReactElement {
  const ready = useDocumentLife(client);
  const commands = useMemo(() => shellCommands(client), [client]);
  useEffect(() => bindShellKeys(commands), [commands]);
  usePlayKey(client);
  useTrouble();
  useSavingTrouble();
  const panel = useShell((shell) => shell.panel);
  const dialog = useShell((shell) => shell.dialog);
  const { panels, why } = usePanels();
  const drop = useFileDrop(client);
  return (
    <div
      className={`${styles['app']} ${drop.over ? styles['dropping'] : ''}`}
      data-drop={words.files.dropHere}
      data-ready={ready || undefined}
      {...drop.handlers}
    >
      <a className={styles['skip']} href="#transport">
        {words.app.skipToTransport}
      </a>
      <Header />
      <nav className={styles['rail']} aria-label={words.app.parts}>
        <Palette />
      </nav>
      <main className={styles['main']}>
        <figure className={styles['figure']}>
          <div className={styles['sheet']}>
            <EditorCanvas client={client} />
            <Coach />
          </div>
          <FigureFoot zoom={<Zoom />} />
        </figure>
      </main>
      <Checks
        onWhy={(verdict) => {
          why(verdict);
          shellStore.setState({ panel: 'why' });
        }}
      />
      <Dock panels={panels} open={panel} onOpen={(id) => shellStore.setState({ panel: id })} />
      <Side />
      <Transport />
      <Card />
      <LibraryDialog open={dialog === 'library'} />
      <HistoryDialog open={dialog === 'history'} />
      <ShareDialog open={dialog === 'share'} onOpenChange={closeDialog} />
      <CommandPalette open={dialog === 'commands'} commands={commands} />
      <KeySheet open={dialog === 'keys'} commands={commands} />
    </div>
  );
}

/** Opens what is to be opened, simulates every change of it, and saves. Ready once there is something to be shown. */
function useDocumentLife(client: RunClient): boolean {
  const report = useReport();
  const [ready, setReady] = useState(false);
  const title = sheetTitle(useSheet(), words.app.untitled);
  useEffect(() => {
    document.title = `${title} · ${words.app.name}`;
  }, [title]);

  useEffect(() => {
    let stopSaving = (): void => undefined;
    let isGone = false;
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
function useSavingTrouble(): void {
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
function useTrouble(): void {
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

/** A file dragged onto the page is opened, wherever it is let go. */
function useFileDrop(client: RunClient) {
  const report = useReport();
  const [over, setOver] = useState(false);
  const carriesFile = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files');
  return {
    over,
    handlers: {
      onDragOver: (event: DragEvent) => {
        if (!carriesFile(event)) return;
        event.preventDefault();
        setOver(true);
      },
      onDragLeave: (event: DragEvent) => {
        if (event.relatedTarget === null) setOver(false);
      },
      onDrop: (event: DragEvent) => {
        if (!carriesFile(event)) return;
        event.preventDefault();
        setOver(false);
        const file = event.dataTransfer.files[0];
        if (file !== undefined && isHistory(file)) openHistory(file);
        else if (file !== undefined) void readFile(file, client).then((opened) => report(opened, 'file'));
      },
    },
  };
}
