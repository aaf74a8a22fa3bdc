import type { ClusterEnv, Env, LinkPolicies } from '#flow/env.ts';
import { walkSteps } from '#flow/step-walk.ts';
import type { Step } from '#flow/steps.ts';
import { kindModels } from '#kinds/models.ts';
import { kindParams } from '#kinds/params.ts';
import { assert } from '#lib/assert.ts';
import { delayToDistribution, durationToUs } from '#lib/schema/delay.ts';
import { complete } from '#lib/schema/meta.ts';
import type { RowTypes } from '#patterns/row-types.ts';
import { callPolicies, retryPolicy } from '#patterns/models.ts';
import { replicationOf } from '#patterns/replications.ts';
import { documentSchema } from '#scenario/schema.ts';
import type { CompleteDocument, LinkComplete, ScenarioDocument } from '#scenario/schema.ts';
import type { LinkSpec, NodeSpec, System } from '#sim/system.ts';
import { compileTimeline } from './compile-timeline.ts';
import type { Topology } from './protocol.ts';

export interface Compiled {
  readonly document: CompleteDocument;
  readonly system: System;
  readonly topology: Topology;
}

/** Parameters of a node as the document has them, with what surrounds it: what `set` changes and prepares anew. */
export interface Source {
  readonly id: string;
  readonly kind: string;
  readonly own: unknown;
  readonly env: Env;
}
const sources = new WeakMap<object, Source>();

/** Turns a document that has been read into a system that runs. */
export function compile(written: ScenarioDocument): Compiled {
  const document = complete(documentSchema, written);
  const ids = Object.keys(document.nodes);
  const drawn = document.links.filter((link) => link.from in document.nodes && link.to in document.nodes);
  const implied = impliedLinks(document, drawn);
  const links: LinkSpec[] = [...drawn, ...implied].map((link) => linkSpec(link, document, ids));
  const nodes: NodeSpec[] = ids.map((id) => {
    const node = document.nodes[id]!;
    return nodeSpec({ id, kind: node.kind, own: ownOf(node), env: envOf(id, document, drawn, implied) });
  });
  const system: System = {
    seed: document.seed,
    endUs: durationToUs(document.runFor),
    nodes,
    links,
    faults: compileTimeline(document, ids, links),
  };
  const topology: Topology = {
    endUs: system.endUs,
    seed: system.seed,
    nodes: nodes.map((node) => ({
      id: node.id,
      kind: node.behaviour.kind,
      instances: (node.behaviour.instances as ((params: unknown) => number) | undefined)?.(node.params) ?? 1,
    })),
    links: links.map(({ id, from, to }, index) => ({ id, from, to, drawn: index < drawn.length })),
  };
  return { document, system, topology };
}

/** Makes a node ready to run, and remembers from what it was made. */
export function nodeSpec(source: Source): NodeSpec {
  const model = kindModels[source.kind];
  assert(model !== undefined, `unknown kind: ${source.kind}`);
  const params = model.prepare(source.own as never, source.env, source.id) as object;
  sources.set(params, source);
  return { id: source.id, behaviour: model.behaviour, params };
}

export function sourceOf(params: unknown): Source {
  const source = sources.get(params as object);
  assert(source !== undefined, 'parameters that nobody prepared');
  return source;
}

const linkIdOf = (link: { readonly from: string; readonly to: string }): string => `${link.from}>${link.to}`;

type Node = CompleteDocument['nodes'][string];

function ownOf(node: Node): unknown {
  const { kind, title: _title, at: _at, zone: _zone, ...own } = node;
  assert(kind in kindParams, `unknown kind: ${kind}`);
  return own;
}

interface Implied {
  readonly from: string;
  readonly to: string;
}

/** Connections that nobody needs to draw: between members of a cluster, to its other members, from an outbox to its log. */
function impliedLinks(document: CompleteDocument, drawn: readonly LinkComplete[]): Implied[] {
  const known = new Set(drawn.map(linkIdOf));
  const implied: Implied[] = [];
  const imply = (from: string, to: string): void => {
    if (from === to || known.has(`${from}>${to}`) || !(from in document.nodes) || !(to in document.nodes))
      return;
    known.add(`${from}>${to}`);
    implied.push({ from, to });
  };
  for (const { members } of Object.values(document.clusters)) {
    members.forEach((from, i) => {
      for (const to of members.slice(i + 1)) if (!known.has(`${to}>${from}`)) imply(from, to);
    });
    for (const { from, to } of drawn)
      if (members.includes(to) && !members.includes(from)) members.forEach((member) => imply(from, member));
  }
  for (const node of Object.values(document.nodes)) {
    for (const step of allSteps(node)) {
      if (!('transaction' in step)) continue;
      const stores = document.clusters[step.transaction]?.members ?? [step.transaction];
      for (const inner of walkSteps(step.steps))
        if ('publish' in inner) stores.forEach((store) => imply(store, inner.publish));
    }
  }
  return implied;
}

/** All steps of a node, wherever its kind keeps them: in handlers, flows or routes. */
function* allSteps(node: Node): Generator<Step> {
  for (const lists of Object.values(node) as unknown[]) {
    if (!Array.isArray(lists)) continue;
    for (const each of lists as { steps?: unknown }[]) {
      if (Array.isArray(each?.steps)) yield* walkSteps(each.steps as Step[]);
    }
  }
}

function linkSpec(
  link: LinkComplete | Implied,
  document: CompleteDocument,
  ids: readonly string[],
): LinkSpec {
  const zoneOf = (id: string): string | undefined => document.nodes[id]?.zone;
  const { within, across } = document.network;
  const own = 'delay' in link ? link.delay : undefined;
  return {
    id: linkIdOf(link),
    from: ids.indexOf(link.from),
    to: ids.indexOf(link.to),
    delay: delayToDistribution(own ?? (zoneOf(link.from) === zoneOf(link.to) ? within : across)),
    loss: 'loss' in link ? link.loss : 0,
    duplicate: 'duplicate' in link ? link.duplicate : 0,
    reorder: 'reorder' in link ? link.reorder : 0,
  };
}

function envOf(
  id: string,
  document: CompleteDocument,
  drawn: readonly LinkComplete[],
  implied: readonly Implied[],
): Env {
  const outgoing = drawn.filter((link) => link.from === id);
  const incoming = drawn.filter((link) => link.to === id);
  const clusterOf = (member: string): string | undefined =>
    Object.entries(document.clusters).find(([, { members }]) => members.includes(member))?.[0];
  const touched = new Set(outgoing.map(({ to }) => clusterOf(to) ?? to));
  const touch = [...touched].flatMap((name): readonly Step[] => {
    const target = document.clusters[name]?.members[0] ?? name;
    const node = document.nodes[target]!;
    return kindModels[node.kind]?.touch?.(name, ownOf(node) as never) ?? [];
  });
  const brokers = [...incoming.map(({ from }) => from), ...outgoing.map(({ to }) => to)];
  return {
    links: new Map([
      ...inheritedPolicies(id, document, outgoing, implied),
      ...outgoing.map((link) => [linkIdOf(link), policiesOf(link)] as const),
    ]),
    clusters: new Map(
      Object.entries(document.clusters).map(([name, cluster]) => [
        name,
        clusterEnv(name, cluster, id, document, drawn, implied),
      ]),
    ),
    touch,
    feeds: incoming.flatMap(({ from }) => {
      const node = document.nodes[from]!;
      return kindModels[node.kind]?.feeds?.(from, ownOf(node) as never) ?? [];
    }),
    heartbeats: new Map(
      brokers.flatMap((broker) => {
        const node = document.nodes[broker]!;
        const every = kindModels[node.kind]?.heartbeatUs?.(ownOf(node) as never);
        return every === undefined ? [] : [[broker, every] as const];
      }),
    ),
    operations: false,
  };
}

/** Who has drawn a link to one member of a cluster means the cluster: its policies hold for the way to each of them. */
function inheritedPolicies(
  id: string,
  { clusters }: CompleteDocument,
  outgoing: readonly LinkComplete[],
  implied: readonly Implied[],
): (readonly [link: string, policies: LinkPolicies])[] {
  return implied.flatMap((link) => {
    if (link.from !== id) return [];
    const drawn = outgoing.find(({ to }) =>
      Object.values(clusters).some(({ members }) => members.includes(to) && members.includes(link.to)),
    );
    return drawn === undefined ? [] : [[linkIdOf(link), policiesOf(drawn)] as const];
  });
}

function clusterEnv(
  name: string,
  cluster: CompleteDocument['clusters'][string],
  id: string,
  document: CompleteDocument,
  drawn: readonly LinkComplete[],
  implied: readonly Implied[],
): ClusterEnv {
  const linked = new Set(drawn.filter(({ from }) => from === id).map(({ to }) => to));
  const reachable = new Set([...linked, ...implied.filter(({ from }) => from === id).map(({ to }) => to)]);
  const zone = document.nodes[id]?.zone;
  const closeness = (member: string): number =>
    (linked.has(member) ? 0 : reachable.has(member) ? 2 : 4) +
    (document.nodes[member]?.zone === zone ? 0 : 1);
  const nearest = [...cluster.members].sort((x, y) => closeness(x) - closeness(y));
  return {
    name,
    mode: cluster.replication.mode,
    home: replicationOf(cluster.replication.mode).home,
    members: cluster.members,
    nearest,
    types: Object.assign(
      {},
      ...cluster.members.map((member) => typesOf(document.nodes[member])).reverse(),
    ) as RowTypes,
    replication: cluster.replication,
  };
}

const typesOf = (node: Node | undefined): RowTypes => (node?.kind === 'database' ? node.types : {});

/** The policies that a link carries, outermost first. */
export function policiesOf(link: LinkComplete): LinkPolicies {
  const chain = callPolicies.flatMap((policy) => {
    const written = (link as Readonly<Record<string, unknown>>)[policy.field];
    return written === undefined
      ? []
      : [{ policy: policy as never, params: policy.prepare(written as never) }];
  });
  return {
    timeoutUs: link.timeout === undefined ? null : durationToUs(link.timeout),
    chain,
    retry: link.retry === undefined ? null : { policy: retryPolicy, params: retryPolicy.prepare(link.retry) },
  };
}
