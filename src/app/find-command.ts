import type { Command } from '#editor/commands.ts';

/** Commands whose title has all the words that were typed, each at the beginning of one of its words; best first. */
export function found(commands: readonly Command[], text: string): readonly Command[] {
  const wanted = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return commands;
  return commands
    .map((command) => ({ command, rank: rankOf(`${command.title} ${command.group}`.toLowerCase(), wanted) }))
    .filter(({ rank }) => rank >= 0)
    .sort((x, y) => x.rank - y.rank)
    .map(({ command }) => command);
}

/** Sum of the places at which the words are found; -1 when one is missing. */
function rankOf(title: string, wanted: readonly string[]): number {
  let sum = 0;
  for (const word of wanted) {
    const place = title.startsWith(word) ? 0 : title.indexOf(` ${word}`) + 1;
    if (place === 0 && !title.startsWith(word)) return -1;
    sum += place;
  }
  return sum;
}
