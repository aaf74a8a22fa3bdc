import { MESSAGE_KINDS } from './glyph.tsx';
import type { PaintOptions } from './messages.ts';
import type { MessagePalette } from './palette.ts';
import { crossAt, trace } from './traces.ts';

/** Where messages were dropped: `age` goes from 0 (just now) to 1 (the burst is over, the × stays). */
export interface DropItems {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly kind: Uint8Array;
  readonly age: Float32Array;
}

export function dropItems(capacity: number): DropItems {
  return {
    x: new Float32Array(capacity),
    y: new Float32Array(capacity),
    kind: new Uint8Array(capacity),
    age: new Float32Array(capacity),
  };
}

/** Beyond so many drops at once only the × are drawn: a thousand rays say no more than a hundred. */
const BURSTS_MAX = 100;

/** Unit vectors of the eight rays of a burst, and how far each reaches. */
const RAYS = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => {
  const angle = ((i + 0.5) * Math.PI) / 4;
  return [Math.cos(angle), Math.sin(angle), i % 2 === 0 ? 15.5 : 13] as const;
});

/**
 * Drops: a faded mark, eight rays that burst once while `age` runs from 0 to 1, and a × that stays. Call after
 * paintMessages, whose view it keeps.
 */
export function paintDrops(
  ctx: CanvasRenderingContext2D,
  drops: DropItems,
  count: number,
  palette: MessagePalette,
  { reducedMotion = false }: PaintOptions,
): void {
  const { x, y, kind, age } = drops;
  ctx.globalAlpha = 0.28;
  for (let k = 0; k < MESSAGE_KINDS.length; k++) {
    ctx.beginPath();
    for (let i = 0; i < count; i++) if (kind[i] === k) trace(ctx, k, x[i] as number, y[i] as number, 1.05);
    ctx.fillStyle = palette.fill[k] as string;
    ctx.fill();
  }
  ctx.globalAlpha = 1;
  ctx.strokeStyle = palette.fault;
  ctx.lineCap = 'round';
  if (!reducedMotion && count <= BURSTS_MAX) {
    ctx.lineWidth = 1.8;
    ctx.beginPath();
    for (let i = 0; i < count; i++) {
      const a = age[i] as number;
      if (a >= 1) continue;
      const out = a * (2 - a);
      for (const [c, s, reach] of RAYS) {
        // Both ends run outwards, the inner one later: the ray flies off and shortens.
        const from = 8 + (reach - 8) * a * a;
        const to = 8 + (reach + 2 - 8) * out;
        ctx.moveTo((x[i] as number) + c * from, (y[i] as number) + s * from);
        ctx.lineTo((x[i] as number) + c * to, (y[i] as number) + s * to);
      }
    }
    ctx.stroke();
  }
  ctx.lineWidth = 2.4;
  ctx.beginPath();
  for (let i = 0; i < count; i++) crossAt(ctx, x[i] as number, y[i] as number, 3.6);
  ctx.stroke();
}
