import { messageAt, painted } from './message-layer.tsx';
import { ports, viewportStore } from './ports.ts';
import { currentScene } from './scene-store.ts';
import { NOTHING, select, sessionStore } from './session.ts';

/** A message is hit within so many px of the page. */
const HIT_PX = 13;
/** A finger that rests for so long, and moves less than this, asks for the menu. */
const LONG_PRESS_MS = 500;
const STILL_PX = 10;

/** What a menu is asked for: by entries of the registry, in groups. */
export const MENUS = {
  part: [
    ['actions', 'rename'],
    ['connectTo', 'connect', 'selectUpstream', 'selectDownstream'],
    ['crash', 'restart'],
    ['cut', 'copy', 'duplicate', 'zoneAround'],
    ['delete'],
  ],
  link: [['actions'], ['cutLink'], ['delete']],
  zone: [['actions', 'rename'], ['cut', 'copy', 'duplicate'], ['delete']],
  several: [
    ['selectUpstream', 'selectDownstream', 'zoomTo'],
    ['cut', 'copy', 'duplicate', 'zoneAround'],
    ['delete'],
  ],
  message: [['dropMessage', 'duplicateMessage', 'holdMessage']],
  sheet: [
    ['quickAdd', 'zone', 'connect', 'paste'],
    ['selectAll', 'tidyUp'],
    ['fit', 'actualSize'],
    ['undo', 'redo'],
  ],
} as const;

/** Which menu belongs to what is picked. */
export function menuOfSelection(): keyof typeof MENUS {
  const { nodes, links, zones, message } = sessionStore.getState().selection;
  if (message !== null) return 'message';
  if (nodes.length + links.length + zones.length > 1) return 'several';
  return nodes.length > 0 ? 'part' : links.length > 0 ? 'link' : zones.length > 0 ? 'zone' : 'sheet';
}

/**
 * The menu of what is under the pointer, by a secondary click, a long press, the Menu key or Shift F10. Returns the way
 * to unbind it.
 */
export function bindContextMenu(target: Document = document): () => void {
  let pressed:
    { readonly x: number; readonly y: number; readonly timer: ReturnType<typeof setTimeout> } | undefined;
  const release = (): void => {
    clearTimeout(pressed?.timer);
    pressed = undefined;
  };
  const onContextMenu = (event: MouseEvent): void => {
    if (!isOnCanvas(event.target)) return;
    event.preventDefault();
    release();
    ask(event.target, placeOf(event));
  };
  const onDown = (event: PointerEvent): void => {
    release();
    if (event.pointerType !== 'touch' || !event.isPrimary || !isOnCanvas(event.target)) return;
    const { clientX: x, clientY: y, target: on } = event;
    pressed = { x, y, timer: setTimeout(() => ask(on, { x, y }), LONG_PRESS_MS) };
  };
  const onMove = ({ clientX, clientY }: PointerEvent): void => {
    if (pressed !== undefined && Math.hypot(clientX - pressed.x, clientY - pressed.y) > STILL_PX) release();
  };
  target.addEventListener('contextmenu', onContextMenu);
  target.addEventListener('pointerdown', onDown, { capture: true });
  target.addEventListener('pointermove', onMove, { capture: true });
  target.addEventListener('pointerup', release, { capture: true });
  target.addEventListener('pointercancel', release, { capture: true });
  return () => {
    release();
    target.removeEventListener('contextmenu', onContextMenu);
    target.removeEventListener('pointerdown', onDown, { capture: true });
    target.removeEventListener('pointermove', onMove, { capture: true });
    target.removeEventListener('pointerup', release, { capture: true });
    target.removeEventListener('pointercancel', release, { capture: true });
  };
}

const isOnCanvas = (target: EventTarget | null): target is Element =>
  target instanceof Element &&
  target.closest('[data-canvas]') !== null &&
  target.closest('input, textarea, dialog') === null;

/** Asked for by a key it stands at the middle of what has the keyboard. */
function placeOf({ clientX, clientY, target }: MouseEvent): { readonly x: number; readonly y: number } {
  const isByKey = clientX === 0 && clientY === 0;
  if (!isByKey || !(target instanceof Element)) return { x: clientX, y: clientY };
  const { left, top, width, height } = target.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2 };
}

function ask(target: Element, page: { readonly x: number; readonly y: number }): void {
  const at = ports.canvas?.fromPage(page);
  if (at === undefined) return;
  const element = target.closest<HTMLElement | SVGElement>('.react-flow__node, .react-flow__edge');
  const id = element?.dataset['id'];
  const isPart = element?.classList.contains('react-flow__node-part') === true;
  const message = isPart ? -1 : messageAt(painted.current, at, HIT_PX / viewportStore.getState().zoom);
  if (message >= 0) {
    ports.playback?.pause();
    select(sessionStore, { message });
  } else if (id === undefined) sessionStore.setState({ selection: NOTHING });
  else pick(id);
  sessionStore.setState({ asked: { for: 'menu', page, at }, card: null });
}

/** What was picked together stays so. */
function pick(id: string): void {
  const { nodes, links, zones } = sessionStore.getState().selection;
  if ([...nodes, ...links, ...zones].includes(id)) return;
  const scene = currentScene();
  select(
    sessionStore,
    scene.parts.has(id) ? { nodes: [id] } : scene.links.has(id) ? { links: [id] } : { zones: [id] },
  );
}
