import { describe, expect, it } from 'vitest';
import { boxAt, overlap, placeNotes, type Note } from './placement.ts';

const card = { x: 100, y: 100, width: 160, height: 88 };
const note = (key: string, more: Partial<Note> = {}): Note => ({
  key,
  width: 60,
  height: 18,
  about: card,
  ...more,
});

describe('notes', () => {
  it('stand beside what they are about, at the first free side', () => {
    expect(placeNotes([note('a')], [card]).get('a')).toEqual({ x: 180, y: 201 });
    const under = { x: 0, y: 190, width: 400, height: 60 };
    expect(placeNotes([note('a')], [card, under]).get('a')).toEqual({ x: 180, y: 87 });
  });

  it('never cover what is taken nor one another, however many want the same place', () => {
    const taken = [card, { x: 300, y: 60, width: 80, height: 200 }];
    const notes = Array.from({ length: 30 }, (_, i) => note(`${i}`));
    const placed = placeNotes(notes, taken);
    expect(placed.size).toBeGreaterThan(5);
    expect(placed.size).toBeLessThan(30);
    const boxes = [...placed.values()].map((at) => boxAt(notes[0]!, at));
    boxes.forEach((box, i) => {
      expect([...taken, ...boxes.slice(i + 1)].filter((other) => overlap(box, other))).toEqual([]);
    });
  });

  it('leave out the least important, but not what must be said', () => {
    const everywhere = [{ x: -1000, y: -1000, width: 3000, height: 3000 }];
    expect([...placeNotes([note('a'), note('b', { must: true })], everywhere).keys()]).toEqual(['b']);
  });
});
