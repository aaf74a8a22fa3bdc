import type { Plain } from '#lib/plain.ts';
import { raftChart } from './chart.ts';
import type { Entry, Log, Position } from './log.ts';
import { copyOf, emptyLog, lastOf } from './log.ts';

/** What one member is to the protocol. Plain data; rows and clients are kept beside it. */
export interface Raft {
  role: string;
  term: number;
  /** In this term; '' = nobody. */
  votedFor: string;
  /** Of this term, as far as it is known; '' = not. */
  leader: string;
  log: Log;
  /** All up to here is on this member's disk. */
  stable: number;
  commit: number;
  /** Of an election under way: who has answered what. */
  votes: Map<string, boolean>;
  /** Leader: what it knows of the others. */
  progress: Map<string, Progress>;
  /** Leader: where its term begins, at the entry without a command. */
  begun: number;
  /** Leader: numbers its heartbeats. */
  round: number;
  /** When it last heard a leader; -1: never, or it has lost patience since. */
  heardAt: number;
  disk: Disk;
}

export interface Progress {
  /** Up to here the other log is known to agree. */
  match: number;
  /** The first entry to be sent next. */
  next: number;
  /** `probe`: one message at a time until the logs meet; `replicate`: entries as they come; `snapshot`: it has been sent one. */
  mode: 'probe' | 'replicate' | 'snapshot';
  /** A probe is under way. */
  probing: boolean;
  snapshotAt: number;
  /** It has answered since the quorum was last counted. */
  recent: boolean;
  /** What it has been told is committed. */
  told: number;
  /** The last heartbeat that it answered, and what this leader's clock said when it was sent. */
  round: number;
  clock: number;
}

/** What must outlive a crash (Figure 2: "persistent state"). */
export interface Hard {
  readonly term: number;
  readonly votedFor: string;
  readonly log: Log;
}
/**
 * One write at a time, of all that has changed so far (group commit). What promises something to others waits until
 * the write that holds it is over.
 */
export interface Disk {
  written: Hard;
  writing: Hard | null;
  dirty: boolean;
  /** Counts writes that are over. */
  writes: number;
  held: { readonly to: string; readonly message: RaftMessage; readonly after: number }[];
}

export type RaftMessage =
  | { readonly t: 'requestVote'; readonly term: number; readonly pre: boolean; readonly last: Position }
  | { readonly t: 'vote'; readonly term: number; readonly pre: boolean; readonly granted: boolean }
  | {
      readonly t: 'append';
      readonly term: number;
      readonly prev: Position;
      readonly entries: readonly Entry[];
      readonly commit: number;
    }
  | {
      readonly t: 'appended';
      readonly term: number;
      readonly ok: boolean;
      /** The last entry that agrees; when none of what came does, the one before it, and where to look instead. */
      readonly index: number;
      readonly hint: Position;
    }
  /** `round` 0 wants no answer. */
  | {
      readonly t: 'heartbeat';
      readonly term: number;
      readonly commit: number;
      readonly round: number;
      readonly clock: number;
    }
  | { readonly t: 'heard'; readonly term: number; readonly round: number; readonly clock: number }
  | { readonly t: 'snapshot'; readonly term: number; readonly last: Position; readonly data: Plain };

export interface RaftConfig {
  readonly self: string;
  /** All, this one among them. */
  readonly members: readonly string[];
  readonly preVote: boolean;
  /** A leader that hears no majority steps down, and who hears a leader does not vote (thesis §6.2, §4.2.3). */
  readonly checkQuorum: boolean;
  /** The shortest; µs. */
  readonly electionTimeoutUs: number;
}

/** What the protocol asks of whoever drives it. */
export interface Around {
  readonly config: RaftConfig;
  /** For durations, µs. */
  readonly now: number;
  /** This member's clock, which may be wrong; µs. Only leases trust it. */
  readonly clock: number;
  send(to: string, message: RaftMessage): void;
  moved(from: string, to: string, by: string): void;
  /** From now on it has all its patience again: another random election timeout begins. */
  wait(): void;
  /** What has been applied, for a member that is too far behind. */
  snapshot(): { readonly last: Position; readonly data: Plain };
  restore(last: Position, data: Plain): void;
}

export function newRaft(base: Position = { index: 0, term: 0 }): Raft {
  return {
    role: raftChart.start.at,
    term: 0,
    votedFor: '',
    leader: '',
    log: emptyLog(base),
    stable: base.index,
    commit: base.index,
    votes: new Map(),
    progress: new Map(),
    begun: 0,
    round: 0,
    heardAt: -1,
    disk: {
      written: { term: 0, votedFor: '', log: emptyLog(base) },
      writing: null,
      dirty: false,
      writes: 0,
      held: [],
    },
  };
}

export const quorumOf = ({ members }: RaftConfig): number => Math.floor(members.length / 2) + 1;
export const leads = (raft: Raft): boolean => raft.role === 'leader';

export function move(raft: Raft, event: string, around: Around): void {
  const next = raftChart.move(raft.role, event);
  if (!next.moved) return;
  const from = raft.role;
  raft.role = next.at;
  around.moved(from, next.at, event);
}

/** What stands in memory and its copy on disk. */
export const hardOf = ({ term, votedFor, log }: Raft): Hard => ({ term, votedFor, log: copyOf(log) });

/** Nothing that was promised before is taken back by a crash. */
export function sendWhenWritten(raft: Raft, to: string, message: RaftMessage, around: Around): void {
  const { disk } = raft;
  if (!disk.dirty && disk.writing === null) return around.send(to, message);
  const under = disk.writing === null ? 0 : 1;
  disk.held.push({ to, message, after: disk.writes + under + (disk.dirty ? 1 : 0) });
}

/** True when there is something to write and the disk is free: whoever drives it says `wroteAll` when it is done. */
export function beginWrite(raft: Raft): boolean {
  const { disk } = raft;
  if (!disk.dirty || disk.writing !== null) return false;
  disk.writing = hardOf(raft);
  disk.dirty = false;
  return true;
}

/** The write is over; what waited for it is sent. */
export function endWrite(raft: Raft, around: Around): void {
  const { disk } = raft;
  const written = disk.writing;
  if (written === null) return;
  disk.written = written;
  disk.writing = null;
  disk.writes++;
  const last = lastOf(written.log);
  if (isThere(raft.log, last)) raft.stable = Math.max(raft.stable, last.index);
  const free = disk.held.filter(({ after }) => after <= disk.writes);
  disk.held = disk.held.filter(({ after }) => after > disk.writes);
  for (const { to, message } of free) around.send(to, message);
}

function isThere({ base, entries }: Log, { index, term }: Position): boolean {
  if (index <= base.index) return true;
  return entries[index - base.index - 1]?.term === term;
}
