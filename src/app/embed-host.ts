import { documentStore } from '#editor/store.ts';
import type { RunClient, RunState } from '#run/client.ts';
import { parseDuration } from '#lib/duration.ts';
import { words } from '#words/en.ts';
import { sheetTitle } from './document.ts';
import { openLink, openText, type Opened } from './opening.ts';
import { visit } from './visit.ts';

/** What an embedded figure and its host page say to each other; described for its readers in docs/embed.md. */
export type FromHost =
  | { readonly halfopen: 'load'; readonly link: string }
  | { readonly halfopen: 'load'; readonly document: unknown }
  | { readonly halfopen: 'play' }
  | { readonly halfopen: 'pause' }
  | { readonly halfopen: 'seek'; readonly momentUs: number };

/** Moments and lengths in seconds of virtual time. */
type ToHost =
  | { readonly halfopen: 'ready'; readonly title: string; readonly t: number; readonly length: number }
  | { readonly halfopen: 'time'; readonly t: number; readonly playing: boolean }
  | { readonly halfopen: 'ended'; readonly t: number }
  | { readonly halfopen: 'broke'; readonly check: string; readonly reason: string; readonly t: number }
  | { readonly halfopen: 'refused'; readonly problems: readonly string[] };

/** While it plays, the host page hears of the moment so often, ms. */
const TIME_MS = 250;
/** A scenario has at most a million characters. */
const TEXT_MAX = 1_000_000;
const PROBLEMS_MAX = 20;

/**
 * Reads a message of a host page; null for what is none of ours or not as it should be. A moment is a number of seconds
 * or a duration such as "4.2s".
 */
export function readFromHost(data: unknown): FromHost | null {
  if (typeof data !== 'object' || data === null) return null;
  const { halfopen, link, document, t } = data as Readonly<Record<string, unknown>>;
  switch (halfopen) {
    case 'play':
    case 'pause':
      return { halfopen };
    case 'seek': {
      const momentUs =
        typeof t === 'number' ? Math.round(t * 1e6) : typeof t === 'string' ? parseDuration(t) : null;
      return momentUs !== null && momentUs >= 0 && Number.isSafeInteger(momentUs)
        ? { halfopen, momentUs }
        : null;
    }
    case 'load':
      if (typeof link === 'string' && link.length <= TEXT_MAX) return { halfopen, link };
      return link === undefined && document !== undefined ? { halfopen, document } : null;
    default:
      return null;
  }
}

/**
 * Listens to the page around this one and tells it what happens. Whoever embeds the figure may run it: a message can do
 * no more than a link can, and what is told is what can be seen. With `?host=` only that origin is listened to and told.
 */
export function talkToHost(client: RunClient): () => void {
  const host = window.parent;
  if (host === window) return () => undefined;
  const tell = (message: ToHost): void => host.postMessage(message, visit.host ?? '*');
  const ready = (): void => {
    const { endUs } = client.getState();
    const title = sheetTitle(documentStore.getState().document, words.app.untitled);
    tell({ halfopen: 'ready', title, t: client.time / 1e6, length: endUs / 1e6 });
  };
  const onMessage = ({ data, source, origin }: MessageEvent<unknown>): void => {
    if (source !== host || (visit.host !== null && origin !== visit.host)) return;
    const message = readFromHost(data);
    if (message !== null) void answer(message);
  };
  const answer = async (message: FromHost): Promise<void> => {
    const problems = await obey(message, client);
    if (problems !== null) tell({ halfopen: 'refused', problems });
  };
  addEventListener('message', onMessage);
  const stops = [watchRuns(client, ready), watchTime(client, tell)];
  return () => {
    removeEventListener('message', onMessage);
    for (const stop of stops) stop();
  };
}

async function obey(message: FromHost, client: RunClient): Promise<readonly string[] | null> {
  switch (message.halfopen) {
    case 'play':
      client.play();
      return null;
    case 'pause':
      client.pause();
      return null;
    case 'seek':
      client.pause();
      client.seek(message.momentUs);
      return null;
    case 'load': {
      const { read, problems } =
        'link' in message
          ? await openLink(message.link, client)
          : await openDocument(message.document, client);
      client.pause();
      return read
        ? null
        : problems
            .slice(0, PROBLEMS_MAX)
            .map(({ path, expected, got }) => `${path}: expected ${expected}, got ${got}`);
    }
  }
}

function openDocument(document: unknown, client: RunClient): Promise<Opened> | Opened {
  let text = '';
  try {
    text = typeof document === 'string' ? document : JSON.stringify(document);
  } catch {
    // A ring of objects is no document, and neither is no text.
  }
  return text.length > TEXT_MAX ? { read: false, problems: [] } : openText(text, client);
}

/** Calls `ready` whenever another run has been worked out to its end. */
function watchRuns(client: RunClient, ready: () => void): () => void {
  let digest = '';
  const look = (): void => {
    const now = client.getState().digest;
    if (now !== '' && now !== digest) ready();
    digest = now;
  };
  look();
  return client.subscribe(look);
}

/** Tells the moment, the end, and each check that breaks while time passes over it. */
function watchTime(client: RunClient, tell: (message: ToHost) => void): () => void {
  let toldAt = -Infinity;
  // What breaks at the very moment from which it plays on is told too.
  let before = client.time - 1;
  const tellTime = (): void => {
    toldAt = performance.now();
    tell({ halfopen: 'time', t: client.time / 1e6, playing: client.getState().playing });
  };
  let wasPlaying = client.getState().playing;
  const stops = [
    client.subscribeFrame((time) => {
      const { playing, verdicts } = client.getState();
      if (playing)
        for (const broken of brokenBetween(verdicts, before, time)) tell({ halfopen: 'broke', ...broken });
      before = playing ? time : time - 1;
      if (!playing || performance.now() - toldAt >= TIME_MS) tellTime();
    }),
    client.subscribe(() => {
      const { playing, ending, endUs } = client.getState();
      if (playing === wasPlaying) return;
      wasPlaying = playing;
      tellTime();
      if (!playing && ending !== null && client.time >= endUs) tell({ halfopen: 'ended', t: endUs / 1e6 });
    }),
  ];
  return () => stops.forEach((stop) => stop());
}

/** The checks that break after `from` and not after `to`, in their order. */
export function brokenBetween(
  verdicts: RunState['verdicts'],
  from: number,
  to: number,
): { readonly check: string; readonly reason: string; readonly t: number }[] {
  return verdicts
    .flatMap(({ title, changes }) =>
      changes
        .filter(({ at, verdict }) => verdict === 'breaks' && at > from && at <= to)
        .map(({ at, reason }) => ({ check: title, reason, t: at / 1e6 })),
    )
    .sort((a, b) => a.t - b.t);
}
