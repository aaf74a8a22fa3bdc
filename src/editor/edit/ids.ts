import { nodesOf, zonesOf, type Sheet } from './document.ts';

/** Every id that a new node, zone or cluster must not have. */
export function takenIds(sheet: Sheet): ReadonlySet<string> {
  return new Set([
    ...Object.keys(nodesOf(sheet)),
    ...Object.keys(zonesOf(sheet)),
    ...Object.keys(sheet.clusters ?? {}),
  ]);
}

/**
 * An id that can stand in expressions, from any words: `API gateway` gives `apiGateway`. Letters that are not
 * Latin are left out; with nothing left it is `part`.
 */
export function idFrom(words: string): string {
  const parts = words
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .split(/[^A-Za-z0-9]+/)
    .filter((part) => part !== '');
  const camel = parts
    .map((part, i) => {
      const lower = part === part.toUpperCase() ? part.toLowerCase() : part;
      const first = i === 0 ? lower.charAt(0).toLowerCase() : lower.charAt(0).toUpperCase();
      return first + lower.slice(1);
    })
    .join('')
    .replace(/^[0-9]+/, '');
  const id = camel.charAt(0).toLowerCase() + camel.slice(1, 30);
  return id === '' ? 'part' : id;
}

/** `base`, or `base2`, `base3` … whichever is free first. A number at the end of `base` is counted on from. */
export function freshId(base: string, taken: ReadonlySet<string>): string {
  if (!taken.has(base)) return base;
  const stem = base.replace(/[0-9]+$/, '');
  for (let n = 2; ; n++) if (!taken.has(`${stem}${n}`)) return `${stem}${n}`;
}

/** `Service`, or `Service 2`, `Service 3` … whichever no title says already. */
export function freshTitle(base: string, taken: ReadonlySet<string>): string {
  if (!taken.has(base)) return base;
  const stem = base.replace(/\s+[0-9]+$/, '');
  for (let n = 2; ; n++) if (!taken.has(`${stem} ${n}`)) return `${stem} ${n}`;
}
