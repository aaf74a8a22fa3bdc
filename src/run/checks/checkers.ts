import type { Checker } from '#check/checkers.ts';
import { assert } from '#lib/assert.ts';

type Named = (name: string) => Checker | null;

let named: Named | null = null;

/**
 * Hands in the checkers of histories. They are much code that no run needs before its end, and most runs not at all:
 * the page's worker fetches them when a document asks for them. Everybody else imports `all-checkers.ts`.
 */
export function provideCheckers(all: Named): void {
  named = all;
}

/** Throws when the checkers were not handed in, and when there is none of this name. */
export function checkerOf(name: string): Checker {
  assert(named !== null, 'no checkers were handed in: import #run/checks/all-checkers.ts');
  const checker = named(name);
  assert(checker !== null, `unknown checker: ${name}`);
  return checker;
}
