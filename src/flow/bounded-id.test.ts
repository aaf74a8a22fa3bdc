import { expect, test } from 'vitest';
import { boundedId } from './bounded-id.ts';

test('an id stays short, and unlike the others, however often one is derived from another', () => {
  const seen = new Set<string>();
  let id = 'client-1';
  for (let depth = 0; depth < 2_000; depth++) {
    id = boundedId(`${id}.0`);
    expect(id.length).toBeLessThanOrEqual(200);
    seen.add(id);
  }
  expect(seen.size).toBe(2_000);
  expect(boundedId('order/ada-42.then/0')).toBe('order/ada-42.then/0');
});
