import { moreProblems, use } from '#words/problems.ts';
import { shownPath, type Problem } from './problem.ts';
import { suggest } from './suggest.ts';

/** Most problems that are listed; the rest is only counted. */
export const PROBLEMS_MAX = 200;

/** Collects problems, at most `PROBLEMS_MAX` of them, so that hostile input cannot fill the memory with complaints. */
export class Problems {
  readonly #open: { path: string; expected: string; got: string; used: string | undefined }[] = [];
  #beyond = 0;

  /** Without `used`, what is used instead is not known yet: an outer field will `settle` it. */
  add(path: string, expected: string, got: string, used?: string): void {
    if (this.#open.length >= PROBLEMS_MAX) this.#beyond++;
    else this.#open.push({ path: shownPath(path), expected, got, used });
  }

  /** The word that was probably meant. Not looked for any more when nobody would read it: that is most of the work. */
  suggest(typed: string, words: readonly string[]): string | undefined {
    return this.#open.length >= PROBLEMS_MAX ? undefined : suggest(typed, words);
  }

  /** To be given to `settle`. */
  get mark(): number {
    return this.#open.length;
  }

  /** Says what is used instead, for all problems since `mark` that do not say so yet. */
  settle(mark: number, used: string): void {
    for (const problem of this.#open.slice(mark)) problem.used ??= used;
  }

  get list(): Problem[] {
    const list = this.#open.map((problem) => ({ ...problem, used: problem.used ?? use.nothing }));
    if (this.#beyond === 0) return list;
    return [...list, { path: shownPath(''), ...moreProblems(this.#beyond), used: use.rest }];
  }
}
