import { describe, expect, it } from 'vitest';
import { messageItems } from '#figure/messages.ts';
import { MessageLabels, type Labelled } from './message-labels.ts';

/** Messages that travel to the right, at these places. */
function at(...places: readonly (readonly [number, number])[]) {
  const items = messageItems(places.length);
  places.forEach(([x, y], i) => {
    items.x[i] = x;
    items.y[i] = y;
    items.dx[i] = 1;
  });
  return items;
}
const labelled = (index: number, more: Partial<Labelled> = {}): Labelled => ({
  index,
  id: index,
  words: 'placeOrder',
  picked: false,
  ...more,
});
const card = { x: 0, y: 0, width: 300, height: 90 };

describe('the words of messages', () => {
  it('stand above their message, and below it where something is above', () => {
    const labels = new MessageLabels();
    const items = at([150, 100]);
    labels.place([labelled(0)], items, 1, [], 1);
    expect(labels.at(0)).toMatchObject({ x: 150, align: 'center' });
    expect(labels.at(0)!.y).toBeLessThan(100);
    const others = new MessageLabels();
    others.place([labelled(0)], items, 1, [card], 1);
    expect(others.at(0)!.y).toBeGreaterThan(100);
  });

  it('are left out where nothing is free, but not those of the picked one', () => {
    const labels = new MessageLabels();
    const items = at([150, 45], [150, 46]);
    expect(labels.place([labelled(0), labelled(1, { picked: true })], items, 2, [card], 1)).toEqual([1]);
  });

  it('stay on their side while their message travels', () => {
    const labels = new MessageLabels();
    labels.place([labelled(0)], at([150, 100]), 1, [card], 1);
    labels.place([labelled(0)], at([600, 100]), 1, [card], 1);
    expect(labels.at(0)!.y).toBeGreaterThan(100);
  });

  it('never cover each other, and are few', () => {
    const places = Array.from({ length: 20 }, (_, i) => [i * 30, 200] as const);
    const labels = new MessageLabels();
    const named = labels.place(
      places.map((_, i) => labelled(i)),
      at(...places),
      places.length,
      [],
      1,
    );
    expect(named.length).toBeGreaterThan(1);
    expect(named.length).toBeLessThanOrEqual(6);
    const spans = named.map((i) => labels.at(i)!).map(({ x, y }) => ({ x, y }));
    spans.forEach((a, i) =>
      spans.slice(i + 1).forEach((b) => {
        expect(Math.abs(a.x - b.x) >= 60 || Math.abs(a.y - b.y) >= 12).toBe(true);
      }),
    );
  });
});
