import { assert } from '#lib/assert.ts';
import type { consensus, consensusClusters } from './consensus.ts';
import type { consistency } from './consistency.ts';
import type { judgeStores } from './judgement.ts';

interface Judges {
  readonly consensus: typeof consensus;
  readonly consensusClusters: typeof consensusClusters;
  readonly consistency: typeof consistency;
  readonly judgeStores: typeof judgeStores;
}

let provided: Judges | null = null;

/**
 * Hands in the judges of histories. With their checkers they are much code that few runs are judged by: the page's
 * worker fetches it when a document or the page asks for it. Everybody else imports `#run/all-parts.ts`.
 */
export function provideJudges(judges: Judges): void {
  provided = judges;
}

function judges(): Judges {
  assert(provided !== null, 'nobody judges histories: import #run/all-parts.ts');
  return provided;
}

/** These throw when the judges were not handed in. */
export const consensusLater: Judges['consensus'] = (...asked) => judges().consensus(...asked);
export const consensusClustersLater: Judges['consensusClusters'] = (compiled) =>
  Object.keys(compiled.document.clusters).length === 0 ? [] : judges().consensusClusters(compiled);
export const consistencyLater: Judges['consistency'] = (...asked) => judges().consistency(...asked);
export const judgeStoresLater: Judges['judgeStores'] = (...asked) => judges().judgeStores(...asked);
