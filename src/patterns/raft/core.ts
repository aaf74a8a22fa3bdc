import { emptyLog, lastOf, termAt } from './log.ts';
import type { Position } from './log.ts';
import { follow, isLoyal, onRequestVote, onVote, voteForItself } from './election.ts';
import { advanceCommit, onAppend, onAppended, onHeard, onHeartbeat, onSnapshot } from './replication.ts';
import { copyOf } from './log.ts';
import { endWrite, leads, move, sendWhenWritten } from './state.ts';
import type { Around, Raft, RaftMessage } from './state.ts';

/**
 * One member of a Raft cluster as a pure machine: messages, time and finished writes in; messages, timers and
 * committed entries out (`Around`). Rows, clients, disks and clocks are for whoever drives it.
 */
export function receive(raft: Raft, message: RaftMessage, peer: string, around: Around): void {
  if (message.term > raft.term && !hearsOfTerm(raft, message, peer, around)) return;
  if (message.term < raft.term) return tellTerm(raft, message, peer, around);
  switch (message.t) {
    case 'requestVote':
      return onRequestVote(raft, message, peer, around);
    case 'vote':
      return onVote(raft, message, peer, around);
    case 'appended':
      return onAppended(raft, message, peer, around);
    case 'heard':
      return onHeard(raft, message, peer, around);
    case 'append':
      obey(raft, peer, around);
      return onAppend(raft, message, peer, around);
    case 'heartbeat':
      obey(raft, peer, around);
      return onHeartbeat(raft, message, peer, around);
    case 'snapshot':
      obey(raft, peer, around);
      return onSnapshot(raft, message, peer, around);
  }
}

const isOfLeader = ({ t }: RaftMessage): boolean => t === 'append' || t === 'heartbeat' || t === 'snapshot';

/** A message of a later term. False when it is not listened to. */
function hearsOfTerm(raft: Raft, message: RaftMessage, peer: string, around: Around): boolean {
  if (message.t === 'requestVote') {
    if (isLoyal(raft, around)) return false;
    // Nobody stands for that term yet.
    if (message.pre) return true;
  }
  if (message.t === 'vote' && message.pre && message.granted) return true;
  follow(raft, message.term, isOfLeader(message) ? peer : '', 'higherTerm', around);
  return true;
}

/** Its sender is behind: a leader steps down when it hears, and whoever asks for a pre-vote learns why not. */
function tellTerm(raft: Raft, message: RaftMessage, peer: string, around: Around): void {
  const { term } = raft;
  if (isOfLeader(message))
    sendWhenWritten(raft, peer, { t: 'appended', term, ok: false, index: 0, hint: NOWHERE }, around);
  else if (message.t === 'requestVote' && message.pre)
    sendWhenWritten(raft, peer, { t: 'vote', term, pre: true, granted: false }, around);
}
const NOWHERE: Position = Object.freeze({ index: 0, term: 0 });

/** It leads in this term. */
function obey(raft: Raft, leader: string, around: Around): void {
  if (raft.role !== 'follower') follow(raft, raft.term, leader, 'leaderFound', around);
  raft.leader = leader;
  raft.heardAt = around.now;
  around.wait();
}

/** The write that was begun is over. */
export function wroteAll(raft: Raft, around: Around): void {
  endWrite(raft, around);
  voteForItself(raft, around);
  advanceCommit(raft, around);
}

/** How far entries may be applied: they are committed, and this member cannot lose them. */
export const applicable = (raft: Raft): number => Math.min(raft.commit, raft.stable);

/**
 * What is left after a crash: what was written, and what was applied up to `applied`. It may have promised to hear a
 * leader, and has forgotten when: so it does not vote for others until an election timeout is over.
 */
export function reboot(raft: Raft, applied: Position, around: Around): void {
  const { term, votedFor, log } = raft.disk.written;
  move(raft, 'restarted', around);
  raft.term = term;
  raft.votedFor = votedFor;
  raft.leader = '';
  raft.log = termAt(log, applied.index) === applied.term ? copyOf(log) : emptyLog(applied);
  raft.stable = lastOf(raft.log).index;
  raft.commit = applied.index;
  raft.votes = new Map();
  raft.progress = new Map();
  raft.heardAt = around.now;
  raft.disk.writing = null;
  raft.disk.held = [];
  // The snapshot may have come after the last write of the log.
  raft.disk.dirty = raft.log.base.index !== log.base.index;
}

/** The leader's own: an entry of its term is committed, so it knows what is. */
export const hasBegun = (raft: Raft): boolean => leads(raft) && raft.commit >= raft.begun;
