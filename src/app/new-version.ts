import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** Whether the host has another version than the one that is running. It comes with the next reload, and not before. */
export const versionStore = createStore<{ readonly isNewer: boolean }>()(() => ({ isNewer: false }));

export const useNewVersion = (): boolean => useStore(versionStore, ({ isNewer }) => isNewer);
