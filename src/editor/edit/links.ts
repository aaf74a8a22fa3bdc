import { linkId, linksOf, nodesOf, type Fields, type Sheet } from './document.ts';

/** Why two things cannot be linked, in words for a person; null when they can. */
function objectionToLink(sheet: Sheet, from: string, to: string): string | null {
  if (from === to) return 'A link needs two ends: pick another part.';
  if (nodesOf(sheet)[from] === undefined || nodesOf(sheet)[to] === undefined)
    return 'Both ends must be parts.';
  return null;
}

export interface Connected {
  readonly document: Sheet;
  /** `from>to`, drawn now or before; null when the two cannot be linked. */
  readonly id: string | null;
}

/** A link from one node to another. Between the same two, the same way, there is one: it is found, not doubled. */
export function connect(sheet: Sheet, from: string, to: string, fields?: Fields): Connected {
  if (objectionToLink(sheet, from, to) !== null) return { document: sheet, id: null };
  const id = linkId({ from, to });
  if (linksOf(sheet).some((link) => linkId(link) === id)) return { document: sheet, id };
  return { document: { ...sheet, links: [...linksOf(sheet), { from, to, ...fields }] }, id };
}
