import { createStore } from 'zustand/vanilla';
import type { Frame } from './edit/document.ts';
import type { Point } from '#figure/geometry.ts';

/** What a person has picked. Ids of nodes and zones, `from>to` for links, a number of the record for a message. */
export interface Selection {
  readonly nodes: readonly string[];
  readonly links: readonly string[];
  readonly zones: readonly string[];
  readonly message: number | null;
}

export type BreakTool = 'crash' | 'cut' | 'slow' | 'drop';

/** What a click on the sheet does. */
export type Tool =
  | { readonly does: 'select' }
  /** Puts a new part there; with `stays`, the tool is kept for the next. */
  | { readonly does: 'place'; readonly kind: string; readonly stays: boolean }
  | { readonly does: 'zone' }
  | { readonly does: 'connect'; readonly from: string | null }
  | { readonly does: 'break'; readonly fault: BreakTool };

/** What belongs to the flow that is followed: ids of nodes and links, numbers of messages. */
export interface Involved {
  readonly nodes: ReadonlySet<string>;
  readonly links: ReadonlySet<string>;
  readonly has: (message: number) => boolean;
  /** What becomes of the rest. */
  readonly aside: 'dimmed' | 'hidden';
}

/** Where playing stops: a check changes its verdict, or a node gets a message or meets an error. */
export type Breakpoint = `check ${number}` | `message ${string}` | `error ${string}`;

/** Of this tab and this moment: never saved, never in a link, not undone. Places are canvas px. */
export interface Session {
  readonly selection: Selection;
  readonly tool: Tool;
  /** The node or zone whose name is being written. */
  readonly renaming: string | null;
  /** Where a part from the search box would be placed, and the part that a link is being drawn from, if any. */
  readonly quickAdd: { readonly at: Point; readonly from: string | null } | null;
  /** The menu that was asked for at a point of the page (`at` on the canvas), or the part that a link shall lead to. */
  readonly asked:
    | { readonly for: 'menu'; readonly page: Point; readonly at: Point }
    | { readonly for: 'part'; readonly from: string }
    | null;
  /** The card with what can be done to the picked thing: it stands beneath `at` by `height`, or above it. */
  readonly card: { readonly at: Point; readonly height: number; readonly takesKeys?: boolean } | null;
  /** How long what is broken next stays so, µs of virtual time; null until it is mended. */
  readonly lastsUs: number | null;
  /** The part under the pointer. */
  readonly pointed: string | null;
  /** Nodes and zones being dragged, by id: where the middle of a node and the corner of a zone is now. Written down when they are let go. */
  readonly dragged: ReadonlyMap<string, Point> | null;
  /** The event of the record whose flow is followed; the player works out from it what is involved. */
  readonly followed: number | null;
  readonly involved: Involved | null;
  readonly breakpoints: ReadonlySet<Breakpoint>;
  /** The zone whose frame is being drawn larger or smaller. */
  readonly framed: { readonly id: string; readonly frame: Frame } | null;
}

export const NOTHING: Selection = { nodes: [], links: [], zones: [], message: null };
export const SELECT: Tool = { does: 'select' };

const atFirst: Session = {
  selection: NOTHING,
  tool: SELECT,
  renaming: null,
  quickAdd: null,
  asked: null,
  card: null,
  lastsUs: 2_000_000,
  pointed: null,
  dragged: null,
  followed: null,
  involved: null,
  breakpoints: new Set(),
  framed: null,
};

export const createSessionStore = () => createStore<Session>()(() => atFirst);
export type SessionStore = ReturnType<typeof createSessionStore>;

export const sessionStore = createSessionStore();

export const isNothing = ({ nodes, links, zones, message }: Selection): boolean =>
  nodes.length + links.length + zones.length === 0 && message === null;

export const select = (session: SessionStore, selection: Partial<Selection>): void =>
  session.setState({ selection: { ...NOTHING, ...selection } });
