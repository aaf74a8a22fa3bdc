import { defaultBudget, Meter, type Budget } from './budget.ts';
import type { Plain } from '#lib/plain.ts';
import { idsByCall, invalid, unknown, valid, type History, type Operation, type Verdict } from './history.ts';
import { foreignOperation, modelNamed } from './models.ts';
import type { AnyModel } from './model.ts';
import { searchOrder, type SearchResult } from './search.ts';
import { shrink, truncate } from './shrink.ts';
import { uniqueRegister } from './unique-register.ts';

/**
 * Linearizability: every operation seems to happen at one moment between its call and its answer, in an order that
 * one copy of the object, used by one client at a time, could have produced.
 *
 * Source: Herlihy and Wing, "Linearizability", TOPLAS 1990. Failed operations did not happen; those with unknown
 * outcome may take effect at any moment after their call, or never.
 * Each key (or group of keys that transactions tie together) is judged apart, which is exact (locality).
 * Cost: O(n log n) for a register without a value written twice (`unique-register.ts`), otherwise a search that is
 * exponential in the operations that overlap, within the budget (`search.ts`); beyond it the answer is `unknown`.
 * Limits: operations are matched to the model by name; one it does not know gives `unknown`.
 */
export function linearizable(
  history: History,
  model: AnyModel | string,
  budget: Budget = defaultBudget,
): Verdict {
  const known = typeof model === 'string' ? modelNamed(model) : model;
  const foreign = foreignOperation(known, history);
  if (foreign !== null) return unknown(`the model ${known.name} has no operation ${foreign.f}`);
  const meter = new Meter(budget);
  let undecided: Verdict | null = null;
  for (const part of partition(history.operations, known)) {
    const verdict = judge(part, known, history.initial, meter);
    if (verdict.verdict === 'invalid') return verdict;
    if (verdict.verdict === 'unknown') undecided ??= verdict;
  }
  return undecided ?? valid;
}

interface Part {
  readonly key: string | undefined;
  readonly operations: readonly Operation[];
}

function judge(
  { key, operations }: Part,
  model: AnyModel,
  initial: Plain | undefined,
  meter: Meter,
): Verdict {
  const first = model.init(initial, key);
  if (model.name === 'register' || model.name === 'cas-register') {
    const fast = uniqueRegister(operations, model.equal(first));
    if (fast !== null)
      return fast.verdict === 'invalid' ? withPrefix(fast, { key, operations }, model, first) : fast;
  }
  const result = searchOrder(withoutUnseen(operations, model), model, first, meter);
  switch (result.found) {
    case 'order':
      return valid;
    case 'budget':
      return unknown(meter.spent ?? 'no verdict within the budget');
    case 'none': {
      const { offending, prefix } = sees(model) ? locate(operations, model, first, meter, result) : result;
      const core = shrink(operations, offending, model, first, meter);
      return invalid(sentence(model, offending, key), {
        operations: idsByCall(core),
        offending: offending.id,
        ...(key === undefined ? {} : { key }),
        prefix: prefix.map(({ id }) => id),
      });
    }
  }
}

type Refused = Extract<SearchResult, { found: 'none' }>;

/** Whether the model looks ahead, so that a search may stop before the answer that is to blame. */
function sees(model: AnyModel): boolean {
  return model.foresee !== undefined || model.specialize !== undefined || model.precedences !== undefined;
}

/** The first answer after which no order exists, by bisection: what has no order has none later either. */
function locate(
  operations: readonly Operation[],
  model: AnyModel,
  first: unknown,
  meter: Meter,
  whole: Refused,
): Pick<Refused, 'offending' | 'prefix'> {
  const answers = operations
    .filter(({ outcome }) => outcome === 'ok')
    .sort((a, b) => (a.ret ?? 0) - (b.ret ?? 0) || a.id - b.id);
  let prefix: readonly Operation[] = [];
  let low = 0;
  let high = answers.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const before = truncate(operations, answers[middle]!.ret ?? Infinity, model);
    const result = searchOrder(withoutUnseen(before, model), model, first, meter);
    if (result.found === 'none') high = middle;
    else low = middle + 1;
    if (result.found === 'order') prefix = result.order;
    // Out of budget: the last operation is certainly enough to blame, if not the first.
    if (result.found === 'budget') return { offending: answers.at(-1) ?? whole.offending, prefix };
  }
  return { offending: answers[low] ?? whole.offending, prefix };
}

/** Completes the witness of the fast path: fewer operations if they do, and the order that explains them up to the offending one. */
function withPrefix(
  verdict: Extract<Verdict, { verdict: 'invalid' }>,
  { key, operations }: Part,
  model: AnyModel,
  first: unknown,
): Verdict {
  const named = new Set(verdict.witness.operations);
  const core = operations.filter(({ id }) => named.has(id));
  const result = searchOrder(core, model, first, new Meter(defaultBudget));
  if (result.found !== 'none') return verdict;
  const { offending } = result;
  return invalid(sentence(model, offending, key), {
    operations: idsByCall(shrink(core, offending, model, first, new Meter(defaultBudget))),
    offending: offending.id,
    ...(key === undefined ? {} : { key }),
    prefix: result.prefix.map(({ id }) => id),
  });
}

function sentence(model: AnyModel, offending: Operation, key: string | undefined): string {
  const where = key === undefined || model.describe(offending).includes(key) ? '' : ` on ${key}`;
  return `no order explains "${model.describe(offending)}" by ${offending.process}${where}`;
}

/**
 * Leaves out failed operations, answers that say nothing, and, where the model can tell, operations with unknown
 * outcome whose value nobody found.
 */
export function withoutUnseen(operations: readonly Operation[], model: AnyModel): Operation[] {
  const told = operations.filter(
    ({ outcome, ...operation }) =>
      outcome === 'ok' || (outcome === 'info' && !model.pure({ ...operation, outcome })),
  );
  const { trace } = model;
  if (trace === undefined) return told;
  const found = new Set(told.map((operation) => trace.finds(operation)));
  return told.filter((operation) => {
    if (operation.outcome === 'ok') return true;
    const left = trace.leaves(operation);
    return left === undefined || found.has(left);
  });
}

/** Groups operations that share a key, directly or through transactions on several keys. */
function partition(operations: readonly Operation[], model: AnyModel): Part[] {
  const happened = operations.filter(({ outcome }) => outcome !== 'fail');
  if (model.partition === 'whole') return [{ key: undefined, operations: happened }];
  const parent = new Map<string, string>();
  const root = (key: string): string => {
    let at = key;
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
    return at;
  };
  const keysOf = ({ key, txn }: Operation): string[] => txn?.map((step) => step.key) ?? [key ?? ''];
  for (const operation of happened) {
    const [head = '', ...rest] = keysOf(operation).map(root);
    parent.set(head, head);
    for (const key of rest) parent.set(key, head);
  }
  const parts = new Map<string, Operation[]>();
  for (const operation of happened) {
    const at = root(keysOf(operation)[0] ?? '');
    const part = parts.get(at);
    if (part === undefined) parts.set(at, [operation]);
    else part.push(operation);
  }
  return [...parts].map(([at, members]) => {
    const key = members[0]?.txn === undefined && members[0]?.key !== undefined ? at : undefined;
    return { key, operations: members };
  });
}
