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
import { breakerSpot } from '#figure/breaker.tsx';
import { centreOf, shifted, type Box, type Point, type Size } from '#figure/geometry.ts';
import type { LinkKind } from '#figure/link.tsx';
import { placeOf, routeLinks, type LinkToRoute, type Place } from '#figure/routes.ts';
import { trackOf, type Track } from '#figure/track.ts';
import { placeUnplaced } from './place.ts';

/** A node as it stands on the sheet. */
export interface Part {
  readonly id: string;
  readonly title: string;
  readonly node: SheetNode;
  /** What the zone it runs in is called; null for none. */
  readonly zoneTitle: string | null;
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
  /** What the document calls it; '' for nothing. */
  readonly title: string;
  /** False between members of a cluster: nobody drew it, and it cannot be removed. */
  readonly drawn: boolean;
  readonly points: readonly Point[];
  readonly track: Track;
  /** It has a circuit breaker. */
  readonly bridged: boolean;
  /** Where that stands, when there is room. */
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
  /** What the routes were found from. */
  readonly plan: Plan;
}

interface Plan {
  readonly places: ReadonlyMap<string, Place>;
  readonly links: readonly LinkToRoute[];
}

export type Dragged = ReadonlyMap<string, Point>;
const STILL: Dragged = new Map();

/**
 * The scene of a document, with what is being dragged where it is now (the middle of a node, the corner of a zone) and
 * with the zone that is being framed anew.
 * Whatever did not change is the same object as in `former`, so that it is not drawn again.
 */
export function sceneOf(
  sheet: Sheet,
  dragged: Dragged | null = null,
  former?: Scene,
  framed: { readonly id: string; readonly frame: Frame } | null = null,
): Scene {
  const held = dragged ?? STILL;
  const parts = partsOf(sheet, held, former);
  const zones = Object.entries(zonesOf(sheet)).flatMap(([id, zone]): Zone[] => {
    if (!isFrame(zone.at)) return [];
    const corner = held.get(id);
    const frame: Frame =
      framed?.id === id
        ? framed.frame
        : corner === undefined
          ? zone.at
          : [corner.x, corner.y, zone.at[2], zone.at[3]];
    const next: Zone = { id, title: titleOf(id, zone), frame };
    const old = former?.zones.find((one) => one.id === id);
    return [old !== undefined && equalPlain(old, next) ? old : next];
  });
  return { sheet, parts, zones, ...linksBetween(sheet, parts, dragged, former) };
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
      const zoneTitle = node.zone === undefined ? null : titleOf(node.zone, zonesOf(sheet)[node.zone]);
      const inner = centreOf(size.body);
      const origin = { x: middle.x - inner.x, y: middle.y - inner.y };
      const still =
        old !== undefined &&
        old.props === props &&
        old.node === node &&
        old.zoneTitle === zoneTitle &&
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
          zoneTitle,
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
): Pick<Scene, 'links' | 'plan'> {
  const wires = new Map<string, Wire>();
  for (const link of linksOf(sheet)) {
    const [from, to] = [parts.get(link.from), parts.get(link.to)];
    const id = linkId(link);
    if (from === undefined || to === undefined || from === to || wires.has(id)) continue;
    const events = from.view.carries === 'event' || to.view.carries === 'event';
    wires.set(id, {
      title: typeof link['title'] === 'string' ? link['title'] : '',
      kind: areCopies(sheet, link.from, link.to) ? 'replication' : events ? 'event' : 'call',
      drawn: true,
      bridged: typeof link['breaker'] === 'object',
      route: {
        id,
        from: { node: from.id, port: from.view.port?.(from.id, sheet, to.id, 'out') },
        to: { node: to.id, port: to.view.port?.(to.id, sheet, from.id, 'in') },
        via: viaOf(link['via']),
      },
    });
  }
  for (const { members } of Object.values(sheet.clusters ?? {})) {
    const [first, ...others] = (Array.isArray(members) ? (members as readonly string[]) : []).filter((id) =>
      parts.has(id),
    );
    if (first === undefined) continue;
    for (const other of others) {
      const id = `${first}>${other}`;
      if (wires.has(id)) continue;
      const route = { id, from: { node: first }, to: { node: other } };
      wires.set(id, { title: '', kind: 'replication', drawn: false, bridged: false, route });
    }
  }
  const plan: Plan = { places: placesOf(parts), links: [...wires.values()].map(({ route }) => route) };
  const routes = routesOf(plan, dragged !== null, former);
  const links = new Map(
    [...wires].map(([id, { title, kind, drawn, bridged, route }]): [string, Link] => {
      const points = routes.get(id) ?? [];
      const old = former?.links.get(id);
      if (
        old !== undefined &&
        old.points === points &&
        old.kind === kind &&
        old.title === title &&
        old.drawn === drawn &&
        old.bridged === bridged
      ) {
        return [id, old];
      }
      const bridge = bridged ? breakerSpot(points) : undefined;
      return [
        id,
        {
          id,
          from: route.from.node,
          to: route.to.node,
          title,
          kind,
          drawn,
          bridged,
          points,
          track: trackOf(points),
          bridge,
        },
      ];
    }),
  );
  return { links, plan };
}

/** Two members of a cluster tell each other what was written, whoever drew the line. */
const areCopies = ({ clusters = {} }: Sheet, one: string, other: string): boolean =>
  Object.values(clusters).some(
    ({ members }) => Array.isArray(members) && members.includes(one) && members.includes(other),
  );

/** Every part, and every port as a thing of its own: links go around the ports of a part, but not around its own end. */
function placesOf(parts: ReadonlyMap<string, Part>): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const [id, { size, origin }] of parts) {
    const place = placeOf(size, origin);
    places.set(id, place);
    for (const [port, box] of Object.entries(place.ports ?? {})) {
      places.set(`${id} ${port}`, { body: box, extent: box });
    }
  }
  return places;
}

interface Wire {
  readonly title: string;
  readonly kind: LinkKind;
  readonly drawn: boolean;
  readonly bridged: boolean;
  readonly route: LinkToRoute;
}

/**
 * With nothing moved, the routes of before. While something is dragged only its own links follow; the others make
 * room when it is let go.
 */
function routesOf(
  plan: Plan,
  dragging: boolean,
  former: Scene | undefined,
): ReadonlyMap<string, readonly Point[]> {
  if (former === undefined) return routeLinks(plan.places, plan.links);
  const { plan: before, links } = former;
  const pointsOf = (id: string): readonly Point[] => links.get(id)?.points ?? [];
  const moved = new Set<string>();
  for (const [id, place] of plan.places) if (!equalPlain(place, before.places.get(id))) moved.add(id);
  const same =
    moved.size === 0 && plan.places.size === before.places.size && equalPlain(plan.links, before.links);
  if (same) return new Map(plan.links.map(({ id }) => [id, pointsOf(id)]));
  if (!dragging) return routeLinks(plan.places, plan.links);
  const following = plan.links.filter(
    ({ id, from, to }) => moved.has(from.node) || moved.has(to.node) || !links.has(id),
  );
  const routes = routeLinks(plan.places, following);
  return new Map(plan.links.map(({ id }) => [id, routes.get(id) ?? pointsOf(id)]));
}

function viaOf(via: unknown): readonly Point[] | undefined {
  if (!Array.isArray(via) || via.length === 0) return undefined;
  return via.flatMap((point): Point[] =>
    Array.isArray(point) && typeof point[0] === 'number' && typeof point[1] === 'number'
      ? [{ x: point[0], y: point[1] }]
      : [],
  );
}

/** A frame that was typed by hand may be anything. */
const isFrame = (at: unknown): at is Frame =>
  Array.isArray(at) && at.length === 4 && at.every((value) => typeof value === 'number');

/** How far a tear runs beyond the zones that it separates, px. */
export const TEAR_BEYOND = 46;

/** The box around everything, null for an empty sheet. */
export function boundsOf(scene: Scene): Box | null {
  const boxes: Box[] = [...scene.parts.values()].map(({ box }) => box);
  // Between zones the paper may tear, and beyond their ends.
  const beyond = scene.zones.length > 1 ? TEAR_BEYOND : 0;
  for (const { frame } of scene.zones) {
    const [x, y, width, height] = frame;
    boxes.push({ x, y: y - beyond, width, height: height + 2 * beyond });
  }
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
