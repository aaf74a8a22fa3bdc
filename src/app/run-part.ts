import type { Sheet } from '#editor/edit/document.ts';
import { equalPlain } from '#lib/plain.ts';

/**
 * Whether two documents run alike: places on the sheet, titles and notes are for readers only. Lets a node be dragged
 * about without simulating anything anew.
 */
export function runsAlike(one: Sheet, other: Sheet): boolean {
  return one === other || equalPlain(runPart(one), runPart(other));
}

const FOR_READERS = new Set(['at', 'title']);

function runPart(sheet: Sheet): unknown {
  const rest = { ...sheet, title: undefined, summary: undefined, notes: undefined };
  return JSON.parse(JSON.stringify({ ...rest, nodes: bare(sheet.nodes), zones: bare(sheet.zones) }));
}

function bare(things: Readonly<Record<string, object>> | undefined): unknown {
  return Object.entries(things ?? {}).map(([id, thing]) => [
    id,
    Object.entries(thing).filter(([field]) => !FOR_READERS.has(field)),
  ]);
}
