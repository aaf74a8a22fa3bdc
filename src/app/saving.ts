import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** How it stands with keeping the document of this tab. */
export interface Saving {
  /** The browser has no room, or does not let the page write. */
  readonly trouble: 'full' | 'denied' | null;
  /** Not null: another tab has this document, and this tab works on a copy. Called, this tab goes on with the original. */
  readonly takeOver: (() => void) | null;
}

export const savingStore = createStore<Saving>()(() => ({ trouble: null, takeOver: null }));

export const useSaving = <T>(select: (saving: Saving) => T): T => useStore(savingStore, select);
