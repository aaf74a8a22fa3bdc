import { defaultBudget, type Budget } from './budget.ts';
import { checkerNamed, type Checker } from './checkers.ts';
import type { Dialect, ParsedHistory, Problem } from './parse/parsed.ts';
import { parseHistories } from './parse/parse.ts';
import type { Plain } from '#lib/plain.ts';
import type { History, MicroOperation, Operation, Verdict, Witness } from './history.ts';

/** The verdict on one history of a text. */
export interface TextResult {
  /** As the text names it. */
  readonly id?: string | number;
  readonly verdict: Verdict['verdict'];
  /** How many operations the history has, failed ones included. */
  readonly operations: number;
  readonly witness?: Witness;
  readonly reason?: string;
}

export interface TextReport {
  readonly results: readonly TextResult[];
  /** What could not be read. A history with a problem in it has no result. */
  readonly problems: readonly Problem[];
}

export interface TextOptions {
  readonly budget?: Budget;
}

/** One history of a text, as it was judged. */
export interface JudgedHistory {
  readonly id?: string | number;
  /** With what its form leaves unsaid. */
  readonly history: History;
  readonly verdict: Verdict;
}

/**
 * Judges every history in a text by the model named (`checkers.ts` lists the names).
 * Never throws at bad input: an unknown model or an unreadable text gives problems.
 */
export function checkHistoryText(modelName: string, text: string, options: TextOptions = {}): TextReport {
  const { judged, problems } = judgeHistories(modelName, text, options);
  const results = judged.map(({ id, history, verdict }): TextResult => {
    return {
      ...(id === undefined ? {} : { id }),
      verdict: verdict.verdict,
      operations: history.operations.length,
      ...(verdict.verdict === 'invalid' ? { witness: verdict.witness } : {}),
      ...(verdict.verdict === 'valid' ? {} : { reason: verdict.reason }),
    };
  });
  return { results, problems };
}

/** The same, with the histories themselves. */
export function judgeHistories(
  modelName: string,
  text: string,
  options: TextOptions = {},
): { readonly judged: readonly JudgedHistory[]; readonly problems: readonly Problem[] } {
  const checker = checkerNamed(modelName);
  if (checker === null)
    return { judged: [], problems: [{ line: 0, message: `unknown model: ${modelName}` }] };
  const { histories, problems } = parseHistories(text);
  const all = [...problems];
  const judged: JudgedHistory[] = [];
  for (const parsed of histories) {
    const problem = unfit(checker, parsed);
    if (problem !== null) {
      all.push({ line: 0, message: problem });
      continue;
    }
    const history = meant(parsed, checker);
    const verdict = checker.check(history, options.budget ?? defaultBudget);
    judged.push({ ...(parsed.id === undefined ? {} : { id: parsed.id }), history, verdict });
  }
  return { judged, problems: all };
}

function unfit(checker: Checker, { id, dialect, history }: ParsedHistory): string | null {
  const where = id === undefined ? '' : `history ${id}: `;
  if (dialect === 'sessions' && checker.needsTimes) {
    return `${where}sessions carry no times, which ${checker.name} needs`;
  }
  const foreign = history.operations.find(({ f }) => !checker.operations.includes(f));
  return foreign === undefined ? null : `${where}${checker.name} has no operation ${foreign.f}`;
}

/** The history with what its dialect leaves unsaid: the initial value, and what an answer null means. */
function meant({ dialect, history }: ParsedHistory, checker: Checker): History {
  const { operations, initial } = history;
  if (!checker.holdsValues) return history;
  if (dialect === 'jepsen' && checker.needsTimes && initial !== null) {
    const first = operations.some(({ f, outcome, from }) => f === 'cas' && outcome === 'ok' && from === null)
      ? null
      : 0;
    return { operations: operations.map(forgetNull), initial: initial ?? first };
  }
  return initial === undefined ? { operations, initial: firstValue(dialect, operations) } : history;
}

/** Jepsen's registers: a read that answers nil says nothing. */
function forgetNull(operation: Operation): Operation {
  const { value, txn, ...rest } = operation;
  if (txn !== undefined) return { ...rest, txn: txn.map(forgetNullStep) };
  const silent = value === undefined || (value === null && (rest.f === 'read' || rest.f === 'get'));
  return silent ? rest : { ...rest, value };
}

function forgetNullStep({ value, ...rest }: MicroOperation): MicroOperation {
  return value === undefined || (value === null && rest.f === 'r') ? rest : { ...rest, value };
}

/** Null if a client found nothing; else 0, the usual first value, which then matters only if someone found it. */
function firstValue(dialect: Dialect, operations: readonly Operation[]): Plain {
  if (dialect === 'sessions') return null;
  const foundNothing = operations.some(
    ({ f, outcome, value, from, txn }) =>
      outcome === 'ok' &&
      (((f === 'read' || f === 'get') && value === null) ||
        (f === 'cas' && from === null) ||
        txn?.some((step) => step.f === 'r' && step.value === null) === true),
  );
  return foundNothing ? null : 0;
}
