import { defaultBudget, type Budget } from '#check/budget.ts';
import { checkerNamed } from '#check/checkers.ts';
import { valid, type Verdict } from '#check/history.ts';
import { firstBreak } from '#check/lattice.ts';
import { liveRegisters, type LiveCheck } from '#check/live.ts';
import { equalPlain } from '#lib/plain.ts';
import type { Plain } from '#lib/plain.ts';
import type { Compiled } from '#run/compile.ts';
import type { Check } from '#scenario/checks.ts';
import { words } from '#words/checks.ts';
import {
  asJudged,
  copyOf,
  isWhole,
  judgedHistory,
  newClientHistory,
  othersWrite,
  rowsAtFirst,
  take,
  type ClientHistory,
  type StoreId,
} from './client-history.ts';
import { holdersIn } from './holders.ts';
import type { Judge, Say } from './judge.ts';

type Model = Extract<Check, { consistency: unknown }>['consistency'];

/** The checker for each word of the document; `convergence` compares the copies themselves. */
const CHECKERS: Readonly<Record<Exclude<Model, 'convergence'>, string>> = {
  linearizable: 'linearizable',
  sequential: 'sequential',
  causal: 'causal',
  readYourWrites: 'read-your-writes',
  monotonicReads: 'monotonic-reads',
  monotonicWrites: 'monotonic-writes',
  writesFollowReads: 'writes-follow-reads',
};

/** Models that imply a session guarantee, and that can tell more where values repeat. */
const STRONGER: Readonly<Partial<Record<Model, string>>> = {
  readYourWrites: 'pram',
  monotonicReads: 'pram',
  monotonicWrites: 'pram',
  writesFollowReads: 'causal-cc',
};

/** Models that are not judged answer by answer are judged when so many answers have come, then twice as many, … */
const FIRST_LOOK = 64;
/** Steps, not seconds: a verdict is the same on every machine. The first is spent at the end, the second on the way there. */
const AT_END: Budget = { ...defaultBudget, stepsMax: 2_000_000 };
const ON_THE_WAY: Budget = { ...defaultBudget, stepsMax: 200_000 };

/**
 * Whether what clients saw of a store can be explained by a consistency model. Linearizability is judged live; the
 * others in growing steps and at the end, and the moment at which they broke is then found by bisection.
 */
export function consistency(model: Model, of: string, compiled: Compiled, say: Say): Judge {
  const members = compiled.document.clusters[of]?.members ?? [of];
  if (members.some((member) => compiled.document.nodes[member]?.kind !== 'database')) {
    return { finish: () => say('unknown', words.noSuchNode(of)), save: () => null, load: () => {} };
  }
  const store = { of, members };
  if (model === 'convergence') return convergence(store, compiled, say);
  const names = new Set([of, ...members]);
  const rows = rowsAtFirst(compiled, store);
  const isShared = othersWrite(compiled, store);
  const checker = checkerNamed(CHECKERS[model])!;
  const isLive = model === 'linearizable' && !isShared;
  let h = newClientHistory();
  let live = liveRegisters(null);
  // Answers of this instant: what is called at it overlaps them.
  let latest: Answered[] = [];
  let answers = 0;
  let broken = false;

  const blame = (verdict: Verdict): boolean => {
    if (verdict.verdict !== 'invalid' || broken || h.foreign !== '') return broken;
    // What nobody is known to have written may have been written by somebody who is no client.
    if (isShared && !isWhole(judgedHistory(h, rows))) return false;
    const first = firstBreak(judgedHistory(h, rows), verdict, (some) => checker.check(some, ON_THE_WAY));
    for (let step = first.next(); ; step = first.next()) {
      if (step.done !== true) continue;
      const { verdict: proof, brokenAt } = step.value;
      const id = h.operations.findIndex(({ ret }) => ret === brokenAt);
      broken = true;
      say('breaks', proof.verdict === 'valid' ? '' : proof.reason, {
        at: brokenAt,
        event: h.ends[id] ?? -1,
      });
      return true;
    }
  };
  /** The live check knows the moment, the other one tells it better. */
  const hear = (): void => {
    for (const { id, at, event } of latest.splice(0)) {
      live.answered(asJudged(h.operations[id]!, rows));
      const verdict = live.verdict();
      if (verdict.verdict !== 'invalid' || h.foreign !== '' || broken) continue;
      broken = true;
      const whole = judgeAll(AT_END);
      say('breaks', whole.verdict === 'invalid' ? whole.reason : verdict.reason, { at, event });
    }
  };
  const isImplied = (): boolean => {
    const stronger = checkerNamed(STRONGER[model] ?? '');
    return stronger?.check(judgedHistory(h, rows), AT_END).verdict === 'valid';
  };
  const judgeAll = (budget: Budget): Verdict => checker.check(judgedHistory(h, rows), budget);

  return {
    event(e, index) {
      if (broken) return;
      if (latest.length > 0 && latest[0]!.at < e.time) hear();
      const operation = take(h, names, e, index);
      if (operation === null) return;
      const isAnswer = h.ends[operation.id] === index;
      if (isLive) {
        if (isAnswer) latest.push({ id: operation.id, at: e.time, event: index });
        else live.called(asJudged(operation, rows));
      } else if (isAnswer && ++answers >= FIRST_LOOK && (answers & (answers - 1)) === 0)
        blame(judgeAll(ON_THE_WAY));
    },
    finish() {
      hear();
      if (broken) return;
      if (h.foreign !== '') return say('unknown', words.foreign(h.foreign));
      if (h.operations.length === 0) return say('unknown', words.noOperations);
      const verdict = isLive && live.verdict().verdict === 'valid' ? valid : judgeAll(AT_END);
      if (blame(verdict)) return;
      if (verdict.verdict === 'unknown' && !isImplied()) say('unknown', verdict.reason);
      else if (verdict.verdict === 'invalid') say('unknown', words.writtenByOthers);
      else if (h.left !== '') say('unknown', words.foreign(h.left));
      else say('holds', '');
    },
    save: () => ({ h: copyOf(h), latest: [...latest], answers, broken }),
    load(saved) {
      const s = saved as { h: ClientHistory; latest: Answered[]; answers: number; broken: boolean };
      ({ answers, broken } = s);
      h = copyOf(s.h);
      latest = [...s.latest];
      live = broken || !isLive ? liveRegisters(null) : retold(h, latest, rows);
    },
  };
}

interface Answered {
  readonly id: number;
  readonly at: number;
  readonly event: number;
}

/** A live check that has heard all of a history but the latest answers, in the order of its events. */
function retold(
  h: ClientHistory,
  latest: readonly Answered[],
  rows: Readonly<Record<string, Plain>>,
): LiveCheck {
  const live = liveRegisters(null);
  const unheard = new Set(latest.map(({ id }) => id));
  const steps = h.operations
    .flatMap((operation) => {
      const { id, call, ret } = operation;
      const called = { operation, at: call, event: h.begins[id]!, isAnswer: false };
      if (h.ends[id]! < 0 || unheard.has(id)) return [called];
      return [called, { operation, at: ret ?? call, event: h.ends[id]!, isAnswer: true }];
    })
    .sort((a, b) => a.at - b.at || Number(a.isAnswer) - Number(b.isAnswer) || a.event - b.event);
  for (const { operation, isAnswer } of steps) {
    if (isAnswer) live.answered(asJudged(operation, rows));
    else live.called(asJudged(operation, rows));
  }
  return live;
}

/** Whoever is to hold a row holds the same when the run is over. */
function convergence(store: StoreId, compiled: Compiled, say: Say): Judge {
  const { members } = store;
  const holders = holdersIn(compiled, store);
  const nodes = members.map((member) => compiled.system.nodes.findIndex((node) => node.id === member));
  return {
    finish(kernel) {
      const rows = nodes.map(
        (node) => (kernel.shown(node) as unknown as { rows: ReadonlyMap<string, Plain> }).rows,
      );
      for (const key of new Set(rows.flatMap((own) => [...own.keys()]))) {
        const [first, ...others] = holders(key).map((id) => rows[members.indexOf(id)]!.get(key) ?? null);
        if (others.some((other) => !equalPlain(first, other))) return say('breaks', words.differs(key));
      }
      say('holds', '');
    },
    save: () => null,
    load: () => {},
  };
}
