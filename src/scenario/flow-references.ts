import { childPath, showValue } from '#lib/schema/problem.ts';
import { expect, got, use } from '#words/problems.ts';
import { branchesOf, countSteps } from '#flow/step-walk.ts';
import { verbOf, type Step } from '#flow/steps.ts';
import { TRANSACTION_VERBS } from '#flow/verbs/transaction/params.ts';
import type { DocumentIndex } from './references.ts';
import { checkRowStep } from './row-references.ts';
import { LIMITS, type ClusterWritten, type Kind, type NodeWritten, type ScenarioDocument } from './schema.ts';

/**
 * Looks at every flow: whom its steps name, and whether there is a link. What cannot work is kept as written; a flow
 * beyond the bound on steps is left out.
 */
export const checkFlows = (document: ScenarioDocument, index: DocumentIndex): void => {
  const nodes = document.nodes ?? {};
  for (const [id, node] of Object.entries(nodes)) nodes[id] = checkNode(id, node, index);
};

interface Bearer {
  readonly steps: Step[];
}

/** The list among `flows`, `handlers`, `routes` that a node of this kind has. */
const checkNode = (id: string, node: NodeWritten, index: DocumentIndex): NodeWritten => {
  const path = childPath('nodes', id);
  const bounded = <T extends object>(list: T[], name: string, check: (one: T, path: string) => void): T[] =>
    list.filter((one, i) => {
      const place = childPath(childPath(path, name), index.placeOf(list, i));
      const steps = 'steps' in one ? (one as unknown as Bearer).steps : [];
      const count = countSteps(steps);
      if (count > LIMITS.stepsPerHandler) {
        const most = expect.atMost(LIMITS.stepsPerHandler, 'steps');
        index.problems.add(childPath(place, 'steps'), most, got.count(count), use.restOfList);
        return false;
      }
      check(one, place);
      checkSteps(steps, childPath(place, 'steps'), { node: id, index });
      return true;
    });
  switch (node.kind) {
    case 'client':
      return node.flows === undefined
        ? node
        : { ...node, flows: bounded(node.flows, 'flows', () => undefined) };
    case 'service': {
      if (node.handlers === undefined) return node;
      const handlers = bounded(node.handlers, 'handlers', (handler, place) => {
        if (!('from' in handler)) return;
        const source: Kind = 'queue' in handler ? 'queue' : 'log';
        reach({ node: id, index }, handler.from, [source], childPath(place, 'from'), 'in');
      });
      return { ...node, handlers };
    }
    case 'gateway': {
      if (node.routes === undefined) return node;
      const routes = bounded(node.routes, 'routes', (route, place) => {
        if ('to' in route) reach({ node: id, index }, route.to, undefined, childPath(place, 'to'), 'out');
      });
      return { ...node, routes };
    }
    case 'database':
    case 'log':
    case 'queue':
      return node;
  }
};

interface Scope {
  readonly node: string;
  readonly index: DocumentIndex;
  /** The store of the transaction around. */
  readonly store?: string;
}

/** Complains when `target` is missing, of the wrong kind, or when no link leads there (`out`) or from there (`in`). */
const reach = (
  { node, index }: Scope,
  target: string,
  kinds: readonly Kind[] | undefined,
  path: string,
  way: 'in' | 'out' | 'relayed',
): void => {
  const kind = index.kindOf(target);
  const { problems } = index;
  if (kind === undefined || (kinds !== undefined && !kinds.includes(kind))) {
    const like = index.like(target, kinds);
    const expected = kinds === undefined ? expect.aNode(like) : expect.aNodeOf(kinds, like);
    problems.add(path, expected, showValue(target), use.asWritten);
    return;
  }
  if (way === 'relayed') return;
  const [from, to] = way === 'out' ? [node, target] : [target, node];
  if (!index.hasLink(from, to)) problems.add(path, expect.aLink(from, to), got.nothing(), use.asWritten);
};

const checkSteps = (steps: readonly Step[], path: string, scope: Scope): void =>
  steps.forEach((step, i) => checkStep(step, childPath(path, scope.index.placeOf(steps, i)), scope));

const checkStep = (step: Step, path: string, scope: Scope): void => {
  const verb = verbOf(step);
  const { store, index } = scope;
  if (store !== undefined && !TRANSACTION_VERBS.some((allowed) => allowed === verb)) {
    index.problems.add(path, expect.keyOf(TRANSACTION_VERBS), verb, use.asWritten);
  }
  let inner = scope;
  if ('call' in step) reach(scope, step.call, undefined, childPath(path, 'call'), 'out');
  else if ('publish' in step) {
    // The outbox of a store is relayed from there: the node itself needs no link.
    const way = store === undefined ? 'out' : 'relayed';
    reach(scope, step.publish, ['log'], childPath(path, 'publish'), way);
  } else if ('send' in step) reach(scope, step.send, ['queue'], childPath(path, 'send'), 'out');
  else if ('await' in step) reach(scope, step.from, ['log'], childPath(path, 'from'), 'in');
  else if ('get' in step) reachStore(scope, step.get, step, path, 'get');
  else if ('put' in step) reachStore(scope, step.put, step, path, 'put');
  else if ('delete' in step) reachStore(scope, step.delete, step, path, 'delete');
  else if ('scan' in step) reachStore(scope, step.scan, step, path, 'scan');
  else if ('update' in step) reachStore(scope, step.update, step, path, 'update');
  else if ('transaction' in step) {
    reachStore(scope, step.transaction, {}, path, 'transaction');
    if (quorumsOf(index.clusterOf(step.transaction)) !== null)
      index.problems.add(
        childPath(path, 'transaction'),
        expect.noQuorum(),
        showValue(step.transaction),
        use.asWritten,
      );
    inner = { ...scope, store: step.transaction };
  }
  checkRowStep(step, index.document, path, index.problems);
  for (const [way, branch] of branchesOf(step))
    checkSteps(branch, way.reduce<string>(childPath, path), inner);
};

/** What a step on a store may say about copies. */
interface Copies {
  readonly at?: string;
  readonly r?: number;
  readonly w?: number;
}

const reachStore = (scope: Scope, id: string, copies: Copies, path: string, verb: string): void => {
  const { node, index, store } = scope;
  const { problems } = index;
  const storePath = childPath(path, verb);
  if (store !== undefined && id !== store) {
    problems.add(storePath, expect.sameStore(store), showValue(id), use.asWritten);
    return;
  }
  const cluster = index.clusterOf(id);
  checkQuorums(copies, id, path, scope);
  if (cluster === undefined) {
    if (copies.at !== undefined) {
      problems.add(childPath(path, 'at'), expect.clusterOnly(), showValue(id), use.asWritten);
    }
    if (id !== 'local') reach(scope, id, ['database'], storePath, 'out');
    return;
  }
  if (!cluster.members.some((member) => index.hasLink(node, member))) {
    problems.add(storePath, expect.aLink(node, cluster.members[0]!), got.nothing(), use.asWritten);
  }
  const places = ['leader', 'nearest', 'any', ...cluster.members];
  if (copies.at !== undefined && !places.includes(copies.at)) {
    problems.add(childPath(path, 'at'), expect.choice(places), showValue(copies.at), use.asWritten);
  }
};

/** R and W of one operation: of the rows of a cluster with quorums, and not more than hold a row. */
const checkQuorums = (copies: Copies, id: string, path: string, { index }: Scope): void => {
  const most = quorumsOf(index.clusterOf(id));
  for (const quorum of ['r', 'w'] as const) {
    const asked = copies[quorum];
    if (asked === undefined || (most !== null && asked <= most)) continue;
    const expected = most === null ? expect.quorumOnly() : expect.range('1', String(most));
    const shown = most === null ? showValue(id) : showValue(asked);
    index.problems.add(childPath(path, quorum), expected, shown, use.asWritten);
  }
};

/** How many members hold a row of a cluster with quorums; null for any other. */
const quorumsOf = (cluster: ClusterWritten | undefined): number | null =>
  cluster?.replication?.mode === 'quorum' ? (cluster.replication.n ?? cluster.members.length) : null;
