import type { FigureProps } from '#kinds/view.tsx';
import { MESSAGE_KINDS, type MessageKind } from '#figure/glyph.tsx';
import type { Spot } from '#figure/track.ts';
import { equalPlain } from '#lib/plain.ts';
import { newMessageFrame } from '#run/view/messages.ts';
import type { RunView } from '#run/view/run-view.ts';
import { linkAt, type ShownLink } from './link-edge.tsx';
import { placeMessage, tracksOf } from './message-tracks.ts';
import type { Scene } from './scene.ts';
import { tearsOf, type Tears } from './tears.ts';

/** What a small picture shows of a run at one moment: plain data, so that it stays when the run is gone. */
export interface PictureMoment {
  readonly parts: ReadonlyMap<string, FigureProps>;
  readonly links: ReadonlyMap<string, ShownLink>;
  readonly tears: Tears;
  readonly messages: readonly PictureMessage[];
}

export interface PictureMessage extends Readonly<Spot> {
  readonly id: number;
  readonly kind: MessageKind;
  readonly failed: boolean;
  readonly dropped: boolean;
}

/** A small picture shows no more: beyond that it would be a swarm. */
const MESSAGES_MAX = 40;
/** How much virtual time a badge, or the × of a dropped message, lasts in a picture, µs. */
const LINGER_US = 250_000;

/** The same objects as in `former` stand for what did not change. */
export function pictureAt(scene: Scene, run: RunView, t: number, former?: PictureMoment): PictureMoment {
  const tears = tearsOf(
    scene,
    run.faultsAt(t).map(({ index }) => index),
  );
  return {
    parts: kept(former?.parts, scene.parts, ({ id, view, props }) => {
      const node = run.node(id);
      return node < 0 ? props : view.moment(props, { run, node, t, lingerUs: LINGER_US });
    }),
    links: kept(former?.links, scene.links, (link) => linkAt(link, run, t, false, tears.torn.get(link.id))),
    tears,
    messages: messagesAt(scene, run, t, tears.torn),
  };
}

function kept<From, To>(
  former: ReadonlyMap<string, To> | undefined,
  from: ReadonlyMap<string, From>,
  look: (one: From) => To,
): ReadonlyMap<string, To> {
  return new Map(
    [...from].map(([id, one]) => {
      const before = former?.get(id);
      const now = look(one);
      return [id, before !== undefined && equalPlain(before, now) ? before : now];
    }),
  );
}

/** How far behind a message its last echo is at the scale of a picture, canvas px. */
const ECHO_PX = 80;
const CONTROL = MESSAGE_KINDS.indexOf('control');

function messagesAt(scene: Scene, run: RunView, t: number, torn: Tears['torn']): PictureMessage[] {
  const frame = newMessageFrame();
  run.messagesAt(t, LINGER_US, frame);
  const tracks = tracksOf(scene, run.topology);
  const messages: PictureMessage[] = [];
  for (let i = 0; i < frame.count && messages.length < MESSAGES_MAX; i++) {
    const way = tracks[frame.link[i]!];
    if (way === undefined || frame.kind[i] === CONTROL) continue;
    const spot: Spot = { x: 0, y: 0, dx: 0, dy: 0 };
    const gone = placeMessage(way, run, frame, i, torn, spot);
    const trail = Math.max(-1, Math.min(1, gone / ECHO_PX));
    messages.push({
      ...spot,
      dx: spot.dx * trail,
      dy: spot.dy * trail,
      id: frame.id[i]!,
      kind: MESSAGE_KINDS[frame.kind[i]!] ?? 'request',
      failed: frame.failed[i] === 1,
      dropped: frame.droppedFor[i]! >= 0,
    });
  }
  return messages;
}

/** How many messages are under way at `t`: a picture is taken when much is. */
export function busyAt(run: RunView, t: number): number {
  const frame = newMessageFrame();
  run.messagesAt(t, 0, frame);
  let busy = 0;
  for (let i = 0; i < frame.count; i++) if (frame.kind[i] !== CONTROL) busy++;
  return busy;
}
