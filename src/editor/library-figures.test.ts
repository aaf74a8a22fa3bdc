import { describe, expect, it } from 'vitest';
import { library } from '#library/library.ts';
import '#run/all-parts.ts';
import { compile } from '#run/compile.ts';
import { Simulation } from '#run/simulation.ts';
import { RunView } from '#run/view/run-view.ts';
import type { ScenarioDocument } from '#scenario/schema.ts';
import type { Box } from '#figure/geometry.ts';
import { boxAt } from '#figure/placement.ts';
import { cuts } from '#figure/route.ts';
import { notesAt, sizeOfNote } from './notes.ts';
import { sceneOf, type Scene } from './scene.ts';
import { overAt } from './shown.ts';

/** Two boxes may touch by half a line of each, px. */
const TOUCH = 1;
/** Looks at a run, besides the moment at which it opens. */
const LOOKS = 60;

interface Named extends Box {
  readonly of: string;
  readonly what: string;
}

const figures = library.map(({ id, document }) => [id, document] as const);

describe.each(figures)('the figure of %s', (_, document) => {
  const scene = sceneOf(document);

  it('has parts that stand apart with their words, on the grid of 10 px', () => {
    expect(overlaps(boxesOf(scene))).toEqual([]);
    for (const { node } of scene.parts.values()) {
      expect(node.at?.every((place) => place % 10 === 0)).toBe(true);
    }
  });

  it('has links that run along the axes, from edge to edge, through nobody', () => {
    const through: string[] = [];
    for (const { id, from, to, points } of scene.links.values()) {
      expect(points.length, id).toBeGreaterThan(1);
      points.slice(1).forEach((b, i) => {
        const a = points[i]!;
        expect(a.x === b.x || a.y === b.y, id).toBe(true);
        for (const part of scene.parts.values()) {
          const box = part.id === from || part.id === to ? null : part.box;
          if (box !== null && cuts(a, b, box, TOUCH)) through.push(`${id} through ${part.id}`);
        }
      });
    }
    expect(through).toEqual([]);
  });

  it('has zones that hold their parts, clear of their names', () => {
    for (const { id, frame } of scene.zones) {
      const [x, y, width, height] = frame;
      const members = [...scene.parts.values()].filter(({ node }) => node.zone === id);
      for (const { box } of members) {
        expect(box.x).toBeGreaterThan(x);
        expect(box.y).toBeGreaterThan(y + 32);
        expect(box.x + box.width).toBeLessThan(x + width);
        expect(box.y + box.height).toBeLessThan(y + height);
      }
    }
  });

  it('keeps slips, ghosts and badges off everything, at every moment', () => {
    const { run, endUs } = play(document);
    const live = { run, lingerUs: 140_000 };
    for (let look = 0; look <= LOOKS; look++) {
      const t = Math.round((endUs * look) / LOOKS);
      const boxes = boxesOf(scene);
      for (const part of scene.parts.values()) {
        for (const box of overAt(part, live, t)) boxes.push({ ...box, of: part.id, what: 'what stands out' });
      }
      expect(overlaps(boxes), `at ${t} µs`).toEqual([]);
      for (const note of notesAt(scene, live, t, 1)) {
        boxes.push({ ...boxAt(sizeOfNote(note), note), of: note.key, what: note.label });
      }
      expect(overlaps(boxes), `at ${t} µs`).toEqual([]);
    }
  });
});

const boxesOf = ({ parts }: Scene): Named[] =>
  [...parts.values()].map(({ id, box }) => ({ ...box, of: id, what: 'card' }));

/** Who covers whom; a part may cover what belongs to it. */
function overlaps(boxes: readonly Named[]): readonly string[] {
  return boxes.flatMap((a, i) =>
    boxes.slice(i + 1).flatMap((b) => {
      const wide = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
      const high = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
      return a.of !== b.of && wide > TOUCH && high > TOUCH ? [`${a.of} ${a.what} and ${b.of} ${b.what}`] : [];
    }),
  );
}

function play(document: ScenarioDocument) {
  const { topology, ...compiled } = compile(document);
  const run = new RunView();
  const simulation = new Simulation({ topology, ...compiled }, { sinks: [run.store], checkpoints: false });
  while (!simulation.advance(Infinity, 50_000)) {
    // To the end of the run.
  }
  run.begin(topology, run.store.length);
  run.advance();
  return { run, endUs: topology.endUs };
}
