import type { Box } from '#figure/geometry.ts';
import type { LabelPlace, MessageItems } from '#figure/messages.ts';
import { textWidth } from '#figure/metrics.ts';
import { overlap } from '#figure/placement.ts';

/** Beyond so many messages on the sheet only picked ones have words: nobody can read a crowd. */
export const LABELLED_MAX = 24;
/** So many have words at once, besides picked ones. */
const WORDS_MAX = 6;
/** Half of a glyph with its halo, and the height of its words, px. */
const GLYPH = 9;
const LINE = 12;
const SIZE = 10.5;

type Side = 'above' | 'below' | 'right' | 'left';

/** A message that may have words: its index among the painted ones. */
export interface Labelled {
  readonly index: number;
  readonly id: number;
  readonly words: string;
  readonly picked: boolean;
}

/**
 * Places the words of messages where they cover no card, no badge, no link, no other words and no other message. Whoever had
 * words keeps them on the same side, so that they do not jump while a message travels.
 */
export class MessageLabels {
  readonly #places = new Map<number, LabelPlace>();
  #sides = new Map<number, Side>();

  /** Where the words of a painted message stand; undefined when it has none. */
  at(index: number): LabelPlace | undefined {
    return this.#places.get(index);
  }

  /** `k` canvas px are one px of the letters. Returns the indexes that have words. */
  place(
    wanted: readonly Labelled[],
    items: MessageItems,
    count: number,
    taken: readonly Box[],
    k: number,
  ): readonly number[] {
    this.#places.clear();
    const sides = new Map<number, Side>();
    const boxes: Box[] = [...taken];
    const glyphs = count > LABELLED_MAX * 4 ? [] : glyphsOf(items, count, k);
    const rank = (one: Labelled): number => (one.picked ? 2 : 0) + (this.#sides.has(one.id) ? 1 : 0);
    let free = WORDS_MAX;
    for (const one of wanted.toSorted((a, b) => rank(b) - rank(a) || a.id - b.id)) {
      if (!one.picked && free === 0) continue;
      const width = textWidth(one.words, 'mono', SIZE) * k;
      const upright = Math.abs(items.dy[one.index]!) > Math.abs(items.dx[one.index]!);
      // Before and behind a message there is its link.
      const usual: readonly Side[] = upright ? ['right', 'left'] : ['above', 'below'];
      const before = this.#sides.get(one.id);
      const order = before !== undefined && usual.includes(before) ? [before, ...usual] : usual;
      const isFree = (side: Side): boolean => {
        const box = boxBeside(items, one.index, side, width, k);
        return (
          !boxes.some((other) => overlap(box, other)) &&
          !glyphs.some((glyph, i) => i !== one.index && overlap(box, glyph))
        );
      };
      const side = order.find(isFree) ?? (one.picked ? order[0] : undefined);
      if (side === undefined) continue;
      if (!one.picked) free--;
      sides.set(one.id, side);
      const box = boxBeside(items, one.index, side, width, k);
      boxes.push(box);
      this.#places.set(one.index, {
        x: side === 'right' ? box.x : side === 'left' ? box.x + box.width : box.x + box.width / 2,
        y: box.y + box.height - 3 * k,
        align: side === 'right' ? 'left' : side === 'left' ? 'right' : 'center',
      });
    }
    this.#sides = sides;
    return [...this.#places.keys()];
  }
}

function glyphsOf({ x, y }: MessageItems, count: number, k: number): readonly Box[] {
  const r = 7 * k;
  return Array.from({ length: count }, (_, i) => ({
    x: x[i]! - r,
    y: y[i]! - r,
    width: 2 * r,
    height: 2 * r,
  }));
}

function boxBeside({ x, y }: MessageItems, i: number, side: Side, width: number, k: number): Box {
  const [cx, cy, height] = [x[i]!, y[i]!, LINE * k];
  switch (side) {
    case 'above':
      return { x: cx - width / 2, y: cy - GLYPH * k - height, width, height };
    case 'below':
      return { x: cx - width / 2, y: cy + GLYPH * k, width, height };
    case 'right':
      return { x: cx + (GLYPH + 2) * k, y: cy - height / 2, width, height };
    case 'left':
      return { x: cx - (GLYPH + 2) * k - width, y: cy - height / 2, width, height };
  }
}
