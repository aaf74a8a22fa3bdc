import type { Plain } from '#lib/plain.ts';
import { Meter, type Budget } from './budget.ts';
import {
  idsByCall,
  invalid,
  isList,
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

const SHRINK_STEPS_MAX = 200_000;

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
  const choices = reads.map((read): (Operation | null)[] => {
    const found: (Operation | null)[] = [...(writers.get(keyAndValue(read)) ?? [])];
    if (same(read.value ?? null, initialAt(initial, read.key))) found.push(null);
    return found;
  });
  const thin = reads.find((_, i) => choices[i]!.length === 0);
  if (thin !== undefined) {
    return invalid('the value read was never written', { operations: [thin.id], offending: thin.id });
  }
  const turn = choices.map(() => 0);
  for (;;) {
    const found = new Map(reads.map((read, i) => [read, choices[i]![turn[i]!]!]));
    const flaw = judge(sessionGraph(operations, found), meter);
    if (meter.spent !== null) return unknown(meter.spent);
    if (flaw === null) return valid;
    // The next combination: an odometer over the reads that have a choice.
    let wheel = turn.findIndex((at, i) => at + 1 < choices[i]!.length);
    if (wheel < 0) return asVerdict(flaw, operations);
    turn[wheel]! += 1;
    for (wheel -= 1; wheel >= 0; wheel -= 1) turn[wheel] = 0;
  }
}

function asVerdict({ reason, edges, offending }: Flaw, operations: readonly Operation[]): Verdict {
  return invalid(reason, { operations: idsByCall(operations), offending, edges });
}

/** What a key holds at first: null unless the history says otherwise. */
function initialAt(initial: Plain | undefined, key: string | undefined): Plain {
  if (typeof initial !== 'object' || initial === null || isList(initial)) return initial ?? null;
  return key === undefined ? null : (initial[key] ?? null);
}
