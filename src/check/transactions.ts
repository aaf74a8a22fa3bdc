import { Meter, type Budget } from './budget.ts';
import {
  identity,
  idsByCall,
  invalid,
  unknown,
  valid,
  type History,
  type MicroOperation,
  type Operation,
  type Verdict,
} from './history.ts';
import { closure, edge, type Chains, type Link } from './session-graph.ts';

export type Isolation = 'read-committed' | 'read-atomic' | 'transactional-causal';

/** A read of a transaction: the transaction whose write it found, -1 for the initial value. */
interface Found {
  readonly key: string;
  readonly from: number;
}

interface Transactions extends Chains {
  /** By transaction: what it read from others, in order. */
  readonly reads: readonly (readonly Found[])[];
  /** By key: the transactions that wrote it. */
  readonly writers: ReadonlyMap<string, readonly number[]>;
}

/**
 * Isolation of transactions (operations `txn` of steps r and w), by the axioms of Biswas and Enea, "On the complexity
 * of checking transactional consistency", OOPSLA 2019. There must be one order of all transactions that holds session
 * order and reads-from, and in which every transaction that wrote what t read, and that t could see, comes no later than
 * the one t read from. What t could see:
 * - read committed: the transactions it had read from before that read;
 * - read atomic: those it read from at all, and those before it in its session;
 * - causal: those that reach it through sessions and reads-from.
 * Besides, no transaction reads what was not committed, an intermediate value of another, or another value than the
 * one it wrote itself.
 * Cost: O(reads × writers of the key × sessions). Limits: registers; every value written once to a key, else
 * `unknown`. Transactions with unknown outcome count if somebody read from them.
 */
export function isolation(history: History, level: Isolation, budget: Budget): Verdict {
  const graph = transactionsOf(history);
  if ('verdict' in graph) return graph;
  const meter = new Meter(budget);
  const readsFrom = graph.reads.flatMap((reads, to) =>
    reads.flatMap(({ from }): Link[] => (from < 0 ? [] : [{ from, to, why: 'read from' }])),
  );
  const known = closure(graph, readsFrom, meter);
  if (known === null) return unknown(meter.spent ?? 'no verdict within the budget');
  if (!('order' in known))
    return refuse(graph, known.cycle, 'a transaction would have to come before itself');
  const { order } = known;
  const links = [...readsFrom];
  for (const [reader, reads] of graph.reads.entries()) {
    for (const [position, { key, from }] of reads.entries()) {
      const earlier = reads.slice(0, level === 'read-committed' ? position : reads.length);
      const direct = new Set(earlier.map((read) => read.from));
      for (const writer of graph.writers.get(key) ?? []) {
        if (writer === from || writer === reader) continue;
        if (!meter.step()) return unknown(meter.spent ?? 'no verdict within the budget');
        const inSession =
          graph.chain[writer] === graph.chain[reader] && graph.rank[writer]! < graph.rank[reader]!;
        const seen =
          direct.has(writer) ||
          (level === 'read-atomic' && inSession) ||
          (level === 'transactional-causal' && order.precedes(writer, reader));
        if (!seen) continue;
        if (from >= 0) links.push({ from: writer, to: from, why: `the reader saw it, yet found ${key} of` });
        else {
          const shown = edge(graph, { from: writer, to: reader, why: 'seen' });
          return refuse(
            graph,
            [shown],
            `a transaction found nothing at ${key} although it saw a write to it`,
          );
        }
      }
    }
  }
  const all = closure(graph, links, meter);
  if (all === null) return unknown(meter.spent ?? 'no verdict within the budget');
  return 'order' in all
    ? valid
    : refuse(graph, all.cycle, 'no order of the transactions explains what they read');
}

function refuse(
  { operations }: Chains,
  edges: Extract<Verdict, { verdict: 'invalid' }>['witness']['edges'] & object,
  reason: string,
): Verdict {
  const named = new Set(edges.flatMap(({ from, to }) => [from, to]));
  return invalid(reason, {
    operations: idsByCall(operations.filter(({ id }) => named.has(id))),
    offending: null,
    edges,
  });
}

function transactionsOf(history: History): Transactions | Verdict {
  const initial = identity(history.initial ?? null);
  const sorted = history.operations.toSorted((a, b) => a.call - b.call || a.id - b.id);
  const writer = new Map<string, { operation: Operation; last: boolean }>();
  for (const operation of sorted) {
    const steps = stepsOf(operation);
    for (const [position, step] of steps.entries()) {
      if (step.f !== 'w') continue;
      if (writer.has(nameOf(step))) return unknown('a value was written twice to a key');
      const last = !steps.slice(position + 1).some(({ f, key }) => f === 'w' && key === step.key);
      writer.set(nameOf(step), { operation, last });
    }
  }
  const found = new Map<Operation, { key: string; from: Operation | null }[]>();
  for (const operation of sorted) {
    if (operation.outcome !== 'ok') continue;
    const own = new Map<string, string>();
    const reads: { key: string; from: Operation | null }[] = [];
    for (const step of stepsOf(operation)) {
      if (step.f === 'w') own.set(step.key, nameOf(step));
      if (step.f !== 'r' || step.value === undefined) continue;
      const name = nameOf(step);
      const source = writer.get(name);
      const mine = own.get(step.key);
      if (mine !== undefined) {
        if (mine !== name)
          return refuseRead(
            'a transaction did not find what it had written itself',
            operation,
            source?.operation,
          );
      } else if (source === undefined) {
        if (identity(step.value) !== initial)
          return refuseRead('a transaction found what nobody wrote', operation);
        reads.push({ key: step.key, from: null });
      } else if (source.operation === operation) {
        return refuseRead('a transaction found what it wrote only later', operation);
      } else if (source.operation.outcome === 'fail') {
        return refuseRead('a transaction found what was never committed', operation, source.operation);
      } else if (!source.last) {
        return refuseRead(
          'a transaction found an intermediate value of another',
          operation,
          source.operation,
        );
      } else {
        reads.push({ key: step.key, from: source.operation });
      }
    }
    found.set(operation, reads);
  }
  const seen = new Set([...found.values()].flatMap((reads) => reads.map(({ from }) => from)));
  const operations = sorted.filter(({ outcome }, i) => outcome === 'ok' || seen.has(sorted[i]!));
  return graphOf(operations, found);
}

function graphOf(
  operations: readonly Operation[],
  found: ReadonlyMap<Operation, { key: string; from: Operation | null }[]>,
): Transactions {
  const index = new Map(operations.map((operation, i) => [operation, i]));
  const chains: number[][] = [];
  const open = new Map<string, number>();
  const chain = new Int32Array(operations.length);
  const rank = new Int32Array(operations.length);
  const branches: Link[] = [];
  const writers = new Map<string, number[]>();
  operations.forEach((operation, i) => {
    const known = open.get(operation.process);
    const before = known === undefined ? undefined : chains[known]?.at(-1);
    // A transaction with unknown outcome may commit after what its session did next.
    const apart = operation.outcome === 'info';
    const at = known === undefined || apart ? chains.push([]) - 1 : known;
    if (apart && before !== undefined) branches.push({ from: before, to: i, why: 'session order' });
    if (!apart) open.set(operation.process, at);
    chain[i] = at;
    rank[i] = chains[at]!.length;
    chains[at]!.push(i);
    for (const key of new Set(
      stepsOf(operation).flatMap(({ f, key: written }) => (f === 'w' ? [written] : [])),
    )) {
      writers.set(key, [...(writers.get(key) ?? []), i]);
    }
  });
  const reads = operations.map((operation) =>
    (found.get(operation) ?? []).map(({ key, from }) => ({
      key,
      from: from === null ? -1 : index.get(from)!,
    })),
  );
  return { operations, chains, chain, rank, branches, reads, writers };
}

function refuseRead(reason: string, reader: Operation, writer?: Operation): Verdict {
  return invalid(reason, {
    operations: idsByCall(writer === undefined ? [reader] : [writer, reader]),
    offending: reader.id,
  });
}

/** Single reads and writes are transactions of one step. */
function stepsOf({ txn, f, key = '', value }: Operation): readonly MicroOperation[] {
  if (txn !== undefined) return txn;
  const step = f === 'write' || f === 'put' ? 'w' : 'r';
  return [value === undefined ? { f: step, key } : { f: step, key, value }];
}

function nameOf({ key, value }: MicroOperation): string {
  return `${key}\u0000${JSON.stringify(identity(value ?? null))}`;
}
