import type { Plain } from '#lib/plain.ts';
import { assert } from '#lib/assert.ts';
import { adopt, emptyLog, entriesFrom, lastOf, meetingPoint, termAt } from './log.ts';
import type { Entry } from './log.ts';
import { leads, move, quorumOf, sendWhenWritten } from './state.ts';
import type { Around, Progress, Raft, RaftMessage } from './state.ts';

type Append = Extract<RaftMessage, { t: 'append' }>;
type Appended = Extract<RaftMessage, { t: 'appended' }>;
type Heartbeat = Extract<RaftMessage, { t: 'heartbeat' }>;
type Heard = Extract<RaftMessage, { t: 'heard' }>;
type Snapshot = Extract<RaftMessage, { t: 'snapshot' }>;

/** Entries in one message. */
const ENTRIES_MAX = 128;

/** A majority has voted for it. An entry of its own term comes first: with it, all before it is committed (§5.4.2, §8). */
export function lead(raft: Raft, around: Around): void {
  const { self, members } = around.config;
  raft.leader = self;
  raft.votes = new Map();
  const { index } = lastOf(raft.log);
  raft.begun = index + 1;
  raft.round = 0;
  raft.progress = new Map(
    members
      .filter((member) => member !== self)
      .map((member): [string, Progress] => [
        member,
        {
          match: 0,
          next: index + 1,
          mode: 'probe',
          probing: false,
          snapshotAt: 0,
          recent: true,
          told: 0,
          round: 0,
          clock: -Infinity,
        },
      ]),
  );
  move(raft, 'won', around);
  propose(raft, null, around);
}

/** Only a leader may. Returns where the command stands; it takes effect when that entry is applied. */
export function propose(raft: Raft, command: Plain, around: Around): Entry {
  assert(leads(raft), 'only a leader proposes');
  const entry: Entry = Object.freeze({ index: lastOf(raft.log).index + 1, term: raft.term, command });
  raft.log.entries.push(entry);
  raft.disk.dirty = true;
  for (const [member, progress] of raft.progress) sendEntries(raft, member, progress, around);
  return entry;
}

/** Sends what the other lacks, as far as it is known; nothing while the answer to a probe or a snapshot is waited for. */
function sendEntries(raft: Raft, member: string, progress: Progress, around: Around): void {
  if (progress.mode === 'snapshot' || (progress.mode === 'probe' && progress.probing)) return;
  const { log } = raft;
  if (progress.next <= log.base.index) return sendSnapshot(raft, member, progress, around);
  const index = progress.next - 1;
  const entries = Object.freeze(entriesFrom(log, progress.next, ENTRIES_MAX));
  const prev = Object.freeze({ index, term: termAt(log, index) });
  if (progress.mode === 'probe') progress.probing = true;
  else progress.next += entries.length;
  progress.told = Math.max(progress.told, Math.min(raft.commit, index + entries.length));
  around.send(member, { t: 'append', term: raft.term, prev, entries, commit: raft.commit });
}

function sendSnapshot(raft: Raft, member: string, progress: Progress, around: Around): void {
  const { last, data } = around.snapshot();
  progress.mode = 'snapshot';
  progress.next = last.index + 1;
  progress.snapshotAt = around.now;
  around.send(member, { t: 'snapshot', term: raft.term, last: Object.freeze({ ...last }), data });
}

/** Shows that it leads. Returns the round: when a majority has answered it, it led all the time (read index, thesis §6.4). */
export function beat(raft: Raft, around: Around): number {
  const round = ++raft.round;
  for (const [member, progress] of raft.progress) {
    const commit = Math.min(progress.match, raft.commit);
    progress.told = Math.max(progress.told, commit);
    around.send(member, { t: 'heartbeat', term: raft.term, commit, round, clock: around.clock });
  }
  return round;
}

export function onAppend(raft: Raft, append: Append, peer: string, around: Around): void {
  const { log } = raft;
  const { prev, entries } = append;
  const answer = (ok: boolean, index: number, hint = prev): void =>
    sendWhenWritten(raft, peer, { t: 'appended', term: raft.term, ok, index, hint }, around);
  // What is committed here is in the log of every later leader.
  if (prev.index >= raft.commit && termAt(log, prev.index) !== prev.term)
    return answer(false, prev.index, Object.freeze(meetingPoint(log, prev.index, prev.term)));
  const changed = adopt(log, entries);
  if (changed >= 0) {
    assert(changed > raft.commit, 'a leader replaces what is committed');
    raft.disk.dirty = true;
    raft.stable = Math.min(raft.stable, changed - 1);
  }
  const end = prev.index + entries.length;
  raft.commit = Math.max(raft.commit, Math.min(append.commit, end));
  answer(true, Math.max(end, raft.commit));
}

export function onAppended(raft: Raft, answer: Appended, peer: string, around: Around): void {
  const progress = raft.progress.get(peer);
  if (progress === undefined) return;
  progress.recent = true;
  if (!answer.ok) {
    if (!goBack(raft, progress, answer)) return;
    return sendEntries(raft, peer, progress, around);
  }
  progress.match = Math.max(progress.match, answer.index);
  progress.next = Math.max(progress.next, progress.match + 1);
  if (progress.mode === 'probe' || (progress.mode === 'snapshot' && progress.match >= raft.log.base.index)) {
    progress.mode = 'replicate';
    progress.probing = false;
    progress.next = progress.match + 1;
  }
  const had = raft.commit;
  advanceCommit(raft, around);
  if (raft.commit === had) tellCommit(raft, peer, progress, around);
  if (progress.mode === 'replicate' && progress.next <= lastOf(raft.log).index)
    sendEntries(raft, peer, progress, around);
}

/** Where to try next, when the logs do not meet. False: the answer is to something long past. */
function goBack({ log }: Raft, progress: Progress, { index, hint }: Appended): boolean {
  if (progress.mode === 'replicate') {
    if (index <= progress.match) return false;
    progress.mode = 'probe';
    progress.next = progress.match + 1;
  } else if (progress.mode === 'probe') {
    if (index !== progress.next - 1) return false;
    const meeting = meetingPoint(log, hint.index, hint.term);
    progress.next = Math.max(Math.min(index, meeting.index + 1), progress.match + 1);
  } else return false;
  progress.probing = false;
  return true;
}

/**
 * Commits what a majority has, this leader's own disk included, when it is of this term: an entry of an earlier term on
 * a majority may still be replaced (§5.4.2, Figure 8).
 */
export function advanceCommit(raft: Raft, around: Around): void {
  if (!leads(raft)) return;
  const matches = [raft.stable, ...[...raft.progress.values()].map(({ match }) => match)];
  const agreed = matches.sort((x, y) => y - x)[quorumOf(around.config) - 1]!;
  const index = Math.min(agreed, raft.stable);
  if (index <= raft.commit || termAt(raft.log, index) !== raft.term) return;
  raft.commit = index;
  for (const [member, progress] of raft.progress) tellCommit(raft, member, progress, around);
}

/** What it is known to have and that is committed; not more, since the rest may be other entries there. */
function tellCommit(raft: Raft, member: string, progress: Progress, around: Around): void {
  const commit = Math.min(progress.match, raft.commit);
  if (commit <= progress.told) return;
  progress.told = commit;
  around.send(member, { t: 'heartbeat', term: raft.term, commit, round: 0, clock: 0 });
}

export function onHeartbeat(
  raft: Raft,
  { commit, round, clock }: Heartbeat,
  peer: string,
  around: Around,
): void {
  raft.commit = Math.max(raft.commit, Math.min(commit, lastOf(raft.log).index));
  if (round > 0) around.send(peer, { t: 'heard', term: raft.term, round, clock });
}

export function onHeard(raft: Raft, { round, clock }: Heard, peer: string, around: Around): void {
  const progress = raft.progress.get(peer);
  if (progress === undefined) return;
  progress.recent = true;
  progress.round = Math.max(progress.round, round);
  progress.clock = Math.max(progress.clock, clock);
  progress.probing = false;
  // The snapshot may have been lost: ask where it stands.
  const lost = around.now - progress.snapshotAt >= around.config.electionTimeoutUs;
  if (progress.mode === 'snapshot' && lost) {
    progress.mode = 'probe';
    progress.next = progress.match + 1;
  }
  if (progress.match < lastOf(raft.log).index || progress.mode === 'probe')
    sendEntries(raft, peer, progress, around);
  else tellCommit(raft, peer, progress, around);
}

export function onSnapshot(raft: Raft, { last, data }: Snapshot, peer: string, around: Around): void {
  if (last.index > raft.commit) {
    // With the same entry here the log goes on after it; else nothing in it is worth keeping.
    if (termAt(raft.log, last.index) !== last.term) {
      raft.log = emptyLog(last);
      raft.stable = last.index;
      raft.disk.dirty = true;
      around.restore(last, data);
    }
    raft.commit = last.index;
  }
  const index = raft.commit;
  sendWhenWritten(raft, peer, { t: 'appended', term: raft.term, ok: true, index, hint: last }, around);
}

/** The last round of heartbeats that a majority has answered. */
export function confirmedRound(raft: Raft, around: Around): number {
  return kth(raft, around, raft.round, ({ round }) => round);
}

/** Until then, on this leader's clock, no majority can vote for another (thesis §6.4.1). Wrong when clocks jump. */
export function leaseUntil(raft: Raft, around: Around): number {
  return kth(raft, around, around.clock, ({ clock }) => clock) + around.config.electionTimeoutUs;
}

function kth(raft: Raft, around: Around, own: number, of: (progress: Progress) => number): number {
  const all = [own, ...[...raft.progress.values()].map(of)];
  return all.sort((x, y) => y - x)[quorumOf(around.config) - 1]!;
}
