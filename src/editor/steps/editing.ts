import { createContext, useContext } from 'react';
import type { RunClient } from '#run/client.ts';
import type { DocumentStore } from '#editor/store.ts';
import type { Sheet } from '#editor/edit/document.ts';
import type { ExpressionHelp } from '#editor/inspector/expressions.ts';
import type { Way } from '#editor/inspector/way.ts';
import type { Bearer } from './document.ts';
import type { Drawing } from './machine.ts';
import type { Edited } from './tree.ts';

/** What the rows of a list of steps share. */
export interface Editing {
  readonly sheet: Sheet;
  readonly store: DocumentStore;
  readonly bearer: Bearer;
  /** What people call the node, for the names of changes. */
  readonly name: string;
  readonly client: RunClient | null;
  /** The step whose form is open. */
  readonly open: Way | null;
  readonly setOpen: (way: Way | null) => void;
  /** One step of undo, named; then the step that was edited has the focus. */
  readonly edit: (name: string, edited: Edited) => void;
  readonly drawing: Drawing;
  /** Checks the names in expressions of a step; knows no values. */
  readonly checkAt: (way: Way) => ExpressionHelp;
  /** Problems that the run has with a path inside of these steps. */
  readonly problemsBelow: (way: Way) => readonly {
    readonly sentence: string;
    /** The link that is missing, if that is all. */
    readonly link: { readonly from: string; readonly to: string } | null;
  }[];
  /** A verb's new step at the end of a list, before what stands at `index`. */
  readonly add: (verb: string, list: Way, index: number) => void;
  readonly dragged: Way | null;
  readonly setDragged: (way: Way | null) => void;
}

const Context = createContext<Editing | null>(null);
export const EditingProvider = Context.Provider;

export function useEditing(): Editing {
  const editing = useContext(Context);
  if (editing === null) throw new Error('a list of steps stands outside of its editor');
  return editing;
}
