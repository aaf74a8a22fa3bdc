import { describe, expect, it } from 'vitest';
import {
  ECHO_MAX,
  FAILED,
  FAINT,
  GLYPH_MAX,
  messageItems,
  paintMessages,
  TRACKED,
  type PaintOptions,
} from './messages.ts';
import { dropItems, paintDrops } from './drops.ts';

const palette = {
  fill: ['req', 'rep', 'ev', 'comp', 'repl', 'ctl'],
  line: ['l0', 'l1', 'l2', 'l3', 'l4', 'l5'],
  paper: 'paper',
  ink: 'ink',
  fault: 'fault',
};
const view: PaintOptions = { width: 1000, height: 600, ratio: 1, panX: 0, panY: 0, zoom: 1 };

/** Records what is called, and how often a colour is set. */
function recorder() {
  const calls = new Map<string, number>();
  const colours: string[] = [];
  const words: string[] = [];
  const target: Record<string, unknown> = {};
  const ctx = new Proxy(target, {
    get:
      (_, name: string) =>
      (...given: readonly unknown[]) => {
        calls.set(name, (calls.get(name) ?? 0) + 1);
        if (name === 'fillText') words.push(String(given[0]));
      },
    set: (_, name: string, value) => {
      if (name === 'fillStyle' || name === 'strokeStyle') colours.push(String(value));
      return true;
    },
  }) as unknown as CanvasRenderingContext2D;
  return { ctx, colours, words, count: (name: string): number => calls.get(name) ?? 0 };
}

function scattered(count: number) {
  const items = messageItems(count);
  for (let i = 0; i < count; i++) {
    items.x[i] = (i * 37) % 1000;
    items.y[i] = (i * 61) % 600;
    items.dx[i] = 1;
    items.kind[i] = i % 6;
  }
  return items;
}

describe('paintMessages', () => {
  it('draws a confirmation as one tick without a trail, and a sign of life as a dot', () => {
    const items = messageItems(1);
    items.x[0] = items.y[0] = 100;
    items.dx[0] = 1;
    items.kind[0] = 5;
    const tick = recorder();
    paintMessages(tick.ctx, items, 1, palette, view);
    expect([tick.count('lineTo'), tick.count('arc')]).toEqual([1, 0]);
    items.flags[0] = FAINT;
    const dot = recorder();
    paintMessages(dot.ctx, items, 1, palette, view);
    expect([dot.count('lineTo'), dot.count('arc')]).toEqual([0, 1]);
  });

  it('sets colours as often for a thousand messages as for five hundred', () => {
    const [few, many] = [recorder(), recorder()];
    paintMessages(few.ctx, scattered(500), 500, palette, view);
    paintMessages(many.ctx, scattered(1000), 1000, palette, view);
    expect(many.colours).toEqual(few.colours);
    expect(many.count('fill')).toBe(few.count('fill'));
  });

  it('gives echoes to a few, glyphs to some, squares to a crowd', () => {
    const arcs = (count: number): number => {
      const { ctx, count: calls } = recorder();
      paintMessages(ctx, scattered(count), count, palette, view);
      return calls('arc');
    };
    // Of six kinds two are round: a mark, three echoes and a halo each.
    expect(arcs(ECHO_MAX)).toBe((ECHO_MAX / 3) * 5);
    expect(arcs(GLYPH_MAX - 2)).toBe((GLYPH_MAX - 2) / 3);
    const crowd = recorder();
    paintMessages(crowd.ctx, scattered(10_000), 10_000, palette, view);
    expect(crowd.count('arc')).toBe(0);
    expect(crowd.count('rect')).toBe(10_000);
    expect(crowd.colours).toEqual(palette.fill);
  });

  it('leaves out what is not in view', () => {
    const { ctx, count } = recorder();
    paintMessages(ctx, scattered(10_000), 10_000, palette, { ...view, panX: 5000 });
    expect(count('fill') + count('stroke')).toBe(0);
    expect(count('clearRect')).toBe(1);
  });

  it('keeps tracked messages as labelled glyphs, in a crowd and from afar', () => {
    const items = scattered(5000);
    items.flags[6] = TRACKED | FAILED;
    const label = (i: number): string => `order/${i}`;
    const crowd = recorder();
    paintMessages(crowd.ctx, items, 5000, palette, { ...view, label });
    expect(crowd.words).toEqual(['order/6']);
    expect(crowd.count('arc')).toBe(2);
    const far = recorder();
    paintMessages(far.ctx, items, 5000, palette, { ...view, zoom: 0.4, lod: 'far', label });
    expect(far.words).toEqual(['order/6']);
    expect(far.count('rect')).toBe(0);
  });

  it('draws no echoes under reduced motion', () => {
    const { ctx, count } = recorder();
    paintMessages(ctx, scattered(60), 60, palette, { ...view, reducedMotion: true });
    expect(count('arc')).toBe((60 / 3) * 2);
  });
});

describe('paintDrops', () => {
  const rays = (count: number, age: number, options: PaintOptions): number => {
    const drops = dropItems(count);
    drops.age.fill(age);
    const { ctx, count: calls } = recorder();
    paintDrops(ctx, drops, count, palette, options);
    // Besides rays a drop has the × with two strokes and a round mark.
    return calls('lineTo') - 2 * count;
  };
  it('bursts once into eight rays and keeps its ×', () => {
    expect(rays(3, 0.4, view)).toBe(24);
    expect(rays(3, 1, view)).toBe(0);
  });
  it('does not burst under reduced motion', () => {
    expect(rays(3, 0.4, { ...view, reducedMotion: true })).toBe(0);
  });
});
