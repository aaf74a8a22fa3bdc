import { createStore } from 'zustand/vanilla';
import type { Sheet } from '#editor/edit/document.ts';
import { documentStore } from '#editor/store.ts';
import { findJsonError } from '#scenario/json-error.ts';
import { readText } from '#scenario/read.ts';
import type { ScenarioDocument } from '#scenario/schema.ts';
import { writeDocument } from '#scenario/write.ts';
import { drawing } from '#words/drawing.ts';
import { problemSentence } from '#words/inspector.ts';
import { lineAt, linesOf } from './lines.ts';

/** Something that a reader of the text objects to, and where that stands. */
export interface Objection {
  readonly line: number;
  /** '' for a text that is no JSON. */
  readonly path: string;
  readonly sentence: string;
}

/** The text of the document as somebody is typing it. It outlives its panel: what cannot be read yet is not lost. */
export interface Draft {
  /** Null: nobody types, the text is what is drawn. */
  readonly text: string | null;
  readonly objections: readonly Objection[];
  /** False: the text could not be read at all, and the drawing is the one before it. */
  readonly isRead: boolean;
  /** The drawing has been changed elsewhere since the text was last read. */
  readonly isBehind: boolean;
}

/** Typing has come to rest after this long, ms. */
const PAUSE_MS = 600;

const NONE: Draft = { text: null, objections: [], isRead: true, isBehind: false };

export const draftStore = createStore<Draft>()(() => NONE);

/** The drawing as the text last made it, or as it was when typing began. */
let known: Sheet = documentStore.getState().document;
let resting: ReturnType<typeof setTimeout> | undefined;

export const textOf = (sheet: Sheet): string => writeDocument(sheet as ScenarioDocument);

/** Somebody typed. It is read, and drawn, once they pause. */
export function type(text: string): void {
  if (draftStore.getState().text === null) known = documentStore.getState().document;
  draftStore.setState({ text });
  clearTimeout(resting);
  resting = setTimeout(readDraft, PAUSE_MS);
}

/** Reads at once what was typed and not read yet. */
export function readDraft(): void {
  if (resting === undefined) return;
  clearTimeout(resting);
  resting = undefined;
  const { text } = draftStore.getState();
  if (text === null) return;
  const { document, problems } = readText(text);
  if (document === undefined) {
    draftStore.setState({
      isRead: false,
      objections: isJson(text) ? at(text, problems) : [syntaxError(text)],
    });
    return;
  }
  draftStore.setState({ isRead: true, isBehind: false, objections: at(text, problems) });
  const drawn = documentStore.getState().document;
  known = textOf(document) === textOf(drawn) ? drawn : document;
  documentStore.apply(drawing.text.change, () => known);
}

/** The text is what is drawn, again. */
export function discard(): void {
  clearTimeout(resting);
  resting = undefined;
  draftStore.setState(NONE);
}

documentStore.subscribe(({ document, opened }, before) => {
  const { text, isRead, objections } = draftStore.getState();
  if (text === null || document === known) return;
  if (opened !== before.opened) return discard();
  // What was read in full stands in the drawing, and the drawing has the last word. The rest would be lost with it.
  if (isRead && objections.length === 0 && resting === undefined) discard();
  else draftStore.setState({ isBehind: true });
});

function at(text: string, problems: ReturnType<typeof readText>['problems']): readonly Objection[] {
  const lines = linesOf(text);
  return problems.map((problem) => ({
    line: lineAt(lines, problem.path),
    path: problem.path,
    sentence: problemSentence(problem),
  }));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function syntaxError(text: string): Objection {
  const { line, column, found } = findJsonError(text);
  return { line, path: '', sentence: drawing.text.noJson(column, found) };
}
