import { equalPlain, freezeDeep } from '#lib/plain.ts';
import type { Plain } from '#lib/plain.ts';
import type { RowChange, StoreSide } from '#patterns/replication.ts';
import type { Outcome } from '#sim/message.ts';
import type { Position } from './log.ts';

/** A client's command as the log keeps it: all that decides what it does is fixed when it is proposed. */
export interface Command {
  readonly verb: string;
  readonly body: { readonly id: string; readonly key?: string };
  /** Who proposed it and what its clock said: the source and time of what a transaction publishes. */
  readonly source: { readonly id: string; readonly clockMs: number };
}

/** What the log makes, the same on every member: the store's rows, and which commands have taken effect (§8). Plain data. */
export interface StateMachine {
  applied: Position;
  /** Answers by the id of the request, the oldest first: a retry is answered from here. */
  answers: Map<string, Plain>;
}

/** Answers kept; a retry that comes later than this many commands takes effect again. */
const ANSWERS_MAX = 1_000;

export const newStateMachine = (): StateMachine => ({ applied: { index: 0, term: 0 }, answers: new Map() });
export const copyOfMachine = ({ applied, answers }: StateMachine): StateMachine => ({
  applied,
  answers: new Map(answers),
});

/** `publishes`: this member leads, so what a transaction publishes goes to its outbox. */
export function carryOut(
  machine: StateMachine,
  { verb, body, source }: Command,
  publishes: boolean,
  store: StoreSide,
): Outcome {
  const { id } = body;
  const { answers } = machine;
  if (answers.has(id)) return { ok: true, value: answers.get(id)! };
  const result = store.evaluate(verb, body, undefined, source);
  if (!result.ok) return result;
  store.apply(store.versioned(result.changes));
  if (publishes) store.publish(result.published);
  // What changed nothing may be tried again.
  if (result.changes.length > 0 || result.published.length > 0) {
    answers.set(id, freezeDeep(result.value));
    if (answers.size > ANSWERS_MAX) answers.delete(answers.keys().next().value!);
  }
  return { ok: true, value: result.value };
}

export function snapshotOf(
  { applied, answers }: StateMachine,
  store: StoreSide,
): { readonly last: Position; readonly data: Plain } {
  const data = { rows: store.all(), answers: [...answers] };
  return { last: applied, data: freezeDeep(data) as unknown as Plain };
}

export function restoreFrom(machine: StateMachine, last: Position, data: Plain, store: StoreSide): void {
  const { rows, answers } = data as unknown as {
    readonly rows: readonly RowChange[];
    readonly answers: readonly (readonly [string, Plain])[];
  };
  const own = new Map(store.all().map((row) => [row.key, row]));
  const changes = rows.filter((row) => !equalPlain(own.get(row.key), row));
  for (const { key } of rows) own.delete(key);
  const gone = [...own.values()].map(({ key }) => ({ key, value: null, version: 0 }));
  store.apply([...changes, ...gone]);
  machine.applied = last;
  machine.answers = new Map(answers);
}
