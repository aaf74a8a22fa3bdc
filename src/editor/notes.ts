import { editorWords } from '#words/editor.ts';
import { BREAKER_SPAN } from '#figure/breaker.tsx';
import { sizeOfBadge, type BadgeIcon, type Tone } from '#figure/badge.tsx';
import { lodAt, type Box, type Point } from '#figure/geometry.ts';
import { textWidth } from '#figure/metrics.ts';
import { boxAt, placeNotes, type NoteSide } from '#figure/placement.ts';
import { pointAt } from '#figure/track.ts';
import { timelineOf, type SheetFault } from './edit/document.ts';
import { trackOfLink } from './message-tracks.ts';
import type { Link, Part, Scene } from './scene.ts';
import { overAt, overLately, type Reading } from './shown.ts';
import { shareAtTear, tearsFor, troubleOf } from './tears.ts';

/** A badge on the sheet: what is wrong with a part or a link, or why messages died there. */
export interface ShownNote extends Point {
  readonly key: string;
  readonly label: string;
  readonly icon?: BadgeIcon | undefined;
  /** Trouble when left out. */
  readonly tone?: Tone | undefined;
}

/** A badge that still needs a place. `about` in canvas px. */
interface Wanted {
  readonly key: string;
  readonly label: string;
  readonly icon?: BadgeIcon;
  readonly tone?: Tone;
  readonly about: Box;
  readonly sides: readonly NoteSide[];
}

/** So many badges of lost messages at the most: beyond, nobody reads them. */
const LOSSES_MAX = 14;
/** So many drops are looked through. */
const DROPS_MAX = 300;

/** Where the badges of this moment stand, as they were last placed: labels of messages keep off them. */
const noted: { boxes: readonly Box[] } = { boxes: [] };

/**
 * The badges of a moment, each where it covers no card, no words and no other badge. What is wrong with a part goes
 * before what is wrong with a link, and that before messages that died; what finds no place is left out.
 * Not `exact`: what stands out of parts is taken as it was last drawn, which costs nothing while time runs.
 */
export function notesAt(
  scene: Scene,
  live: Reading,
  t: number,
  zoom: number,
  exact = true,
): readonly ShownNote[] {
  const over = (part: Part): readonly Box[] => (exact ? overAt(part, live, t) : overLately(part));
  const parts = partNotes(scene, live, t, over);
  const wanted = [
    ...parts,
    ...linkNotes(scene, live, t),
    ...staleNotes(scene, live, t),
    ...lossNotes(scene, live, t),
  ];
  if (wanted.length === 0) {
    noted.boxes = [];
    return NO_NOTES;
  }
  const k = lodAt(zoom) === 'full' ? 1 : 1 / zoom;
  const notes = wanted.map((note, i) => {
    const { width, height } = sizeOfNote(note);
    return { ...note, width: width * k, height: height * k, must: i < parts.length };
  });
  const places = placeNotes(notes, [...standing(scene), ...[...scene.parts.values()].flatMap(over)]);
  noted.boxes = notes.flatMap((note) => {
    const at = places.get(note.key);
    return at === undefined ? [] : [boxAt(note, at)];
  });
  return wanted.flatMap(({ key, label, icon, tone }): ShownNote[] => {
    const at = places.get(key);
    return at === undefined ? [] : [{ key, label, icon, tone, ...at }];
  });
}
const NO_NOTES: readonly ShownNote[] = [];

export const TONE: Tone = 'fault';
export const sizeOfNote = ({ label, icon }: Pick<ShownNote, 'label' | 'icon'>) =>
  sizeOfBadge({ children: label, tone: TONE, ...(icon === undefined ? {} : { icon }) });

// ------------------------------------------------------------------ what is in the way

const standings = new WeakMap<Scene, readonly Box[]>();

/** What words have to keep off whatever the moment: parts with their captions, bridges, and names of links and zones. */
function standing(scene: Scene): readonly Box[] {
  let boxes = standings.get(scene);
  if (boxes === undefined) standings.set(scene, (boxes = standingOf(scene)));
  return boxes;
}

const lines = new WeakMap<Scene, readonly Box[]>();

/** The stretches of all links: a badge may lie on one, bare words may not. */
function linesOf(scene: Scene): readonly Box[] {
  let boxes = lines.get(scene);
  if (boxes === undefined) {
    boxes = [...scene.links.values()].flatMap(({ points }) =>
      points.slice(1).map((b, i) => {
        const a = points[i] ?? b;
        const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
        return { x, y, width: Math.abs(b.x - a.x), height: Math.abs(b.y - a.y) };
      }),
    );
    lines.set(scene, boxes);
  }
  return boxes;
}

/** Where bare words cannot stand, with what stands out of parts and with badges as they were last seen. */
export const occupied = (scene: Scene): readonly Box[] => [
  ...standing(scene),
  ...linesOf(scene),
  ...[...scene.parts.values()].flatMap(overLately),
  ...noted.boxes,
];

const standingOf = ({ parts, links, zones }: Scene): readonly Box[] => [
  ...[...parts.values()].map(({ box }) => box),
  ...[...links.values()].flatMap((link) => [...titleBox(link), ...bridgeBox(link)]),
  ...zones.map(({ title, frame: [x, y] }) => ({
    x: x + 14,
    y: y + 10,
    width: textWidth(title, 'mono', 11) + 4,
    height: 20,
  })),
];

const titleBox = ({ title, track }: Link): readonly Box[] => {
  if (title === '') return [];
  const { x, y, dy } = pointAt(track, 0.5);
  const width = textWidth(title, 'regular', 11);
  return [
    Math.abs(dy) > 0.5
      ? { x: x + 10, y: y - 7, width, height: 14 }
      : { x: x - width / 2, y: y - 20, width, height: 14 },
  ];
};

/** With its leaf raised and its tag. */
const bridgeBox = ({ bridge }: Link): readonly Box[] =>
  bridge === undefined
    ? []
    : [
        {
          x: bridge.x - BREAKER_SPAN / 2 - 14,
          y: bridge.y - BREAKER_SPAN - 4,
          width: BREAKER_SPAN + 84,
          height: BREAKER_SPAN + 24,
        },
      ];

// ------------------------------------------------------------------ what there is to say

/** What is wrong with parts that their figures do not say. */
function partNotes(
  { parts }: Scene,
  { run }: Reading,
  t: number,
  over: (part: Part) => readonly Box[],
): readonly Wanted[] {
  return run.faultsAt(t).flatMap(({ index, what, node }): Wanted[] => {
    const part = parts.get(run.topology.nodes[node]?.id ?? '');
    const label = part === undefined ? undefined : PART_WORDS[what];
    if (part === undefined || label === undefined) return [];
    const about = extentOf(part, over(part));
    return [
      { key: `fault ${index}`, label, icon: 'clock', about, sides: ['above', 'right', 'left', 'below'] },
    ];
  });
}

const { mark } = editorWords;
const PART_WORDS: Readonly<Record<string, string | undefined>> = {
  slow: mark.slowed,
  load: mark.loaded,
  skew: mark.skewed,
};

/** The silhouette with what stands out beyond it. */
function extentOf({ body }: Part, over: readonly Box[]): Box {
  const boxes = [body, ...over];
  const x = Math.min(...boxes.map((box) => box.x));
  const y = Math.min(...boxes.map((box) => box.y));
  return {
    x,
    y,
    width: Math.max(...boxes.map((box) => box.x + box.width)) - x,
    height: Math.max(...boxes.map((box) => box.y + box.height)) - y,
  };
}

/** Words beside links that are slow or lossy. */
function linkNotes({ sheet, links }: Scene, { run }: Reading, t: number): readonly Wanted[] {
  const timeline = timelineOf(sheet);
  return run.faultsAt(t).flatMap(({ index, link }): Wanted[] => {
    const track = links.get(run.topology.links[link]?.id ?? '')?.track;
    if (track === undefined) return [];
    const about = around(pointAt(track, 0.5), 7);
    return wordsFor(timeline[index]).map((label) => ({
      key: `link ${index} ${label}`,
      label,
      about,
      sides: ['above', 'below', 'right', 'left'],
    }));
  });
}

function wordsFor(entry: SheetFault | undefined): readonly string[] {
  const trouble = troubleOf(entry);
  if (trouble === null) return [];
  return [
    ...(trouble.delay === null ? [] : [mark.slower(trouble.delay)]),
    ...(trouble.loss > 0 ? [mark.loses(trouble.loss)] : []),
    ...(trouble.duplicate > 0 ? [mark.doubles(trouble.duplicate)] : []),
    ...(trouble.reorder > 0 ? [mark.reorders(trouble.reorder)] : []),
  ];
}

type StaleRead = Reading['run']['stale'][number];

/** Readers that were just given what was no longer the newest; the last of several answers is told. */
function staleNotes({ parts }: Scene, { run, lingerUs }: Reading, t: number): readonly Wanted[] {
  const told = new Map<string, StaleRead>();
  for (let i = lastAtMost(run.stale, t); i >= 0; i--) {
    const read = run.stale[i]!;
    if (read.at < t - lingerUs) break;
    const reader = run.topology.nodes[run.store.node[read.event] ?? -1]?.id ?? '';
    if (!told.has(reader)) told.set(reader, read);
  }
  return [...told].flatMap(([reader, { versions }]): Wanted[] => {
    const part = parts.get(reader);
    if (part === undefined) return [];
    const key = `stale ${reader}`;
    const about = part.body;
    return [{ key, label: mark.stale(versions), tone: 'stale', about, sides: ['above', 'right', 'left'] }];
  });
}

/** The last answer at or before `t`, or -1. */
function lastAtMost(reads: readonly StaleRead[], t: number): number {
  let [low, high] = [0, reads.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (reads[middle]!.at <= t) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/** How far a badge keeps from the × that it is about, px. */
const CROSS = 9;

/** Why messages died: on one link, the same way and for the same reason is one badge, for as long as it is read. */
function lossNotes(scene: Scene, { run, lingerUs }: Reading, t: number): readonly Wanted[] {
  const { store, messages } = run;
  const { torn } = tearsFor(
    scene,
    run.faultsAt(t).map(({ index }) => index),
  );
  const last = messages.drops.lastAtMost(run.eventAt(t));
  const groups = new Map<string, { count: number; drop: number }>();
  for (let i = last; i >= 0 && last - i < DROPS_MAX; i--) {
    const drop = messages.drops.at(i);
    if ((store.time[drop] ?? 0) < t - lingerUs) break;
    const back = ((store.b[drop] ?? 0) & 1) === 1;
    const key = `${store.link[drop]} ${back} ${store.textOf(drop)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { count: 1, drop });
    else group.count++;
  }
  return [...groups].slice(0, LOSSES_MAX).flatMap(([key, { count, drop }]): Wanted[] => {
    const link = run.topology.links[store.link[drop] ?? -1];
    const found = link === undefined ? undefined : trackOfLink(scene, run.topology, link);
    if (link === undefined || found === undefined) return [];
    const back = ((store.b[drop] ?? 0) & 1) === 1;
    const reason = store.textOf(drop);
    const target = back ? link.from : link.to;
    // The card at the end of the link says it already, in larger letters.
    if (reason === 'crashed' && isDown(run, target, t)) return [];
    const against = back !== found.flipped;
    const edge =
      reason === 'partitioned' ? shareAtTear(torn.get(found.line), found.track.length, against) : null;
    const share = edge ?? store.value[drop] ?? 0.5;
    const about = around(pointAt(found.track, against ? 1 - share : share), CROSS);
    const label = (editorWords.reasons[reason] ?? reason) + mark.times(count);
    return [{ key, label, icon: 'cross', about, sides: ['below', 'above', 'right', 'left'] }];
  });
}

function isDown(run: Reading['run'], node: number, t: number): boolean {
  const instances = run.topology.nodes[node]?.instances ?? 0;
  for (let i = 0; i < instances; i++) if (run.statusAt(node, i, t) !== 'down') return false;
  return instances > 0;
}

const around = ({ x, y }: Point, radius: number): Box => ({
  x: x - radius,
  y: y - radius,
  width: 2 * radius,
  height: 2 * radius,
});
