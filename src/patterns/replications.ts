import { assert } from '#lib/assert.ts';
import type { replications } from './all-replications.ts';
import type { Replication } from './replication.ts';

export type Mode = keyof typeof replications;

let provided: typeof replications | null = null;

/**
 * Hands in the protocols of clusters: much code that the first scenario has no use for. Whoever runs documents imports
 * `#run/all-parts.ts`; the page's worker fetches it when a document needs it.
 */
export function provideReplications(all: typeof replications): void {
  provided = all;
}

/** Throws when the protocols were not handed in. */
export function replicationOf(mode: Mode): Replication<unknown, unknown> {
  assert(provided !== null, 'nobody knows how to copy: import #run/all-parts.ts');
  return provided[mode];
}
