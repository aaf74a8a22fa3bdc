import type { Compiled } from '#run/compile.ts';
import type { RecordEvent } from '#sim/record.ts';

/** Writes a run down in some format, event by event. */
export type Tracer = (
  compiled: Compiled,
  write: (text: string) => void,
) => {
  /** Bound: it is handed over as a function. */
  readonly event: (event: RecordEvent, index: number) => void;
  readonly end: () => void;
};
