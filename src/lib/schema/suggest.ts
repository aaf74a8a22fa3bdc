/** The word that a person probably meant; `undefined` when none is close. */
export const suggest = (typed: string, words: readonly string[]): string | undefined => {
  if (typed.length > 60) return undefined;
  const limit = typed.length <= 4 ? 1 : typed.length <= 8 ? 2 : 3;
  let best: string | undefined;
  let bestDistance = limit + 1;
  for (const word of words) {
    const distance = word.toLowerCase() === typed.toLowerCase() ? 0 : distanceOf(typed, word);
    if (distance < bestDistance) [best, bestDistance] = [word, distance];
  }
  return best;
};

/** Insertions, deletions, replacements and swaps of neighbours (optimal string alignment). */
const distanceOf = (a: string, b: string): number => {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let best = Math.min(row[j - 1]! + 1, last[j]! + 1, last[j - 1]! + cost);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) best = Math.min(best, before[j - 2]! + 1);
      row.push(best);
    }
    before = last;
    last = row;
  }
  return last[b.length]!;
};
