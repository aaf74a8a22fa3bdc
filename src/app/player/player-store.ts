import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Trace } from '#run/view/trace.ts';

/** What a reader has set up to watch a run by. Of this tab: never saved, save for how they like to watch. */
export interface PlayerState {
  /** The flow that is followed, and what it is called. */
  readonly followed: { readonly trace: Trace; readonly label: string } | null;
  /** How many events it has by now: the trace grows in place. */
  readonly events: number;
  /** µs. */
  readonly a: number | null;
  readonly b: number | null;
  readonly loops: boolean;
  /** Why a breakpoint has just held the run up. */
  readonly stopped: string | null;
  /** The list of messages in flight is open. */
  readonly listing: boolean;
  /** Opening a card holds the run up until it closes. */
  readonly pausesOnInspect: boolean;
}

const LIKINGS = 'halfopen.player';

export const playerStore = createStore<PlayerState>()(() => ({
  followed: null,
  events: 0,
  a: null,
  b: null,
  loops: false,
  stopped: null,
  listing: false,
  pausesOnInspect: recall() !== 'plays',
}));

export const usePlayer = <T>(select: (state: PlayerState) => T): T => useStore(playerStore, select);

export function setPausesOnInspect(pausesOnInspect: boolean): void {
  playerStore.setState({ pausesOnInspect });
  try {
    localStorage.setItem(LIKINGS, pausesOnInspect ? 'pauses' : 'plays');
  } catch {
    // For this visit only.
  }
}

function recall(): string | null {
  try {
    return localStorage.getItem(LIKINGS);
  } catch {
    return null;
  }
}
