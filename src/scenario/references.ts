import { Problems } from '#lib/schema/problems.ts';
import { childPath, showValue, type Problem } from '#lib/schema/problem.ts';
import { expect, got, use } from '#words/problems.ts';
import { checkFlows } from './flow-references.ts';
import { checkRowTypes } from './row-references.ts';
import { checkTimeline } from './timeline-references.ts';
import type { ClusterWritten, Kind, LinkWritten, NodeWritten, ScenarioDocument } from './schema.ts';

export type PlaceOf = (list: readonly unknown[], index: number) => number;

/** Ids that mean something else where a node could stand: the instance's own store, and places in a cluster. */
const TAKEN_IDS: ReadonlySet<string> = new Set(['local', 'leader', 'nearest', 'any']);

/**
 * Finds what names something that is not there. A dangling link, fault or check is left out, because nothing could
 * run it; a step that cannot work is kept as written, fails when it runs, and can be mended on the canvas.
 * Returns a new document; the given one stays as it is.
 */
export const checkReferences = (
  written: ScenarioDocument,
  placeOf: PlaceOf = (_, index) => index,
): { document: ScenarioDocument; problems: Problem[] } => {
  const problems = new Problems();
  const document = { ...written };
  checkIds(document, problems);
  checkNodes(document, problems);
  if (written.links) document.links = checkLinks(written.links, document, problems, placeOf);
  if (written.clusters)
    document.clusters = checkClusters(document.clusters ?? {}, document, problems, placeOf);
  checkRowTypes(document, problems);
  const index = new DocumentIndex(document, problems, placeOf);
  checkFlows(document, index);
  if (written.timeline) document.timeline = checkTimeline(written.timeline, index);
  if (written.checks) document.checks = checkChecks(written.checks, index);
  return { document, problems: problems.list };
};

type Nodes = Readonly<Record<string, NodeWritten>>;

/** What the parts of this pass look things up in. */
export class DocumentIndex {
  readonly document: ScenarioDocument;
  readonly nodes: Nodes;
  readonly problems: Problems;
  readonly placeOf: PlaceOf;
  readonly #links: ReadonlySet<string>;

  constructor(document: ScenarioDocument, problems: Problems, placeOf: PlaceOf) {
    this.document = document;
    this.nodes = document.nodes ?? {};
    this.problems = problems;
    this.placeOf = placeOf;
    this.#links = new Set((document.links ?? []).map((link) => `${link.from}>${link.to}`));
  }

  kindOf(id: string): Kind | undefined {
    return Object.hasOwn(this.nodes, id) ? this.nodes[id]!.kind : undefined;
  }

  clusterOf(id: string): ClusterWritten | undefined {
    const clusters = this.document.clusters ?? {};
    return Object.hasOwn(clusters, id) ? clusters[id] : undefined;
  }

  isZone(id: string): boolean {
    return Object.hasOwn(this.document.zones ?? {}, id);
  }

  hasLink(from: string, to: string): boolean {
    return this.#links.has(`${from}>${to}`);
  }

  /** What was probably meant by an id that does not fit: a node, of these kinds only if they are given. */
  like(id: string, kinds?: readonly string[]): string | undefined {
    const { clusters = {}, zones = {} } = this.document;
    const nodes = Object.keys(this.nodes).filter((node) => kinds?.includes(this.nodes[node]!.kind) ?? true);
    const clusterIds = kinds?.includes('cluster') === true ? Object.keys(clusters) : [];
    const zoneIds = kinds?.includes('zone') === true ? Object.keys(zones) : [];
    return this.problems.suggest(id, [...nodes, ...clusterIds, ...zoneIds]);
  }

  /** Complains about an unknown node; true when it is there. */
  isNode(id: string, path: string, used: string): boolean {
    if (this.kindOf(id) !== undefined) return true;
    this.problems.add(path, expect.aNode(this.like(id)), showValue(id), used);
    return false;
  }
}

/** A copy of a record without some of its keys. */
const without = <T>(record: Readonly<Record<string, T>>, gone: ReadonlySet<string>): Record<string, T> => {
  const copy = Object.create(null) as Record<string, T>;
  for (const key of Object.keys(record)) if (!gone.has(key)) copy[key] = record[key]!;
  return copy;
};

/** Nodes, zones and clusters share one space of names, because faults and expressions name all three. */
const checkIds = (document: ScenarioDocument, problems: Problems): void => {
  const seen = new Set(TAKEN_IDS);
  for (const part of ['nodes', 'clusters', 'zones'] as const) {
    const record = document[part];
    if (record === undefined) continue;
    const gone = new Set<string>();
    for (const id of Object.keys(record)) {
      if (seen.has(id)) {
        gone.add(id);
        problems.add(childPath(part, id), expect.freshId(), showValue(id), use.nothing);
      }
      seen.add(id);
    }
    if (gone.size > 0) Object.assign(document, { [part]: without<unknown>(record, gone) });
  }
};

const checkNodes = (document: ScenarioDocument, problems: Problems): void => {
  if (document.nodes === undefined) return;
  const zones = Object.keys(document.zones ?? {});
  const places = new Set<string>();
  const nodes = without(document.nodes, new Set());
  for (const [id, node] of Object.entries(nodes)) {
    const path = childPath('nodes', id);
    if (node.at !== undefined) {
      const place = node.at.join();
      if (places.has(place))
        problems.add(childPath(path, 'at'), expect.freePlace(), showValue(node.at), use.asWritten);
      places.add(place);
    }
    if (node.zone !== undefined && !zones.includes(node.zone)) {
      problems.add(
        childPath(path, 'zone'),
        expect.aZone(problems.suggest(node.zone, zones)),
        showValue(node.zone),
        use.nothing,
      );
      const { zone: _, ...rest } = node;
      nodes[id] = rest;
    }
  }
  document.nodes = nodes;
};

const checkLinks = (
  links: readonly LinkWritten[],
  document: ScenarioDocument,
  problems: Problems,
  placeOf: PlaceOf,
): LinkWritten[] => {
  const ids = Object.keys(document.nodes ?? {});
  const seen = new Set<string>();
  return links.filter((link, index) => {
    const path = childPath('links', placeOf(links, index));
    let good = true;
    for (const end of ['from', 'to'] as const) {
      if (ids.includes(link[end])) continue;
      problems.add(
        childPath(path, end),
        expect.aNode(problems.suggest(link[end], ids)),
        showValue(link[end]),
        use.restOfList,
      );
      good = false;
    }
    if (link.from === link.to) {
      problems.add(childPath(path, 'to'), expect.anotherNode(), got.same(), use.restOfList);
      good = false;
    }
    const id = `${link.from}>${link.to}`;
    if (seen.has(id)) {
      problems.add(path, expect.oneLink(link.from, link.to), got.sameAgain(), use.first);
      good = false;
    }
    if (good) seen.add(id);
    return good;
  });
};

const checkClusters = (
  clusters: Readonly<Record<string, ClusterWritten>>,
  document: ScenarioDocument,
  problems: Problems,
  placeOf: PlaceOf,
): Record<string, ClusterWritten> => {
  const nodes = document.nodes ?? {};
  const databases = Object.keys(nodes).filter((id) => nodes[id]!.kind === 'database');
  const taken = new Set<string>();
  const result = Object.create(null) as Record<string, ClusterWritten>;
  for (const [id, cluster] of Object.entries(clusters)) {
    const path = childPath(childPath('clusters', id), 'members');
    const members = cluster.members.filter((member, index) => {
      const memberPath = childPath(path, placeOf(cluster.members, index));
      if (!databases.includes(member)) {
        const like = problems.suggest(member, databases);
        problems.add(memberPath, expect.aNodeOf(['database'], like), showValue(member), use.restOfList);
        return false;
      }
      if (taken.has(member)) {
        problems.add(memberPath, expect.oneCluster(), showValue(member), use.restOfList);
        return false;
      }
      taken.add(member);
      return true;
    });
    if (members.length === 0) {
      problems.add(path, expect.listLength(1, 9), got.list(0), use.nothing);
      continue;
    }
    const clusterPath = childPath('clusters', id);
    result[id] = withPossibleQuorums(
      withPossibleAcks({ ...cluster, members }, clusterPath, problems),
      clusterPath,
      problems,
    );
  }
  return result;
};

/** No more acknowledgements than there are copies. */
const withPossibleAcks = (cluster: ClusterWritten, path: string, problems: Problems): ClusterWritten => {
  const { replication, members } = cluster;
  const copies = Math.max(1, members.length - 1);
  if (replication?.mode !== 'semiSync' || (replication.acks ?? 1) <= copies) return cluster;
  problems.add(
    `${path}.replication.acks`,
    expect.range('1', String(copies)),
    showValue(replication.acks),
    String(copies),
  );
  return { ...cluster, replication: { ...replication, acks: copies } };
};

/** N is at most the number of members, R and W at most N. */
const withPossibleQuorums = (cluster: ClusterWritten, path: string, problems: Problems): ClusterWritten => {
  const { replication, members } = cluster;
  if (replication?.mode !== 'quorum') return cluster;
  const bounded = { ...replication };
  let most = members.length;
  for (const field of ['n', 'r', 'w'] as const) {
    const asked = bounded[field];
    if (asked !== undefined && asked > most) {
      problems.add(
        `${path}.replication.${field}`,
        expect.range('1', String(most)),
        showValue(asked),
        String(most),
      );
      bounded[field] = most;
    }
    if (field === 'n') most = bounded.n ?? most;
  }
  return { ...cluster, replication: bounded };
};

const checkChecks = (
  checks: NonNullable<ScenarioDocument['checks']>,
  index: DocumentIndex,
): NonNullable<ScenarioDocument['checks']> =>
  checks.filter((check, i) => {
    if (!('consistency' in check)) return true;
    if (index.kindOf(check.of) === 'database' || index.clusterOf(check.of) !== undefined) return true;
    const path = childPath(childPath('checks', index.placeOf(checks, i)), 'of');
    const expected = expect.aNodeOf(['database', 'cluster'], index.like(check.of, ['database', 'cluster']));
    index.problems.add(path, expected, showValue(check.of), use.restOfList);
    return false;
  });
