import { temporal, type TemporalState } from 'zundo';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { emptySheet, type Sheet } from './edit/document.ts';

/** What is saved, shared and undone. The run is a function of it and lives elsewhere. */
export interface DocumentState {
  readonly document: Sheet;
  /** The change that led here, in words ("Move Orders"); '' for a document as it was opened. */
  readonly change: string;
  /** The document as it was opened: while `document` is the same object, nobody has edited it. */
  readonly opened: Sheet;
  /** A person's own edited document that another one was opened over. */
  readonly mine: Sheet | null;
  /** What that one was opened as. */
  readonly mineOpened: Sheet | null;
  /** What is on disk: the document is saved while it is the same object. */
  readonly saved: Sheet | null;
  /** It is here to be looked at: a reader can change nothing about it. */
  readonly frozen: boolean;
}

type Undoable = Pick<DocumentState, 'document' | 'change' | 'opened'>;

export interface DocumentStore extends Pick<
  StoreApi<DocumentState>,
  'getState' | 'subscribe' | 'getInitialState'
> {
  /**
   * One change by a person, named for the undo button. Changes with the same `gesture` (one drag, one slider) make
   * one step. Gives false when nothing changed.
   */
  apply(name: string, change: (document: Sheet) => Sheet, gesture?: string): boolean;
  /** Another document in place of this one, edited already when it was `opened` as another. It can be undone, and `backToMine` finds an edited one again. */
  open(document: Sheet, name: string, opened?: Sheet): void;
  /** What was kept of an earlier visit, in place of everything: the way back begins here. */
  restore(kept: Pick<DocumentState, 'document' | 'opened' | 'mine' | 'mineOpened'>): void;
  backToMine(): void;
  undo(): void;
  redo(): void;
  /** What undo would take back and redo would bring back, in words; null when there is nothing. */
  undoTitle(): string | null;
  redoTitle(): string | null;
  /** From now on `apply`, `undo`, `redo` and `backToMine` do nothing. */
  freeze(): void;
  /** The document was written to disk. */
  markSaved(document: Sheet): void;
  readonly history: StoreApi<TemporalState<Undoable>>;
}

/** Steps that can be undone; documents share what they did not change. */
const STEPS = 200;

export function createDocumentStore(initial: Sheet = emptySheet()): DocumentStore {
  const store = createStore<DocumentState>()(
    temporal(
      (): DocumentState => ({
        document: initial,
        change: '',
        opened: initial,
        mine: null,
        mineOpened: null,
        saved: null,
        frozen: false,
      }),
      {
        limit: STEPS,
        partialize: ({ document, change, opened }): Undoable => ({ document, change, opened }),
        equality: (past, now) => past.document === now.document,
      },
    ),
  );
  const history = store.temporal;
  let gestureNow: string | undefined;

  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,
    history,

    apply(name, change, gesture) {
      const { document, frozen } = store.getState();
      const changed = frozen ? document : change(document);
      if (changed === document) return false;
      const goesOn = gesture !== undefined && gesture === gestureNow;
      if (goesOn) history.getState().pause();
      store.setState({ document: changed, change: name });
      if (goesOn) history.getState().resume();
      gestureNow = gesture;
      return true;
    },

    open(document, name, opened = document) {
      gestureNow = undefined;
      const former = store.getState();
      const edited = former.document !== former.opened;
      store.setState({
        document,
        opened,
        change: name,
        ...(edited ? { mine: former.document, mineOpened: former.opened } : {}),
      });
    },

    restore({ document, opened, mine, mineOpened }) {
      gestureNow = undefined;
      store.setState({ document, opened, mine, mineOpened, change: '', saved: document });
      history.getState().clear();
    },

    backToMine() {
      const { mine, mineOpened, opened, frozen } = store.getState();
      if (mine === null || frozen) return;
      gestureNow = undefined;
      store.setState({
        document: mine,
        opened: mineOpened ?? opened,
        change: 'Back to my document',
        mine: null,
        mineOpened: null,
      });
    },

    undo() {
      if (store.getState().frozen) return;
      gestureNow = undefined;
      history.getState().undo();
    },

    redo() {
      if (store.getState().frozen) return;
      gestureNow = undefined;
      history.getState().redo();
    },

    freeze: () => store.setState({ frozen: true }),
    undoTitle: () => (history.getState().pastStates.length > 0 ? store.getState().change : null),
    redoTitle: () => history.getState().futureStates.at(-1)?.change ?? null,
    markSaved: (document) => store.setState({ saved: document }),
  };
}

/** The document of this tab. */
export const documentStore = createDocumentStore();
