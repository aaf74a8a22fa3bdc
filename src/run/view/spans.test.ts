import { expect, it } from 'vitest';
import { Spans } from './spans.ts';

it('what ended in a future that was taken back is open again', () => {
  const spans = new Spans();
  const first = spans.begin(0);
  spans.begin(1);
  spans.end(first, 5);
  expect([...spans.openAt(9).copy()]).toEqual([1]);
  spans.truncate(5);
  expect([...spans.openAt(9).copy()]).toEqual([0, 1]);
  spans.truncate(1);
  expect([...spans.openAt(9).copy()]).toEqual([0]);
});
