import type { History } from '#check/history.ts';

/** What could not be read, and where. */
export interface Problem {
  /** Line of the text, from 1. */
  readonly line: number;
  readonly message: string;
}

/**
 * The form a history came in, where it decides what is meant. `jepsen`: registers start at 0 and an answer nil
 * excludes nothing (Knossos's models). `log`, `calls`: null is what was there before the first write.
 * `sessions`: no times, only the order within each session.
 */
export type Dialect = 'jepsen' | 'log' | 'calls' | 'sessions';

/** One history found in a text. */
export interface ParsedHistory {
  readonly id?: string | number;
  readonly dialect: Dialect;
  readonly history: History;
}

/** What a text holds: every history that could be read, and everything that could not. */
export interface Parsed {
  readonly histories: readonly ParsedHistory[];
  readonly problems: readonly Problem[];
}
