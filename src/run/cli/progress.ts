import type { Io } from './command.ts';

/** On a terminal the line appears after this long and is renewed; elsewhere plain lines come far apart. */
const FIRST_MS = { watched: 500, unwatched: 2_000 } as const;
const EVERY_MS = { watched: 100, unwatched: 10_000 } as const;

/** Says on standard error how far a long run is; a short one passes in silence. */
export class Progress {
  readonly #io: Io;
  #next: number;
  #width = 0;

  constructor(io: Io) {
    this.#io = io;
    this.#next = io.clockMs() + FIRST_MS[this.#mode];
  }

  /** Called as often as one likes. */
  tell(sentence: () => string): void {
    const now = this.#io.clockMs();
    if (now < this.#next) return;
    this.#next = now + EVERY_MS[this.#mode];
    const text = sentence();
    if (!this.#io.watched) return this.#io.err(`${text}\n`);
    this.#io.err(`\r${text.padEnd(this.#width)}`);
    this.#width = text.length;
  }

  /** Wipes the line, before anything else is printed. */
  clear(): void {
    if (this.#width > 0) this.#io.err(`\r${' '.repeat(this.#width)}\r`);
    this.#width = 0;
  }

  get #mode(): 'watched' | 'unwatched' {
    return this.#io.watched ? 'watched' : 'unwatched';
  }
}
