import { viewOf } from '#kinds/views.tsx';
import { editorWords as words } from '#words/editor.ts';
import { partOf, partText } from './edit/clipboard.ts';
import {
  changeNode,
  endsOf,
  nodeTitle,
  nodesOf,
  zoneTitle,
  zonesOf,
  type At,
  type Frame,
  type Sheet,
} from './edit/document.ts';
import { connect } from './edit/links.ts';
import { GRID, addNode, freePlace, move, remove, rename } from './edit/nodes.ts';
import { addFault, endFault } from './edit/timeline.ts';
import {
  addZone,
  frameAround,
  membersOf,
  resizeZone,
  settleInZones,
  zoneAt,
  type Middles,
} from './edit/zones.ts';
import type { Point } from '#figure/geometry.ts';
import { nowUs, ports } from './ports.ts';
import { middlesOf } from './scene.ts';
import { currentScene } from './scene-store.ts';
import { NOTHING, SELECT, isNothing, select, sessionStore, type Selection } from './session.ts';
import { documentStore } from './store.ts';

/** What a person does on the canvas: each is one named change of the document, and what is picked afterwards. */

const sheetNow = (): Sheet => documentStore.getState().document;

/** A new part with its middle at a point, in the zone that is there; without a point, in a free place in view. */
export function placePart(kind: string, at?: Point): string | null {
  const view = viewOf(kind);
  if (view === undefined) return null;
  const sheet = sheetNow();
  const middle = at === undefined ? freePlaceInView(kind) : ([at.x, at.y] as const);
  const part = { kind, title: view.title, fields: view.fresh };
  const added = addNode(sheet, part, middle, zoneAt(sheet, middle));
  documentStore.apply(words.change.place(nodeTitle(added.document, added.id)), () => added.document);
  select(sessionStore, { nodes: [added.id] });
  return added.id;
}

function freePlaceInView(kind: string): At {
  const view = viewOf(kind);
  const centre = ports.canvas?.centre() ?? { x: 0, y: 0 };
  const size = view?.sizeOf(view.design('new', { kind, ...view.fresh }, {}));
  const taken = [...currentScene().parts.values()].map(({ box }): Frame => [
    box.x,
    box.y,
    box.width,
    box.height,
  ]);
  return freePlace([centre.x, centre.y], [size?.width ?? 160, size?.height ?? 80], taken);
}

/**
 * A link from one part to another. When the one has nothing of its own to do yet, it takes up what the other
 * offers (a call, a write, an event to publish or to read), so that what was connected runs at once.
 */
export function connectParts(from: string, to: string): string | null {
  const sheet = sheetNow();
  const linked = connect(sheet, from, to);
  if (linked.id === null) return null;
  if (linked.document !== sheet) {
    const using = takeUp(takeUp(linked.document, from, to, 'step'), to, from, 'handler');
    documentStore.apply(words.change.connect(nodeTitle(sheet, from), nodeTitle(sheet, to)), () => using);
  }
  select(sessionStore, { links: [linked.id] });
  return linked.id;
}

function takeUp(sheet: Sheet, taker: string, giver: string, what: 'step' | 'handler'): Sheet {
  const given = nodesOf(sheet)[giver];
  if (given === undefined) return sheet;
  const offer = viewOf(given.kind)?.offer?.(giver, given)[what];
  if (offer === undefined) return sheet;
  return changeNode(sheet, taker, (node) => {
    const taken = viewOf(node.kind)?.take?.(node, { [what]: offer }, giver) ?? node;
    return taken === node ? node : { ...node, ...taken };
  });
}

/** What is picked, in a word or two. */
export function selectionTitle(selection: Selection, sheet = sheetNow()): string {
  const { nodes, links, zones } = selection;
  const only = nodes.length + links.length + zones.length === 1;
  const [node] = nodes;
  const [zone] = zones;
  const [link] = links;
  if (only && node !== undefined) return nodeTitle(sheet, node);
  if (only && zone !== undefined) return zoneTitle(sheet, zone);
  if (only && link !== undefined) {
    const { from, to } = endsOf(link);
    return words.change.link(nodeTitle(sheet, from), nodeTitle(sheet, to));
  }
  return words.change.several(
    nodes.length + zones.length + (nodes.length + zones.length === 0 ? links.length : 0),
  );
}

export function removeSelection(): void {
  const { selection } = sessionStore.getState();
  if (isNothing(selection)) return;
  const title = words.change.remove(selectionTitle(selection));
  if (documentStore.apply(title, (sheet) => remove(sheet, selection))) {
    sessionStore.setState({ selection: NOTHING, card: null, renaming: null });
  }
}

/** Moves what is picked by whole steps of the grid; steps in a row make one change. */
export function nudge(dx: number, dy: number): boolean {
  const { selection } = sessionStore.getState();
  const places = new Map<string, At>();
  const middles = middlesOf(currentScene());
  for (const id of withMembers(selection)) {
    const [x, y] = middles.get(id) ?? [0, 0];
    places.set(id, [x + dx * GRID, y + dy * GRID]);
  }
  for (const id of selection.zones) {
    const at = zonesOf(sheetNow())[id]?.at;
    if (at !== undefined) places.set(id, [at[0] + dx * GRID, at[1] + dy * GRID]);
  }
  if (places.size === 0) return false;
  settle(places, `nudge ${[...places.keys()].join()}`);
  return true;
}

/** The picked nodes, and those that go along because their zone does. */
export function withMembers(selection: Selection): readonly string[] {
  const sheet = sheetNow();
  return [...new Set([...selection.nodes, ...selection.zones.flatMap((zone) => membersOf(sheet, zone))])];
}

/** Writes down where nodes (middles) and zones (corners) were put; nodes come into the zone in which they stand. */
export function settle(places: ReadonlyMap<string, At>, gesture?: string): void {
  const sheet = sheetNow();
  const [first] = places.keys();
  const title =
    places.size === 1 && first !== undefined ? titleOfAny(sheet, first) : words.change.several(places.size);
  const nodes = new Map([...places].filter(([id]) => nodesOf(sheet)[id] !== undefined));
  const travelling = new Set([...places.keys()].filter((id) => zonesOf(sheet)[id] !== undefined));
  const alone = new Map([...nodes].filter(([id]) => !travelling.has(nodesOf(sheet)[id]?.zone ?? '')));
  documentStore.apply(
    words.change.move(title),
    (document) => {
      const moved = move(document, places);
      return moved === document ? document : settleInZones(moved, snappedMiddles(alone));
    },
    gesture,
  );
}

const snappedMiddles = (places: ReadonlyMap<string, At>): Middles =>
  new Map(
    [...places].map(([id, [x, y]]) => [id, [Math.round(x / GRID) * GRID, Math.round(y / GRID) * GRID]]),
  );

const titleOfAny = (sheet: Sheet, id: string): string =>
  nodesOf(sheet)[id] === undefined ? zoneTitle(sheet, id) : nodeTitle(sheet, id);

export function renameTo(id: string, title: string): void {
  documentStore.apply(words.change.rename(titleOfAny(sheetNow(), id)), (sheet) => rename(sheet, id, title));
  sessionStore.setState({ renaming: null });
}

/** The picked parts as text; null when nothing that could be copied is picked. */
export function copySelection(): string | null {
  const { selection } = sessionStore.getState();
  const nodes = withMembers(selection);
  if (nodes.length + selection.zones.length === 0) return null;
  return partText(partOf(sheetNow(), { nodes, zones: selection.zones }));
}

/** What could not be read is told by its number; null when nothing could. */
export async function pasteText(text: string, at?: Point): Promise<{ readonly problems: number } | null> {
  const { readPart } = await import('./edit/paste.ts');
  const { part, problems } = readPart(text);
  if (part === undefined || Object.keys(nodesOf(part)).length + Object.keys(zonesOf(part)).length === 0)
    return null;
  await insert(part, words.change.paste, at);
  return { problems: problems.length };
}

export function duplicateSelection(): void {
  const { selection } = sessionStore.getState();
  const nodes = withMembers(selection);
  if (nodes.length + selection.zones.length === 0) return;
  void insert(partOf(sheetNow(), { nodes, zones: selection.zones }), words.change.duplicate);
}

async function insert(part: Sheet, title: (what: string) => string, at?: Point): Promise<void> {
  const { pasteInto } = await import('./edit/paste.ts');
  const pasted = pasteInto(sheetNow(), part, at === undefined ? undefined : [at.x, at.y]);
  const what = selectionTitle({ ...NOTHING, nodes: pasted.nodes, zones: pasted.zones }, pasted.document);
  documentStore.apply(title(what), () => pasted.document);
  select(sessionStore, { nodes: pasted.nodes, zones: pasted.zones });
}

/** A zone with this frame; the tool is put down. */
export function drawZone(frame: Frame): void {
  const added = addZone(sheetNow(), frame, middlesOf(currentScene()));
  documentStore.apply(words.change.zone, () => added.document);
  sessionStore.setState({ tool: SELECT, renaming: added.id });
  select(sessionStore, { zones: [added.id] });
}

/** A zone around what is picked, or, with nothing picked, in the middle of the view. */
export function zoneAroundSelection(): void {
  const { parts } = currentScene();
  const boxes = sessionStore.getState().selection.nodes.flatMap((id): Frame[] => {
    const box = parts.get(id)?.box;
    return box === undefined ? [] : [[box.x, box.y, box.width, box.height]];
  });
  const centre = ports.canvas?.centre() ?? { x: 0, y: 0 };
  drawZone(frameAround(boxes) ?? [centre.x - 200, centre.y - 140, 400, 280]);
}

export function reframeZone(id: string, frame: Frame): void {
  const title = words.change.resize(zoneTitle(sheetNow(), id));
  documentStore.apply(title, (sheet) => resizeZone(sheet, id, frame, middlesOf(currentScene())));
}

/** Something breaks (or is mended) from this moment on, or from `at`; `lasts` in µs, until mended when left out. */
export function breakIt(action: { readonly do: string }, title: string, lasts?: number, at = nowUs()): void {
  documentStore.apply(words.change.fault(title), (sheet) => addFault(sheet, action, { at, for: lasts }));
}

/** Ends an entry of the timeline now. */
export function mend(index: number): void {
  documentStore.apply(words.change.mend, (sheet) => endFault(sheet, index, nowUs()));
}

export function selectAll(): void {
  const sheet = sheetNow();
  select(sessionStore, { nodes: Object.keys(nodesOf(sheet)), zones: Object.keys(zonesOf(sheet)) });
}
