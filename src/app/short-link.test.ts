import { expect, it } from 'vitest';
import { readShortLink, writeShortLink } from './short-link.ts';

it('says a moment of a scenario to the microsecond, and reads it back', () => {
  for (const momentUs of [0, 1, 3_412_567, 10_000_000, 86_400_000_000, null]) {
    for (const counter of [false, true]) {
      const link = { id: 'order-saga-choreography', counter, momentUs };
      expect(readShortLink(`https://example.org/play/${writeShortLink(link)}`)).toEqual(link);
    }
  }
  expect(writeShortLink({ id: 'raft', counter: false, momentUs: 4_200_000 })).toBe('#/raft?t=4.2s');
});

it('is no link of this kind: one with a document, one with other marks, none', () => {
  for (const text of [
    '',
    '#',
    '#transport',
    '#s=1.abc',
    '#/',
    '#/Raft',
    '#/raft/',
    '#/raft?t=<b>',
    '#/raft#/crdt',
  ])
    expect(readShortLink(text), text).toBeNull();
});
