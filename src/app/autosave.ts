import type { Sheet } from '#editor/edit/document.ts';
import type { DocumentStore } from '#editor/store.ts';
import type { RunClient } from '#run/client.ts';
import { toast } from '#ui/toast.tsx';
import { words } from '#words/en.ts';
import { savingStore } from './saving.ts';
import { holdSlot } from './slot-lock.ts';
import {
  newSlot,
  readSlot,
  setOwnSlot,
  setSlot,
  slotOf,
  writeParting,
  writeSlot,
  type Saved,
  type SlotId,
} from './slots.ts';

/** A drag is many changes; it is written once it rests for so long. */
const REST_MS = 250;
/** While time runs, the moment is written this often. */
const PLAYING_MS = 1_000;

/** Writes every change of the document, and the moment whenever time comes to rest. Returns the way to stop. */
export function autosave(documents: DocumentStore, client: RunClient): () => void {
  const keeper = new Keeper(documents, client);
  let due: ReturnType<typeof setTimeout> | undefined;
  const write = (): void => {
    clearTimeout(due);
    due = undefined;
    keeper.write();
  };
  const soon = (): void => {
    clearTimeout(due);
    due = setTimeout(write, REST_MS);
  };
  const soonWhenAtRest = (): void => {
    if (!client.getState().playing) soon();
  };
  const stops = [
    documents.subscribe((state, before) => {
      if (state.opened !== before.opened) keeper.sayWhetherCopy();
      if (state.document !== before.document) soon();
    }),
    client.subscribe(soonWhenAtRest),
    client.subscribeFrame(soonWhenAtRest),
  ];
  const playing = setInterval(() => {
    if (client.getState().playing) write();
  }, PLAYING_MS);
  const leave = (event: Event): void => {
    if (event.type === 'pagehide' || document.visibilityState === 'hidden') keeper.leave();
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
    keeper.letGo();
  };
}

/** Keeps the document of this tab in its slot; in one of its own when another tab has that. */
class Keeper {
  readonly #documents: DocumentStore;
  readonly #client: RunClient;
  #held: { readonly slot: SlotId; readonly letGo: () => void } | null = null;
  /** A copy that nobody has changed is not written: the original says the same. */
  #unchanged: Sheet | null = null;
  /** By what it was opened as, the slot of which a document is a copy. */
  readonly #copyOf = new WeakMap<Sheet, SlotId>();
  #isWriting = false;
  #last: Promise<void> = Promise.resolve();

  constructor(documents: DocumentStore, client: RunClient) {
    this.#documents = documents;
    this.#client = client;
  }

  /** One after the other. */
  write(): void {
    this.#last = this.#writeAfter(this.#last);
  }

  leave(): void {
    const saved = this.#now();
    if (this.#held?.slot === slotOf(saved.opened) && saved.document !== this.#unchanged) {
      writeParting(this.#held.slot, saved);
    } else if (saved.document !== saved.opened && saved.document !== this.#documents.getState().saved) {
      // Whose slot it is was not settled yet: then it gets one that is certainly its own.
      const slot = newSlot(saved.opened);
      writeParting(slot, saved);
      setOwnSlot(slot);
    }
    this.write();
  }

  letGo(): void {
    this.#held?.letGo();
    this.#held = null;
  }

  sayWhetherCopy(): void {
    const slot = this.#copyOf.get(this.#documents.getState().opened);
    savingStore.setState({ takeOver: slot === undefined ? null : () => void this.#takeOver(slot) });
  }

  async #writeAfter(former: Promise<void>): Promise<void> {
    await former;
    this.#isWriting = true;
    try {
      const slot = await this.#hold();
      const saved = this.#now();
      const { document } = saved;
      if (document !== this.#unchanged) {
        this.#unchanged = null;
        await writeSlot(slot, saved);
        setOwnSlot(slot);
      }
      if (this.#documents.getState().saved !== document) this.#documents.markSaved(document);
      savingStore.setState({ trouble: null });
    } catch (error) {
      const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
      savingStore.setState({ trouble: isFull ? 'full' : 'denied' });
    } finally {
      this.#isWriting = false;
    }
  }

  #now(): Saved {
    const { document, opened, mine, mineOpened } = this.#documents.getState();
    const mineSlot = mineOpened === null ? null : slotOf(mineOpened);
    const scale = this.#client.getState().scale;
    return {
      document,
      opened,
      mine,
      mineOpened,
      mineSlot,
      momentUs: this.#client.time,
      scale,
      atMs: Date.now(),
    };
  }

  /** The slot of the document that is open, which this tab holds from then on. */
  async #hold(): Promise<SlotId> {
    for (;;) {
      const { opened } = this.#documents.getState();
      const slot = slotOf(opened);
      if (this.#held?.slot === slot) return slot;
      this.letGo();
      const letGo = await holdSlot(slot, () => this.#lost(slot));
      if (letGo !== null) this.#held = { slot, letGo };
      else if (this.#documents.getState().opened === opened) this.#becomeCopy(slot);
    }
  }

  #becomeCopy(slot: SlotId): void {
    const { document, opened } = this.#documents.getState();
    newSlot(opened);
    // One that nobody has edited is the same for everybody; whoever opens it twice need not be told.
    const isEdited = document !== opened;
    if (isEdited) this.#copyOf.set(opened, slot);
    this.#unchanged = document;
    this.sayWhetherCopy();
    if (isEdited)
      toast(words.files.elsewhere, {
        label: words.files.takeOver,
        onSelect: () => void this.#takeOver(slot),
      });
  }

  /** Another tab has taken the document over: what it has not seen yet goes into a copy. */
  #lost(slot: SlotId): void {
    if (this.#held?.slot === slot) this.#held = null;
    const { document, opened, saved } = this.#documents.getState();
    if (slotOf(opened) !== slot) return;
    newSlot(opened);
    this.#copyOf.set(opened, slot);
    this.#unchanged = document === saved && !this.#isWriting ? document : null;
    this.sayWhetherCopy();
    toast(words.files.takenOver, { label: words.files.takeOver, onSelect: () => void this.#takeOver(slot) });
    this.write();
  }

  async #takeOver(slot: SlotId): Promise<void> {
    const letGo = await holdSlot(slot, () => this.#lost(slot), true);
    const kept = await readSlot(slot);
    if (letGo === null || kept === null) return;
    this.letGo();
    this.#held = { slot, letGo };
    const { document } = this.#documents.getState();
    setSlot(kept.opened, slot);
    setOwnSlot(slot);
    if (document === this.#unchanged) this.#documents.restore(kept);
    else this.#documents.open(kept.document, words.files.takeOver, kept.opened);
    this.#unchanged = null;
  }
}
