import { expect, it } from 'vitest';
import type { Sheet } from '#editor/edit/document.ts';
import { suggestionOf } from './suggestion.ts';

const sheet = (...sentences: string[]): Sheet => ({
  halfopen: 1,
  zones: { eu: { title: 'eu-west' }, us: { title: 'us-east' } },
  nodes: { orders: { kind: 'service', title: 'Orders' }, store: { kind: 'database', title: 'Orders store' } },
  notes: { try: sentences },
});

it('takes the first sentence that says what to break, by title or id', () => {
  const cases: [string, unknown][] = [
    ['Crash Orders while an order is in flight.', { do: 'crash', node: 'orders' }],
    ['Crash Orders store.', { do: 'crash', node: 'store' }],
    ['Pause orders for a while', { do: 'pause', node: 'orders' }],
    ['Slow Orders down', { do: 'slow', node: 'orders', factor: 10 }],
    ['Cut eu-west from us-east', { do: 'partition', between: ['eu', 'us'] }],
  ];
  for (const [sentence, action] of cases) expect(suggestionOf(sheet(sentence))?.action).toEqual(action);
  expect(suggestionOf(sheet('Watch the lag.', 'Crash Ordering.', 'Crash Orders.'))?.text).toBe(
    'Crash Orders',
  );
});

it('suggests nothing that it could not do', () => {
  expect(suggestionOf(sheet('Look closely.', 'Cut eu-west.'))).toBeNull();
  expect(suggestionOf({ halfopen: 1 })).toBeNull();
});
