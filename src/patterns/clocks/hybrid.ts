/**
 * A hybrid logical clock after Kulkarni, Demirbas, Madappa, Avva and Leone, "Logical Physical Clocks" (OPODIS 2014): ordered
 * like a Lamport clock, and as close to the physical one as the fastest clock it has heard of. `wall` is the greatest
 * reading known, in the unit of whoever reads (µs here); `logical` tells events apart that share it.
 */
export interface HybridTime {
  readonly wall: number;
  readonly logical: number;
}

export const HYBRID_ZERO: HybridTime = Object.freeze({ wall: 0, logical: 0 });

/** The time of the next event of one's own. `reading` may stand still or go back: the result is later all the same. */
export const tickHybrid = (own: HybridTime, reading: number): HybridTime =>
  reading > own.wall
    ? Object.freeze({ wall: reading, logical: 0 })
    : Object.freeze({ wall: own.wall, logical: own.logical + 1 });

/** What is known after hearing of `theirs`, before the tick of the event that it causes. */
export function updateHybrid(own: HybridTime, theirs: HybridTime, reading: number): HybridTime {
  if (reading > own.wall && reading > theirs.wall) return Object.freeze({ wall: reading, logical: 0 });
  return compareHybrid(own, theirs) < 0 ? theirs : own;
}

/** Negative: `a` is earlier; 0: the same time. */
export const compareHybrid = (a: HybridTime, b: HybridTime): number =>
  a.wall - b.wall || a.logical - b.logical;
