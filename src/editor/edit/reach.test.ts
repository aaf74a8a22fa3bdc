import { describe, expect, it } from 'vitest';
import type { Sheet } from './document.ts';
import { reachOf } from './reach.ts';

const link = (text: string) => ({ from: text.charAt(0), to: text.charAt(1) });
const sheet: Sheet = { halfopen: 1, links: ['ab', 'bc', 'cb', 'cd', 'xc', 'yz'].map(link) };

describe('what leads somewhere', () => {
  it('is everything that calls it, and what calls that, around circles too', () => {
    expect(reachOf(sheet, ['c'], 'up').toSorted()).toEqual(['a', 'b', 'c', 'x']);
    expect(reachOf(sheet, ['b'], 'down').toSorted()).toEqual(['b', 'c', 'd']);
    expect(reachOf(sheet, ['d', 'z'], 'up').toSorted()).toEqual(['a', 'b', 'c', 'd', 'x', 'y', 'z']);
    expect(reachOf(sheet, ['z'], 'down')).toEqual(['z']);
  });
});
