import { linksOf, type Sheet } from './document.ts';

/** Who calls these nodes (`up`) or is called by them (`down`), and who calls those, and so on; they themselves too. */
export function reachOf(sheet: Sheet, from: readonly string[], way: 'up' | 'down'): readonly string[] {
  const reached = new Set(from);
  for (const id of reached) {
    for (const link of linksOf(sheet)) {
      const [here, there] = way === 'down' ? [link.from, link.to] : [link.to, link.from];
      if (here === id) reached.add(there);
    }
  }
  return [...reached];
}
