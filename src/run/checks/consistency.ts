import { defaultBudget } from '#check/budget.ts';
import { checkerNamed } from '#check/checkers.ts';
import type { Operation } from '#check/history.ts';
import { clonePlain, equalPlain } from '#lib/plain.ts';
import type { Plain } from '#lib/plain.ts';
import { replications } from '#patterns/models.ts';
import type { Replication } from '#patterns/replication.ts';
import type { Compiled } from '#run/compile.ts';
import type { Check } from '#scenario/checks.ts';
import type { CompleteDocument } from '#scenario/schema.ts';
import { Ended, Kind } from '#sim/record.ts';
import { words } from '#words/checks.ts';
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

interface Entry {
  readonly operation: Operation;
  /** The event of its end, or of its beginning while it has none. */
  readonly event: number;
}
interface State {
  entries: Entry[];
  /** Operations under way: client node and number → place in `entries`. */
  open: Map<string, number>;
  /** Something that these models cannot describe. */
  foreign: string;
}

/** More operations than this are not kept; the verdict is then unknown. */
const OPERATIONS_MAX = 200_000;

/** Whether what clients saw of a store can be explained by a consistency model. Judged when the run is over. */
export function consistency(model: Model, of: string, compiled: Compiled, say: Say): Judge {
  const members = compiled.document.clusters[of]?.members ?? [of];
  if (members.some((member) => compiled.document.nodes[member]?.kind !== 'database')) {
    return { finish: () => say('unknown', words.noSuchNode(of)), save: () => null, load: () => {} };
  }
  if (model === 'convergence') return convergence(of, members, compiled, say);
  const names = new Set([of, ...members]);
  let s: State = { entries: [], open: new Map(), foreign: '' };
  return {
    event(e, index) {
      if (e.kind !== Kind.begin && e.kind !== Kind.end) return;
      const [verb, store] = e.text.split(' ');
      if (store === undefined || !names.has(store)) return;
      const key = `${e.node} ${e.a}`;
      if (e.kind === Kind.begin) begin(s, verb!, key, e.data as unknown as Began, e.time, index);
      else end(s, key, e.b, e.data as unknown as EndedWith, e.time, index);
    },
    finish() {
      if (s.foreign !== '') return say('unknown', words.foreign(s.foreign));
      if (s.entries.length === 0) return say('unknown', words.noOperations);
      const checker = checkerNamed(CHECKERS[model])!;
      const initial =
        (compiled.document.nodes[members[0]!] as { rows?: { [key: string]: Plain } }).rows ?? {};
      const verdict = checker.check(
        { operations: s.entries.map(({ operation }) => operation), initial },
        defaultBudget,
      );
      if (verdict.verdict === 'valid') return say('holds', '');
      if (verdict.verdict === 'unknown') return say('unknown', verdict.reason);
      const offending =
        s.entries[
          verdict.witness.offending ?? verdict.witness.operations[verdict.witness.operations.length - 1] ?? -1
        ];
      say(
        'breaks',
        verdict.reason,
        offending && { at: offending.operation.ret ?? offending.operation.call, event: offending.event },
      );
    },
    save: () => clonePlain(s),
    load(saved) {
      s = clonePlain(saved as State);
    },
  };
}

interface Began {
  readonly session: string;
  readonly key?: string;
  readonly value?: Plain;
}
interface EndedWith {
  readonly value?: Plain;
}

function begin(s: State, verb: string, key: string, data: Began, at: number, event: number): void {
  if (verb !== 'get' && (verb !== 'put' || data.value === undefined) && verb !== 'delete') {
    if (s.foreign === '') s.foreign = verb;
    return;
  }
  if (s.entries.length >= OPERATIONS_MAX) {
    s.foreign = `${OPERATIONS_MAX}+`;
    return;
  }
  s.open.set(key, s.entries.length);
  const operation: Operation = {
    id: s.entries.length,
    process: data.session,
    f: verb === 'get' ? 'read' : 'write',
    key: data.key ?? '',
    ...(verb === 'get' ? {} : { value: verb === 'delete' ? null : data.value! }),
    outcome: 'info',
    call: at,
    ret: null,
  };
  s.entries.push({ operation, event });
}

function end(s: State, key: string, outcome: number, data: EndedWith, at: number, event: number): void {
  const place = s.open.get(key);
  if (place === undefined) return;
  s.open.delete(key);
  const { operation } = s.entries[place]!;
  const refused = operation.f === 'write' && (data.value as { ok?: boolean } | undefined)?.ok === false;
  s.entries[place] = {
    event,
    operation: {
      ...operation,
      ...(operation.f === 'read' && outcome === Ended.ok ? { value: data.value ?? null } : {}),
      outcome: outcome === Ended.unknown ? 'info' : outcome === Ended.failed || refused ? 'fail' : 'ok',
      ret: outcome === Ended.unknown ? null : at,
    },
  };
}

/** Whoever is to hold a row holds the same when the run is over. */
function convergence(of: string, members: readonly string[], compiled: Compiled, say: Say): Judge {
  const holders = holdersIn(compiled.document.clusters[of], members);
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

/** Which members are to hold a row. */
function holdersIn(
  cluster: CompleteDocument['clusters'][string] | undefined,
  members: readonly string[],
): (key: string) => readonly string[] {
  if (cluster === undefined) return () => members;
  const protocol: Replication<unknown, unknown> = replications[cluster.replication.mode];
  const params = protocol.prepare(cluster.replication as never);
  return (key) => protocol.holders?.(params, key, members) ?? members;
}
