import {
  changeNode,
  changeZone,
  linkId,
  linksOf,
  nodesOf,
  withField,
  without,
  zonesOf,
  type At,
  type Fields,
  type Frame,
  type Sheet,
  type SheetNode,
} from './document.ts';
import { freshId, freshTitle, idFrom, takenIds } from './ids.ts';

/** Canvas px between the dots of the sheet. */
export const GRID = 20;

export const snap = (value: number): number => Math.round(value / GRID) * GRID;
const snapped = ([x, y]: At): At => [snap(x), snap(y)];

/** What a new part starts as: its kind, the word for it, and fields of the kind's own. */
export interface NewPart {
  readonly kind: string;
  readonly title: string;
  readonly fields?: Fields;
}

export interface Added {
  readonly document: Sheet;
  readonly id: string;
}

/** A new node with its middle at `at`, snapped to the grid; in `zone` when that is given. Its id and title are fresh. */
export function addNode(sheet: Sheet, part: NewPart, at: At, zone?: string): Added {
  const titles = new Set(Object.entries(nodesOf(sheet)).map(([id, node]) => node.title ?? id));
  const id = freshId(idFrom(part.title), takenIds(sheet));
  const node: SheetNode = {
    kind: part.kind,
    title: freshTitle(part.title, titles),
    at: snapped(at),
    ...(zone === undefined ? {} : { zone }),
    ...part.fields,
  };
  return { document: { ...sheet, nodes: { ...nodesOf(sheet), [id]: node } }, id };
}

/**
 * Takes nodes, links and zones away, with every link of a removed node and its place in clusters. What steps,
 * checks and the timeline say about them stays, so that the reader can name it as a problem. The nodes of a removed
 * zone stay where they are.
 */
export function remove(
  sheet: Sheet,
  what: {
    readonly nodes?: readonly string[];
    readonly links?: readonly string[];
    readonly zones?: readonly string[];
  },
): Sheet {
  const gone = new Set(what.nodes);
  const cut = new Set(what.links);
  const freed = new Set(what.zones);
  const links = linksOf(sheet).filter(
    (link) => !gone.has(link.from) && !gone.has(link.to) && !cut.has(linkId(link)),
  );
  const zones = without(zonesOf(sheet), freed);
  let nodes = without(nodesOf(sheet), gone);
  if (zones !== zonesOf(sheet)) {
    nodes = Object.fromEntries(
      Object.entries(nodes).map(([id, node]) => [
        id,
        node.zone !== undefined && freed.has(node.zone) ? withField(node, 'zone', undefined) : node,
      ]),
    );
  }
  if (nodes === nodesOf(sheet) && links.length === linksOf(sheet).length && zones === zonesOf(sheet))
    return sheet;
  const left = withoutMembers(sheet, gone);
  return {
    ...left,
    nodes,
    links,
    ...(sheet.zones === undefined ? {} : { zones }),
  };
}

function withoutMembers(sheet: Sheet, gone: ReadonlySet<string>): Sheet {
  if (sheet.clusters === undefined) return sheet;
  const kept = Object.entries(sheet.clusters).flatMap(([id, cluster]) => {
    const members = cluster.members;
    if (!Array.isArray(members) || !members.some((member: string) => gone.has(member)))
      return [[id, cluster] as const];
    const rest = members.filter((member: string) => !gone.has(member));
    return rest.length === 0 ? [] : [[id, { ...cluster, members: rest }] as const];
  });
  return { ...sheet, clusters: Object.fromEntries(kept) };
}

/** Where the middles of nodes and the top left corners of zones (by id) go; snapped. Other ids are passed over. */
export function move(sheet: Sheet, places: ReadonlyMap<string, At>): Sheet {
  let moved = sheet;
  for (const [id, place] of places) {
    const [x, y] = snapped(place);
    moved = changeNode(moved, id, (node) =>
      node.at?.[0] === x && node.at[1] === y ? node : { ...node, at: [x, y] },
    );
    moved = changeZone(moved, id, (zone) =>
      zone.at === undefined || (zone.at[0] === x && zone.at[1] === y)
        ? zone
        : { ...zone, at: [x, y, zone.at[2], zone.at[3]] },
    );
  }
  return moved;
}

/** The title of a node or a zone; its id, which expressions and links use, stays. An empty title is taken out. */
export function rename(sheet: Sheet, id: string, title: string): Sheet {
  const text = title.trim();
  const retitled = <T extends { readonly title?: string | undefined }>(thing: T): T =>
    (thing.title ?? '') === text ? thing : withField(thing, 'title', text === '' ? undefined : text);
  return changeZone(changeNode(sheet, id, retitled), id, retitled);
}

/** The middle of a free place for a part of this size near a point: there, else on rings around it, 20 px apart. */
export function freePlace(near: At, size: readonly [number, number], taken: readonly Frame[]): At {
  const [x0, y0] = snapped(near);
  const [width, height] = size;
  const clear = (x: number, y: number): boolean =>
    taken.every(
      ([left, top, w, h]) =>
        x + width / 2 + GRID <= left ||
        left + w + GRID <= x - width / 2 ||
        y + height / 2 + GRID <= top ||
        top + h + GRID <= y - height / 2,
    );
  for (let ring = 0; ring <= RINGS; ring++) {
    const far = ring * GRID;
    for (let step = ring; step >= -ring; step--) {
      const along = step * GRID;
      // Right and below first: figures are read from the left and from above.
      const places: readonly At[] = [
        [x0 + far, y0 + along],
        [x0 + along, y0 + far],
        [x0 - far, y0 + along],
        [x0 + along, y0 - far],
      ];
      const free = places.find(([x, y]) => clear(x, y));
      if (free !== undefined) return free;
    }
  }
  return [x0, y0];
}

/** How far around a point a free place is looked for, in steps of the grid. */
const RINGS = 60;
