import { Meter, type Budget } from './budget.ts';
import { idsByCall, invalid, unknown, valid, type History, type Operation, type Verdict } from './history.ts';
import { flawCC } from './causal.ts';
import { withoutUnseen } from './linearizable.ts';
import type { AnyModel } from './model.ts';
import { modelNamed } from './models.ts';
import { searchSequential, type Chain } from './sequential-search.ts';
import {
  closure,
  INITIAL,
  isWrite,
  keyAndValue,
  latest,
  NO_SOURCE,
  readsFrom,
  type Link,
  type Order,
  type SessionGraph,
} from './session-graph.ts';
import { judgeSessions, type Flaw } from './sessions.ts';
import { reduce, without } from './shrink.ts';

const SHRINK_STEPS_MAX = 200_000;

/**
 * Sequential consistency: one order of all operations, the same for all clients, that keeps the order of each session
 * and that one copy of the object could have produced; the clock does not matter.
 *
 * Source: Lamport, "How to make a multiprocessor computer that correctly executes multiprocess programs", 1979.
 * Not local: all keys are judged together. NP-complete. Registers on which no value is written twice are first
 * saturated with what every order must hold (a write known to a read comes before the one it found, a read before what
 * overwrote its write), which decides most histories; what stays open is searched within the budget.
 * Limits: beyond the budget the answer is `unknown`.
 */
export function sequential(
  history: History,
  budget: Budget,
  model: AnyModel = modelNamed('multi-register'),
): Verdict {
  if (isPlain(history)) return judgeSessions(history, budget, flaw);
  const meter = new Meter(budget);
  const operations = withoutUnseen(history.operations, model).sort((a, b) => a.call - b.call || a.id - b.id);
  const first = model.init(history.initial, undefined);
  const result = search(operations, model, first, meter);
  if (result === null) return unknown(meter.spent ?? 'no verdict within the budget');
  if (result.found) return valid;
  const errand = meter.errand(SHRINK_STEPS_MAX);
  const core = reduce(
    operations,
    (all, chunk) => without(all, new Set(chunk), model),
    (smaller) => search(smaller, model, first, errand)?.found === false,
    errand,
  );
  return invalid('no single order explains what all sessions saw', {
    operations: idsByCall(core),
    offending: null,
    prefix: result.order.map(({ id }) => id),
  });
}

/** Whether the history is of reads and writes only and no value is written twice to a key, nor is its first value. */
function isPlain({ operations, initial = null }: History): boolean {
  const written = new Set<string>();
  return operations.every((operation) => {
    if (!isWrite(operation)) return operation.f === 'read' || operation.f === 'get';
    if (operation.outcome === 'fail') return true;
    const value = keyAndValue(operation);
    if (
      written.has(value) ||
      (typeof initial === 'object' && initial !== null) ||
      operation.value === initial
    )
      return false;
    written.add(value);
    return true;
  });
}

function search(
  operations: readonly Operation[],
  model: AnyModel,
  first: unknown,
  meter: Meter,
): ReturnType<typeof searchSequential> {
  const known = model.specialize?.(operations) ?? model;
  const sessions = new Map<string, Operation[]>();
  const branches: { operation: Operation; session: Operation[]; after: number }[] = [];
  for (const operation of operations) {
    const session = sessions.get(operation.process) ?? [];
    sessions.set(operation.process, session);
    if (operation.outcome === 'ok') session.push(operation);
    else branches.push({ operation, session, after: session.length });
  }
  const lists = [...sessions.values()];
  const chains: Chain[] = [
    ...lists.map((session) => ({ operations: session, optional: false })),
    ...branches.map(({ operation }) => ({ operations: [operation], optional: true })),
  ];
  const gates = branches.map(({ session, after }) => ({ chain: lists.indexOf(session), after }));
  return searchSequential(
    chains,
    known,
    first,
    (chain, _, positions) => {
      const gate = gates[chain - lists.length];
      return gate === undefined || positions[gate.chain]! >= gate.after;
    },
    meter,
  );
}

function flaw(graph: SessionGraph, meter: Meter): Flaw | null {
  // One pass finds most violations, and names fewer operations.
  const early = flawCC(graph, meter);
  if (early !== null || meter.spent !== null) return early;
  const saturated = saturate(graph, meter);
  if (saturated === null || 'reason' in saturated) return saturated;
  const { chains, chain, rank, operations, source } = graph;
  const index = new Map(operations.map((operation, i) => [operation, i]));
  const readers = new Map<number | string, number[]>();
  for (const read of graph.reads) {
    const write = source[read]!;
    const found = write === INITIAL ? (operations[read]!.key ?? '') : write;
    const known = readers.get(found);
    if (known === undefined) readers.set(found, [read]);
    else known.push(read);
  }
  type Held = ReadonlyMap<string, number>;
  const result = searchSequential<Held>(
    chains.map((own) => ({ operations: own.map((i) => operations[i]!), optional: false })),
    {
      step: (held, operation) => {
        const i = index.get(operation)!;
        const { key = '' } = operation;
        if (isWrite(operation)) return new Map(held).set(key, i);
        return (held.get(key) ?? INITIAL) === source[i] ? held : undefined;
      },
      equal: (held) =>
        [...held]
          .map(([key, i]) => `${key}=${i}`)
          .sort()
          .join(),
      pure: (operation) => !isWrite(operation),
    },
    new Map(),
    (own, position, positions, held) => {
      const i = chains[own]![position]!;
      if (positions.some((reached, other) => other !== own && saturated.past(i, other) > reached))
        return false;
      if (source[i] !== NO_SOURCE) return true;
      // A value that was written once does not come back: everyone who read it must have done so.
      const { key = '' } = operations[i]!;
      const lost = readers.get(held.get(key) ?? key) ?? [];
      return lost.every((read) => positions[chain[read]!]! > rank[read]!);
    },
    meter,
  );
  if (result === null || result.found) return null;
  return { reason: 'no single order explains what all sessions saw', edges: [], offending: null };
}

/** Everything that each order must hold, as far as single reads tell; or the contradiction in it. */
function saturate(graph: SessionGraph, meter: Meter): Order | Flaw | null {
  const links = readsFrom(graph);
  for (;;) {
    const result = closure(graph, links, meter);
    if (result === null) return null;
    if (!('order' in result)) {
      return {
        reason: 'no single order explains what all sessions saw',
        edges: result.cycle,
        offending: null,
      };
    }
    const added: Link[] = [];
    for (const read of graph.reads) {
      if (!meter.step(graph.rivals(read).size)) return null;
      for (const link of demanded(graph, read, result.order)) added.push(link);
    }
    if (added.length === 0) return result.order;
    for (const link of added) links.push(link);
  }
}

function demanded(graph: SessionGraph, read: number, order: Order): Link[] {
  const source = graph.source[read]!;
  const links: Link[] = [];
  for (const [chain, writes] of graph.rivals(read)) {
    const known = latest(graph, writes, order.past(read, chain));
    if (known !== undefined && known !== source) {
      if (source === INITIAL) links.push({ from: read, to: known, why: 'found the initial value' });
      else if (!order.precedes(known, source))
        links.push({ from: known, to: source, why: 'known to the reader' });
    }
    const over = source === INITIAL ? writes[0] : writes.find((write) => order.precedes(source, write));
    if (over !== undefined && !order.precedes(read, over)) {
      links.push({ from: read, to: over, why: 'found what this overwrote' });
    }
  }
  return links;
}
