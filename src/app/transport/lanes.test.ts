import { describe, expect, it } from 'vitest';
import type { Sheet } from '#editor/edit/document.ts';
import { lanesOf, tickText, ticksOf } from './lanes.ts';

const sheet: Sheet = {
  halfopen: 1,
  zones: { eu: { title: 'eu-west' }, us: {} },
  nodes: { orders: { kind: 'service', title: 'Orders' } },
  timeline: [
    { at: '1s', for: '2s', do: 'crash', node: 'orders' },
    { at: '2s', do: 'partition', between: ['eu', ['us']] },
    { at: 'soon', do: 'crash', node: 'orders' },
    { at: '5s', for: '1s', do: 'crash', node: 'orders' },
    { at: '3s', do: 'restart', node: 'orders#2' },
  ],
};

describe('lanes of the timeline', () => {
  it('has one lane for each thing done, with what cannot be read left out', () => {
    expect(lanesOf(sheet, 3)).toEqual([
      {
        label: 'Orders down',
        bars: [
          { index: 0, what: 'Orders down', look: 'down', from: 1e6, to: 3e6, lasts: true },
          { index: 3, what: 'Orders down', look: 'down', from: 5e6, to: 6e6, lasts: true },
        ],
      },
      {
        label: 'eu-west | us cut',
        bars: [{ index: 1, what: 'eu-west | us cut', look: 'cut', from: 2e6, to: Infinity, lasts: true }],
      },
      {
        label: 'Orders #2 restarts',
        bars: [{ index: 4, what: 'Orders #2 restarts', look: 'mark', from: 3e6, to: 3e6, lasts: false }],
      },
    ]);
  });

  it('gathers what has no room in the last lane', () => {
    expect(lanesOf(sheet, 2).map(({ label, bars }) => [label, bars.length])).toEqual([
      ['Orders down', 2],
      ['2 more', 2],
    ]);
  });
});

it('ticks stand at whole steps that people count in', () => {
  expect(ticksOf(12e6, 12).ticks.map((t) => t / 1e6)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  expect(ticksOf(300e6, 12).stepUs).toBe(50e6);
  expect(tickText(1_250_000, 250_000)).toBe('1.3');
  expect(tickText(20_000, 10_000)).toBe('0.02');
});
