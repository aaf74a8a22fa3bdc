import { useStoreApi } from '@xyflow/react';
import { useEffect, useRef, type ReactElement } from 'react';
import { newMessageFrame, type MessageFrame } from '#run/view/messages.ts';
import { onThemeChange, prefersReducedMotion } from '#ui/theme.ts';
import { lodAt, type Point } from '#figure/geometry.ts';
import { MESSAGE_KINDS } from '#figure/glyph.tsx';
import {
  FAILED,
  FAINT,
  TRACKED,
  dropItems,
  messageItems,
  paintDrops,
  paintMessages,
  type DropItems,
  type MessageItems,
  type PaintOptions,
} from '#figure/messages.ts';
import { readPalette } from '#figure/palette.ts';
import type { Spot } from '#figure/track.ts';
import { LABELLED_MAX, MessageLabels, type Labelled } from './message-labels.ts';
import { placeMessage, tracksOf, type Way } from './message-tracks.ts';
import { occupied } from './notes.ts';
import type { Playback } from './ports.ts';
import { sceneStore } from './scene-store.ts';
import { sessionStore } from './session.ts';
import { tearsFor } from './tears.ts';
import styles from './canvas.module.css';

/** How far behind a message its last echo is, canvas px. */
const ECHO_PX = 28;
/** How long a burst lasts and its × stays, seconds of the reader's time. */
const BURST_S = 0.7;
const STAYS_S = 1.4;

/** The messages at this moment as they were last painted, so that a click can find one. */
export interface Painted {
  readonly id: Int32Array;
  readonly items: MessageItems;
  count: number;
  /** Paints the same once more, elsewhere: what of it, and how large, is up to `view`. */
  readonly paint: (context: CanvasRenderingContext2D, view: PaintedView) => void;
}

type PaintedView = Pick<PaintOptions, 'width' | 'height' | 'ratio' | 'panX' | 'panY' | 'zoom'>;

/** The message under a point of the sheet, within `radius` canvas px; -1 when there is none. */
export function messageAt(painted: Painted, point: Point, radius: number): number {
  let found = -1;
  let nearest = radius * radius;
  for (let i = 0; i < painted.count; i++) {
    const dx = painted.items.x[i]! - point.x;
    const dy = painted.items.y[i]! - point.y;
    const distance = dx * dx + dy * dy;
    if (distance > nearest) continue;
    nearest = distance;
    found = painted.id[i]!;
  }
  return found;
}

export const painted: { current: Painted } = {
  current: { id: new Int32Array(0), items: messageItems(0), count: 0, paint: () => undefined },
};

/** The mark of the moment at which the page does what it is for: a message is on its way and time runs. */
const FIRST_MESSAGE = 'first-message';

/** What confirms and what keeps sessions alive has no words for a reader. */
const SIGNAL = MESSAGE_KINDS.indexOf('control');

function countOfWords({ count, kind }: MessageFrame): number {
  let words = 0;
  for (let i = 0; i < count; i++) if (kind[i] !== SIGNAL) words++;
  return words;
}

/** One canvas over the sheet. React renders it once; every frame is painted by hand. */
export function MessageLayer({ playback }: { playback: Playback }): ReactElement {
  const canvas = useRef<HTMLCanvasElement>(null);
  const flow = useStoreApi();

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (element === null || context === null || context === undefined) return;
    const paint = painter(playback, element, context, () => flow.getState().transform);
    let asked = 0;
    const paintNow = (): void => {
      cancelAnimationFrame(asked);
      asked = 0;
      paint.frame();
    };
    // While it plays, the frame that is painted anyway shows what was asked for too.
    const later = (): void => {
      if (asked === 0) asked = requestAnimationFrame(paintNow);
    };
    const stops = [
      playback.subscribeFrame(paintNow),
      sceneStore.subscribe(later),
      sessionStore.subscribe((state, before) => {
        if (state.selection.message !== before.selection.message || state.involved !== before.involved)
          later();
      }),
      flow.subscribe((state, before) => {
        if (state.transform !== before.transform) later();
      }),
      onThemeChange(() => {
        paint.recolour();
        later();
      }),
    ];
    const resize = new ResizeObserver(() => {
      paint.resize();
      later();
    });
    resize.observe(element);
    return () => {
      for (const stop of stops) stop();
      resize.disconnect();
      cancelAnimationFrame(asked);
    };
  }, [playback, flow]);

  return <canvas ref={canvas} className={styles['messages']} aria-hidden="true" />;
}

function painter(
  playback: Playback,
  element: HTMLCanvasElement,
  context: CanvasRenderingContext2D,
  transform: () => readonly [number, number, number],
) {
  const { view } = playback;
  const frame = newMessageFrame();
  const spot: Spot = { x: 0, y: 0, dx: 1, dy: 0 };
  let palette = readPalette();
  let ratio = 1;
  let items = messageItems(256);
  let drops: DropItems = dropItems(64);
  let ids = new Int32Array(256);
  let tracks: readonly (Way | undefined)[] = [];
  let hasMoved = false;
  const labels = new MessageLabels();
  let tracked: { readonly scene: unknown; readonly topology: unknown } = { scene: null, topology: null };
  const resize = (): void => {
    ratio = Math.min(2, devicePixelRatio || 1);
    element.width = Math.round(element.clientWidth * ratio);
    element.height = Math.round(element.clientHeight * ratio);
  };
  resize();

  const draw = (): void => {
    const t = playback.time;
    const { scale } = playback.getState();
    const { scene } = sceneStore.getState();
    if (tracked.scene !== scene || tracked.topology !== view.topology) {
      tracked = { scene, topology: view.topology };
      tracks = tracksOf(scene, view.topology);
    }
    const { torn } = tearsFor(
      scene,
      view.faultsAt(t).map(({ index }) => index),
    );
    view.messagesAt(t, scale * STAYS_S, frame);
    if (frame.count > ids.length) {
      const capacity = frame.count * 2;
      items = messageItems(capacity);
      drops = dropItems(capacity);
      ids = new Int32Array(capacity);
    }
    const { selection, involved } = sessionStore.getState();
    const picked = selection.message;
    const labelAll = involved !== null || countOfWords(frame) <= LABELLED_MAX;
    const wanted: Labelled[] = [];
    const wordsOf = (id: number): string => view.store.textOf(view.messages.sendOf(id));
    let moving = 0;
    let dead = 0;
    const place = (i: number, isMeant: boolean): void => {
      const way = tracks[frame.link[i]!];
      if (way === undefined) return;
      const gone = placeMessage(way, view, frame, i, torn, spot);
      const droppedFor = frame.droppedFor[i]!;
      if (droppedFor >= 0) {
        if (!isMeant) return;
        drops.x[dead] = spot.x;
        drops.y[dead] = spot.y;
        drops.kind[dead] = frame.kind[i]!;
        drops.age[dead] = droppedFor / (scale * BURST_S);
        dead++;
        return;
      }
      // Echoes trail along the link: close to where it set out, a message has none yet.
      const trail = Math.max(-1, Math.min(1, gone / ECHO_PX));
      items.x[moving] = spot.x;
      items.y[moving] = spot.y;
      items.dx[moving] = spot.dx * trail;
      items.dy[moving] = spot.dy * trail;
      items.kind[moving] = frame.kind[i]!;
      const id = frame.id[i]!;
      items.flags[moving] =
        (frame.failed[i] === 1 ? FAILED : 0) | (frame.kind[i] === SIGNAL && wordsOf(id) === '' ? FAINT : 0);
      const isPicked = id === picked;
      if (isPicked || (isMeant && labelAll && frame.kind[i] !== SIGNAL))
        wanted.push({ index: moving, id, words: wordsOf(id), picked: isPicked });
      ids[moving] = id;
      moving++;
    };
    if (involved?.aside === 'dimmed')
      for (let i = 0; i < frame.count; i++) if (!involved.has(frame.id[i]!)) place(i, false);
    const faded = moving;
    for (let i = 0; i < frame.count; i++) if (involved?.has(frame.id[i]!) !== false) place(i, true);
    if (moving > 0 && !hasMoved && playback.getState().playing) {
      hasMoved = true;
      performance.mark(FIRST_MESSAGE);
    }
    const [panX, panY, zoom] = transform();
    const named = lodAt(zoom) === 'full' ? wanted : wanted.filter((one) => one.picked);
    for (const i of labels.place(
      named,
      items,
      moving,
      named.length === 0 ? [] : occupied(scene),
      1 / Math.min(1, zoom),
    ))
      items.flags[i]! |= TRACKED;
    const reducedMotion = prefersReducedMotion();
    const options = {
      width: element.clientWidth,
      height: element.clientHeight,
      ratio,
      panX,
      panY,
      zoom,
      lod: lodAt(zoom),
      label: (i: number) => wordsOf(ids[i]!),
      labelAt: (i: number) => labels.at(i),
      reducedMotion,
    };
    const paint = (to: CanvasRenderingContext2D, view: PaintedView): void => {
      const all = { ...options, ...view };
      if (faded > 0) paintMessages(to, items, faded, palette, all);
      paintMessages(to, items, moving, palette, { ...all, from: faded });
      if (dead > 0) paintDrops(to, drops, dead, palette, all);
    };
    paint(context, options);
    painted.current = { id: ids, items, count: moving, paint };
  };

  return {
    frame: draw,
    resize,
    recolour: (): void => {
      palette = readPalette();
    },
  };
}
