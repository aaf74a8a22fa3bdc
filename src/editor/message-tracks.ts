import type { RunView } from '#run/view/run-view.ts';
import { centreOf } from '#figure/geometry.ts';
import { trackOf, type Track } from '#figure/track.ts';
import type { Scene } from './scene.ts';

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
