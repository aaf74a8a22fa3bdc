import { useMemo } from 'react';
import { nodesOf, nodeTitle, timelineOf, titleOf, type Sheet } from '#editor/edit/document.ts';
import type { CaptionContext } from '#panels/caption-at.ts';
import { namesOf, type Names } from '#panels/names.ts';
import type { Topology } from '#run/protocol.ts';
import { words } from '#words/en.ts';
import { useSheet } from './document.ts';
import { useRun } from './run-context.ts';
import { titleOfFault } from './transport/lanes.ts';

const NOTHING: Topology = { endUs: 0, seed: 0, nodes: [], links: [] };
/** How long a piece of news stays in the caption, s of the reader's time. */
const LINGER_S = 1.5;

/** Names for what the record calls by number. */
export function useNames(): Names {
  const sheet = useSheet();
  const topology = useRun((run) => run.topology) ?? NOTHING;
  return useMemo(
    () => namesOf(topology, titlesOf(sheet), (index) => subjectOf(sheet, index)),
    [topology, sheet],
  );
}

/** What the caption needs to know of the document. */
export function useCaptionContext(): CaptionContext {
  const sheet = useSheet();
  const names = useNames();
  const scale = useRun((run) => run.scale);
  return useMemo(
    () => ({
      names,
      clusters: Object.values(sheet.clusters ?? {}).map(({ members }) => members ?? []),
      lingerUs: scale * LINGER_S,
    }),
    [sheet, names, scale],
  );
}

const titlesOf = (sheet: Sheet): ReadonlyMap<string, string> =>
  new Map(Object.entries(nodesOf(sheet)).map(([id, node]) => [id, titleOf(id, node)]));

/** What an entry of the timeline is about: "eu-west and us-east", "Orders → Payments", "Orders". */
function subjectOf(sheet: Sheet, index: number): string {
  const entry = timelineOf(sheet)[index];
  if (entry === undefined) return words.caption.bothSides;
  const between: unknown = entry['between'];
  if (entry.do === 'partition' && Array.isArray(between)) {
    return words.and((between as readonly unknown[]).map((party) => partyTitle(sheet, party)));
  }
  const { from, to, node } = entry;
  if (typeof from === 'string' && typeof to === 'string') {
    return `${nodeTitle(sheet, from)} → ${nodeTitle(sheet, to)}`;
  }
  return typeof node === 'string' ? nodeTitle(sheet, node) : titleOfFault(sheet, entry);
}

function partyTitle(sheet: Sheet, party: unknown): string {
  const ids = (Array.isArray(party) ? (party as readonly unknown[]) : [party]).filter(
    (id) => typeof id === 'string',
  );
  return words.and(ids.map((id) => titleOf(id, sheet.zones?.[id] ?? nodesOf(sheet)[id])));
}
