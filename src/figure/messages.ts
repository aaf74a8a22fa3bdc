import { ECHOES, MESSAGE_KINDS } from './glyph.tsx';
import type { MessagePalette } from './palette.ts';
import { crossAt, tick, trace } from './traces.ts';

// A frame paints both, so whoever paints finds both here.
export { dropItems, paintDrops, type DropItems } from './drops.ts';

/**
 * Messages to paint, as arrays of equal length: a frame is written into them in place, nothing is allocated. Places
 * are canvas px; (dx, dy) is the unit direction of travel.
 */
export interface MessageItems {
  readonly x: Float32Array;
  readonly y: Float32Array;
  readonly dx: Float32Array;
  readonly dy: Float32Array;
  /** Index into MESSAGE_KINDS. */
  readonly kind: Uint8Array;
  /** Bits: FAILED, TRACKED, FAINT. */
  readonly flags: Uint8Array;
}

/** The message carries a ×. */
export const FAILED = 1;
/** The message keeps its glyph, its echoes and its label however many others there are. */
export const TRACKED = 2;
/** A sign of life rather than a confirmation: a faint dot in place of a tick. Read of `control` only. */
export const FAINT = 4;

export function messageItems(capacity: number): MessageItems {
  return {
    x: new Float32Array(capacity),
    y: new Float32Array(capacity),
    dx: new Float32Array(capacity),
    dy: new Float32Array(capacity),
    kind: new Uint8Array(capacity),
    flags: new Uint8Array(capacity),
  };
}

export interface PaintOptions {
  /** Size of the canvas in CSS px. */
  readonly width: number;
  readonly height: number;
  /** Device px per CSS px. */
  readonly ratio: number;
  /** Where canvas point (0, 0) lies on the screen, and the zoom, as React Flow gives them. */
  readonly panX: number;
  readonly panY: number;
  readonly zoom: number;
  /** Messages from this index on are painted over those painted before, which fade. Default 0: the canvas is cleared. */
  readonly from?: number;
  /** far: only tracked messages are painted, the rest is line weight. Default full. */
  readonly lod?: 'full' | 'mid' | 'far';
  /** The label of a tracked message, such as "ada/42". */
  readonly label?: ((index: number) => string | undefined) | undefined;
  /** Where the words of a label stand. Default: centred above its message. */
  readonly labelAt?: ((index: number) => LabelPlace | undefined) | undefined;
  /** No echoes move under reduced motion; bursts become × alone. */
  readonly reducedMotion?: boolean;
}

/** The middle of a line of words, on its baseline; or its start or end. Canvas px. */
export interface LabelPlace {
  readonly x: number;
  readonly y: number;
  readonly align: 'center' | 'left' | 'right';
}

/** Up to so many messages in view have echoes and a halo of paper. */
export const ECHO_MAX = 300;
/** Up to so many are glyphs; beyond, each is a small square of its colour. */
export const GLYPH_MAX = 2000;

const REPLY = MESSAGE_KINDS.indexOf('reply');

/** Indices of the messages in view, grouped by kind; grown, never shrunk, shared by all frames. */
let order = new Int32Array(1024);
const starts = new Int32Array(MESSAGE_KINDS.length + 1);
const fillAt = new Int32Array(MESSAGE_KINDS.length);

/**
 * Paints one frame. Everything of one colour goes into one path and is filled once: canvas state changes a few dozen
 * times a frame, whatever the count. Clears the canvas first.
 */
export function paintMessages(
  ctx: CanvasRenderingContext2D,
  items: MessageItems,
  count: number,
  palette: MessagePalette,
  options: PaintOptions,
): void {
  const { ratio, zoom, lod = 'full', from = 0 } = options;
  ctx.setTransform(1, 0, 0, 1, 0, 0);
  if (from === 0) ctx.clearRect(0, 0, options.width * ratio, options.height * ratio);
  else fade(ctx, options.width * ratio, options.height * ratio);
  ctx.setTransform(
    ratio * zoom,
    0,
    0,
    ratio * zoom,
    Math.round(options.panX * ratio),
    Math.round(options.panY * ratio),
  );
  const shown = sortInView(items, count, options, lod === 'far');
  if (shown === 0) return;
  if (shown > GLYPH_MAX) {
    paintSquares(ctx, items, palette, zoom);
    return paintChosen(ctx, items, shown, palette, options);
  }
  const size = lod === 'far' ? 1 / zoom : 1;
  if (shown <= ECHO_MAX && lod !== 'mid') paintEchoesAndPaper(ctx, items, palette, size, options);
  for (let kind = 0; kind < MESSAGE_KINDS.length; kind++) paintKind(ctx, items, kind, palette, size);
  paintMarks(ctx, items, shown, palette, size, options);
}

/** What stays of a message that is not the one meant. */
const FADED = 0.22;

function fade(ctx: CanvasRenderingContext2D, width: number, height: number): void {
  ctx.globalCompositeOperation = 'destination-in';
  ctx.globalAlpha = FADED;
  ctx.fillRect(0, 0, width, height);
  ctx.globalAlpha = 1;
  ctx.globalCompositeOperation = 'source-over';
}

/**
 * Counting sort by kind of what is in view (with room for echoes), into `order` and `starts`. With `trackedOnly`
 * the others are left out. Returns how many there are.
 */
function sortInView(
  items: MessageItems,
  count: number,
  { width, height, panX, panY, zoom, from = 0 }: PaintOptions,
  trackedOnly: boolean,
): number {
  if (order.length < count) order = new Int32Array(Math.max(count, order.length * 2));
  const { x, y, kind, flags } = items;
  const left = (-32 - panX) / zoom;
  const right = (width + 32 - panX) / zoom;
  const top = (-32 - panY) / zoom;
  const bottom = (height + 32 - panY) / zoom;
  fillAt.fill(0);
  const visible = (i: number): boolean => {
    const px = x[i] as number;
    const py = y[i] as number;
    return (
      px > left &&
      px < right &&
      py > top &&
      py < bottom &&
      (!trackedOnly || ((flags[i] as number) & TRACKED) !== 0)
    );
  };
  for (let i = from; i < count; i++) {
    const k = kind[i] as number;
    if (visible(i)) fillAt[k] = (fillAt[k] as number) + 1;
  }
  let sum = 0;
  for (let k = 0; k < fillAt.length; k++) {
    starts[k] = sum;
    sum += fillAt[k] as number;
    fillAt[k] = starts[k] as number;
  }
  starts[fillAt.length] = sum;
  for (let i = from; i < count; i++) {
    if (!visible(i)) continue;
    const k = kind[i] as number;
    const at = fillAt[k] as number;
    order[at] = i;
    fillAt[k] = at + 1;
  }
  return sum;
}

/** Squares of 4 px on the screen: past two thousand a shape no longer reads, and a rect is what fills fastest. */
function paintSquares(
  ctx: CanvasRenderingContext2D,
  { x, y }: MessageItems,
  palette: MessagePalette,
  zoom: number,
): void {
  const side = 4.5 / Math.min(1, Math.max(zoom, 0.3));
  const half = side / 2;
  for (let kind = 0; kind < MESSAGE_KINDS.length; kind++) {
    const end = starts[kind + 1] as number;
    const from = starts[kind] as number;
    if (from === end) continue;
    ctx.fillStyle = palette.fill[kind] as string;
    ctx.beginPath();
    for (let at = from; at < end; at++) {
      const i = order[at] as number;
      ctx.rect((x[i] as number) - half, (y[i] as number) - half, side, side);
    }
    ctx.fill();
  }
}

const CONTROL = MESSAGE_KINDS.indexOf('control');

/** All marks of one kind that are in view. */
function paintKind(
  ctx: CanvasRenderingContext2D,
  items: MessageItems,
  kind: number,
  palette: MessagePalette,
  k: number,
): void {
  const from = starts[kind] as number;
  const end = starts[kind + 1] as number;
  if (from === end) return;
  if (kind === CONTROL) return paintControl(ctx, items, from, end, palette, k);
  ctx.beginPath();
  for (let at = from; at < end; at++) {
    const i = order[at] as number;
    trace(ctx, kind, items.x[i] as number, items.y[i] as number, k);
  }
  if (kind === REPLY) {
    ctx.fillStyle = palette.paper;
    ctx.fill();
    ctx.strokeStyle = palette.fill[kind] as string;
    ctx.lineWidth = 2.6 * k;
    ctx.stroke();
  } else {
    ctx.fillStyle = palette.fill[kind] as string;
    ctx.fill();
    if (MESSAGE_KINDS[kind] === 'request') return;
    ctx.strokeStyle = palette.line[kind] as string;
    ctx.lineWidth = k;
    ctx.lineJoin = 'round';
    ctx.stroke();
  }
}

/** Confirmations are ticks, signs of life are dots that stay in the background. */
function paintControl(
  ctx: CanvasRenderingContext2D,
  { x, y, dx, dy, flags }: MessageItems,
  from: number,
  end: number,
  palette: MessagePalette,
  k: number,
): void {
  const colour = palette.fill[CONTROL] as string;
  const isFaint = (i: number): boolean => ((flags[i] as number) & FAINT) !== 0;
  ctx.beginPath();
  for (let at = from; at < end; at++) {
    const i = order[at] as number;
    if (isFaint(i)) continue;
    tick(ctx, x[i] as number, y[i] as number, dx[i] as number, dy[i] as number, k);
  }
  ctx.strokeStyle = colour;
  ctx.lineWidth = 2 * k;
  ctx.lineCap = 'round';
  ctx.stroke();
  ctx.beginPath();
  const radius = 1.7 * k;
  for (let at = from; at < end; at++) {
    const i = order[at] as number;
    if (!isFaint(i)) continue;
    ctx.moveTo((x[i] as number) + radius, y[i] as number);
    ctx.arc(x[i] as number, y[i] as number, radius, 0, 2 * Math.PI);
  }
  ctx.globalAlpha = 0.5;
  ctx.fillStyle = colour;
  ctx.fill();
  ctx.globalAlpha = 1;
}

/** Three fading echoes behind each mark, oldest first, and a halo of paper that lifts the mark off its link. */
function paintEchoesAndPaper(
  ctx: CanvasRenderingContext2D,
  items: MessageItems,
  palette: MessagePalette,
  k: number,
  { reducedMotion = false }: PaintOptions,
): void {
  const { x, y, dx, dy } = items;
  if (!reducedMotion) {
    for (const [behind, opacity, shrink] of ECHOES) {
      ctx.globalAlpha = opacity;
      for (let kind = 0; kind < MESSAGE_KINDS.length; kind++) {
        const from = starts[kind] as number;
        const end = starts[kind + 1] as number;
        // A confirmation is a tick and no more: trails of them would speak louder than what they confirm.
        if (from === end || kind === CONTROL) continue;
        ctx.beginPath();
        for (let at = from; at < end; at++) {
          const i = order[at] as number;
          const px = (x[i] as number) - (dx[i] as number) * behind * k;
          const py = (y[i] as number) - (dy[i] as number) * behind * k;
          trace(ctx, kind, px, py, k * shrink);
        }
        if (kind === REPLY) {
          ctx.strokeStyle = palette.fill[kind] as string;
          ctx.lineWidth = 2 * k;
          ctx.stroke();
        } else {
          ctx.fillStyle = palette.fill[kind] as string;
          ctx.fill();
        }
      }
    }
    ctx.globalAlpha = 1;
  }
  ctx.beginPath();
  for (let kind = 0; kind < MESSAGE_KINDS.length; kind++) {
    for (let at = starts[kind] as number; at < (starts[kind + 1] as number); at++) {
      const i = order[at] as number;
      trace(ctx, kind, x[i] as number, y[i] as number, k * (kind === REPLY ? 1.62 : 1.34));
    }
  }
  ctx.fillStyle = palette.paper;
  ctx.fill();
}

/** × on what failed, and the labels of tracked messages. */
function paintMarks(
  ctx: CanvasRenderingContext2D,
  items: MessageItems,
  shown: number,
  palette: MessagePalette,
  k: number,
  { label, labelAt, zoom }: PaintOptions,
): void {
  const { x, y, flags } = items;
  const r = 3.2 * k;
  let failed = 0;
  ctx.beginPath();
  for (let at = 0; at < shown; at++) {
    const i = order[at] as number;
    if (((flags[i] as number) & FAILED) === 0) continue;
    crossAt(ctx, x[i] as number, y[i] as number, r);
    failed++;
  }
  if (failed > 0) {
    ctx.lineCap = 'round';
    ctx.strokeStyle = palette.paper;
    ctx.lineWidth = 1.8 * k;
    ctx.stroke();
  }
  if (label === undefined) return;
  const size = Math.max(10.5, 10.5 / zoom);
  ctx.font = `400 ${size}px "Commit Mono", ui-monospace, monospace`;
  ctx.lineJoin = 'round';
  for (let at = 0; at < shown; at++) {
    const i = order[at] as number;
    if (((flags[i] as number) & TRACKED) === 0) continue;
    const words = label(i);
    if (words === undefined) continue;
    const place = labelAt?.(i) ?? { x: x[i] as number, y: (y[i] as number) - 11 * k, align: 'center' };
    ctx.textAlign = place.align;
    ctx.lineWidth = 4;
    ctx.strokeStyle = palette.paper;
    ctx.strokeText(words, place.x, place.y);
    ctx.fillStyle = palette.ink;
    ctx.fillText(words, place.x, place.y);
  }
}

/** In a crowd of squares the tracked messages stay glyphs, with halo and label. */
function paintChosen(
  ctx: CanvasRenderingContext2D,
  items: MessageItems,
  shown: number,
  palette: MessagePalette,
  options: PaintOptions,
): void {
  const { x, y, kind, flags } = items;
  const k = Math.max(1, 1 / options.zoom);
  let chosen = 0;
  for (let at = 0; at < shown; at++) {
    const i = order[at] as number;
    if (((flags[i] as number) & TRACKED) === 0) continue;
    // Few by nature: each is painted on its own.
    const mark = kind[i] as number;
    ctx.beginPath();
    trace(ctx, mark, x[i] as number, y[i] as number, k * 1.5);
    ctx.fillStyle = palette.paper;
    ctx.fill();
    ctx.beginPath();
    trace(ctx, mark, x[i] as number, y[i] as number, k);
    ctx.fillStyle = mark === REPLY ? palette.paper : (palette.fill[mark] as string);
    ctx.fill();
    ctx.strokeStyle = (mark === REPLY ? palette.fill[mark] : palette.line[mark]) as string;
    ctx.lineWidth = (mark === REPLY ? 2.6 : 1) * k;
    ctx.stroke();
    order[chosen++] = i;
  }
  if (chosen > 0) paintMarks(ctx, items, chosen, palette, k, options);
}
