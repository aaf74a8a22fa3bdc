import { assert } from '#lib/assert.ts';
import { parseDuration } from '#lib/duration.ts';

/** A duration of a document that was read, in µs. Throws for anything else: reading has let it through. */
export function durationUs(text: string): number {
  const us = parseDuration(text);
  assert(us !== null, `not a duration: ${text}`);
  return us;
}
