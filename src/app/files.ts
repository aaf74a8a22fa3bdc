import { documentStore } from '#editor/store.ts';
import type { RunClient } from '#run/client.ts';
import type { ScenarioDocument } from '#scenario/schema.ts';
import { toast } from '#ui/toast.tsx';
import { words } from '#words/en.ts';
import { sheetTitle } from './document.ts';
import { openText, type Opened } from './opening.ts';
import { openHistory } from './shell-store.ts';

const ENDING = '.halfopen.json';
/** A scenario has at most a million characters; whatever is much larger is some other file. */
const SIZE_MAX = 4_000_000;

/** Lets a person choose a file; null when they did not. */
export async function openFile(client: RunClient): Promise<Opened | null> {
  const { fileOpen } = await import('browser-fs-access');
  try {
    const file = await fileOpen({
      description: words.files.description,
      extensions: ['.json'],
      mimeTypes: ['application/json'],
    });
    return await readFile(file, client);
  } catch (error) {
    if (isAbort(error)) return null;
    throw error;
  }
}

/** Whether a file is one of client histories, by its name; a scenario is always JSON. */
export const isHistory = ({ name }: File): boolean => /\.(edn|jsonl|txt|log)$/i.test(name);

/** Opens a file that was chosen or dropped. */
export async function readFile(file: File, client: RunClient): Promise<Opened> {
  if (file.size > SIZE_MAX) {
    toast(words.files.tooLarge);
    return { read: false, problems: [] };
  }
  const text = await file.text();
  // JSON that is no scenario, and looks like a history of clients.
  if (!text.includes('"halfopen"') && /"(?:ops|sessions|f)"\s*:/.test(text)) {
    openHistory(file);
    return { read: true, problems: [] };
  }
  return openText(text, client);
}

/** Writes the document to a file of the person's choice. */
export async function saveFile(): Promise<void> {
  const { fileSave } = await import('browser-fs-access');
  const { document } = documentStore.getState();
  try {
    await fileSave(new Blob([await fileText()], { type: 'application/json' }), {
      fileName: fileName(sheetTitle(document, words.app.untitled)),
      extensions: ['.json'],
      description: words.files.description,
    });
  } catch (error) {
    if (!isAbort(error)) toast(words.files.saveFailed);
  }
}

/** Writes a picture of the document to a file of the person's choice. */
export async function saveBlob(blob: Blob, ending: '.svg' | '.png'): Promise<void> {
  const { fileSave } = await import('browser-fs-access');
  const title = sheetTitle(documentStore.getState().document, words.app.untitled);
  try {
    await fileSave(blob, { fileName: fileName(title, ending), extensions: [ending] });
  } catch (error) {
    if (!isAbort(error)) toast(words.files.saveFailed);
  }
}

/** The document as it is written to a file. */
async function fileText(): Promise<string> {
  const { writeDocument } = await import('#scenario/write.ts');
  return writeDocument(documentStore.getState().document as ScenarioDocument);
}

/** "Order saga, choreography" gives "order-saga-choreography.halfopen.json". */
export function fileName(title: string, ending = ENDING): string {
  const stem = title
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  return `${stem === '' ? 'scenario' : stem}${ending}`;
}

const isAbort = (error: unknown): boolean => error instanceof DOMException && error.name === 'AbortError';
