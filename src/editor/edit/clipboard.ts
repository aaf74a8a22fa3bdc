import { linksOf, nodesOf, withField, zonesOf, type Sheet, type SheetNode } from './document.ts';

/** What is picked, by id; links as `from>to`. */
export interface Picked {
  readonly nodes: readonly string[];
  readonly zones?: readonly string[];
}

/**
 * The picked nodes and zones and the links among them, as a document of their own: readable text on the clipboard,
 * and what `pasteInto` takes. A zone that was not picked is forgotten.
 */
export function partOf(sheet: Sheet, picked: Picked): Sheet {
  const zones = Object.fromEntries(
    (picked.zones ?? []).flatMap((id) =>
      zonesOf(sheet)[id] === undefined ? [] : [[id, zonesOf(sheet)[id]!]],
    ),
  );
  const nodes = Object.fromEntries(
    picked.nodes.flatMap((id): [string, SheetNode][] => {
      const node = nodesOf(sheet)[id];
      if (node === undefined) return [];
      const stays = node.zone === undefined || Object.hasOwn(zones, node.zone);
      return [[id, stays ? node : withField(node, 'zone', undefined)]];
    }),
  );
  const links = linksOf(sheet).filter(
    (link) => Object.hasOwn(nodes, link.from) && Object.hasOwn(nodes, link.to),
  );
  return {
    halfopen: 1,
    ...(Object.keys(zones).length > 0 ? { zones } : {}),
    nodes,
    ...(links.length > 0 ? { links } : {}),
  };
}

/** A document like any other: readable, and edited by hand as easily. */
export const partText = (part: Sheet): string => JSON.stringify(part, null, 2);
