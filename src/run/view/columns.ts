import { MESSAGE_KINDS } from '#sim/message.ts';
import { Ended, Flag, Kind, Phase } from '#sim/record.ts';

/**
 * What the numbers in a record's columns mean, for those who read the record and know nothing of the simulation that
 * wrote it.
 */
export const EventKind = Kind;
export const FlowPhase = Phase;
export const EndedAs = Ended;
export const BREAKER_STATES = ['open', 'halfOpen', 'closed'] as const;

/** Of the flags of `send`, `arrive` and `drop`: against the arrow of its link, a failure, a copy that a link made. */
export const isBack = (flags: number): boolean => (flags & Flag.back) !== 0;
export const isFailed = (flags: number): boolean => (flags & Flag.failed) !== 0;
export const isCopy = (flags: number): boolean => (flags & Flag.copy) !== 0;

/** The names of message kinds, by the number that `send`, `arrive` and `drop` have in `a`. */
export const MESSAGE_KIND_NAMES = MESSAGE_KINDS;
