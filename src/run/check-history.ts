import { defaultBudget, type Budget } from '#check/budget.ts';
import { checkerNamed, checkers } from '#check/checkers.ts';
import { judgeHistories, type JudgedHistory } from '#check/check-text.ts';
import { explain } from '#check/explain.ts';
import type { History, Operation } from '#check/history.ts';
import { lamps, strongestBelow, type Lamp } from '#check/lattice.ts';
import { describeOperation } from '#check/model.ts';
import { words } from '#words/checks.ts';
import type { FromWorker, ToWorker } from './protocol.ts';
import type { CheckedHistory, HistoryReport, Proof, ShownOperation } from './judged.ts';

/** Bounds for one text, real milliseconds and steps; and for each question about a weaker model. */
const TEXT_MS = 10_000;
const WEAKER_MS = 500;
const MEMORY = 128 * 1024 * 1024;
/** So many histories and problems of one text are told of. */
const TOLD_MAX = 200;

type Asked = Extract<ToWorker, { type: 'models' | 'check' }>;
type Answer = Extract<FromWorker, { type: 'models' | 'checked' }>;

/** Judges histories from elsewhere, for the page. Never throws at bad input. */
export function answerAboutHistories(asked: Asked, clockMs: () => number): Answer {
  if (asked.type === 'check') return { type: 'checked', report: check(asked, clockMs) };
  return { type: 'models', models: checkers.map(({ name, definition }) => ({ name, definition })) };
}

function check(
  { model, text }: { readonly model: string; readonly text: string },
  clockMs: () => number,
): HistoryReport {
  const began = clockMs();
  const within = (ms: number): Budget => {
    const until = clockMs() + ms;
    return { ...defaultBudget, memoryBytesMax: MEMORY, expired: () => clockMs() > until };
  };
  const { judged, problems } = judgeHistories(model, text, { budget: within(TEXT_MS) });
  const ms = clockMs() - began;
  const { definition = '', source = '', cost = '', limits = '' } = checkerNamed(model) ?? {};
  // Those that are invalid are what one looks for.
  const ranked = judged.toSorted((a, b) => RANK[a.verdict.verdict] - RANK[b.verdict.verdict]);
  const told = new Set(ranked.slice(0, TOLD_MAX));
  return {
    about: { definition, source, cost, limits },
    histories: judged.flatMap((one, index) =>
      told.has(one) ? [tell(one, index, model, () => within(WEAKER_MS))] : [],
    ),
    count: judged.length,
    problems: problems.slice(0, TOLD_MAX),
    ms,
  };
}

const RANK = { invalid: 0, unknown: 1, valid: 2 } as const;

function tell(
  { id, history, verdict }: JudgedHistory,
  index: number,
  model: string,
  budget: () => Budget,
): CheckedHistory {
  const name = id === undefined ? String(index + 1) : String(id);
  const base = { id: name, verdict: verdict.verdict, operations: history.operations.length };
  if (verdict.verdict === 'valid') return { ...base, reason: '', proof: null };
  const { reason } = verdict;
  if (verdict.verdict === 'unknown') return { ...base, reason, proof: null };
  const checker = checkerNamed(model)?.name ?? model;
  const of = checker.endsWith('register') ? 'linearizable' : checker;
  const explained = explain(history, of, verdict, weakerThan(of, history, budget));
  const byId = new Map(history.operations.map((operation) => [operation.id, operation]));
  const proof: Proof = { ...explained, of, shown: explained.around.map((one) => shown(byId.get(one)!)) };
  return { ...base, reason, proof };
}

/** The strongest weaker model that the same history has an order for. */
function weakerThan(of: string, history: History, budget: () => Budget): Lamp | null {
  const lamp = lamps.find((each) => each === of);
  const plain = history.operations.every(({ f }) => PLAIN.has(f));
  if (lamp === undefined || !plain) return null;
  return strongestBelow(
    lamp,
    (weaker) => ORDERED.has(weaker) && checkerNamed(weaker)?.check(history, budget()).verdict === 'valid',
  );
}

const ORDERED: ReadonlySet<Lamp> = new Set(['sequential', 'causal-cm', 'pram']);
const PLAIN = new Set(['read', 'write', 'get', 'put']);

function shown(operation: Operation): ShownOperation {
  const { id, process, f, key, value, outcome, call, ret } = operation;
  const { key: _, ...bare } = operation;
  return {
    id,
    session: /^\d+$/.test(process) ? words.client(process) : process,
    f,
    ...(key === undefined ? {} : { key }),
    ...(value === undefined ? {} : { value }),
    ...(PLAIN.has(f) ? {} : { text: describeOperation(f === 'txn' ? operation : bare) }),
    outcome,
    call,
    ret,
    event: -1,
  };
}
