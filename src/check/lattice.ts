import { defaultBudget, type Budget } from './budget.ts';
import { causalCC, causalCCv, causalCM, pram } from './causal.ts';
import { sessionGuarantee } from './guarantees.ts';
import { historyUntil, valid, type History, type Verdict } from './history.ts';
import { implies, type Lamp } from './implies.ts';
import { linearizable } from './linearizable.ts';
import { liveRegisters } from './live.ts';
import { sequential } from './sequential.ts';

export { implies, type Lamp } from './implies.ts';

const judges: Readonly<Record<Lamp, (history: History, budget: Budget) => Verdict>> = {
  linearizable: (history, budget) => linearizable(history, 'cas-register', budget),
  sequential: (history, budget) => sequential(history, budget),
  'causal-cm': causalCM,
  'causal-ccv': causalCCv,
  'causal-cc': causalCC,
  pram,
  'read-your-writes': (history, budget) => sessionGuarantee(history, 'read-your-writes', budget),
  'monotonic-reads': (history, budget) => sessionGuarantee(history, 'monotonic-reads', budget),
  'monotonic-writes': (history, budget) => sessionGuarantee(history, 'monotonic-writes', budget),
  'writes-follow-reads': (history, budget) => sessionGuarantee(history, 'writes-follow-reads', budget),
};

export const lamps: readonly Lamp[] = Object.keys(judges) as Lamp[];

/**
 * The verdicts of all models on a history of registers. No lamp is green while a weaker one is red, by construction:
 * - An order that explains everything (linearizable or sequential) explains it for all weaker models too, whatever
 *   names the store gave its versions, so these are valid without being asked.
 * - A red lamp makes every stronger one below those two red with the same witness. This matters where versions say more than values:
 *   a session that finds an older version than it wrote breaks read-your-writes, and with it PRAM and causal memory,
 *   though the values alone could be ordered.
 */
export function judgeLattice(history: History, budget: Budget = defaultBudget): Map<Lamp, Verdict> {
  const verdicts = new Map<Lamp, Verdict>();
  let explained = false;
  for (const lamp of lamps) {
    const verdict: Verdict = explained ? valid : judges[lamp](history, budget);
    verdicts.set(lamp, verdict);
    explained ||= explainsAll(lamp, verdict);
  }
  for (const [stronger, weaker] of implies.toReversed()) {
    const verdict = verdicts.get(weaker);
    const byOrder = stronger === 'linearizable' || stronger === 'sequential';
    if (verdict?.verdict === 'invalid' && verdicts.get(stronger)?.verdict !== 'invalid' && !byOrder) {
      verdicts.set(stronger, verdict);
    }
  }
  return verdicts;
}

const explainsAll = (lamp: Lamp, { verdict }: Verdict): boolean =>
  verdict === 'valid' && (lamp === 'linearizable' || lamp === 'sequential');

/** A lamp of a run that is over. */
export interface TimedVerdict {
  readonly verdict: Verdict;
  /** The first answer after which no explanation is left, in the unit of the history; null unless it is invalid. */
  readonly brokenAt: number | null;
  /** Whose verdict it is: this model's own, or that of a weaker one which was broken first. */
  readonly of: Lamp;
}

/**
 * As `judgeLattice`, with the moment at which each model broke: bisection over the answers, which is exact because
 * what cannot be explained cannot be explained later either. For histories without versions.
 *
 * Yields after every verdict, so that whoever has other things to do can do them in between, and returns all of them;
 * `budget` is asked for anew for every check of one model. At every moment, no lamp is green while a weaker one is red.
 */
export function* judgeOverTime(
  history: History,
  budget: () => Budget,
): Generator<void, Map<Lamp, TimedVerdict>> {
  const verdicts = new Map<Lamp, TimedVerdict>();
  let explained = false;
  for (const lamp of lamps) {
    const judge = (some: History): Verdict => judges[lamp](some, budget());
    if (lamp === 'linearizable') {
      const timed = yield* linearizableLive(history, judge);
      explained = timed?.verdict.verdict === 'valid';
      if (timed !== null) {
        verdicts.set(lamp, timed);
        continue;
      }
    }
    const verdict: Verdict = explained ? valid : judge(history);
    yield;
    if (verdict.verdict === 'invalid')
      verdicts.set(lamp, { ...(yield* firstBreak(history, verdict, judge)), of: lamp });
    else verdicts.set(lamp, { verdict, brokenAt: null, of: lamp });
    explained ||= explainsAll(lamp, verdict);
  }
  for (const [stronger, weaker] of implies) {
    const above = verdicts.get(stronger)!;
    if (above.verdict.verdict === 'valid' && verdicts.get(weaker)!.verdict.verdict === 'unknown')
      verdicts.set(weaker, above);
  }
  for (const [stronger, weaker] of implies.toReversed()) {
    const below = verdicts.get(weaker)!;
    const above = verdicts.get(stronger)!;
    if (below.brokenAt !== null && (above.brokenAt ?? Infinity) > below.brokenAt)
      verdicts.set(stronger, below);
  }
  return verdicts;
}

/** Operations told to the live check between two yields. */
const LIVE_SLICE = 5_000;

/** Linearizability answer by answer, which knows the moment and minds neither length nor repeated values; null: it cannot tell. */
function* linearizableLive(
  history: History,
  judge: (history: History) => Verdict,
): Generator<void, TimedVerdict | null> {
  const { operations, initial } = history;
  if (operations.some(({ f }) => f !== 'read' && f !== 'write')) return null;
  if (typeof initial === 'object' && initial !== null) return null;
  const live = liveRegisters(initial ?? null);
  const steps = operations.flatMap((operation) => {
    const { call, ret } = operation;
    const called = { at: call, operation, isAnswer: false };
    return ret === null ? [called] : [called, { at: ret, operation, isAnswer: true }];
  });
  // At one moment calls come first: operations that touch overlap.
  steps.sort((a, b) => a.at - b.at || Number(a.isAnswer) - Number(b.isAnswer));
  for (const [i, { at, operation, isAnswer }] of steps.entries()) {
    if (i % LIVE_SLICE === LIVE_SLICE - 1) yield;
    if (!isAnswer) {
      live.called(operation);
      continue;
    }
    live.answered(operation);
    const verdict = live.verdict();
    if (verdict.verdict === 'unknown') return null;
    if (verdict.verdict === 'valid') continue;
    yield;
    const proof = judge(historyUntil(history, at));
    return { verdict: proof.verdict === 'invalid' ? proof : verdict, brokenAt: at, of: 'linearizable' };
  }
  return { verdict: live.verdict(), brokenAt: null, of: 'linearizable' };
}

/** The first answer after which a history that is invalid is so, and the verdict then. Yields after every check. */
export function* firstBreak(
  history: History,
  whole: Verdict,
  judge: (history: History) => Verdict,
): Generator<void, { verdict: Verdict; brokenAt: number }> {
  const answers = history.operations.flatMap(({ outcome, ret }) =>
    outcome === 'info' || ret === null ? [] : [ret],
  );
  const moments = [...new Set(answers)].sort((a, b) => a - b);
  let verdict = whole;
  let low = 0;
  let high = moments.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const then = judge(historyUntil(history, moments[middle]!));
    yield;
    if (then.verdict === 'invalid') {
      verdict = then;
      high = middle;
    } else low = middle + 1;
  }
  return { verdict, brokenAt: moments[low] ?? 0 };
}

/** The strongest model that is implied by this one and valid; null when none is. */
export function strongestBelow(lamp: Lamp, isValid: (lamp: Lamp) => boolean): Lamp | null {
  const below = new Set<Lamp>();
  for (const [stronger, weaker] of implies) if (stronger === lamp || below.has(stronger)) below.add(weaker);
  return lamps.find((other) => below.has(other) && isValid(other)) ?? null;
}
