import { documentStore } from '#editor/store.ts';
import type { RunClient } from '#run/client.ts';
import { openSheet, type Opened } from './opening.ts';
import { readSlot, removeSlot, setSlot, slotEntries, slotOf, type SlotEntry } from './slots.ts';

/** A document that a person has edited in this browser, in this tab or another. */
export type Recent = Pick<SlotEntry, 'id' | 'title' | 'atMs'>;

/** The latest first, without the one that is open in this tab. Empty where the browser keeps nothing. */
export async function listRecent(): Promise<readonly Recent[]> {
  const here = slotOf(documentStore.getState().opened);
  try {
    return (await slotEntries()).filter(({ id, edited, title }) => edited && title !== '' && id !== here);
  } catch {
    return [];
  }
}

/**
 * Opens it at the moment at which it was left, paused. One that another tab has open is opened as a copy; autosave
 * notices that and says so.
 */
export async function openRecent(id: string, client: RunClient): Promise<Opened> {
  const saved = await readSlot(id);
  if (saved === null) return { read: false, problems: [] };
  setSlot(saved.opened, id);
  openSheet(saved.document, saved.opened);
  client.pause();
  client.seek(saved.momentUs);
  return { read: true, problems: [] };
}

/**
 * Forgets it for good.
 * @public
 */
export const removeRecent = (id: string): Promise<void> => removeSlot(id);
