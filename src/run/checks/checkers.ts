import { assert } from '#lib/assert.ts';
import type { consistency } from './consistency.ts';

type Consistency = typeof consistency;

let provided: Consistency | null = null;

/**
 * Hands in the judge of histories. With its checkers it is much code that few runs are judged by: the page's worker
 * fetches it when a document asks for it. Everybody else imports `all-checkers.ts`.
 */
export function provideConsistency(judge: Consistency): void {
  provided = judge;
}

/** Throws when the judge was not handed in. */
export const consistencyLater: Consistency = (...asked) => {
  assert(provided !== null, 'nobody judges histories: import #run/checks/all-checkers.ts');
  return provided(...asked);
};
