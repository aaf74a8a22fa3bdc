import { del, get, set, update } from 'idb-keyval';
import type { Sheet } from '#editor/edit/document.ts';
import type { DocumentState } from '#editor/store.ts';
import { words } from '#words/en.ts';
import { sheetTitle } from './document.ts';

/** The place of one document in this browser. Tabs and documents have their own, so none is written over. */
export type SlotId = string;

/** What is kept of a document: enough to stand before the same picture again. */
export interface Saved extends Pick<DocumentState, 'document' | 'opened' | 'mine' | 'mineOpened'> {
  readonly mineSlot: SlotId | null;
  readonly momentUs: number;
  readonly scale: number;
  /** When it was written, ms since 1970. */
  readonly atMs: number;
}

/** What a list says of a slot without reading it. */
export interface SlotEntry {
  readonly id: SlotId;
  readonly title: string;
  readonly atMs: number;
  /** False: it is as it was opened, and of interest to its own tab only. */
  readonly edited: boolean;
}

const PREFIX = 'halfopen.';
const PARTING = 'halfopen.parting.';
const ENTRIES = 'halfopen.slots';
const OWN = 'halfopen.slot';
/** The one slot of versions that had no others. */
const ONLY: SlotEntry = { id: 'document.1', title: '', atMs: 0, edited: true };
const RECALL_MS = 1_500;
/** Of more than so many, the oldest go. */
const KEPT = { edited: 24, unedited: 6 };

const slots = new WeakMap<Sheet, SlotId>();

/** The slot of a document, found by the object that it was opened as: undo leads back to the same one. */
export function slotOf(opened: Sheet): SlotId {
  const known = slots.get(opened);
  if (known !== undefined) return known;
  const id = randomId();
  setSlot(opened, id);
  return id;
}

/** `randomUUID` is for secure contexts alone, and this page may be served on a local network. */
const randomId = (): SlotId =>
  [...crypto.getRandomValues(new Uint32Array(3))].map((part) => part.toString(36)).join('');

export const setSlot = (opened: Sheet, id: SlotId): unknown => slots.set(opened, id);
export const newSlot = (opened: Sheet): SlotId => {
  slots.delete(opened);
  return slotOf(opened);
};

export interface Recalled {
  readonly id: SlotId;
  readonly saved: Saved;
}

/**
 * What this tab left when it was last here, or else what any tab did; null when there is nothing or it cannot be read.
 * The page does not wait for a disk that is silent.
 */
export async function recall(): Promise<Recalled | 'silent' | null> {
  try {
    return await Promise.race([find(), silence()]);
  } catch {
    return null;
  }
}

async function find(): Promise<Recalled | null> {
  const own = ownSlot();
  const saved = own === null ? null : await readSlot(own);
  if (own !== null && saved !== null) return { id: own, saved };
  const partings = partingSlots().map((id) => ({ id, atMs: parting(id)?.atMs ?? 0 }));
  const [newest] = [...partings, ...(await slotEntries())].sort((a, b) => b.atMs - a.atMs);
  if (newest === undefined) return null;
  const left = await readSlot(newest.id);
  // Where it cannot be known whether another tab has it, a new tab begins with a copy.
  return left === null ? null : { id: 'locks' in navigator ? newest.id : randomId(), saved: left };
}

const silence = (): Promise<'silent'> =>
  new Promise((resolve) => {
    setTimeout(() => resolve('silent'), RECALL_MS);
  });

export async function readSlot(id: SlotId): Promise<Saved | null> {
  const left = parting(id);
  const written = asSaved(await get(PREFIX + id).catch(() => undefined));
  return left !== null && (written === null || left.atMs > written.atMs) ? left : written;
}

/** Rejects when the browser refuses. */
export async function writeSlot(id: SlotId, saved: Saved): Promise<void> {
  await set(PREFIX + id, compact(saved));
  forgetParting(id);
  const entry: SlotEntry = {
    id,
    title: sheetTitle(saved.document, words.app.untitled),
    atMs: saved.atMs,
    edited: saved.document !== saved.opened,
  };
  let gone: readonly SlotEntry[] = [];
  const used = await slotsInUse();
  await update<readonly SlotEntry[]>(ENTRIES, (entries = [ONLY]) => {
    const all = [entry, ...entries.filter((other) => other.id !== id)];
    gone = surplus(all).filter((other) => !used.has(other.id));
    return all.filter((other) => !gone.includes(other));
  });
  for (const other of gone) await del(PREFIX + other.id);
}

export async function removeSlot(id: SlotId): Promise<void> {
  forgetParting(id);
  await update<readonly SlotEntry[]>(ENTRIES, (entries = [ONLY]) =>
    entries.filter((entry) => entry.id !== id),
  );
  await del(PREFIX + id);
}

/** All slots, the latest first. */
export async function slotEntries(): Promise<readonly SlotEntry[]> {
  const entries = (await get<readonly SlotEntry[]>(ENTRIES)) ?? [ONLY];
  return [...entries].sort((a, b) => b.atMs - a.atMs);
}

/** The oldest of those that are more than are kept. Exported for its test. */
export function surplus(entries: readonly SlotEntry[]): readonly SlotEntry[] {
  const byAge = [...entries].sort((a, b) => b.atMs - a.atMs);
  return [
    ...byAge.filter(({ edited }) => edited).slice(KEPT.edited),
    ...byAge.filter(({ edited }) => !edited).slice(KEPT.unedited),
  ];
}

export const lockName = (id: SlotId): string => `halfopen.slot.${id}`;

async function slotsInUse(): Promise<ReadonlySet<SlotId>> {
  const { held = [] } = (await navigator.locks?.query()) ?? {};
  return new Set(held.map(({ name = '' }) => name.slice(lockName('').length)));
}

/** The slot of this tab: it outlives a reload, and goes with the tab. */
function ownSlot(): SlotId | null {
  try {
    return sessionStorage.getItem(OWN);
  } catch {
    return null;
  }
}

export function setOwnSlot(id: SlotId): void {
  try {
    sessionStorage.setItem(OWN, id);
  } catch {
    // Then a reload opens what was written last.
  }
}

/**
 * Kept where writing is at once, for a page that goes away: it cannot wait to see a database catch up. What is too
 * large for it, or not allowed, is not kept: the database has all but the last moment.
 */
export function writeParting(id: SlotId, saved: Saved): void {
  try {
    localStorage.setItem(PARTING + id, JSON.stringify(compact(saved)));
  } catch {
    // See above.
  }
}

function forgetParting(id: SlotId): void {
  try {
    localStorage.removeItem(PARTING + id);
  } catch {
    // Where it may not be written, there is none.
  }
}

function partingSlots(): readonly SlotId[] {
  try {
    return Object.keys(localStorage)
      .filter((key) => key.startsWith(PARTING))
      .map((key) => key.slice(PARTING.length));
  } catch {
    return [];
  }
}

function parting(id: SlotId): Saved | null {
  try {
    return asSaved(JSON.parse(localStorage.getItem(PARTING + id) ?? 'null'));
  } catch {
    return null;
  }
}

/** A document that nobody has edited is one object; text does not keep that, so it is said. */
const compact = (saved: Saved) => ({
  ...saved,
  opened: saved.opened === saved.document ? null : saved.opened,
});

function asSaved(value: unknown): Saved | null {
  if (typeof value !== 'object' || value === null) return null;
  const { document, opened, mine, mineOpened, mineSlot, momentUs, scale, atMs } = value as Partial<
    Record<keyof Saved, unknown>
  >;
  if (!isSheet(document) || typeof momentUs !== 'number' || typeof scale !== 'number') return null;
  return {
    document,
    opened: isSheet(opened) ? opened : document,
    mine: isSheet(mine) ? mine : null,
    mineOpened: isSheet(mineOpened) ? mineOpened : null,
    mineSlot: typeof mineSlot === 'string' ? mineSlot : null,
    momentUs,
    scale,
    atMs: typeof atMs === 'number' ? atMs : 0,
  };
}

const isSheet = (value: unknown): value is Sheet =>
  typeof value === 'object' && value !== null && (value as { halfopen?: unknown }).halfopen === 1;
