import type { Plain } from '#lib/plain.ts';

/**
 * The event record: append-only, in order of (time, sequence), each event with the index of the event
 * that caused it. Canvas, log, timeline, figures and checks are views of it. What the numbers mean:
 *
 * | kind    | node     | message | a                  | b             | value              | text            | data          |
 * | ------- | -------- | ------- | ------------------ | ------------- | ------------------ | --------------- | ------------- |
 * | send    | sender   | id      | message kind       | flags below   | planned arrival µs or -1 | label     | body          |
 * | arrive  | receiver | id      | message kind       | flags         | sent at µs         | verb            | –             |
 * | drop    | receiver | id      | message kind       | flags         | share of the way, 0 to 1 | reason    | –             |
 * | fact    | owner    | -1      | free               | free          | free               | name            | free          |
 * | state   | owner    | -1      | –                  | –             | –                  | machine         | {from,to,by}  |
 * | begin   | client   | -1      | operation id       | –             | –                  | operation       | {session,…}   |
 * | end     | client   | -1      | operation id       | outcome below | duration µs        | operation       | {reason,…}    |
 * | flow    | owner    | -1      | phase below        | step, or -1   | flow number        | flow id         | {handler,…}   |
 * | fault   | node or -1 | -1    | timeline index     | 1 begins, 0 heals | –              | what            | –             |
 *
 * `link` is the index of the link or -1; times are whole microseconds of virtual time.
 */
export const EVENT_KINDS = [
  'send',
  'arrive',
  'drop',
  'fact',
  'state',
  'begin',
  'end',
  'flow',
  'fault',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

export const Kind = {
  send: 0,
  arrive: 1,
  drop: 2,
  fact: 3,
  state: 4,
  begin: 5,
  end: 6,
  flow: 7,
  fault: 8,
} as const;

/** Flags of `send`, `arrive` and `drop`. */
export const Flag = { back: 1, failed: 2, copy: 4 } as const;
/** `b` of an `end`. */
export const Ended = { ok: 0, failed: 1, unknown: 2 } as const;
/** `a` of a `flow`. */
export const Phase = { begin: 0, step: 1, end: 2, fail: 3, lost: 4 } as const;

/** One event. Sinks are handed the same object again and again: read it, do not keep it. */
export interface RecordEvent {
  time: number;
  kind: number;
  node: number;
  instance: number;
  link: number;
  message: number;
  cause: number;
  a: number;
  b: number;
  value: number;
  text: string;
  data: Plain | undefined;
}

/**
 * Something that reads the record while it is made: a store, a digest, figures, checks. `save` returns plain
 * data that `load` accepts later, so that a run can be taken up again from a checkpoint.
 */
export interface Sink {
  event(event: RecordEvent, index: number): void;
  save(): unknown;
  load(saved: unknown): void;
}
