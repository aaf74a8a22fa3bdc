import { ExpressionError } from '#flow/expression.ts';
import { durationToUs } from '#lib/schema/delay.ts';
import type { Compiled } from '#run/compile.ts';
import type { Verdict } from '#run/protocol.ts';
import type { Check } from '#scenario/checks.ts';
import type { Kernel } from '#sim/kernel.ts';
import type { RecordEvent, Sink } from '#sim/record.ts';
import { words } from '#words/checks.ts';
import { consensusClustersLater, consensusLater, consistencyLater } from './checkers.ts';
import { always, atEnd, eventually } from './claims.ts';
import { delivery } from './delivery.ts';
import type { Feed } from './delivery.ts';
import type { Answer, Judge, Say } from './judge.ts';
import { availability, latency } from './operations.ts';

type Change = Verdict['changes'][number];

/** All checks of a document at work on one run. */
export class Checks implements Sink {
  /** Checks of the document come first; after them, what every run is held to. */
  readonly #written: number;
  readonly #titles: readonly string[];
  readonly #judges: readonly Judge[];
  #changes: Change[][];
  #now = 0;
  #event = -1;

  constructor(compiled: Compiled) {
    const { checks } = compiled.document;
    const clusters = consensusClustersLater(compiled);
    this.#written = checks.length;
    this.#titles = [...checks.map(titleOf), ...clusters.map(words.titleOfConsensus)];
    this.#changes = this.#titles.map(() => []);
    const saying =
      (index: number): Say =>
      (verdict, reason, when) =>
        this.#say(index, verdict, reason, when);
    this.#judges = [
      ...checks.map((check, index) => judgeFor(check, compiled, saying(index))),
      ...clusters.map((name, index) => consensusLater(name, compiled, saying(checks.length + index))),
    ];
  }

  event(e: RecordEvent, index: number): void {
    this.#now = e.time;
    this.#event = index;
    for (const judge of this.#judges) judge.event?.(e, index);
  }
  /** After each stimulus. */
  settled(kernel: Kernel): void {
    for (const judge of this.#judges) judge.settled?.(kernel);
  }
  /** How many changes of verdicts there have been: an unchanged number means unchanged verdicts. */
  get changes(): number {
    return this.#changes.reduce((sum, each) => sum + each.length, 0);
  }
  get isEmpty(): boolean {
    return this.#judges.length === 0;
  }
  /** When some check wants to look although nothing happens. */
  wakesAt(): number {
    let earliest = Infinity;
    for (const judge of this.#judges) earliest = Math.min(earliest, judge.wakesAt?.() ?? Infinity);
    return earliest;
  }
  /** The kernel has been run exactly up to `wakesAt`. */
  wake(kernel: Kernel): void {
    this.#now = kernel.now;
    for (const judge of this.#judges)
      if ((judge.wakesAt?.() ?? Infinity) <= kernel.now) judge.finish?.(kernel);
  }
  finish(kernel: Kernel): void {
    this.#now = kernel.now;
    for (const judge of this.#judges) judge.finish?.(kernel);
  }

  /** Nobody asked for the last ones, so they are heard only when they are broken. */
  verdicts(): Verdict[] {
    return this.#titles
      .map((title, check): Verdict => {
        const changes = this.#changes[check]!;
        return {
          check,
          title,
          changes: [...changes],
          final: changes[changes.length - 1]?.verdict ?? 'unknown',
        };
      })
      .filter(({ check, final }) => check < this.#written || final === 'breaks');
  }
  save(): unknown {
    return {
      changes: this.#changes.map((each) => [...each]),
      judges: this.#judges.map((judge) => judge.save()),
      now: this.#now,
      event: this.#event,
    };
  }
  load(saved: unknown): void {
    const s = saved as { changes: Change[][]; judges: unknown[]; now: number; event: number };
    this.#changes = s.changes.map((each) => [...each]);
    this.#now = s.now;
    this.#event = s.event;
    this.#judges.forEach((judge, index) => judge.load(s.judges[index]));
  }

  #say(
    check: number,
    verdict: Answer,
    reason: string,
    when: { readonly at: number; readonly event: number } = { at: this.#now, event: this.#event },
  ): void {
    const changes = this.#changes[check]!;
    const last = changes[changes.length - 1];
    const change: Change = { ...when, verdict, reason };
    if (last === undefined || last.verdict !== verdict) changes.push(change);
    // The same verdict with a fresher reason: one change, told better.
    else if (last.reason !== reason) changes[changes.length - 1] = { ...last, reason };
  }
}

/** Says the same thing from the beginning: a check that cannot be carried out. */
const stuck = (say: Say, reason: string): Judge => ({
  finish: () => say('unknown', reason),
  save: () => null,
  load: () => {},
});

function judgeFor(check: Check, compiled: Compiled, say: Say): Judge {
  const ids = compiled.system.nodes.map((node) => node.id);
  try {
    if ('always' in check) return always(check.always, ids, say);
    if ('atEnd' in check) return atEnd(check.atEnd, ids, say);
    if ('eventually' in check)
      return eventually(check.eventually, ids, restUs(compiled), durationToUs(check.within), say);
  } catch (error) {
    if (error instanceof ExpressionError) return stuck(say, words.unreadable(error.message));
    throw error;
  }
  if ('latency' in check)
    return latency(check.latency.op, check.latency.percentile, durationToUs(check.latency.below), say);
  if ('availability' in check) return availability(check.availability.op, check.availability.above, say);
  if ('delivery' in check) {
    const node = ids.indexOf(check.of);
    return node < 0
      ? stuck(say, words.noSuchNode(check.of))
      : delivery(check.delivery, node, feedsOf(node, compiled, ids), say);
  }
  return consistencyLater(check.consistency, check.of, compiled, say);
}

function feedsOf(node: number, compiled: Compiled, ids: readonly string[]): Feed[] {
  const { subscriptions = [] } = compiled.system.nodes[node]!.params as {
    subscriptions?: readonly {
      broker: string;
      channel: string;
      types: readonly string[] | null;
      private: boolean;
    }[];
  };
  return subscriptions
    .filter((each) => !each.private)
    .map(({ broker, channel, types }) => ({ broker: ids.indexOf(broker), channel, types }));
}

/** When the last fault has healed and the load has stopped, µs; Infinity when either goes on. */
function restUs({ system, document }: Compiled): number {
  let rest = 0;
  for (const { at, until, action } of system.faults) {
    const lasting =
      action.do === 'crash' || action.do === 'pause' || action.do === 'partition' || action.do === 'link';
    const healed = system.faults.some(
      (other) =>
        other.at >= at &&
        ((action.do === 'crash' &&
          other.action.do === 'restart' &&
          other.action.target.node === action.target.node) ||
          (action.do === 'partition' && other.action.do === 'heal')),
    );
    rest = Math.max(rest, until !== Infinity ? until : lasting && !healed ? Infinity : at);
  }
  for (const node of Object.values(document.nodes)) {
    if (node.kind !== 'client') continue;
    if (node.flows.length === 0) return Infinity;
    for (const { arrive, until, times } of node.flows) {
      if (until !== undefined) rest = Math.max(rest, durationToUs(until));
      else if ('at' in arrive) rest = Math.max(rest, ...arrive.at.map(durationToUs));
      else if (times === undefined) return Infinity;
    }
  }
  return rest;
}

/** The moments at which `eventually` checks are decided, in the order of the checks. */
export function deadlinesOf(compiled: Compiled): number[] {
  const rest = restUs(compiled);
  return compiled.document.checks.flatMap((check) =>
    'eventually' in check ? [rest + durationToUs(check.within)] : [],
  );
}

function titleOf(check: Check): string {
  if (check.title !== undefined && check.title !== '') return check.title;
  if ('always' in check) return check.always;
  if ('eventually' in check) return check.eventually;
  if ('atEnd' in check) return check.atEnd;
  if ('latency' in check)
    return words.titleOfLatency(check.latency.op, check.latency.percentile, check.latency.below);
  if ('availability' in check)
    return words.titleOfAvailability(check.availability.op, check.availability.above);
  if ('delivery' in check) return words.titleOfDelivery(check.delivery, check.of);
  return words.titleOfConsistency(check.consistency, check.of);
}
