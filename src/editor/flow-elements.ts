import type { EdgeChange, NodeChange } from '@xyflow/react';
import { useMemo } from 'react';
import { useStore } from 'zustand';
import { editorWords } from '#words/editor.ts';
import { settle, withMembers } from './actions.ts';
import { zonesOf, type At } from './edit/document.ts';
import { snap } from './edit/nodes.ts';
import type { FlowNode } from './canvas.tsx';
import { centreOf, type Point } from '#figure/geometry.ts';
import type { LinkFlowEdge } from './link-edge.tsx';
import { handlesOf, type PartFlowNode } from './part-node.tsx';
import type { Link, Part, Scene, Zone } from './scene.ts';
import { currentScene, sceneStore } from './scene-store.ts';
import { NOTHING, sessionStore, type Selection } from './session.ts';
import type { ZoneFlowNode } from './zone-node.tsx';

/**
 * The scene as React Flow takes it, and its changes as changes of the document and the session. An element is the
 * same object for as long as nothing about it changed, so that React Flow looks at it once.
 */
export function useFlowElements() {
  const scene = useStore(sceneStore, (state) => state.scene);
  const selection = useStore(sessionStore, (state) => state.selection);
  const involved = useStore(sessionStore, (state) => state.involved);
  const elements = useMemo(() => {
    const isPicked = picked(selection);
    const isAside = (id: string): boolean =>
      involved !== null && !involved.nodes.has(id) && !involved.links.has(id);
    return {
      nodes: [
        ...scene.zones.map((zone): FlowNode => zoneNode(zone, isPicked(zone.id))),
        ...[...scene.parts.values()].map((part): FlowNode => {
          const node = partNode(part, isPicked(part.id));
          return isAside(part.id) ? aside(node) : node;
        }),
      ],
      edges: [...scene.links.values()].map((link) => {
        const edge = linkEdge(scene, link, isPicked(link.id));
        return isAside(link.id) ? aside(edge) : edge;
      }),
    };
  }, [scene, selection, involved]);
  return { ...elements, onNodesChange, onEdgesChange };
}

function onNodesChange(changes: NodeChange<FlowNode>[]): void {
  pick(changes);
  drag(changes);
}

const onEdgesChange = (changes: EdgeChange<LinkFlowEdge>[]): void => pick(changes);

/** Makes an element once for each of the two ways it can look. */
function once<Of extends object, Element>(make: (of: Of, selected: boolean) => Element) {
  const made = [new WeakMap<Of, Element>(), new WeakMap<Of, Element>()] as const;
  return (of: Of, selected: boolean): Element => {
    const known = made[selected ? 1 : 0];
    let element = known.get(of);
    if (element === undefined) known.set(of, (element = make(of, selected)));
    return element;
  };
}

const asides = new WeakMap<object, object>();

/** The same element, as one that has no part in the flow that is followed. */
function aside<Element extends object>(element: Element): Element {
  let made = asides.get(element) as Element | undefined;
  if (made === undefined) asides.set(element, (made = { ...element, className: 'aside' }));
  return made;
}

function picked({ nodes, links, zones }: Selection): (id: string) => boolean {
  const all = new Set([...nodes, ...links, ...zones]);
  return (id) => all.has(id);
}

const partNode = once((part: Part, selected): PartFlowNode => {
  const { id, origin, size, title, view, zoneTitle } = part;
  const { width, height } = size;
  return {
    id,
    type: 'part',
    data: { part },
    position: origin,
    width,
    height,
    measured: { width, height },
    handles: handlesOf(part),
    selected,
    ariaLabel: editorWords.part(title, view.title, zoneTitle),
  };
});

const zoneNode = once((zone: Zone, selected): ZoneFlowNode => {
  const [x, y, width, height] = zone.frame;
  return {
    id: zone.id,
    type: 'zone',
    data: { zone },
    position: { x, y },
    width,
    height,
    measured: { width, height },
    handles: [],
    selected,
    connectable: false,
    zIndex: -1,
    style: { pointerEvents: 'none' },
    ariaLabel: editorWords.zone(zone.title),
  };
});

const bareEdge = once((link: Link, selected): LinkFlowEdge => ({
  id: link.id,
  type: 'link',
  source: link.from,
  target: link.to,
  data: { link },
  selected,
  // A bridge stands over the links that pass it.
  zIndex: link.bridge === undefined ? 0 : 1,
}));

const labelled = new WeakMap<LinkFlowEdge, LinkFlowEdge>();

/** The names of its ends are not the link's own: they are looked at each time. */
function linkEdge({ parts }: Scene, link: Link, selected: boolean): LinkFlowEdge {
  const bare = bareEdge(link, selected);
  const label = editorWords.link(
    parts.get(link.from)?.title ?? link.from,
    parts.get(link.to)?.title ?? link.to,
  );
  const known = labelled.get(bare);
  if (known?.ariaLabel === label) return known;
  const edge = { ...bare, ariaLabel: label };
  labelled.set(bare, edge);
  return edge;
}

/** React Flow says who came into the selection and who left it. */
function pick(changes: readonly (NodeChange<FlowNode> | EdgeChange<LinkFlowEdge>)[]): void {
  const { selection } = sessionStore.getState();
  const { parts, links } = currentScene();
  const all = new Set([...selection.nodes, ...selection.links, ...selection.zones]);
  let changed = false;
  for (const change of changes) {
    if (change.type !== 'select') continue;
    changed ||= all.has(change.id) !== change.selected;
    if (change.selected) all.add(change.id);
    else all.delete(change.id);
  }
  if (!changed) return;
  const next = { nodes: [] as string[], links: [] as string[], zones: [] as string[] };
  for (const id of all) (parts.has(id) ? next.nodes : links.has(id) ? next.links : next.zones).push(id);
  sessionStore.setState({ selection: { ...NOTHING, ...next } });
}

/** While things are dragged they are only shown elsewhere; where they are let go is written down, as one change. */
function drag(changes: readonly NodeChange<FlowNode>[]): void {
  const { parts } = currentScene();
  const before = sessionStore.getState().dragged;
  const dragged = new Map(before);
  let isOver = false;
  for (const change of changes) {
    if (change.type !== 'position' || change.dragging === undefined) continue;
    isOver ||= !change.dragging;
    if (change.position === undefined) continue;
    const part = parts.get(change.id);
    if (part === undefined) dragZone(dragged, change.id, change.position);
    else if (!isCarried(change.id, changes)) dragged.set(change.id, middleOf(part, change.position));
  }
  if (isOver) {
    const places = new Map([...dragged].map(([id, { x, y }]): [string, At] => [id, [x, y]]));
    if (places.size > 0) settle(places);
    sessionStore.setState({ dragged: null });
  } else if (dragged.size > 0) {
    sessionStore.setState({ dragged });
  }
}

function middleOf({ size }: Part, { x, y }: Point): Point {
  const inner = centreOf(size.body);
  return { x: snap(x + inner.x), y: snap(y + inner.y) };
}

/** A zone takes its parts along. */
function dragZone(dragged: Map<string, Point>, id: string, position: Point): void {
  const { sheet, parts, zones } = currentScene();
  const at = zonesOf(sheet)[id]?.at;
  if (at === undefined || zones.every((zone) => zone.id !== id)) return;
  const corner = { x: snap(position.x), y: snap(position.y) };
  dragged.set(id, corner);
  for (const member of withMembers({ ...NOTHING, zones: [id] })) {
    const home = sheet.nodes?.[member]?.at;
    if (home !== undefined && parts.has(member)) {
      dragged.set(member, { x: home[0] + corner.x - at[0], y: home[1] + corner.y - at[1] });
    }
  }
}

/** A part that is picked together with its zone moves with the zone. */
function isCarried(id: string, changes: readonly NodeChange<FlowNode>[]): boolean {
  const zone = currentScene().parts.get(id)?.node.zone;
  return zone !== undefined && changes.some((change) => change.type === 'position' && change.id === zone);
}
