import { get, set } from 'idb-keyval';
import type { Sheet } from '#editor/edit/document.ts';
import type { DocumentStore } from '#editor/store.ts';
import type { RunClient } from '#run/client.ts';

/** What is on disk of this tab: enough to stand before the same picture again. */
export interface Saved {
  readonly document: Sheet;
  /** As it was opened; the same as `document` when nobody has edited it. */
  readonly opened: Sheet;
  /** A person's own document that another one was opened over. */
  readonly mine: Sheet | null;
  readonly momentUs: number;
  readonly scale: number;
}

export type SaveState = 'ok' | 'failed';

const KEY = 'halfopen.document.1';
/** What a page that goes away could not wait to see written; gone once the database has caught up. */
const PARTING_KEY = 'halfopen.parting.1';
/** A drag is many changes; it is written once it rests for so long. */
const REST_MS = 250;
const RECALL_MS = 1_500;
/** While time runs, the moment is written this often. */
const PLAYING_MS = 1_000;

/**
 * What was saved last, null when there is nothing or it cannot be read. The page does not wait for a disk that is silent;
 * what may be on it must then not be written over.
 */
export async function recallSaved(): Promise<Saved | null | 'silent'> {
  const parting = recallParting();
  if (parting !== null) return parting;
  try {
    const saved: unknown = await Promise.race([get(KEY), silence()]);
    if (saved === 'silent') return saved;
    return isSaved(saved) ? saved : null;
  } catch {
    return null;
  }
}

function recallParting(): Saved | null {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(PARTING_KEY) ?? 'null');
    return isSaved(saved) ? saved : null;
  } catch {
    return null;
  }
}

const silence = (): Promise<'silent'> =>
  new Promise((resolve) => {
    setTimeout(() => resolve('silent'), RECALL_MS);
  });

/** Writes every change of the document, and the moment whenever time comes to rest. Returns the way to stop. */
export function autosave(
  documents: DocumentStore,
  client: RunClient,
  onState: (state: SaveState) => void,
): () => void {
  let due: ReturnType<typeof setTimeout> | undefined;
  const now = (): Saved => {
    const { document, opened, mine } = documents.getState();
    return { document, opened, mine, momentUs: client.time, scale: client.getState().scale };
  };
  const write = async (): Promise<void> => {
    clearTimeout(due);
    const saved = now();
    const { document } = saved;
    try {
      await set(KEY, saved);
      forgetParting();
      if (documents.getState().saved !== document) documents.markSaved(document);
      onState('ok');
    } catch {
      onState('failed');
    }
  };
  const soon = (): void => {
    clearTimeout(due);
    due = setTimeout(() => void write(), REST_MS);
  };
  let seen = documents.getState().document;
  const stops = [
    documents.subscribe(({ document }) => {
      if (document === seen) return;
      seen = document;
      soon();
    }),
    client.subscribe(() => {
      if (!client.getState().playing) soon();
    }),
    client.subscribeFrame(() => {
      if (!client.getState().playing) soon();
    }),
  ];
  const playing = setInterval(() => {
    if (client.getState().playing) void write();
  }, PLAYING_MS);
  // A database may be too slow for a page that goes away: what it is told then is also kept where writing is at once.
  const leave = (event: Event): void => {
    if (event.type !== 'pagehide' && document.visibilityState !== 'hidden') return;
    try {
      localStorage.setItem(PARTING_KEY, JSON.stringify(now()));
    } catch {
      // Too large for it, or not allowed: the database has all but the last moment.
    }
    void write();
  };
  document.addEventListener('visibilitychange', leave);
  addEventListener('pagehide', leave);
  soon();
  return () => {
    clearTimeout(due);
    clearInterval(playing);
    document.removeEventListener('visibilitychange', leave);
    removeEventListener('pagehide', leave);
    for (const stop of stops) stop();
  };
}

function forgetParting(): void {
  try {
    localStorage.removeItem(PARTING_KEY);
  } catch {
    // Where it may not be written, there is none.
  }
}

function isSaved(value: unknown): value is Saved {
  if (typeof value !== 'object' || value === null) return false;
  const { document, opened, momentUs, scale } = value as Partial<Record<keyof Saved, unknown>>;
  return isSheet(document) && isSheet(opened) && typeof momentUs === 'number' && typeof scale === 'number';
}

const isSheet = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && (value as { halfopen?: unknown }).halfopen === 1;
