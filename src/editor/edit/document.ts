import type { Plain } from '#lib/plain.ts';

/**
 * The document as the editor changes it: the written form, with values as they were typed (a bad one stays until
 * it is mended) and nothing filled in. Only what the editor itself handles is named here; everything else of a
 * node, a link or a fault is carried along untouched.
 */
export interface Sheet {
  readonly halfopen: 1;
  readonly title?: string | undefined;
  readonly zones?: Readonly<Record<string, SheetZone>> | undefined;
  readonly nodes?: Readonly<Record<string, SheetNode>> | undefined;
  readonly links?: readonly SheetLink[] | undefined;
  readonly clusters?: Readonly<Record<string, SheetCluster>> | undefined;
  readonly timeline?: readonly SheetFault[] | undefined;
  readonly [field: string]: unknown;
}

/** [x, y], canvas px at 100 %: the middle of a node's silhouette. */
export type At = readonly [number, number];
/** [left, top, width, height], canvas px. */
export type Frame = readonly [number, number, number, number];

export interface SheetNode {
  readonly kind: string;
  readonly title?: string | undefined;
  readonly at?: At | undefined;
  readonly zone?: string | undefined;
  readonly [field: string]: unknown;
}

export interface SheetLink {
  readonly from: string;
  readonly to: string;
  readonly [field: string]: unknown;
}

export interface SheetZone {
  readonly title?: string | undefined;
  readonly at?: Frame | undefined;
  readonly [field: string]: unknown;
}

export interface SheetCluster {
  readonly members?: readonly string[] | undefined;
  readonly [field: string]: unknown;
}

/** One entry of the timeline: a fault or an action; `at` and `for` are durations as text. */
export interface SheetFault {
  readonly at: string;
  readonly for?: string | undefined;
  readonly do: string;
  readonly [field: string]: unknown;
}

/** A new document. Its network is slow enough to follow messages with the eye. */
export const emptySheet = (title = 'Untitled'): Sheet => ({
  halfopen: 1,
  title,
  network: { within: { uniform: ['8ms', '24ms'] }, across: '60ms' },
  nodes: {},
  links: [],
});

export const nodesOf = (sheet: Sheet): Readonly<Record<string, SheetNode>> => sheet.nodes ?? {};
export const zonesOf = (sheet: Sheet): Readonly<Record<string, SheetZone>> => sheet.zones ?? {};
export const linksOf = (sheet: Sheet): readonly SheetLink[] => sheet.links ?? [];
export const timelineOf = (sheet: Sheet): readonly SheetFault[] => sheet.timeline ?? [];

/** The id by which the canvas, the record and the timeline call a link. */
export const linkId = (link: { readonly from: string; readonly to: string }): string =>
  `${link.from}>${link.to}`;

/** Both ends of a link's id. */
export function endsOf(id: string): { readonly from: string; readonly to: string } {
  const cut = id.indexOf('>');
  return { from: id.slice(0, cut), to: id.slice(cut + 1) };
}

/** What people call a node or a zone. */
export const titleOf = (id: string, thing: { readonly title?: string | undefined } | undefined): string =>
  typeof thing?.title === 'string' && thing.title !== '' ? thing.title : id;

export const nodeTitle = (sheet: Sheet, id: string): string => titleOf(id, nodesOf(sheet)[id]);
export const zoneTitle = (sheet: Sheet, id: string): string => titleOf(id, zonesOf(sheet)[id]);
export const linkTitle = (sheet: Sheet, id: string): string => {
  const { from, to } = endsOf(id);
  return `${nodeTitle(sheet, from)} → ${nodeTitle(sheet, to)}`;
};

/** The same record without some keys; the same object when it has none of them. */
export function without<T>(
  record: Readonly<Record<string, T>>,
  keys: ReadonlySet<string>,
): Readonly<Record<string, T>> {
  const kept = Object.entries(record).filter(([key]) => !keys.has(key));
  return kept.length === Object.keys(record).length ? record : Object.fromEntries(kept);
}

/** `thing` with one field set, or taken out when the value is undefined. */
export function withField<T extends object>(thing: T, field: string, value: unknown): T {
  if (value !== undefined) return { ...thing, [field]: value };
  const copy = { ...thing } as Record<string, unknown>;
  delete copy[field];
  return copy as T;
}

/** One node changed; the sheet itself when there is no such node or nothing changed. */
export function changeNode(sheet: Sheet, id: string, change: (node: SheetNode) => SheetNode): Sheet {
  const nodes = nodesOf(sheet);
  const node = nodes[id];
  if (node === undefined) return sheet;
  const changed = change(node);
  return changed === node ? sheet : { ...sheet, nodes: { ...nodes, [id]: changed } };
}

export function changeZone(sheet: Sheet, id: string, change: (zone: SheetZone) => SheetZone): Sheet {
  const zones = zonesOf(sheet);
  const zone = zones[id];
  if (zone === undefined) return sheet;
  const changed = change(zone);
  return changed === zone ? sheet : { ...sheet, zones: { ...zones, [id]: changed } };
}

/** Anything that can stand in a document. */
export type Fields = Readonly<Record<string, Plain>>;
