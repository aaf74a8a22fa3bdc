import { defaultBudget, type Budget } from '#check/budget.ts';
import { checkerNamed } from '#check/checkers.ts';
import { explain } from '#check/explain.ts';
import type { History, Operation } from '#check/history.ts';
import { judgeOverTime, lamps, strongestBelow, type Lamp, type TimedVerdict } from '#check/lattice.ts';
import { staleness } from '#check/staleness.ts';
import { equalPlain, type Plain } from '#lib/plain.ts';
import type { Compiled } from '#run/compile.ts';
import type { LampState, Proof, StaleRead, StoreJudgement } from '#run/judged.ts';
import type { RecordStore } from '#run/record-store.ts';
import { Kind } from '#sim/record.ts';
import { words } from '#words/checks.ts';
import {
  isWhole,
  judgedHistory,
  newClientHistory,
  othersWrite,
  rowsAtFirst,
  storesOf,
  take,
  type ClientHistory,
  type StoreId,
} from './client-history.ts';
import { holdersIn } from './holders.ts';
import { visibility } from './visibility.ts';

/** Operations beyond these are not looked at for staleness. */
const READS_MAX = 20_000;

/**
 * Every store that clients used in a run, judged by the whole lattice of models over what they saw. Yields after each
 * check of one model, so that a worker can listen in between; `expired` ends one such check.
 */
export function* judgeStores(
  compiled: Compiled,
  record: RecordStore,
  expired: () => () => boolean,
): Generator<void, StoreJudgement[]> {
  const judged: StoreJudgement[] = [];
  for (const { store, history } of historiesOf(compiled, record)) {
    judged.push(
      yield* judgeStore(compiled, record, store, history, () => ({ ...BUDGET, expired: expired() })),
    );
  }
  return judged;
}

const BUDGET: Budget = { ...defaultBudget, stepsMax: 2_000_000, memoryBytesMax: 64 * 1024 * 1024 };

interface Asked {
  readonly store: StoreId;
  readonly history: ClientHistory;
}

/** What clients asked of each store; stores that nobody asked are left out. */
function historiesOf(compiled: Compiled, record: RecordStore): Asked[] {
  const all = storesOf(compiled).map((store) => ({
    store,
    history: newClientHistory(),
    names: new Set([store.of, ...store.members]),
  }));
  for (let i = 0; i < record.length; i++) {
    const kind = record.kind[i]!;
    if (kind !== Kind.begin && kind !== Kind.end) continue;
    const event = {
      time: record.time[i]!,
      kind,
      node: record.node[i]!,
      a: record.a[i]!,
      b: record.b[i]!,
      text: record.textOf(i),
      data: record.dataOf(i),
    };
    for (const { history, names } of all) take(history, names, event, i);
  }
  return all.filter(({ history }) => history.operations.length > 0 || history.foreign !== '');
}

function* judgeStore(
  compiled: Compiled,
  record: RecordStore,
  store: StoreId,
  h: ClientHistory,
  budget: () => Budget,
): Generator<void, StoreJudgement> {
  const history = judgedHistory(h, rowsAtFirst(compiled, store));
  const why = unfit(compiled, store, h, history);
  const verdicts = why === '' ? yield* judgeOverTime(history, budget) : null;
  const isValid = (lamp: Lamp): boolean => verdicts?.get(lamp)?.verdict.verdict === 'valid';
  return {
    store: store.of,
    members: store.members,
    operations: h.operations.length,
    sessions: new Set(h.operations.map(({ process }) => process)).size,
    unanswered: h.operations.filter(({ outcome }) => outcome === 'info').length,
    firstAt: h.operations[0]?.call ?? 0,
    lamps: lamps.map((lamp): LampState => {
      const checker = checkerNamed(lamp)!;
      const { definition, source, cost, limits } = checker;
      const about = { definition, source, cost, limits };
      const timed = verdicts?.get(lamp);
      if (timed === undefined)
        return { lamp, about, verdict: 'unknown', reason: why, brokenAt: null, proof: null };
      return { lamp, about, ...stateOf(timed, lamp, h, history, isValid) };
    }),
    converged: convergence(compiled, record, store),
    stale: why === '' ? staleReads(h, history) : [],
    visibility:
      why === '' && h.operations.length <= READS_MAX ? visibility(compiled, record, store, h, history) : null,
  };
}

/** Why the models cannot judge the store; '' when they can. */
function unfit(compiled: Compiled, store: StoreId, h: ClientHistory, history: History): string {
  if (h.foreign !== '') return words.foreign(h.foreign);
  return othersWrite(compiled, store) && !isWhole(history) ? words.writtenByOthers : '';
}

function stateOf(
  { verdict, brokenAt, of }: TimedVerdict,
  lamp: Lamp,
  h: ClientHistory,
  history: History,
  isValid: (lamp: Lamp) => boolean,
): Pick<LampState, 'verdict' | 'reason' | 'brokenAt' | 'proof'> {
  if (verdict.verdict === 'invalid') {
    const explained = explain(history, of, verdict, strongestBelow(lamp, isValid));
    const proof: Proof = { ...explained, of, shown: explained.around.map((id) => shown(h, id)) };
    return { verdict: 'invalid', reason: verdict.reason, brokenAt, proof };
  }
  if (verdict.verdict === 'valid' && h.left !== '') {
    return { verdict: 'unknown', reason: words.foreign(h.left), brokenAt: null, proof: null };
  }
  const reason = verdict.verdict === 'unknown' ? verdict.reason : '';
  return { verdict: verdict.verdict, reason, brokenAt: null, proof: null };
}

function shown(h: ClientHistory, id: number): Proof['shown'][number] {
  const { process, f, key, value, outcome, call, ret }: Operation = h.operations[id]!;
  return {
    id,
    session: process,
    f,
    ...(key === undefined ? {} : { key }),
    ...(value === undefined ? {} : { value }),
    outcome,
    call,
    ret,
    event: h.ends[id]! >= 0 ? h.ends[id]! : h.begins[id]!,
  };
}

/** A copy that was written in the last part of a run, as a share of it, may not have been heard of everywhere. */
const LAST_PART = 0.05;

/** Whether all members hold the same rows at the end of the run, as far as the record tells. */
function convergence(compiled: Compiled, record: RecordStore, store: StoreId): StoreJudgement['converged'] {
  const { members } = store;
  if (members.length < 2) return { verdict: 'valid', key: null };
  const rowsOf = new Map(
    members.map((member) => [
      compiled.system.nodes.findIndex(({ id }) => id === member),
      new Map<string, Plain>(),
    ]),
  );
  let faults = 0;
  let writtenAt = 0;
  for (let i = 0; i < record.length; i++) {
    if (record.kind[i] === Kind.fault && record.b[i] !== 1) faults--;
    else if (record.kind[i] === Kind.fault) {
      const what = record.textOf(i);
      if (what === 'partition' || what === 'crash' || what === 'pause') faults++;
      else if (what === 'heal' || what === 'restart') faults--;
    }
    const rows = record.kind[i] === Kind.fact ? rowsOf.get(record.node[i]!) : undefined;
    if (rows === undefined || record.textOf(i) !== 'row') continue;
    const { key, value } = record.dataOf(i) as unknown as { key: string; value: Plain };
    writtenAt = record.time[i]!;
    if (value === null) rows.delete(key);
    else rows.set(key, value);
  }
  const rows = new Map(members.map((member, i) => [member, [...rowsOf.values()][i]!]));
  const holders = holdersIn(compiled, store);
  const key = [...new Set([...rows.values()].flatMap((own) => [...own.keys()]))].find((each) => {
    const [first, ...others] = holders(each).map((member) => rows.get(member)?.get(each) ?? null);
    return others.some((other) => !equalPlain(first ?? null, other));
  });
  if (key === undefined) return { verdict: 'valid', key: null };
  const atRest = faults <= 0 && writtenAt < compiled.system.endUs * (1 - LAST_PART);
  return { verdict: atRest ? 'invalid' : 'unknown', key };
}

function staleReads(h: ClientHistory, history: History): StaleRead[] {
  if (h.operations.length > READS_MAX) return [];
  return staleness(history).map(({ operation, versionsBehind, timeBehind }) => ({
    at: operation.ret ?? operation.call,
    event: h.ends[operation.id]!,
    versions: versionsBehind,
    us: timeBehind,
  }));
}
