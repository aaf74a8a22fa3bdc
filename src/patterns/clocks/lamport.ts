/**
 * Logical time after Lamport, "Time, Clocks, and the Ordering of Events in a Distributed System" (1978): a counter. What
 * happened before has the smaller number; the smaller number need not have happened before.
 */

/** The time of the next event of one's own, sending included. */
export const tickLamport = (own: number): number => own + 1;

/** The time of receiving a message that was sent at `theirs`. */
export const receiveLamport = (own: number, theirs: number): number => Math.max(own, theirs) + 1;
