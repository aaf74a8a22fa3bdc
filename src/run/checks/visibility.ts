import type { History } from '#check/history.ts';
import { agedReads, freshWithin, predictVisibility } from '#check/predicted-staleness.ts';
import type { AgedRead, Delays, Way } from '#check/predicted-staleness.ts';
import { delayToDistribution } from '#lib/schema/delay.ts';
import type { Compiled } from '#run/compile.ts';
import type { Visibility } from '#run/judged.ts';
import type { RecordStore } from '#run/record-store.ts';
import { Kind } from '#sim/record.ts';
import type { ClientHistory, StoreId } from './client-history.ts';
import { holdersIn } from './holders.ts';

/** Distances from the newest confirmed write that are counted together, ms. */
const EDGES_MS = [5, 10, 20, 50, 100, 200, 500, 1_000];
/** For all reads together. */
const TRIALS = 30_000;

/**
 * How often reads of a cluster with quorums found the newest confirmed write, by their distance from it, and how often
 * the delays alone would let them: each read is played many times with the delays between the members that took part.
 * Null for other clusters, and where nothing can be told.
 */
export function visibility(
  compiled: Compiled,
  record: RecordStore,
  store: StoreId,
  h: ClientHistory,
  history: History,
): Visibility | null {
  const replication = compiled.document.clusters[store.of]?.replication;
  if (replication?.mode !== 'quorum') return null;
  const n = replication.n ?? store.members.length;
  const majority = Math.floor(n / 2) + 1;
  const [r, w] = [replication.r ?? majority, replication.w ?? majority];
  const ways = waysIn(compiled);
  const holders = holdersIn(compiled, store);
  const bins = EDGES_MS.map((underMs) => ({ underUs: underMs * 1_000, reads: 0, fresh: 0, predicted: 0 }));
  const known = agedReads(history).flatMap((aged) => {
    const bin = bins.find(({ underUs }) => aged.age < underUs);
    const [writer, reader] = [
      askedBy(compiled, record, h, aged.write.id),
      askedBy(compiled, record, h, aged.read.id),
    ];
    return bin === undefined || writer === null || reader === null ? [] : [{ aged, bin, writer, reader }];
  });
  const trials = Math.max(1, Math.floor(TRIALS / Math.max(1, known.length)));
  for (const { aged, bin, writer, reader } of known) {
    bin.reads++;
    if (aged.isFresh) bin.fresh++;
    bin.predicted +=
      replication.contact === 'quorum'
        ? freshWithin({ n, r, w }, 1)
        : predicted({ aged, writer, reader, owners: holders(aged.key), ways, r, w, trials });
  }
  const told = bins
    .filter(({ reads }) => reads > 0)
    .map((bin) => ({ ...bin, predicted: bin.predicted / bin.reads }));
  return told.length === 0 ? null : { n, r, w, bins: told };
}

/** A client and the member that it asked, by their places among the nodes. */
interface Asked {
  readonly client: number;
  readonly member: number;
}

/** Whom the client of an operation asked first: its request leaves as the operation begins. */
function askedBy(compiled: Compiled, record: RecordStore, h: ClientHistory, id: number): Asked | null {
  const begin = h.begins[id]!;
  const client = record.node[begin]!;
  const send = begin + 1;
  if (send >= record.length || record.kind[send] !== Kind.send || record.node[send] !== client) return null;
  const { from, to } = compiled.system.links[record.link[send]!]!;
  return { client, member: from === client ? to : from };
}

interface Ways {
  /** From one node to another, as members send. */
  readonly between: (from: number, to: number) => Way;
  readonly disk: (node: number, operation: 'read' | 'write') => Way;
  readonly nodeOf: (id: string) => number;
}

function waysIn({ document, system }: Compiled): Ways {
  const nodeOf = (id: string): number => system.nodes.findIndex((node) => node.id === id);
  return {
    nodeOf,
    between(from, to) {
      if (from === to) return [];
      const own = system.links.find((link) => link.from === from && link.to === to);
      const other = system.links.find((link) => link.from === to && link.to === from);
      const link = own ?? other;
      return link === undefined ? [] : [link.delay];
    },
    disk(node, operation) {
      const spec = document.nodes[system.nodes[node]!.id];
      return spec?.kind === 'database' ? [delayToDistribution(spec[operation])] : [];
    },
  };
}

interface Played {
  readonly aged: AgedRead;
  readonly writer: Asked;
  readonly reader: Asked;
  readonly owners: readonly string[];
  readonly ways: Ways;
  readonly r: number;
  readonly w: number;
  readonly trials: number;
}

function predicted({ aged, writer, reader, owners, ways, r, w, trials }: Played): number {
  const { between, disk, nodeOf } = ways;
  const replicas = owners.map((owner): Delays => {
    const node = nodeOf(owner);
    return {
      w: [...between(writer.member, node), ...disk(node, 'write')],
      a: between(node, writer.member),
      // What the disk has when it has read is what is told.
      r: [...between(reader.member, node), ...disk(node, 'read')],
      s: between(node, reader.member),
    };
  });
  const gap = [...between(writer.member, writer.client), ...between(reader.client, reader.member)];
  return predictVisibility(replicas, r, w, [aged.age], trials, aged.read.id, gap).fresh[0]!;
}
