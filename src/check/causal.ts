import type { Budget, Meter } from './budget.ts';
import type { History, Verdict } from './history.ts';
import {
  closure,
  edge,
  INITIAL,
  latest,
  readsFrom,
  type Link,
  type Order,
  type SessionGraph,
} from './session-graph.ts';
import { judgeSessions, type Flaw } from './sessions.ts';

/**
 * Causal consistency (CC): what a client has seen or done comes, for everyone who sees its later writes, before them;
 * operations that know nothing of each other may be seen in any order, even in changing ones.
 *
 * All checks here look for the bad patterns of Bouajjani, Enea, Guerraoui and Hamza, "On verifying causal
 * consistency", POPL 2017. Causality is session order and reads-from, transitively; forbidden are a cycle in it, a
 * read of a value nobody wrote, a read of the initial value after a write to that key, and a read of a value after
 * another write that overwrote it.
 * Cost: O((n + reads) × sessions). Limits: registers; where a value is written twice to a key, every way to match
 * reads with writes is tried until the budget is spent.
 */
export function causalCC(history: History, budget: Budget): Verdict {
  return judgeSessions(history, budget, flawCC);
}

/**
 * Causal memory (CM, Ahamad et al. 1995): each session can order all that it causally knows so that every one of its
 * own reads finds the last write before it.
 *
 * Bad patterns: those of CC, and for each session, in the least order that holds causality and puts every write that
 * comes before a read of the session before the write that read found: a cycle, or a write before a read of the
 * initial value.
 * Cost: per session, repeated closures, each O(links × sessions); few are needed in practice.
 */
export function causalCM(history: History, budget: Budget): Verdict {
  return judgeSessions(history, budget, (graph, meter) => {
    const links = readsFrom(graph);
    return flawCC(graph, meter) ?? firstView(graph, () => links, meter);
  });
}

/**
 * Causal convergence (CCv): all sessions agree on one order of the writes that know nothing of each other.
 *
 * Bad patterns: those of CC, and a cycle of causality with "the write known to a reader comes before the one it found".
 */
export function causalCCv(history: History, budget: Budget): Verdict {
  return judgeSessions(history, budget, (graph, meter) => {
    const flaw = flawCC(graph, meter);
    if (flaw !== null) return flaw;
    const links = readsFrom(graph);
    const known = closure(graph, links, meter);
    if (known === null || !('order' in known)) return null;
    const conflicts = graph.reads.flatMap((read) =>
      overwritten(graph, read, known.order, 'the reader knew it, yet found'),
    );
    const all = closure(graph, [...links, ...conflicts], meter);
    if (all === null || 'order' in all) return null;
    return {
      reason: 'the sessions cannot agree on one order of the writes',
      edges: all.cycle,
      offending: null,
    };
  });
}

/**
 * PRAM (Lipton and Sandberg 1988): each session sees the writes of every other in the order they were made; what
 * that other had read before does not matter.
 *
 * As CM, with session order and the session's own reads in place of causality.
 */
export function pram(history: History, budget: Budget): Verdict {
  return judgeSessions(history, budget, (graph, meter) =>
    firstView(graph, (own) => readsFrom(graph, own), meter),
  );
}

/** A bad pattern of CC: then no stronger model holds either. */
export function flawCC(graph: SessionGraph, meter: Meter): Flaw | null {
  const known = closure(graph, readsFrom(graph), meter);
  if (known === null) return null;
  if (!('order' in known)) {
    return { reason: 'an operation would have to come before itself', edges: known.cycle, offending: null };
  }
  const { order } = known;
  for (const read of graph.reads) {
    if (!meter.step(graph.rivals(read).size)) return null;
    const source = graph.source[read]!;
    for (const write of lastKnown(graph, read, order)) {
      if (source !== INITIAL && !order.precedes(source, write)) continue;
      const since = { from: write, to: read, why: 'causally before' };
      const over = { from: source, to: write, why: 'causally before' };
      return {
        reason:
          source === INITIAL
            ? 'a read found nothing although it causally followed a write'
            : 'a read found a value that was causally overwritten',
        edges: (source === INITIAL ? [since] : [over, since]).map((link) => edge(graph, link)),
        offending: graph.operations[read]!.id,
      };
    }
  }
  return null;
}

/** For each chain, the last write on the read's key that comes before the read, except the one it found. */
function lastKnown(graph: SessionGraph, read: number, order: Order): number[] {
  const result: number[] = [];
  for (const [chain, writes] of graph.rivals(read)) {
    const write = latest(graph, writes, order.past(read, chain));
    if (write !== undefined && write !== graph.source[read]) result.push(write);
  }
  return result;
}

/** Links from the writes known to a read to the one it found, as far as the order lacks them. */
function overwritten(graph: SessionGraph, read: number, order: Order, why: string): Link[] {
  const to = graph.source[read]!;
  if (to < 0) return [];
  return lastKnown(graph, read, order)
    .filter((from) => !order.precedes(from, to))
    .map((from) => ({ from, to, why }));
}

/** The flaw in the first session that cannot explain its own reads, given the links it must respect. */
function firstView(
  graph: SessionGraph,
  linksFor: (own: readonly number[]) => readonly Link[],
  meter: Meter,
): Flaw | null {
  for (const chain of graph.chains) {
    const own = chain.filter((index) => graph.source[index]! >= INITIAL);
    if (own.length === 0) continue;
    const flaw = viewFlaw(graph, own, linksFor(own), meter);
    if (flaw !== null || meter.spent !== null) return flaw;
  }
  return null;
}

function viewFlaw(
  graph: SessionGraph,
  own: readonly number[],
  base: readonly Link[],
  meter: Meter,
): Flaw | null {
  const links = [...base];
  for (;;) {
    const result = closure(graph, links, meter);
    if (result === null) return null;
    const { process } = graph.operations[own[0]!]!;
    if (!('order' in result)) {
      return { reason: `session ${process} cannot order what it saw`, edges: result.cycle, offending: null };
    }
    const { order } = result;
    for (const read of own) {
      const [write] = graph.source[read] === INITIAL ? lastKnown(graph, read, order) : [];
      if (write === undefined) continue;
      return {
        reason: `session ${process} found nothing although a write had to come before`,
        edges: [edge(graph, { from: write, to: read, why: 'before, for this session' })],
        offending: graph.operations[read]!.id,
      };
    }
    const added = own.flatMap((read) =>
      overwritten(graph, read, order, `before, as session ${process} then found`),
    );
    if (added.length === 0) return null;
    for (const link of added) links.push(link);
  }
}
