import { dialogLater, fetchParts, later, popupLater } from '#ui/later.tsx';

/**
 * What a running scenario can be watched without: the code of these parts is fetched when one of them is first opened,
 * or when the page has nothing else to do.
 */
export const ContextCard = later(async () => (await import('#editor/context-card.tsx')).ContextCard);
export const Configuration = later(
  async () => (await import('#editor/steps/configuration.tsx')).Configuration,
);

export const EventLog = later(async () => (await import('#panels/event-log.tsx')).EventLog);
export const MetricsPanel = later(async () => (await import('#panels/metrics-panel.tsx')).MetricsPanel);
export const SpaceTimePanel = later(
  async () => (await import('#panels/space-time-panel.tsx')).SpaceTimePanel,
);
export const StatePanel = later(async () => (await import('#panels/state-panel.tsx')).StatePanel);
export const DataPanel = later(async () => (await import('#panels/data-panel.tsx')).DataPanel);
export const ConsistencyPanel = later(
  async () => (await import('#panels/consistency/consistency-panel.tsx')).ConsistencyPanel,
);
export const DocumentText = later(async () => (await import('#editor/text/document-text.tsx')).DocumentText);
export const Causes = later(async () => (await import('#panels/causes.tsx')).Causes);

export const Embed = later(async () => (await import('./embed.tsx')).Embed);

export const Gallery = later(async () => (await import('./gallery/gallery.tsx')).Gallery);
export const Present = later(async () => (await import('./present.tsx')).Present);
export const Splitter = later(async () => (await import('./splitter.tsx')).Splitter);
export const LinkDialog = dialogLater(async () => (await import('./link-dialog.tsx')).LinkDialog);
export const Player = later(async () => (await import('./player/player.tsx')).Player);
export const ScrubberMarks = later(async () => (await import('./player/scrubber-marks.tsx')).ScrubberMarks);
export const CheckStop = later(async () => (await import('./player/check-stop.tsx')).CheckStop);
export const FaultEditor = later(async () => (await import('./transport/fault-editor.tsx')).FaultEditor);
export const HistoryDialog = dialogLater(async () => (await import('./history-dialog.tsx')).HistoryDialog);
export const ShareDialog = dialogLater(async () => (await import('./share.tsx')).ShareDialog);
export const CommandPalette = dialogLater(async () => (await import('./command-palette.tsx')).CommandPalette);
export const KeySheet = dialogLater(async () => (await import('./command-palette.tsx')).KeySheet);
export const Dialog = dialogLater(async () => (await import('#ui/dialog.tsx')).Dialog);

export const Menu = popupLater(async () => (await import('#ui/menu.tsx')).Menu, 'menu');
export const Popover = popupLater(async () => (await import('#ui/popover.tsx')).Popover, 'dialog');

/** The page has shown what it is for by now. */
const PATIENCE_MS = 3_000;

/** Fetches all of it, and what reads links and files, when nothing else is to be done: then the first press is answered at once, and without a network too. Then does what comes after. */
export function fetchPartsWhenIdle(then: () => Promise<void>): void {
  const fetchAll = async (): Promise<void> => {
    try {
      await fetchParts();
      await Promise.all([
        import('#editor/edit/paste.ts'),
        import('#scenario/link.ts'),
        import('#scenario/read.ts'),
        import('#scenario/write.ts'),
        import('browser-fs-access'),
      ]);
      await then();
    } catch {
      // Offline: each is asked for again when it is wanted.
    }
  };
  const whenIdle = globalThis.requestIdleCallback ?? setTimeout;
  setTimeout(() => whenIdle(() => void fetchAll()), PATIENCE_MS);
}
