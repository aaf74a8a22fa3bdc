import type { MessageFrame } from '#run/view/messages.ts';
import type { RunView } from '#run/view/run-view.ts';
import { centreOf } from '#figure/geometry.ts';
import { pointAt, trackOf, type Spot, type Track } from '#figure/track.ts';
import type { Scene } from './scene.ts';
import { shareAtTear, type Tears } from './tears.ts';

type Topology = RunView['topology'];

export interface Way {
  readonly track: Track;
  /** The line was drawn from the other end: its start is where this link ends. */
  readonly flipped: boolean;
  /** The id of the link whose line it is; '' when nobody drew it. */
  readonly line: string;
}

/**
 * The line along which messages of a link travel: its own, else the one drawn the other way round, else straight
 * from part to part (connections that nobody drew). Undefined when an end is not on the sheet.
 */
export function trackOfLink(
  scene: Scene,
  { nodes }: Topology,
  link: Topology['links'][number],
): Way | undefined {
  const own = scene.links.get(link.id);
  if (own !== undefined) return { track: own.track, flipped: false, line: own.id };
  const from = nodes[link.from]?.id ?? '';
  const to = nodes[link.to]?.id ?? '';
  const other = scene.links.get(`${to}>${from}`);
  if (other !== undefined) return { track: other.track, flipped: true, line: other.id };
  const [a, b] = [scene.parts.get(from), scene.parts.get(to)];
  return a === undefined || b === undefined
    ? undefined
    : { track: trackOf([centreOf(a.body), centreOf(b.body)]), flipped: false, line: '' };
}

/** The same for all links of a run, by their index. */
export const tracksOf = (scene: Scene, topology: Topology): readonly (Way | undefined)[] =>
  topology.links.map((link) => trackOfLink(scene, topology, link));

/**
 * Where message `i` of a frame is on the sheet, into `spot`. Gives how far it has gone along its line, px; negative
 * when it goes against it.
 */
export function placeMessage(
  { track, flipped, line }: Way,
  view: RunView,
  frame: MessageFrame,
  i: number,
  torn: Tears['torn'],
  spot: Spot,
): number {
  const against = (frame.back[i] === 1) !== flipped;
  const share = frame.fraction[i]! * stretchOf(view, frame.id[i]!, torn.get(line), track.length, against);
  pointAt(track, against ? 1 - share : share, spot);
  return share * track.length * (against ? -1 : 1);
}

/**
 * A message that is cut off dies, for the run, half way. On the sheet it travels to the edge of the paper in the same
 * time: its share of the way is stretched by this factor.
 */
function stretchOf(
  { messages, store }: RunView,
  id: number,
  torn: readonly (readonly [number, number])[] | undefined,
  length: number,
  against: boolean,
): number {
  if (torn === undefined) return 1;
  const end = messages.endOf(id);
  if (end < 0 || store.textOf(end) !== 'partitioned') return 1;
  const edge = shareAtTear(torn, length, against);
  const dies = store.value[end] ?? 0;
  return edge === null || dies <= 0 ? 1 : edge / dies;
}
