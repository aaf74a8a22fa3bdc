import { document, opensAt } from '#library/order-saga.ts';
import type { Scenario } from '#library/scenario.ts';

/** What a first visit runs: it comes with the page, so that nothing has to be fetched before the first message moves. */
export const firstScenario = (): Pick<Scenario, 'document' | 'opensAt'> => ({ document, opensAt });

/** All scenarios; fetched when they are asked for. */
export const loadLibrary = async (): Promise<readonly Scenario[]> =>
  (await import('#library/library.ts')).library;

/** Scenarios of which title, summary or patterns hold every word of `text`. */
export function foundScenarios(scenarios: readonly Scenario[], text: string): readonly Scenario[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  return scenarios.filter(({ document, patterns, group }) => {
    const said = `${document.title} ${document.summary ?? ''} ${patterns.join(' ')} ${group}`.toLowerCase();
    return wanted.every((word) => said.includes(word));
  });
}
