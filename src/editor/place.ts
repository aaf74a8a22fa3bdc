import type { At } from './edit/document.ts';
import { GRID, snap } from './edit/nodes.ts';
import type { Point, Size } from '#figure/geometry.ts';

interface Unplaced {
  readonly id: string;
  readonly at: At | undefined;
  readonly size: Size;
}

const COLUMN_GAP = 80;
const ROW_GAP = 60;

/**
 * The middle of every node. Those without a place stand in columns from the left, each behind what it is called by
 * (the longest way counts; a way round is cut where it closes), below whatever has a place.
 */
export function placeUnplaced(
  nodes: readonly Unplaced[],
  links: readonly { readonly from: string; readonly to: string }[],
): ReadonlyMap<string, Point> {
  const places = new Map<string, Point>();
  const loose = new Map<string, Unplaced>();
  let bottom = 0;
  for (const node of nodes) {
    const at = readAt(node.at);
    if (at === undefined) loose.set(node.id, node);
    else {
      places.set(node.id, at);
      bottom = Math.max(bottom, at.y + node.size.height);
    }
  }
  if (loose.size === 0) return places;

  const columns = columnsOf([...loose.keys()], links);
  let x = 0;
  for (const column of columns) {
    const members = column.map((id) => loose.get(id)!);
    const width = Math.max(...members.map(({ size }) => size.width));
    let y = places.size > 0 && bottom > 0 ? bottom + ROW_GAP : 0;
    for (const { id, size } of members) {
      places.set(id, { x: snap(x + width / 2), y: snap(y + size.height / 2) });
      y += Math.ceil((size.height + ROW_GAP) / GRID) * GRID;
    }
    x += width + COLUMN_GAP;
  }
  return places;
}

function readAt(at: unknown): Point | undefined {
  if (!Array.isArray(at) || typeof at[0] !== 'number' || typeof at[1] !== 'number') return undefined;
  return { x: at[0], y: at[1] };
}

function columnsOf(
  ids: readonly string[],
  links: readonly { readonly from: string; readonly to: string }[],
): readonly (readonly string[])[] {
  const next = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const { from, to } of links) if (next.has(to)) next.get(from)?.push(to);
  const depth = new Map<string, number>(ids.map((id) => [id, 0]));
  const onWay = new Set<string>();
  const done = new Set<string>();
  const order: string[] = [];
  const visit = (id: string): void => {
    if (done.has(id) || onWay.has(id)) return;
    onWay.add(id);
    for (const to of next.get(id)!) visit(to);
    onWay.delete(id);
    done.add(id);
    order.push(id);
  };
  for (const id of ids) visit(id);
  const rank = new Map(order.reverse().map((id, i) => [id, i]));
  for (const id of order) {
    for (const to of next.get(id)!) {
      // Backward links close a circle and push nobody further.
      if (rank.get(to)! > rank.get(id)!) depth.set(to, Math.max(depth.get(to)!, depth.get(id)! + 1));
    }
  }
  const columns: string[][] = [];
  for (const id of ids) (columns[depth.get(id)!] ??= []).push(id);
  return columns.filter((column) => column !== undefined);
}
