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
  /** By term and index: the entry, and the term of the one before it. */
  entries: Map<string, { readonly before: number; readonly command: Plain }>;
  /** By index: the term of the entry, and the term in which it was first seen to be committed. */
  committed: Map<number, { readonly term: number; readonly by: number }>;
  /** By index: the term of what some member has applied there. */
  applied: Map<number, number>;
  seen: Map<string, Seen>;
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
});

/**
 * The five properties of Figure 3 (Ongaro and Ousterhout, 2014), held to a running cluster: look at each member after
 * whatever it does, and hear what is broken. Log matching is checked by its induction: an entry is known by index and term,
 * and with it the term of the entry before. A look costs as much as has changed since the last one; memory grows with
 * the number of entries.
 */
export function watchRaft(watch: RaftWatch, id: string, member: RaftMember): RaftViolation | null {
  const seen = seenOf(watch, id);
  const { role, term, log, commit, applied } = member;
  const last = log.base.index + log.entries.length;
  const broken = (property: RaftProperty, index = 0): RaftViolation => ({
    property,
    member: id,
    term,
    index,
  });

  const leads = role === 'leader';
  const stillLeads = leads && seen.role === 'leader' && seen.term === term;
  if (leads && !stillLeads) {
    const other = watch.leaders.get(term);
    if (other !== undefined && other !== id) return broken('election safety');
    watch.leaders.set(term, id);
    for (const [index, entry] of watch.committed) {
      if (entry.by < term && index > log.base.index && termAt(member, index) !== entry.term)
        return broken('leader completeness', index);
    }
  }
  if (
    stillLeads &&
    (last < seen.last ||
      (seen.last > log.base.index && termAt(member, seen.last) !== seen.terms.get(seen.last)))
  )
    return broken('leader append-only', Math.min(last, seen.last));

  for (let index = last; index > log.base.index; index--) {
    const entry = log.entries[index - log.base.index - 1]!;
    if (seen.terms.get(index) === entry.term && index <= seen.last) break;
    seen.terms.set(index, entry.term);
    const name = `${entry.term} ${index}`;
    const before = termAt(member, index - 1);
    const known = watch.entries.get(name);
    if (known === undefined) watch.entries.set(name, Object.freeze({ before, command: entry.command }));
    else if (known.before !== before || !same(known.command, entry.command))
      return broken('log matching', index);
  }
  for (let index = last + 1; index <= seen.last; index++) seen.terms.delete(index);
  for (; seen.first <= log.base.index; seen.first++) seen.terms.delete(seen.first);
  seen.last = last;

  // After a crash it may know less than before.
  for (
    let index = Math.max(Math.min(seen.commit, commit), log.base.index) + 1;
    index <= Math.min(commit, last);
    index++
  ) {
    const known = watch.committed.get(index);
    if (known === undefined)
      watch.committed.set(index, Object.freeze({ term: termAt(member, index), by: term }));
    else if (known.term !== termAt(member, index)) return broken('leader completeness', index);
  }
  for (let index = Math.max(Math.min(seen.applied, applied), log.base.index) + 1; index <= applied; index++) {
    const known = watch.applied.get(index);
    if (known === undefined) watch.applied.set(index, termAt(member, index));
    else if (known !== termAt(member, index)) return broken('state machine safety', index);
  }
  seen.commit = commit;
  seen.applied = applied;
  seen.role = role;
  seen.term = term;
  return null;
}

function seenOf(watch: RaftWatch, id: string): Seen {
  let seen = watch.seen.get(id);
  if (seen === undefined) {
    seen = { role: '', term: 0, terms: new Map(), first: 0, last: 0, commit: 0, applied: 0 };
    watch.seen.set(id, seen);
  }
  return seen;
}

function termAt({ log: { base, entries } }: RaftMember, index: number): number {
  return index === base.index ? base.term : (entries[index - base.index - 1]?.term ?? -1);
}

const same = (one: Plain, other: Plain): boolean => one === other || equalPlain(one, other);
