import type { Problem } from '#lib/schema/problem.ts';

/** Exit codes: see FORMAT and `--help`. */
export const Exit = { good: 0, asNotExpected: 1, badInput: 2, undecided: 3 } as const;

/** Where a command reads and writes; handed in, so that a test can listen. */
export interface Io {
  /** Resolves when the text has been taken, so that output as long as it likes is never held in memory. */
  out(text: string): Promise<void>;
  err(text: string): void;
  /** All of standard input as text. */
  stdin(): Promise<string>;
  /** Someone watches standard error. */
  readonly watched: boolean;
  /** Real time in milliseconds. */
  clockMs(): number;
}

export interface OptionSpec {
  /** What stands behind it in the help; left out for a switch. */
  readonly value?: string;
  readonly says: string;
}

export interface Command {
  readonly name: string;
  /** What stands behind the name, as in `FILE|LINK|@scenario`. */
  readonly takes: string;
  /** How many of them, at least and at most. */
  readonly from: number;
  readonly upTo: number;
  readonly summary: string;
  /** More, for the command's own help. */
  readonly detail?: () => string;
  readonly options: Readonly<Record<string, OptionSpec>>;
  perform(given: Given, io: Io): Promise<number>;
}

/** What was written behind the command's name. */
export interface Given {
  readonly operands: readonly string[];
  readonly switches: ReadonlySet<string>;
  readonly values: ReadonlyMap<string, string>;
}

/** Nothing can be done with what was given: sentences for standard error, exit code 2. */
export class BadInput extends Error {
  /** The command line itself was wrong, so its help is worth a look. */
  readonly usage: boolean;
  readonly problems: readonly Problem[];
  constructor(message: string, options: { usage?: boolean; problems?: readonly Problem[] } = {}) {
    super(message);
    this.usage = options.usage ?? false;
    this.problems = options.problems ?? [];
  }
}
