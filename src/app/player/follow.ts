import { painted } from '#editor/message-layer.tsx';
import { ports, viewportStore } from '#editor/ports.ts';
import { currentScene } from '#editor/scene-store.ts';
import { sessionStore } from '#editor/session.ts';
import { centreOf, type Box, type Point } from '#figure/geometry.ts';
import type { RunClient } from '#run/client.ts';
import { Trace, originOf } from '#run/view/trace.ts';
import { prefersReducedMotion } from '#ui/theme.ts';
import { playerWords } from '#words/player.ts';
import { playerStore } from './player-store.ts';

/** While it plays, the view is moved at most this often, ms. */
const LOOK_MS = 500;
const MOVE_MS = 360;
/** What is looked at keeps this share of the view between itself and the edge. */
const IN_VIEW = 0.12;

const followEvent = (event: number): void => sessionStore.setState({ followed: event });
export const stopFollowing = (): void => sessionStore.setState({ followed: null });

/** The flow of the message that is picked; without one, of what is under way or happened last. */
export function followNow(client: RunClient): void {
  const { view, time } = client;
  const { message } = sessionStore.getState().selection;
  if (message !== null) return followEvent(view.messages.sendOf(message));
  const last = view.eventAt(time);
  for (let event = last; event >= 0; event--) {
    // A heartbeat is nobody's flow.
    if (originOf(view.store, event) !== '') return followEvent(event);
    if (last - event > 50) break;
  }
  if (last >= 0) followEvent(last);
}

/** Works out what is followed whenever that, or the record, changes; keeps it in view. Returns what ends it. */
export function startFollowing(client: RunClient): () => void {
  let generation = -1;
  let lookedAt = 0;
  const { view } = client;

  const begin = (event: number | null): void => {
    generation = view.store.generation;
    const trace = event === null || event < 0 ? null : new Trace(view.store, event);
    playerStore.setState({
      followed: trace === null ? null : { trace, label: labelOf(trace, event ?? -1) },
      events: trace?.events.length ?? 0,
    });
    involve();
    if (trace !== null) frameWhole();
  };
  const labelOf = ({ id }: Trace, event: number): string =>
    id === '' ? playerWords.follow.causes(view.store.textOf(event)) : id;

  const involve = (): void => {
    const trace = playerStore.getState().followed?.trace;
    const before = sessionStore.getState().involved;
    if (trace === undefined) {
      if (before !== null) sessionStore.setState({ involved: null });
      return;
    }
    const { nodes, links } = view.topology;
    sessionStore.setState({
      involved: {
        nodes: new Set([...trace.nodes].map((index) => nodes[index]?.id ?? '')),
        links: new Set([...trace.links].map((index) => links[index]?.id ?? '')),
        has: (message) => trace.has(view.messages.sendOf(message)),
        aside: before?.aside ?? 'dimmed',
      },
    });
  };

  /** The record grew, or was taken back and is another one now: a flow keeps its id, a bare event may be gone. */
  const catchUp = (): void => {
    const { followed } = playerStore.getState();
    if (followed === null) return;
    const { trace } = followed;
    if (view.store.generation !== generation || !trace.reads(view.store)) {
      generation = view.store.generation;
      const again = trace.again(view.store);
      if (again === null) return stopFollowing();
      playerStore.setState({ followed: { ...followed, trace: again } });
    } else trace.advance();
    const now = playerStore.getState().followed?.trace.events.length ?? 0;
    if (now === playerStore.getState().events && trace === playerStore.getState().followed?.trace) return;
    playerStore.setState({ events: now });
    involve();
  };

  const look = (t: number): void => {
    const trace = playerStore.getState().followed?.trace;
    if (trace === undefined) return;
    const now = performance.now();
    if (client.getState().playing && now - lookedAt < LOOK_MS) return;
    lookedAt = now;
    const point = placeOf(client, trace, t);
    if (point !== null) lookAt(point);
  };

  const stops = [
    sessionStore.subscribe((state, before) => {
      if (state.followed !== before.followed) begin(state.followed);
    }),
    client.subscribe(catchUp),
    client.subscribeFrame(look),
  ];
  return () => stops.forEach((stop) => stop());
}

/** Moves the view to a point, unless it is well in view. */
export function lookAt(point: Point): void {
  const { x, y, zoom, width, height } = viewportStore.getState();
  const isIn = (at: number, span: number): boolean => at > span * IN_VIEW && at < span * (1 - IN_VIEW);
  if (isIn(x + point.x * zoom, width) && isIn(y + point.y * zoom, height)) return;
  ports.canvas?.centreOn(point, prefersReducedMotion() ? 0 : MOVE_MS);
}

/** Where the flow is at a moment: amid its messages under way, or at the node where something of it happened last. */
function placeOf({ view }: RunClient, trace: Trace, t: number): Point | null {
  const { id, items, count } = painted.current;
  let [x, y, under] = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    if (!trace.has(view.messages.sendOf(id[i]!))) continue;
    x += items.x[i]!;
    y += items.y[i]!;
    under++;
  }
  if (under > 0) return { x: x / under, y: y / under };
  const last = trace.events.valueAtMost(view.eventAt(t));
  const node = view.topology.nodes[view.store.node[last] ?? -1]?.id ?? '';
  const box = currentScene().parts.get(node)?.box;
  return box === undefined ? null : centreOf(box);
}

/** All parts of it, as large as they fit. */
function frameWhole(): void {
  const { involved } = sessionStore.getState();
  const boxes = [...(involved?.nodes ?? [])].flatMap((id) => currentScene().parts.get(id)?.box ?? []);
  if (boxes.length > 0) ports.canvas?.fit(around(boxes));
}

function around(boxes: readonly Box[]): Box {
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
}

export function step(client: RunClient, direction: 'after' | 'before'): void {
  const at = playerStore.getState().followed?.trace[direction](client.time);
  if (at === undefined || at === null) return;
  client.pause();
  client.seek(at);
}

export function toggleAlone(): void {
  const { involved } = sessionStore.getState();
  if (involved === null) return;
  const aside = involved.aside === 'hidden' ? 'dimmed' : 'hidden';
  sessionStore.setState({ involved: { ...involved, aside } });
}
