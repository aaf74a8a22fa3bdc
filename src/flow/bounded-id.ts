import { hexDigest, mixString, newDigest } from '#lib/hash.ts';

const LENGTH_MAX = 200;
const KEPT = 120;

/**
 * An id that can be derived from without end. Each call within a call adds to the id of the one around it: in a circle
 * of calls of depth n, all ids together would have n² characters. A long one goes on as its beginning and a fingerprint
 * of the whole, which is as stable and as good as unique.
 */
export function boundedId(id: string): string {
  if (id.length <= LENGTH_MAX) return id;
  const digest = newDigest();
  mixString(digest, id);
  return `${id.slice(0, KEPT)}~${hexDigest(digest)}`;
}
