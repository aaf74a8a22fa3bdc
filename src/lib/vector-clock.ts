/**
 * Counts events by who made them: a vector clock (Fidge, Mattern, 1988) when it dates events, a version vector (Parker et
 * al., 1983) when it dates copies. Whoever is not named has made none. Plain, never changed: all functions return a new
 * one, or one of those they were given.
 */
export type VectorClock = { readonly [actor: string]: number };

export const NO_EVENTS: VectorClock = Object.freeze({});

export type Relation = 'before' | 'after' | 'equal' | 'concurrent';

export const countOf = (clock: VectorClock, actor: string): number =>
  Object.hasOwn(clock, actor) ? clock[actor]! : 0;

/** Whether all that `b` knows is known to `a`: equal, or after it. */
export function descends(a: VectorClock, b: VectorClock): boolean {
  for (const actor in b) if (countOf(a, actor) < b[actor]!) return false;
  return true;
}

/** How `a` stands to `b`. */
export function compareVectors(a: VectorClock, b: VectorClock): Relation {
  const [after, before] = [descends(a, b), descends(b, a)];
  if (after) return before ? 'equal' : 'after';
  return before ? 'before' : 'concurrent';
}

/** The least that descends from both. */
export function mergeVectors(a: VectorClock, b: VectorClock): VectorClock {
  if (descends(a, b)) return a;
  const merged: Record<string, number> = { ...a };
  for (const actor in b) merged[actor] = Math.max(countOf(a, actor), b[actor]!);
  return Object.freeze(merged);
}

/** One more event of `actor`. */
export const incrementVector = (clock: VectorClock, actor: string): VectorClock =>
  Object.freeze({ ...clock, [actor]: countOf(clock, actor) + 1 });

/** As a person reads it: `eu:3 us:1`. */
export const vectorText = (clock: VectorClock): string =>
  Object.keys(clock)
    .sort()
    .map((actor) => `${actor}:${clock[actor]!}`)
    .join(' ');
