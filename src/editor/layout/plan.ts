import type { ElkNode } from 'elkjs/lib/elk-api.js';
import type { Frame, Sheet, SheetLink, SheetZone } from '#editor/edit/document.ts';
import { linksOf, withField, zonesOf, type At } from '#editor/edit/document.ts';
import { GRID, move, snap } from '#editor/edit/nodes.ts';
import { frameAround } from '#editor/edit/zones.ts';
import { ranksOf } from '#editor/place.ts';
import type { Part, Scene } from '#editor/scene.ts';
import { centreOf } from '#figure/geometry.ts';

/** Free px between parts, between columns (a message has a way to be seen on), and around what a zone holds. */
const BESIDE = '60';
const COLUMN = '120';
const PADDING = '[top=80,left=60,bottom=60,right=60]';

/**
 * The places depend on what is drawn and how it is linked, never on where it stands: that is why tidying a second
 * time changes nothing.
 */
const HOW = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.randomSeed': '1',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.thoroughness': '20',
};
const APART = {
  'elk.spacing.nodeNode': BESIDE,
  'elk.spacing.componentComponent': BESIDE,
  'elk.layered.spacing.nodeNodeBetweenLayers': COLUMN,
  'elk.layered.spacing.edgeNodeBetweenLayers': '20',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '20',
};

/** What elk is asked: zones with what stands in them, parts as boxes around the middle of their silhouettes. */
export function planOf({ sheet, parts, links }: Scene): ElkNode {
  const zones = Object.keys(zonesOf(sheet));
  const ranks = ranksOf([...parts.keys()], [...links.values()]);
  const childrenOf = (zone: string | null): ElkNode[] => [
    ...zones.filter((id) => zoneAround(sheet, id) === zone).flatMap((id) => zoneAsNode(id)),
    ...[...parts.values()].filter(({ node }) => zoneOf(sheet, node.zone) === zone).map(boxOf),
  ];
  const zoneAsNode = (id: string): ElkNode[] => {
    const children = childrenOf(id);
    if (children.length > 0)
      return [{ id: zoneKey(id), layoutOptions: { ...APART, 'elk.padding': PADDING }, children }];
    const at = zonesOf(sheet)[id]?.at;
    return at === undefined ? [] : [{ id: zoneKey(id), width: at[2], height: at[3] }];
  };
  return {
    id: 'sheet',
    layoutOptions: { ...HOW, ...APART },
    children: childrenOf(null),
    // All lead the same way: elk has no circles of calls to break, which it does without regard to where one begins.
    edges: [...links.values()].map(({ id, from, to }) => {
      const isForward = (ranks.get(from) ?? 0) <= (ranks.get(to) ?? 0);
      return {
        id: `link ${id}`,
        sources: [partKey(isForward ? from : to)],
        targets: [partKey(isForward ? to : from)],
      };
    }),
  };
}

/** The sheet as elk arranged it, on the grid, with frames that fit; itself when everything stood there before. */
export function arranged({ sheet, parts }: Scene, answer: ElkNode): Sheet {
  const corners = cornersIn(answer);
  const places = new Map(
    [...parts.values()].flatMap((part): [string, At][] => {
      const corner = corners.get(partKey(part.id));
      const { width, height } = boxOf(part);
      return corner === undefined
        ? []
        : [[part.id, [snap(corner[0] + width / 2), snap(corner[1] + height / 2)]]];
    }),
  );
  return withFrames(withoutBends(move(sheet, places)), parts, places, corners);
}

const partKey = (id: string): string => `part ${id}`;
const zoneKey = (id: string): string => `zone ${id}`;

const zoneOf = (sheet: Sheet, zone: string | undefined): string | null =>
  zone !== undefined && zonesOf(sheet)[zone] !== undefined ? zone : null;

/** The smallest zone whose frame lies around this one's. */
function zoneAround(sheet: Sheet, id: string): string | null {
  const own = zonesOf(sheet)[id]?.at;
  if (own === undefined) return null;
  const around = Object.entries(zonesOf(sheet)).flatMap(([other, { at }]) =>
    other !== id && at !== undefined && area(at) > area(own) && holds(at, own)
      ? [{ other, size: area(at) }]
      : [],
  );
  return around.toSorted((a, b) => a.size - b.size)[0]?.other ?? null;
}

const area = ([, , width, height]: Frame): number => width * height;
const holds = (outer: Frame, inner: Frame): boolean =>
  inner[0] >= outer[0] &&
  inner[1] >= outer[1] &&
  inner[0] + inner[2] <= outer[0] + outer[2] &&
  inner[1] + inner[3] <= outer[1] + outer[3];

/** As wide to the left of the silhouette's middle as to the right, so that parts are lined up by their middles. */
function boxOf({ id, size }: Part): ElkNode & { readonly width: number; readonly height: number } {
  const middle = centreOf(size.body);
  const even = (one: number, other: number): number => 2 * GRID * Math.ceil(Math.max(one, other) / GRID);
  return {
    id: partKey(id),
    width: even(middle.x, size.width - middle.x),
    height: even(middle.y, size.height - middle.y),
  };
}

/** Where everything begins, on the sheet: elk counts from the corner of what something stands in. */
function cornersIn(answer: ElkNode): ReadonlyMap<string, At> {
  const corners = new Map<string, At>();
  const visit = (node: ElkNode, [left, top]: At): void => {
    for (const child of node.children ?? []) {
      const corner: At = [left + (child.x ?? 0), top + (child.y ?? 0)];
      corners.set(child.id, corner);
      visit(child, corner);
    }
  };
  visit(answer, [0, 0]);
  return corners;
}

/** Bends that were set by hand belong to the old places. */
function withoutBends(sheet: Sheet): Sheet {
  if (linksOf(sheet).every((link) => link['via'] === undefined)) return sheet;
  const links = linksOf(sheet).map((link): SheetLink =>
    link['via'] === undefined ? link : withField(link, 'via', undefined),
  );
  return { ...sheet, links };
}

function withFrames(
  sheet: Sheet,
  parts: Scene['parts'],
  places: ReadonlyMap<string, At>,
  corners: ReadonlyMap<string, At>,
): Sheet {
  const frames = new Map<string, Frame>();
  const frameOf = (id: string, former: Sheet): Frame | undefined => {
    const known = frames.get(id);
    if (known !== undefined) return known;
    const inner = Object.keys(zonesOf(former)).filter((other) => zoneAround(former, other) === id);
    const boxes = [
      ...inner.map((other) => frameOf(other, former)).filter((frame) => frame !== undefined),
      ...[...places].flatMap(([part, place]): Frame[] => boxAt(parts.get(part), id, place)),
    ];
    const around = frameAround(boxes);
    const frame =
      around === null ? movedTo(zonesOf(former)[id]?.at, corners.get(zoneKey(id))) : outward(around);
    if (frame !== undefined) frames.set(id, frame);
    return frame;
  };
  const zones = Object.entries(zonesOf(sheet)).map(([id, zone]): [string, SheetZone] => {
    const at = frameOf(id, sheet);
    const stays =
      at === undefined || (zone.at !== undefined && at.every((value, i) => value === zone.at?.[i]));
    return [id, stays ? zone : { ...zone, at }];
  });
  const same = zones.every(([id, zone]) => zone === zonesOf(sheet)[id]);
  return same ? sheet : { ...sheet, zones: Object.fromEntries(zones) };
}

function boxAt(part: Part | undefined, zone: string, [x, y]: At): Frame[] {
  if (part === undefined || part.node.zone !== zone) return [];
  const middle = centreOf(part.size.body);
  return [[x - middle.x, y - middle.y, part.size.width, part.size.height]];
}

const movedTo = (frame: Frame | undefined, corner: At | undefined): Frame | undefined =>
  frame === undefined || corner === undefined
    ? frame
    : [snap(corner[0]), snap(corner[1]), frame[2], frame[3]];

/** The next frame on the grid that is not smaller. */
function outward([x, y, width, height]: Frame): Frame {
  const [left, top] = [Math.floor(x / GRID) * GRID, Math.floor(y / GRID) * GRID];
  return [
    left,
    top,
    Math.ceil((x + width) / GRID) * GRID - left,
    Math.ceil((y + height) / GRID) * GRID - top,
  ];
}
