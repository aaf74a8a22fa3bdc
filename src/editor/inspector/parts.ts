import { metaOf, type AnySchema } from '#lib/schema/meta.ts';
import { cluster, documentSchema, link, node, zone } from '#scenario/schema.ts';
import { policyParams } from '#patterns/params.ts';
import { linkId, linksOf, nodesOf, zonesOf, type Sheet } from '#editor/edit/document.ts';
import type { Selection } from '#editor/session.ts';
import type { Way } from './way.ts';

/** What an inspector is about. */
export type Part =
  | { readonly what: 'node' | 'zone' | 'cluster' | 'link'; readonly id: string }
  | { readonly what: 'scenario' }
  | { readonly what: 'several'; readonly ids: readonly string[] };

/** The fields of a kind, those that every node has included; undefined for a kind that is not known. */
export const nodeSchemaOf = (kind: string): AnySchema | undefined => metaOf(node).choose?.table.get(kind);

export const schemas = { link, zone, cluster, scenario: documentSchema } as const;

/** Link fields that are policies: in a section of their own. */
export const POLICIES: ReadonlySet<string> = new Set(Object.keys(policyParams));

/** Fields that the canvas owns, or that tell what a thing is. */
export const OWNED_BY_CANVAS: ReadonlySet<string> = new Set(['kind', 'at', 'via', 'from', 'to']);

/** Of the document itself, what other places show. */
export const SHOWN_ELSEWHERE: ReadonlySet<string> = new Set([
  'halfopen',
  'nodes',
  'links',
  'zones',
  'timeline',
]);

export function partOf({ nodes, links, zones }: Pick<Selection, 'nodes' | 'links' | 'zones'>): Part {
  const ids = [...nodes, ...links, ...zones];
  const [id] = ids;
  if (id === undefined) return { what: 'scenario' };
  if (ids.length > 1) return { what: 'several', ids };
  return { what: nodes.length === 1 ? 'node' : links.length === 1 ? 'link' : 'zone', id };
}

/** Where a part stands in the document; undefined when it is gone. */
export function wayOf(sheet: Sheet, part: Part): Way | undefined {
  switch (part.what) {
    case 'node':
      return nodesOf(sheet)[part.id] === undefined ? undefined : ['nodes', part.id];
    case 'zone':
      return zonesOf(sheet)[part.id] === undefined ? undefined : ['zones', part.id];
    case 'cluster':
      return sheet.clusters?.[part.id] === undefined ? undefined : ['clusters', part.id];
    case 'link': {
      const index = linksOf(sheet).findIndex((one) => linkId(one) === part.id);
      return index < 0 ? undefined : ['links', index];
    }
    case 'scenario':
      return [];
    case 'several':
      return undefined;
  }
}
