import type { Problem } from '#lib/schema/problem.ts';
import { readText } from '#scenario/read.ts';
import {
  linkId,
  linksOf,
  nodesOf,
  zonesOf,
  type At,
  type Sheet,
  type SheetNode,
  type SheetZone,
} from './document.ts';
import { freshId, freshTitle, takenIds } from './ids.ts';
import { snap } from './nodes.ts';
import { renameInLink, renameInNode } from './references.ts';

/*
 * Reading what was copied and renaming what it mentions needs the schema of the whole document: fetched when something
 * is first pasted or duplicated.
 */

/** Text as a part to paste; problems when not all of it could be read, nothing when none of it is a document. */
export function readPart(text: string): {
  readonly part: Sheet | undefined;
  readonly problems: readonly Problem[];
} {
  const { document, problems } = readText(text);
  return { part: document, problems };
}

export interface Pasted {
  readonly document: Sheet;
  readonly nodes: readonly string[];
  readonly zones: readonly string[];
}

/**
 * Puts a part (of any document) into a sheet, with its middle near `at`, or shifted by one step of the grid when
 * `at` is left out. Ids and titles are made fresh; what the part says about its own members follows them, what it
 * says about others stays.
 */
export function pasteInto(sheet: Sheet, part: Sheet, at?: At): Pasted {
  const [dx, dy] = shiftOf(part, at);
  const taken = new Set(takenIds(sheet));
  const titles = new Set([
    ...Object.entries(nodesOf(sheet)).map(([id, node]) => node.title ?? id),
    ...Object.entries(zonesOf(sheet)).map(([id, zone]) => zone.title ?? id),
  ]);
  const renamed = new Map<string, string>();
  for (const id of [...Object.keys(zonesOf(part)), ...Object.keys(nodesOf(part))]) {
    const fresh = freshId(id, taken);
    taken.add(fresh);
    renamed.set(id, fresh);
  }
  const retitled = <T extends SheetNode | SheetZone>(thing: T): T => {
    if (thing.title === undefined) return thing;
    const title = freshTitle(thing.title, titles);
    titles.add(title);
    return { ...thing, title };
  };

  const zones = Object.entries(zonesOf(part)).map(([id, zone]): [string, SheetZone] => {
    const frame = zone.at;
    const placed =
      frame === undefined
        ? zone
        : { ...zone, at: [frame[0] + dx, frame[1] + dy, frame[2], frame[3]] as const };
    return [renamed.get(id)!, retitled(placed)];
  });
  const nodes = Object.entries(nodesOf(part)).map(([id, node]): [string, SheetNode] => {
    const placed =
      node.at === undefined ? node : { ...node, at: [node.at[0] + dx, node.at[1] + dy] as const };
    return [renamed.get(id)!, retitled(renameInNode(placed, renamed))];
  });
  const links = linksOf(part)
    .filter((link) => renamed.has(link.from) && renamed.has(link.to))
    .map((link) => renameInLink(link, renamed))
    .filter((link, i, all) => all.findIndex((other) => linkId(other) === linkId(link)) === i);

  return {
    document: {
      ...sheet,
      ...(zones.length > 0 ? { zones: { ...zonesOf(sheet), ...Object.fromEntries(zones) } } : {}),
      nodes: { ...nodesOf(sheet), ...Object.fromEntries(nodes) },
      links: [...linksOf(sheet), ...links],
    },
    nodes: nodes.map(([id]) => id),
    zones: zones.map(([id]) => id),
  };
}

/** How far the part moves; whole steps of the grid. */
function shiftOf(part: Sheet, at: At | undefined): At {
  const points: At[] = [
    ...Object.values(nodesOf(part)).flatMap((node) => (node.at === undefined ? [] : [node.at])),
    ...Object.values(zonesOf(part)).flatMap((zone): At[] =>
      zone.at === undefined
        ? []
        : [
            [zone.at[0], zone.at[1]],
            [zone.at[0] + zone.at[2], zone.at[1] + zone.at[3]],
          ],
    ),
  ];
  if (at === undefined || points.length === 0) return [40, 40];
  const middle = (axis: 0 | 1): number => {
    const values = points.map((point) => point[axis]);
    return (Math.min(...values) + Math.max(...values)) / 2;
  };
  return [snap(at[0] - middle(0)), snap(at[1] - middle(1))];
}
