import type { Scenario } from '#library/scenario.ts';

/** A scenario that was found, and by which of its other names. */
export interface Hit {
  readonly scenario: Scenario;
  readonly also: readonly string[];
}

/** The groups in the order of the library, each with how many it has. */
export function groupsOf(scenarios: readonly Scenario[]): readonly (readonly [Scenario['group'], number])[] {
  const counts = new Map<Scenario['group'], number>();
  for (const { group } of scenarios) counts.set(group, (counts.get(group) ?? 0) + 1);
  return [...counts];
}

/**
 * Scenarios that say every word of `text`, each at the beginning of one of their words: in the title, the summary, the
 * patterns, what takes the claim away, or among the products and symptoms that lead there. In the order of the library.
 */
export function foundScenarios(scenarios: readonly Scenario[], text: string): readonly Hit[] {
  const wanted = wordsOf(text);
  return scenarios.flatMap((scenario): Hit[] => {
    const { document, patterns, also, group, counter } = scenario;
    const said = [
      document.title,
      document.summary,
      group,
      counter.document.title,
      counter.sentence,
      ...patterns,
    ];
    const plain = wordsOf(said.join(' '));
    const missing = wanted.filter((word) => !begins(plain, word));
    const hits = also.filter((name) => missing.some((word) => begins(wordsOf(name), word)));
    const left = missing.filter((word) => !begins(wordsOf(hits.join(' ')), word));
    return left.length === 0 ? [{ scenario, also: hits }] : [];
  });
}

/** "R + W > N" has the words r, +, w, > and n; "half-open" is half and open. */
const wordsOf = (text: string): readonly string[] =>
  text
    .toLowerCase()
    .split(/[\s,.;:()/-]+/)
    .filter(Boolean);

/** Plurals are looked for too: "stale reads" finds "stale read". */
const begins = (words: readonly string[], wanted: string): boolean =>
  words.some((word) => word.startsWith(wanted) || (wanted.length > 3 && wanted === `${word}s`));
