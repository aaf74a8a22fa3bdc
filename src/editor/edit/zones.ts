import {
  changeNode,
  changeZone,
  nodesOf,
  withField,
  zonesOf,
  type At,
  type Frame,
  type Sheet,
} from './document.ts';
import { freshId, freshTitle, idFrom, takenIds } from './ids.ts';
import { GRID, snap, type Added } from './nodes.ts';

/** No zone is smaller, in canvas px: its name and one part fit. */
const WIDTH_MIN = 160;
const HEIGHT_MIN = 120;

const tidy = ([x, y, width, height]: Frame): Frame => [
  snap(x),
  snap(y),
  Math.max(WIDTH_MIN, snap(width)),
  Math.max(HEIGHT_MIN, snap(height)),
];

/** The middle of every node that stands somewhere, by id: what decides in which zone it is. */
export type Middles = ReadonlyMap<string, At>;

const holds = ([left, top, width, height]: Frame, [x, y]: At): boolean =>
  x >= left && x <= left + width && y >= top && y <= top + height;

/** The smallest zone around a point. */
export function zoneAt(sheet: Sheet, point: At): string | undefined {
  let found: string | undefined;
  let area = Infinity;
  for (const [id, zone] of Object.entries(zonesOf(sheet))) {
    if (zone.at === undefined || !holds(zone.at, point)) continue;
    const size = zone.at[2] * zone.at[3];
    if (size < area) [found, area] = [id, size];
  }
  return found;
}

/** Puts each of these nodes into the zone that is drawn around it, or into none. */
export function settleInZones(sheet: Sheet, middles: Middles): Sheet {
  let settled = sheet;
  for (const [id, middle] of middles) {
    const zone = zoneAt(settled, middle);
    settled = changeNode(settled, id, (node) => (node.zone === zone ? node : withField(node, 'zone', zone)));
  }
  return settled;
}

/** A new zone; what is drawn inside belongs to it from now on. */
export function addZone(sheet: Sheet, frame: Frame, middles: Middles, title = 'zone'): Added {
  const titles = new Set(Object.entries(zonesOf(sheet)).map(([id, zone]) => zone.title ?? id));
  const id = freshId(idFrom(title), takenIds(sheet));
  const zone = { title: freshTitle(title, titles), at: tidy(frame) };
  const withZone: Sheet = { ...sheet, zones: { ...zonesOf(sheet), [id]: zone } };
  const inside = new Map([...middles].filter(([, middle]) => holds(zone.at, middle)));
  return { document: settleInZones(withZone, inside), id };
}

/** A zone's frame changed; nodes that are now inside come in, those that are now outside leave. */
export function resizeZone(sheet: Sheet, id: string, frame: Frame, middles: Middles): Sheet {
  const resized = changeZone(sheet, id, (zone) => {
    const next = tidy(frame);
    return zone.at !== undefined && next.every((value, i) => value === zone.at?.[i])
      ? zone
      : { ...zone, at: next };
  });
  if (resized === sheet) return sheet;
  const concerned = [...middles].filter(
    ([node, middle]) => nodesOf(sheet)[node]?.zone === id || holds(tidy(frame), middle),
  );
  return settleInZones(resized, new Map(concerned));
}

/** The nodes that belong to a zone: they go with it when it is moved. */
export const membersOf = (sheet: Sheet, zone: string): readonly string[] =>
  Object.entries(nodesOf(sheet)).flatMap(([id, node]) => (node.zone === zone ? [id] : []));

/** A frame with air around some boxes, for a zone drawn around what is selected. */
export function frameAround(boxes: readonly Frame[]): Frame | null {
  if (boxes.length === 0) return null;
  const left = Math.min(...boxes.map((box) => box[0])) - 2 * GRID;
  const top = Math.min(...boxes.map((box) => box[1])) - 3 * GRID;
  const right = Math.max(...boxes.map((box) => box[0] + box[2])) + 2 * GRID;
  const bottom = Math.max(...boxes.map((box) => box[1] + box[3])) + 2 * GRID;
  return [left, top, right - left, bottom - top];
}
