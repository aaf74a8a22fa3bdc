import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { RunClient } from '#run/client.ts';
import type { PanelId } from './dock.tsx';

/** What of the shell is open. Of this tab: never saved, not undone. */
export interface ShellState {
  readonly panel: PanelId | null;
  readonly inspector: boolean;
  /** The page with the library below the figure: from its top, or for whoever came for the library. */
  readonly home: 'top' | 'library' | null;
  /** Figure, caption and transport alone, for a room. */
  readonly presenting: boolean;
  readonly blank: boolean;
  readonly dialog: 'link' | 'share' | 'history' | 'commands' | 'keys' | null;
  /** The file of histories that was dropped. */
  readonly history: File | null;
}

export const shellStore = createStore<ShellState>()(() => ({
  panel: null,
  inspector: false,
  home: null,
  presenting: false,
  blank: false,
  dialog: null,
  history: null,
}));

export const useShell = <T>(select: (state: ShellState) => T): T => useStore(shellStore, select);

export const leaveHome = (): void => shellStore.setState({ home: null });

export const present = (presenting: boolean): void =>
  shellStore.setState({ presenting, blank: false, home: null, dialog: null });

/** Panels lie beside the figure alone: whoever asks for one leaves the library. */
export const openPanel = (panel: PanelId | null): void => shellStore.setState({ panel, home: null });

export const closeDialog = (): void => shellStore.setState({ dialog: null });

export const openHistory = (history: File | null): void =>
  shellStore.setState({ dialog: 'history', history });

/** What is shared is what is on the page: time stands still meanwhile. */
export const openShare = (client: RunClient): void => {
  client.pause();
  shellStore.setState({ dialog: 'share' });
};
