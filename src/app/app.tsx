import { useState, type DragEvent, type ReactElement } from 'react';
import { EditorCanvas } from '#editor/canvas.tsx';
import { Palette } from '#editor/parts.ts';
import type { RunClient } from '#run/client.ts';
import { ToastProvider } from '#ui/toast.tsx';
import { TooltipProvider } from '#ui/tooltip.tsx';
import { words } from '#words/en.ts';
import styles from './app.module.css';
import { Card } from './card.tsx';
import { Checks } from './checks.tsx';
import { Coach } from './coach.tsx';
import { Dock } from './dock.tsx';
import { useDocumentLife, useSavingTrouble, useTrouble } from './document-life.ts';
import { FigureFoot } from './figure-foot.tsx';
import { isHistory, readFile } from './files.ts';
import { Header } from './header.tsx';
import { Lead, useHome } from './home.tsx';
import { usePanels } from './panels.tsx';
import {
  CommandPalette,
  Embed,
  Gallery,
  HistoryDialog,
  KeySheet,
  LinkDialog,
  Player,
  Present,
  ShareDialog,
} from './parts.ts';
import { usePlayKey } from './play-key.ts';
import { ReportProvider, useReport } from './report.tsx';
import { RunContext } from './run-context.ts';
import { closeDialog, openHistory, openPanel, useShell } from './shell-store.ts';
import { Side } from './side.tsx';
import { useProjected } from './theme-switch.tsx';
import { Transport } from './transport/transport.tsx';
import { useCommands } from './use-commands.ts';
import { visit } from './visit.ts';
import { Zoom } from './zoom.tsx';

/** The page: a figure with its caption, and everything that opens around it. */
export function App({ client }: { client: RunClient }): ReactElement {
  return (
    <RunContext value={client}>
      <TooltipProvider>
        <ToastProvider closeLabel={words.app.dismiss}>
          <ReportProvider>
            {visit.embed ? <Embed client={client} /> : <Shell client={client} />}
          </ReportProvider>
        </ToastProvider>
      </TooltipProvider>
    </RunContext>
  );
}

function Shell({ client }: { client: RunClient }): ReactElement {
  const ready = useDocumentLife(client);
  const commands = useCommands(client);
  usePlayKey(client);
  useTrouble();
  useSavingTrouble();
  const panel = useShell((shell) => shell.panel);
  const dialog = useShell((shell) => shell.dialog);
  const { panels, why } = usePanels();
  const drop = useFileDrop(client);
  const { isHome, isSettled } = useHome(ready);
  const presenting = useShell((shell) => shell.presenting);
  useProjected();
  return (
    <div
      className={`${styles['app']} ${drop.over ? styles['dropping'] : ''}`}
      data-drop={words.files.dropHere}
      data-ready={ready || undefined}
      data-home={isHome || undefined}
      data-presenting={presenting || undefined}
      {...drop.handlers}
    >
      <a className={styles['skip']} href="#transport">
        {words.app.skipToTransport}
      </a>
      <Header />
      {isHome && <Lead />}
      <nav className={styles['rail']} aria-label={words.app.parts}>
        {visit.edit && <Palette />}
      </nav>
      <main className={styles['main']}>
        <figure className={styles['figure']}>
          <div className={styles['sheet']}>
            <EditorCanvas client={client} inPage={isHome} />
            {visit.edit && <Coach />}
            <Player />
          </div>
          <FigureFoot zoom={<Zoom />} />
        </figure>
      </main>
      <Checks
        onWhy={(verdict) => {
          why(verdict);
          openPanel('why');
        }}
      />
      <Dock panels={panels} open={panel} onOpen={openPanel} />
      <Side />
      <Transport />
      {isHome && <div className={styles['gallery']}>{isSettled && <Gallery />}</div>}
      {presenting && <Present />}
      {visit.edit && <Card />}
      <LinkDialog open={dialog === 'link'} />
      <HistoryDialog open={dialog === 'history'} />
      <ShareDialog open={dialog === 'share'} onOpenChange={closeDialog} />
      <CommandPalette open={dialog === 'commands'} commands={commands} />
      <KeySheet open={dialog === 'keys'} commands={commands} />
    </div>
  );
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
