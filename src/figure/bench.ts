import '#ui/tokens.css';
import '#ui/base.css';
import { FAILED, messageItems, paintMessages, TRACKED } from './messages.ts';
import { dropItems, paintDrops } from './drops.ts';
import { readPalette } from './palette.ts';
import { pointAt, trackOf, type Spot, type Track } from './track.ts';

/**
 * Frames a second and ms of script per frame for `?count=10000` messages on 60 bent links over a sheet of 1388 x 674
 * px. `?drops=` adds bursts. Places are asked from the tracks in every frame, as the canvas does. The result is
 * written into the page and to `window.result`.
 */
const asked = new URLSearchParams(location.search);
const count = Number(asked.get('count') ?? 10_000);
const dropped = Number(asked.get('drops') ?? 0);
const frames = Number(asked.get('frames') ?? 240);
const WIDTH = 1388;
const HEIGHT = 674;

const tracks: Track[] = [];
for (let i = 0; i < 60; i++) {
  const y = 20 + i * 10.5;
  const bend = 200 + ((i * 131) % 900);
  tracks.push(
    trackOf([
      { x: 20, y },
      { x: bend, y },
      { x: bend, y: HEIGHT - y },
      { x: WIDTH - 20, y: HEIGHT - y },
    ]),
  );
}

const canvas = document.getElementById('sheet') as HTMLCanvasElement;
const ratio = devicePixelRatio;
canvas.width = WIDTH * ratio;
canvas.height = HEIGHT * ratio;
canvas.style.width = `${WIDTH}px`;
const ctx = canvas.getContext('2d') as CanvasRenderingContext2D;
const palette = readPalette();
const items = messageItems(count);
const drops = dropItems(dropped);
for (let i = 0; i < count; i++) {
  items.kind[i] = i % 6;
  items.flags[i] = i % 211 === 0 ? FAILED : i === 7 ? TRACKED : 0;
}
const options = { width: WIDTH, height: HEIGHT, ratio, panX: 0, panY: 0, zoom: 1, label: () => 'ada/42' };
const spot: Spot = { x: 0, y: 0, dx: 1, dy: 0 };

function frame(tick: number): void {
  for (let i = 0; i < count; i++) {
    const track = tracks[i % tracks.length] as Track;
    pointAt(track, (((i * 0.618034) % 1) + tick * 0.002) % 1, spot);
    items.x[i] = spot.x;
    items.y[i] = spot.y;
    items.dx[i] = spot.dx;
    items.dy[i] = spot.dy;
  }
  paintMessages(ctx, items, count, palette, options);
  for (let i = 0; i < dropped; i++) {
    drops.x[i] = (i * 97) % WIDTH;
    drops.y[i] = (i * 53) % HEIGHT;
    drops.age[i] = ((tick + i) % 42) / 42;
  }
  if (dropped > 0) paintDrops(ctx, drops, dropped, palette, options);
}

let tick = 0;
let script = 0;
let began = 0;
const step = (now: number): void => {
  if (tick === 0) began = now;
  const before = performance.now();
  frame(tick);
  script += performance.now() - before;
  tick++;
  if (tick <= frames) requestAnimationFrame(step);
  else {
    const seconds = (now - began) / 1000;
    const result = {
      count,
      framesPerSecond: Math.round((frames / seconds) * 10) / 10,
      scriptMsPerFrame: Math.round((script / (frames + 1)) * 100) / 100,
    };
    Object.assign(window, { result });
    const out = document.getElementById('words');
    if (out !== null) out.textContent = JSON.stringify(result, null, 2);
  }
};
requestAnimationFrame(step);
