import { document, opensAt } from '#library/order-saga.ts';
import type { Scenario } from '#library/scenario.ts';

/** What a first visit runs: it comes with the page, so that nothing has to be fetched before the first message moves. */
export const firstScenario = (): Pick<Scenario, 'document' | 'opensAt'> => ({ document, opensAt });

/** All scenarios; fetched when they are asked for. */
export const loadLibrary = async (): Promise<readonly Scenario[]> =>
  (await import('#library/library.ts')).library;
