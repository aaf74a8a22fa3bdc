import { emptySheet, type Sheet } from '#editor/edit/document.ts';
import { documentStore } from '#editor/store.ts';
import type { RunClient } from '#run/client.ts';
import type { Problem } from '#run/protocol.ts';
import { parseDuration } from '#lib/duration.ts';
import type { Scenario } from '#library/scenario.ts';
import { toast } from '#ui/toast.tsx';
import { words } from '#words/en.ts';
import { decodeApart } from './decode-link.ts';
import { sheetTitle } from './document.ts';
import { loadLibrary } from './library.ts';
import { leaveHome, shellStore } from './shell-store.ts';
import { readShortLink, type ShortLink } from './short-link.ts';
import { recall, setSlot, type Recalled } from './slots.ts';
import { visit } from './visit.ts';

/** What came of opening something: problems to be shown, or nothing to say. */
export interface Opened {
  /** False: nothing could be read, and what was there stays. */
  readonly read: boolean;
  readonly problems: readonly Problem[];
}

/**
 * What the page begins with: the run in the link; else what was left here last; else the first scenario, running. In
 * any case a person's own document stays reachable.
 */
export async function openAtFirst(
  client: RunClient,
  firstScenario: () => Pick<Scenario, 'document' | 'opensAt'>,
): Promise<Opened> {
  const opened = await openFirstOf(client, firstScenario);
  if (visit.momentUs !== null) {
    client.pause();
    client.seek(visit.momentUs);
  }
  if (visit.play) client.play();
  else if (visit.embed) client.pause();
  return opened;
}

async function openFirstOf(
  client: RunClient,
  firstScenario: () => Pick<Scenario, 'document' | 'opensAt'>,
): Promise<Opened> {
  const recalled = visit.embed ? null : await recall();
  if (recalled === 'silent') toast(words.files.silent);
  const kept = recalled === 'silent' ? null : recalled;
  if (kept !== null) restore(kept, client);
  if (hasLink(location.hash)) {
    const opened = await openLink(location.hash, client);
    if (!opened.read && kept === null) openFirst(client, firstScenario);
    return opened;
  }
  if (kept === null) openFirst(client, firstScenario);
  return { read: true, problems: [] };
}

/** Opens a whole address or its fragment, at its moment, paused. A bare scenario of the library plays instead. */
export async function openLink(text: string, client: RunClient): Promise<Opened> {
  const short = readShortLink(text);
  if (short !== null) return openShort(short, client);
  const { payload, problems } = await decodeApart(client.spawn, text);
  if (payload === undefined) return { read: false, problems };
  openSheet(payload.document);
  client.pause();
  client.seek(payload.momentUs ?? 0);
  return { read: true, problems };
}

async function openShort({ id, counter, momentUs }: ShortLink, client: RunClient): Promise<Opened> {
  const scenario = (await loadLibrary()).find((one) => one.id === id);
  if (scenario === undefined) {
    return { read: false, problems: [{ path: 'link', ...words.files.noScenario(id) }] };
  }
  playScenario(counter ? scenario.counter.document : scenario.document, client, scenario.opensAt);
  if (momentUs !== null) {
    client.pause();
    client.seek(momentUs);
  }
  return { read: true, problems: [] };
}

/** Opens the text of a file, from its start. */
export async function openText(text: string, client: RunClient): Promise<Opened> {
  const { readText } = await import('#scenario/read.ts');
  const { document, problems } = readText(text);
  if (document === undefined) return { read: false, problems };
  openSheet(document);
  client.seek(0);
  return { read: true, problems };
}

/** Opens a document in place of this one; an edited one stays reachable. */
export function openSheet(sheet: Sheet, openedAs = sheet): void {
  const title = sheetTitle(sheet, words.app.untitled);
  const { mine, document, opened } = documentStore.getState();
  documentStore.open(sheet, words.files.openChange(title), openedAs);
  leaveHome();
  const keepsMine = document !== opened || mine !== null;
  if (keepsMine) {
    toast(words.files.openedOver(title), {
      label: words.files.back,
      onSelect: backToMine,
    });
  }
}

/** Brings back a person's own document that another one was opened over. */
export function backToMine(): void {
  documentStore.backToMine();
  leaveHome();
}

/** An empty sheet, at rest. */
export function openEmpty(client: RunClient): void {
  openSheet(emptySheet(words.app.untitled));
  client.pause();
  client.seek(0);
}

/** Runs a document from the library from its moment, playing. */
export function playScenario(sheet: Sheet, client: RunClient, opensAt = '0ms'): void {
  openSheet(sheet);
  client.seek(parseDuration(opensAt) ?? 0);
  client.play();
}

/** Whether a fragment wants to be opened. */
export const hasLink = (hash: string): boolean => /^#(?:.*&)?s=/.test(hash) || readShortLink(hash) !== null;

function openFirst(client: RunClient, firstScenario: () => Pick<Scenario, 'document' | 'opensAt'>): void {
  const { document, opensAt } = firstScenario();
  documentStore.open(document, '');
  documentStore.history.getState().clear();
  client.seek(parseDuration(opensAt ?? '0ms') ?? 0);
  client.play();
  if (!visit.embed) shellStore.setState({ home: 'top' });
}

function restore({ id, saved }: Recalled, client: RunClient): void {
  setSlot(saved.opened, id);
  if (saved.mineOpened !== null && saved.mineSlot !== null) setSlot(saved.mineOpened, saved.mineSlot);
  documentStore.restore(saved);
  client.setScale(saved.scale);
  client.seek(saved.momentUs);
}
