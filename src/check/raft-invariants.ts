import { equalPlain } from '#lib/plain.ts';
import type { Plain } from '#lib/plain.ts';

/** One member as it stands; `entries` follow `base` without a gap. */
export interface RaftMember {
  readonly role: string;
  readonly term: number;
  readonly log: {
    readonly base: { readonly index: number; readonly term: number };
    readonly entries: readonly RaftEntry[];
  };
  readonly commit: number;
  readonly applied: number;
}
interface RaftEntry {
  readonly index: number;
  readonly term: number;
  readonly command: Plain;
}

export type RaftProperty =
  'election safety' | 'leader append-only' | 'log matching' | 'leader completeness' | 'state machine safety';

export interface RaftViolation {
  readonly property: RaftProperty;
  readonly member: string;
  readonly term: number;
  /** In the log; 0: it is not about an entry. */
  readonly index: number;
}

/** What has been seen of a cluster so far. Plain data. */
export interface RaftWatch {
  leaders: Map<number, string>;
  /** By index: the entries that were seen there, each with the term of the one before it. */
  entries: Map<number, readonly Known[]>;
  /** By index: the term of the entry, and the term in which it was first seen to be committed. */
  committed: Map<number, { readonly term: number; readonly by: number }>;
  /** By index: the term of what some member has applied there. */
  applied: Map<number, number>;
  seen: Map<string, Seen>;
  /** Every member has cut its log up to here, so nothing there is kept. */
  forgotten: number;
}
interface Known {
  readonly term: number;
  readonly before: number;
  readonly command: Plain;
}
interface Seen {
  role: string;
  term: number;
  terms: Map<number, number>;
  first: number;
  last: number;
  commit: number;
  applied: number;
}

export const newRaftWatch = (): RaftWatch => ({
  leaders: new Map(),
  entries: new Map(),
  committed: new Map(),
  applied: new Map(),
  seen: new Map(),
  forgotten: 0,
});

/**
 * The five properties of Figure 3 (Ongaro and Ousterhout, 2014), held to a running cluster: look at each member after
 * whatever it does, and hear what is broken. Log matching is checked by its induction: an entry is known by index and term,
 * and with it the term of the entry before. A look costs as much as has changed since the last one; memory grows
 * with the longest log that some member still has.
 */
export function watchRaft(watch: RaftWatch, id: string, member: RaftMember): RaftViolation | null {
  const seen = seenOf(watch, id);
  const broken =
    electedRightly(watch, seen, id, member) ??
    onlyAppends(seen, member) ??
    logsMatch(watch, seen, member) ??
    agreesOnCommitted(watch, seen, member) ??
    agreesOnApplied(watch, seen, member);
  seen.role = member.role;
  seen.term = member.term;
  seen.commit = member.commit;
  seen.applied = member.applied;
  return broken === null ? null : { ...broken, member: id, term: member.term };
}

type Broken = Pick<RaftViolation, 'property' | 'index'> | null;

const stillLeads = (seen: Seen, { role, term }: RaftMember): boolean =>
  role === 'leader' && seen.role === 'leader' && seen.term === term;

/** One leader for a term, and it has what was committed in earlier ones. */
function electedRightly(watch: RaftWatch, seen: Seen, id: string, member: RaftMember): Broken {
  const { role, term, log } = member;
  if (role !== 'leader' || stillLeads(seen, member)) return null;
  if ((watch.leaders.get(term) ?? id) !== id) return { property: 'election safety', index: 0 };
  watch.leaders.set(term, id);
  for (const [index, entry] of watch.committed) {
    if (entry.by < term && index > log.base.index && termAt(member, index) !== entry.term)
      return { property: 'leader completeness', index };
  }
  return null;
}

function onlyAppends(seen: Seen, member: RaftMember): Broken {
  if (!stillLeads(seen, member)) return null;
  const { base } = member.log;
  const last = lastOf(member);
  const replaced = seen.last > base.index && termAt(member, seen.last) !== seen.terms.get(seen.last);
  return last < seen.last || replaced
    ? { property: 'leader append-only', index: Math.min(last, seen.last) }
    : null;
}

/** Looks from the end of the log back to what it has seen before. */
function logsMatch(watch: RaftWatch, seen: Seen, member: RaftMember): Broken {
  const { base, entries } = member.log;
  const last = lastOf(member);
  for (let index = last; index > base.index; index--) {
    const { term, command } = entries[index - base.index - 1]!;
    if (index <= seen.last && seen.terms.get(index) === term) break;
    seen.terms.set(index, term);
    const before = termAt(member, index - 1);
    const there = watch.entries.get(index) ?? [];
    const known = there.find((each) => each.term === term);
    if (known === undefined)
      watch.entries.set(index, Object.freeze([...there, Object.freeze({ term, before, command })]));
    else if (known.before !== before || !same(known.command, command))
      return { property: 'log matching', index };
  }
  for (let index = last + 1; index <= seen.last; index++) seen.terms.delete(index);
  seen.last = last;
  if (seen.first > base.index) return null;
  for (; seen.first <= base.index; seen.first++) seen.terms.delete(seen.first);
  forget(watch);
  return null;
}

function agreesOnCommitted(watch: RaftWatch, seen: Seen, member: RaftMember): Broken {
  const { log, term: by, commit } = member;
  // After a crash it may know less than before.
  const from = Math.max(Math.min(seen.commit, commit), log.base.index) + 1;
  for (let index = from; index <= Math.min(commit, lastOf(member)); index++) {
    const term = termAt(member, index);
    const known = watch.committed.get(index);
    if (known === undefined) watch.committed.set(index, Object.freeze({ term, by }));
    else if (known.term !== term) return { property: 'leader completeness', index };
  }
  return null;
}

function agreesOnApplied(watch: RaftWatch, seen: Seen, member: RaftMember): Broken {
  const { log, applied } = member;
  const from = Math.max(Math.min(seen.applied, applied), log.base.index) + 1;
  for (let index = from; index <= applied; index++) {
    const term = termAt(member, index);
    const known = watch.applied.get(index);
    if (known === undefined) watch.applied.set(index, term);
    else if (known !== term) return { property: 'state machine safety', index };
  }
  return null;
}

/** What lies in every member's snapshot is compared no more. */
function forget(watch: RaftWatch): void {
  let upTo = Infinity;
  for (const { first } of watch.seen.values()) upTo = Math.min(upTo, first - 1);
  for (; watch.forgotten < upTo; watch.forgotten++)
    for (const map of [watch.entries, watch.committed, watch.applied]) map.delete(watch.forgotten + 1);
}

function seenOf(watch: RaftWatch, id: string): Seen {
  let seen = watch.seen.get(id);
  if (seen === undefined) {
    seen = { role: '', term: 0, terms: new Map(), first: 1, last: 0, commit: 0, applied: 0 };
    watch.seen.set(id, seen);
  }
  return seen;
}

const lastOf = ({ log: { base, entries } }: RaftMember): number => base.index + entries.length;

function termAt({ log: { base, entries } }: RaftMember, index: number): number {
  return index === base.index ? base.term : (entries[index - base.index - 1]?.term ?? -1);
}

const same = (one: Plain, other: Plain): boolean => one === other || equalPlain(one, other);
