import type { Plain } from '#lib/plain.ts';
import { Meter, type Budget } from './budget.ts';
import {
  idsByCall,
  initialAt,
  invalid,
  same,
  unknown,
  valid,
  type Edge,
  type History,
  type Operation,
  type Verdict,
} from './history.ts';
import { isWrite, keyAndValue, readsAndWrites, sessionGraph, type SessionGraph } from './session-graph.ts';
import { reduce, without } from './shrink.ts';

/** What is wrong with a graph: a pattern that the model forbids. */
export interface Flaw {
  readonly reason: string;
  readonly edges: readonly Edge[];
  /** The read that shows it. */
  readonly offending: number | null;
}

/** Looks for a flaw; null: there is none (or the meter is spent). */
export type Judge = (graph: SessionGraph, meter: Meter) => Flaw | null;

const SHRINK_STEPS_MAX = 4_000_000;

/**
 * Judges a history of reads and writes by what each read found.
 *
 * Where every write to a key is of a new value this is plain. Where a value was written twice, every way to say which
 * write a read found is tried, within the budget: valid if one way has no flaw.
 */
export function judgeSessions(history: History, budget: Budget, judge: Judge): Verdict {
  const meter = new Meter(budget);
  const operations = readsAndWrites(history.operations);
  const verdict = judgeOperations(operations, history.initial, judge, meter);
  if (verdict.verdict !== 'invalid') return verdict;
  const errand = meter.errand(SHRINK_STEPS_MAX);
  const fails = (smaller: readonly Operation[]): boolean =>
    judgeOperations(smaller, history.initial, judge, errand).verdict === 'invalid';
  const drop = (all: readonly Operation[], chunk: readonly Operation[]): Operation[] =>
    without(all, new Set(chunk), rules);
  const core = reduce(operations, drop, fails, errand);
  return judgeOperations(core, history.initial, judge, new Meter(budget));
}

const rules = {
  pure: (operation: Operation): boolean => !isWrite(operation),
  trace: {
    leaves: (operation: Operation) => (isWrite(operation) ? keyAndValue(operation) : undefined),
    finds: (operation: Operation) => (isWrite(operation) ? undefined : keyAndValue(operation)),
  },
};

function judgeOperations(
  operations: readonly Operation[],
  initial: Plain | undefined,
  judge: Judge,
  meter: Meter,
): Verdict {
  const writers = new Map<string, Operation[]>();
  for (const operation of operations) {
    if (!isWrite(operation)) continue;
    const known = writers.get(keyAndValue(operation));
    if (known === undefined) writers.set(keyAndValue(operation), [operation]);
    else known.push(operation);
  }
  const reads = operations.filter((operation) => !isWrite(operation));
  // Where values repeat, the ways to match alone may be more than the budget allows.
  const matches = reads.reduce((sum, read) => sum + (writers.get(keyAndValue(read))?.length ?? 0), 0);
  if (!meter.step(matches) || !meter.take(8 * matches)) return unknown(meter.spent ?? '');
  const choices = reads.map((read): (Operation | null)[] => {
    const found: (Operation | null)[] = [...(writers.get(keyAndValue(read)) ?? [])];
    if (same(read.value ?? null, initialAt(initial, read.key))) found.push(null);
    return found;
  });
  const thin = reads.find((_, i) => choices[i]!.length === 0);
  if (thin !== undefined) {
    return invalid('the value read was never written', { operations: [thin.id], offending: thin.id });
  }
  const found = new Map<Operation, Operation | null>();
  const open: { read: Operation; choices: (Operation | null)[] }[] = [];
  reads.forEach((read, i) => {
    if (choices[i]!.length === 1) found.set(read, choices[i]![0]!);
    else open.push({ read, choices: choices[i]! });
  });
  const flaw = match(operations, found, open, judge, meter);
  if (meter.spent !== null) return unknown(meter.spent);
  return flaw === null ? valid : asVerdict(flaw, operations);
}

/**
 * Looks for a way to match the open reads with writes that has no flaw: read by read, the write called last before it
 * first. Reads not matched yet are left out, which can only hide flaws, so a flaw ends a branch at once.
 */
function match(
  operations: readonly Operation[],
  found: Map<Operation, Operation | null>,
  open: readonly { readonly read: Operation; readonly choices: readonly (Operation | null)[] }[],
  judge: Judge,
  meter: Meter,
): Flaw | null {
  const undecided = new Set(open.map(({ read }) => read));
  const judgeNow = (): Flaw | null =>
    judge(
      sessionGraph(
        operations.filter((operation) => !undecided.has(operation)),
        found,
      ),
      meter,
    );
  let last = judgeNow();
  if (last !== null || open.length === 0) return last;
  const tried = open.map(() => 0);
  const ranked = open.map(({ read, choices }) =>
    choices.toSorted((a, b) => distance(read, a) - distance(read, b)),
  );
  for (let depth = 0; depth >= 0 && depth < open.length;) {
    if (meter.spent !== null) return null;
    const { read } = open[depth]!;
    const next = tried[depth]!;
    if (next === ranked[depth]!.length) {
      tried[depth] = 0;
      undecided.add(read);
      found.delete(read);
      depth -= 1;
      continue;
    }
    tried[depth] = next + 1;
    undecided.delete(read);
    found.set(read, ranked[depth]![next]!);
    const flaw = judgeNow();
    if (flaw === null) depth += 1;
    else last = flaw;
    if (depth === open.length) return null;
  }
  return last;
}

/** How long before a read a write was called; one called later is least likely to be what was found. */
function distance(read: Operation, write: Operation | null): number {
  if (write === null) return Number.MAX_SAFE_INTEGER / 2;
  return write.call <= read.call ? read.call - write.call : Number.MAX_SAFE_INTEGER;
}

function asVerdict({ reason, edges, offending }: Flaw, operations: readonly Operation[]): Verdict {
  return invalid(reason, { operations: idsByCall(operations), offending, edges });
}
