import { MESSAGE_KINDS } from './glyph.tsx';

/* Outlines of the marks for a canvas path: the same shapes as Glyph and Cross, added to the path and not painted. */

const FULL_TURN = 2 * Math.PI;

/** Adds one mark of `kind` to the path. `k` 1 is the size of Glyph. */
export function trace(ctx: CanvasRenderingContext2D, kind: number, x: number, y: number, k: number): void {
  switch (MESSAGE_KINDS[kind]) {
    case 'request':
      ctx.moveTo(x + 6 * k, y);
      ctx.arc(x, y, 6 * k, 0, FULL_TURN);
      break;
    case 'reply':
      ctx.moveTo(x + 5.2 * k, y);
      ctx.arc(x, y, 5.2 * k, 0, FULL_TURN);
      break;
    case 'event':
      ctx.rect(x - 5.5 * k, y - 5.5 * k, 11 * k, 11 * k);
      break;
    case 'compensation':
      ctx.moveTo(x, y - 7 * k);
      ctx.lineTo(x + 7.2 * k, y + 5.4 * k);
      ctx.lineTo(x - 7.2 * k, y + 5.4 * k);
      ctx.closePath();
      break;
    case 'replication':
      ctx.moveTo(x, y - 6 * k);
      ctx.lineTo(x + 6 * k, y);
      ctx.lineTo(x, y + 6 * k);
      ctx.lineTo(x - 6 * k, y);
      ctx.closePath();
      break;
    case 'control':
    case undefined:
      break;
  }
}

/** A short bar across the direction of travel: heartbeats, votes, acknowledgements. */
export function tick(
  ctx: CanvasRenderingContext2D,
  x: number,
  y: number,
  dx: number,
  dy: number,
  k: number,
): void {
  ctx.moveTo(x + dy * 4 * k, y - dx * 4 * k);
  ctx.lineTo(x - dy * 4 * k, y + dx * 4 * k);
}

/** A × of `r` px from its middle to its ends. */
export function crossAt(ctx: CanvasRenderingContext2D, x: number, y: number, r: number): void {
  ctx.moveTo(x - r, y - r);
  ctx.lineTo(x + r, y + r);
  ctx.moveTo(x + r, y - r);
  ctx.lineTo(x - r, y + r);
}
