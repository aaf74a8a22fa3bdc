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

interface Call {
  readonly from: string;
  readonly to: string;
}

function columnsOf(ids: readonly string[], links: readonly Call[]): readonly (readonly string[])[] {
  const ranks = ranksOf(ids, links);
  const next = followersOf(ids, links);
  const depth = new Map<string, number>(ids.map((id) => [id, 0]));
  for (const [id, rank] of ranks) {
    for (const to of next.get(id)!) {
      // Backward links close a circle and push nobody further.
      if (ranks.get(to)! > rank) depth.set(to, Math.max(depth.get(to)!, depth.get(id)! + 1));
    }
  }
  const columns: string[][] = [];
  for (const id of ids) (columns[depth.get(id)!] ??= []).push(id);
  return columns.filter((column) => column !== undefined);
}

const followersOf = (
  ids: readonly string[],
  links: readonly Call[],
): ReadonlyMap<string, readonly string[]> => {
  const next = new Map<string, string[]>(ids.map((id) => [id, []]));
  for (const { from, to } of links) if (next.has(to)) next.get(from)?.push(to);
  return next;
};

/** Numbers for nodes, in their order: who calls comes before who is called, but where calls run in a circle. */
export function ranksOf(ids: readonly string[], links: readonly Call[]): ReadonlyMap<string, number> {
  const next = followersOf(ids, links);
  const seen = new Set<string>();
  const order: string[] = [];
  const visit = (id: string): void => {
    if (seen.has(id)) return;
    seen.add(id);
    for (const to of next.get(id)!) visit(to);
    order.push(id);
  };
  for (const id of ids) visit(id);
  return new Map(order.toReversed().map((id, i) => [id, i]));
}
