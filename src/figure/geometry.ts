/** All lengths are canvas px at 100 %; x grows to the right, y downwards. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type Side = 'left' | 'right' | 'top' | 'bottom';

/** full from 80 % zoom, mid from 50 %, far below. */
export type Lod = 'full' | 'mid' | 'far';

export const lodAt = (zoom: number): Lod => (zoom >= 0.8 ? 'full' : zoom >= 0.5 ? 'mid' : 'far');

/**
 * What a drawing occupies, from its own origin (0, 0). `body` is the silhouette, where links end; the words
 * around it make up the rest of `width` and `height`. `avoid` names the sides where a link would cross those
 * words. `entry` moves the place where links meet a side away from its middle, in px downwards or to the right.
 * `ports` are further places where links end, such as the chip of a consumer group; others go around them. `over` is
 * what stands out beyond the box at this moment, such as a slip: words of others keep off it.
 */
export interface Size {
  readonly width: number;
  readonly height: number;
  readonly body: Box;
  readonly avoid?: readonly Side[];
  readonly entry?: Readonly<Partial<Record<Side, number>>>;
  readonly ports?: Readonly<Record<string, Port>>;
  readonly over?: readonly Box[];
}

/** A place where links end, and the sides at which they should not. Default: not from above, where its node stands. */
export interface Port extends Box {
  readonly avoid?: readonly Side[];
}

/** What undoes the zoom below 80 %, as the end of a transform: for words that must not shrink. */
export const keptOnScreen = (zoom = 1): string => (zoom >= 0.8 ? '' : ` scale(${r2(1 / zoom)})`);

/** Rounds to a hundredth of a pixel, which keeps path strings short. */
export const r2 = (value: number): number => Math.round(value * 100) / 100;

export const shifted = (box: Box, by: Point): Box => ({ ...box, x: box.x + by.x, y: box.y + by.y });

export const centreOf = (box: Box): Point => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
