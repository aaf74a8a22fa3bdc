import { equalPlain } from '#lib/plain.ts';
import type { FigureProps, KindView } from '#kinds/view.tsx';
import { unknownView, viewOf } from '#kinds/views.tsx';
import {
  linkId,
  linksOf,
  nodesOf,
  titleOf,
  zonesOf,
  type Frame,
  type Sheet,
  type SheetNode,
} from './edit/document.ts';
import { breakerSpot } from './figure/breaker.tsx';
import { centreOf, shifted, type Box, type Point, type Size } from './figure/geometry.ts';
import type { LinkKind } from './figure/link.tsx';
import { trackOf, type Track } from './figure/track.ts';
import { placeUnplaced } from './place.ts';
import { routeAll, type Wire } from './wires.ts';

/** A node as it stands on the sheet. */
export interface Part {
  readonly id: string;
  readonly title: string;
  readonly node: SheetNode;
  readonly view: KindView;
  /** What the design alone says its figure shows. */
  readonly props: FigureProps;
  readonly size: Size;
  /** Where the drawing's own (0, 0) lies. */
  readonly origin: Point;
  /** The silhouette, in canvas px. */
  readonly body: Box;
  /** The whole drawing with its words. */
  readonly box: Box;
}

export interface Link {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  readonly kind: LinkKind;
  /** False between members of a cluster: nobody drew it, and it cannot be removed. */
  readonly drawn: boolean;
  readonly points: readonly Point[];
  readonly track: Track;
  /** Where its circuit breaker stands, when it has one and there is room. */
  readonly bridge: ReturnType<typeof breakerSpot>;
}

export interface Zone {
  readonly id: string;
  readonly title: string;
  readonly frame: Frame;
}

/** Everything that is drawn of a document, worked out once for each change of it. */
export interface Scene {
  readonly sheet: Sheet;
  readonly parts: ReadonlyMap<string, Part>;
  readonly zones: readonly Zone[];
  readonly links: ReadonlyMap<string, Link>;
}

export type Dragged = ReadonlyMap<string, Point>;
const STILL: Dragged = new Map();

/**
 * The scene of a document, with what is being dragged where it is now: the middle of a node, the corner of a zone.
 * Whatever did not change is the same object as in `former`, so that it is not drawn again.
 */
export function sceneOf(sheet: Sheet, dragged: Dragged | null = null, former?: Scene): Scene {
  const held = dragged ?? STILL;
  const parts = partsOf(sheet, held, former);
  const zones = Object.entries(zonesOf(sheet)).flatMap(([id, zone]): Zone[] => {
    if (zone.at === undefined) return [];
    const corner = held.get(id);
    const frame: Frame = corner === undefined ? zone.at : [corner.x, corner.y, zone.at[2], zone.at[3]];
    const next: Zone = { id, title: titleOf(id, zone), frame };
    const old = former?.zones.find((one) => one.id === id);
    return [old !== undefined && equalPlain(old, next) ? old : next];
  });
  return { sheet, parts, zones, links: linksBetween(sheet, parts, dragged, former) };
}

function partsOf(sheet: Sheet, held: Dragged, former: Scene | undefined): ReadonlyMap<string, Part> {
  const nodes = Object.entries(nodesOf(sheet));
  const bare = nodes.map(([id, node]) => {
    const old = former?.parts.get(id);
    const view = viewOf(node.kind) ?? unknownView;
    const props = view.design(id, node, sheet);
    const same = old !== undefined && old.view === view && equalPlain(old.props, props);
    return {
      id,
      node,
      view,
      old,
      props: same ? old.props : props,
      size: same ? old.size : view.sizeOf(props),
    };
  });
  const places = placeUnplaced(
    bare.map(({ id, node, size }) => ({ id, at: node.at, size })),
    linksOf(sheet),
  );
  return new Map(
    bare.map(({ id, node, view, old, props, size }): [string, Part] => {
      const middle = held.get(id) ?? places.get(id) ?? { x: 0, y: 0 };
      const inner = centreOf(size.body);
      const origin = { x: middle.x - inner.x, y: middle.y - inner.y };
      const still =
        old !== undefined &&
        old.props === props &&
        old.node === node &&
        old.origin.x === origin.x &&
        old.origin.y === origin.y;
      if (still) return [id, old];
      const box = { ...origin, width: size.width, height: size.height };
      return [
        id,
        {
          id,
          title: titleOf(id, node),
          node,
          view,
          props,
          size,
          origin,
          body: shifted(size.body, origin),
          box,
        },
      ];
    }),
  );
}

function linksBetween(
  sheet: Sheet,
  parts: ReadonlyMap<string, Part>,
  dragged: Dragged | null,
  former: Scene | undefined,
): ReadonlyMap<string, Link> {
  const wires: Wire[] = [];
  const kinds = new Map<string, LinkKind>();
  const bridged = new Set<string>();
  const drawn = new Set<string>();
  for (const link of linksOf(sheet)) {
    const [from, to] = [parts.get(link.from), parts.get(link.to)];
    const id = linkId(link);
    if (from === undefined || to === undefined || from === to || kinds.has(id)) continue;
    const events = from.view.carries === 'event' || to.view.carries === 'event';
    kinds.set(id, events ? 'event' : 'call');
    drawn.add(id);
    if (typeof link['breaker'] === 'object') bridged.add(id);
    wires.push({
      id,
      from,
      to,
      fromPort: portOf(sheet, from, to),
      toPort: portOf(sheet, to, from),
      via: viaOf(link['via']),
    });
  }
  for (const { members } of Object.values(sheet.clusters ?? {})) {
    const [first, ...others] = Array.isArray(members) ? members.map((id: string) => parts.get(id)) : [];
    for (const other of others) {
      if (first === undefined || other === undefined) continue;
      const id = linkId({ from: first.id, to: other.id });
      if (kinds.has(id)) continue;
      kinds.set(id, 'replication');
      wires.push({ id, from: first, to: other, fromPort: undefined, toPort: undefined, via: undefined });
    }
  }
  const routes = routeAll(wires, parts, {
    former: former === undefined ? undefined : { parts: former.parts, links: former.links },
    // While something is dragged, only its own links follow; the others make room when it is let go.
    onlyMoved: dragged !== null,
  });
  return new Map(
    wires.map(({ id, from, to }): [string, Link] => {
      const points = routes.get(id) ?? [];
      const kind = kinds.get(id) ?? 'call';
      const old = former?.links.get(id);
      const same =
        old !== undefined &&
        old.points === points &&
        old.kind === kind &&
        old.drawn === drawn.has(id) &&
        (old.bridge !== undefined) === bridged.has(id);
      if (same) return [id, old];
      return [
        id,
        {
          id,
          from: from.id,
          to: to.id,
          kind,
          drawn: drawn.has(id),
          points,
          track: trackOf(points),
          bridge: bridged.has(id) ? breakerSpot(points) : undefined,
        },
      ];
    }),
  );
}

/** The box of the port at which `part` meets `other`, when its kind has one for it. */
function portOf(sheet: Sheet, part: Part, other: Part): Box | undefined {
  const name = part.view.port?.(part.id, sheet, other.id);
  const port = name === undefined ? undefined : part.size.ports?.[name];
  return port === undefined ? undefined : shifted(port, part.origin);
}

function viaOf(via: unknown): readonly Point[] | undefined {
  if (!Array.isArray(via) || via.length === 0) return undefined;
  return via.flatMap((point): Point[] =>
    Array.isArray(point) && typeof point[0] === 'number' && typeof point[1] === 'number'
      ? [{ x: point[0], y: point[1] }]
      : [],
  );
}

/** The box around everything, null for an empty sheet. */
export function boundsOf(scene: Scene): Box | null {
  const boxes: Box[] = [...scene.parts.values()].map(({ box }) => box);
  for (const { frame } of scene.zones)
    boxes.push({ x: frame[0], y: frame[1], width: frame[2], height: frame[3] });
  if (boxes.length === 0) return null;
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  const right = Math.max(...boxes.map((box) => box.x + box.width));
  const bottom = Math.max(...boxes.map((box) => box.y + box.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** The middle of every node: what decides in which zone it stands. */
export const middlesOf = (scene: Scene): ReadonlyMap<string, readonly [number, number]> =>
  new Map(
    [...scene.parts].map(([id, { body }]) => {
      const { x, y } = centreOf(body);
      return [id, [x, y] as const];
    }),
  );
