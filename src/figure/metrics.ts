/**
 * Advance widths in hundredths of an em, measured once from the subset fonts, so that labels are centred, pills
 * sized and links routed without asking the page (no layout, the same in Node and in every browser).
 */
const CHARACTERS =
  '0123456789 !"#$%&\'()*+,-./:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~·–—“”’×…→µ';
const REGULAR =
  '65 43 55 57 60 57 61 53 61 61 19 24 37 68 56 88 73 20 38 38 47 59 23 42 24 44 24 24 57 57 57 43 88 69 65 68 74 59 57 73 75 28 29 67 57 96 75 82 63 82 67 59 64 73 69 102 68 65 67 37 44 37 61 40 60 52 59 49 58 53 39 54 57 26 25 54 25 87 57 60 59 58 40 45 41 56 51 80 53 52 50 40 26 40 57 24 59 79 41 41 23 57 71 100 57';
const BOLD =
  '66 44 56 58 61 58 61 54 61 61 19 25 41 69 57 92 75 22 40 40 49 59 24 42 25 45 25 25 57 57 57 44 89 71 66 68 73 60 58 73 75 30 31 69 58 96 75 81 64 81 68 60 64 73 70 104 70 67 68 40 45 40 62 42 60 53 59 49 58 53 40 55 58 27 27 56 27 87 58 60 59 59 41 46 42 57 53 82 56 54 51 43 28 43 57 25 61 79 44 44 24 58 76 100 58';

export type Face = 'regular' | 'bold' | 'mono';

const table = (widths: string): ReadonlyMap<string, number> => {
  const ems = widths.split(' ');
  return new Map([...CHARACTERS].map((character, i) => [character, Number(ems[i]) / 100]));
};
const TABLES = { regular: table(REGULAR), bold: table(BOLD) };

const MONO_EM = 0.6;
/** Scripts without Latin letters: ideographs are about one em wide, the rest about as wide as our digits. */
const unknownEm = (character: string): number => ((character.codePointAt(0) ?? 0) >= 0x2e80 ? 1 : 0.6);

/** Width in px of a line of text in one of our faces at `size` px. */
export function textWidth(text: string, face: Face, size: number): number {
  if (face === 'mono') {
    let ems = 0;
    for (const character of text) ems += (character.codePointAt(0) ?? 0) >= 0x2e80 ? 1 : MONO_EM;
    return ems * size;
  }
  let ems = 0;
  for (const character of text) ems += TABLES[face].get(character) ?? unknownEm(character);
  return ems * size;
}

/** The text, or as much of it as fits into `width` px with an ellipsis. */
export function fitText(text: string, face: Face, size: number, width: number): string {
  if (textWidth(text, face, size) <= width) return text;
  const characters = [...text];
  const room = width - textWidth('…', face, size);
  let used = 0;
  let kept = '';
  for (const character of characters) {
    used += textWidth(character, face, size);
    if (used > room) break;
    kept += character;
  }
  return `${kept.trimEnd()}…`;
}
