import type { Box, Point } from './geometry.ts';

/** Words that want to stand near something. */
export interface Note {
  readonly key: string;
  /** Size of the words with their pill, px. */
  readonly width: number;
  readonly height: number;
  /** What they are about: a point or a card. They stand outside it. */
  readonly about: Box;
  /** The sides to try, best first. Default: below, above, right, left. */
  readonly sides?: readonly NoteSide[];
  /** It must be shown even where nothing is free, as the first side has it. */
  readonly must?: boolean;
}

export type NoteSide = 'above' | 'below' | 'right' | 'left';

const SIDES: readonly NoteSide[] = ['below', 'above', 'right', 'left'];
/** Free px between words and what they are about: near, then farther away. */
const GAPS = [4, 26];
/** Beside its middle a note may slide along its side by so much of its own size. */
const SLIDES = [0, 0.5, -0.5, 1, -1];
/** Free px between any two words. */
const AIR = 2;

/**
 * Where notes stand: each at the first place that covers none of `taken` and no note before it. The most important
 * come first; a note without a free place is left out, and so is not in the result. The result is their middles.
 */
export function placeNotes(notes: readonly Note[], taken: readonly Box[]): ReadonlyMap<string, Point> {
  const placed = new Map<string, Point>();
  const boxes = [...taken];
  for (const note of notes) {
    const places = placesFor(note);
    const at = places.find((middle) => {
      const box = boxAt(note, middle);
      return !boxes.some((other) => overlap(box, other));
    });
    const chosen = at ?? (note.must === true ? places[0] : undefined);
    if (chosen === undefined) continue;
    placed.set(note.key, chosen);
    boxes.push(boxAt(note, chosen));
  }
  return placed;
}

function placesFor({ width, height, about, sides = SIDES }: Note): Point[] {
  const middle = { x: about.x + about.width / 2, y: about.y + about.height / 2 };
  return GAPS.flatMap((gap) =>
    SLIDES.flatMap((slide) =>
      sides.map((side): Point => {
        switch (side) {
          case 'above':
            return { x: middle.x + slide * width, y: about.y - gap - height / 2 };
          case 'below':
            return { x: middle.x + slide * width, y: about.y + about.height + gap + height / 2 };
          case 'right':
            return { x: about.x + about.width + gap + width / 2, y: middle.y + slide * height * 2 };
          case 'left':
            return { x: about.x - gap - width / 2, y: middle.y + slide * height * 2 };
        }
      }),
    ),
  );
}

/** The box of a note whose middle is at a point. */
export const boxAt = (note: { readonly width: number; readonly height: number }, { x, y }: Point): Box => ({
  x: x - note.width / 2,
  y: y - note.height / 2,
  width: note.width,
  height: note.height,
});

export const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width + AIR &&
  b.x < a.x + a.width + AIR &&
  a.y < b.y + b.height + AIR &&
  b.y < a.y + a.height + AIR;
