import { useEffect, useState, type ReactElement } from 'react';
import { ports } from '#editor/ports.ts';
import { SELECT, sessionStore } from '#editor/session.ts';
import { Button } from '#ui/button.tsx';
import { words } from '#words/en.ts';
import styles from './app.module.css';
import { openFile } from './files.ts';
import { openEmpty } from './opening.ts';
import { useReport } from './report.tsx';
import { useRunClient } from './run-context.ts';
import { leaveHome, shellStore, useShell } from './shell-store.ts';

/** The library is fetched after the figure has had this long to begin to move, ms. */
const SETTLE_MS = 600;

/**
 * Whether the page is the one with the library under the figure, and whether there is time for the library. Whoever
 * takes hold of something in the figure has come to work on it: the library makes way.
 */
export function useHome(ready: boolean): { readonly isHome: boolean; readonly isSettled: boolean } {
  const isHome = useShell(({ home }) => home !== null);
  const [isSettled, settle] = useState(false);
  useEffect(() => {
    if (!ready) return undefined;
    const timer = setTimeout(() => settle(true), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [ready]);
  useEffect(() => {
    if (!isHome) return undefined;
    ports.canvas?.fit();
    return sessionStore.subscribe(({ card, quickAdd, tool, renaming }) => {
      if (card !== null || quickAdd !== null || renaming !== null || tool !== SELECT) leaveHome();
    });
  }, [isHome]);
  return { isHome, isSettled };
}

/** Over the figure of a first visit: what this is, and other ways to begin. */
export function Lead(): ReactElement {
  const client = useRunClient();
  const report = useReport();
  return (
    <div className={styles['lead']}>
      <h2>{words.home.lead}</h2>
      <Button look="quiet" onClick={() => openEmpty(client)}>
        {words.files.newSheet}
      </Button>
      <Button
        look="quiet"
        onClick={() => void openFile(client).then((opened) => opened !== null && report(opened, 'file'))}
      >
        {words.files.open}
      </Button>
      <Button look="quiet" onClick={() => shellStore.setState({ dialog: 'link' })}>
        {words.files.openLink}
      </Button>
      <Button look="plain" onClick={leaveHome}>
        {words.home.work}
      </Button>
    </div>
  );
}
