import { isUpToDate, lastOf } from './log.ts';
import { lead } from './replication.ts';
import { leads, move, quorumOf, sendWhenWritten } from './state.ts';
import type { Around, Raft, RaftMessage } from './state.ts';

type RequestVote = Extract<RaftMessage, { t: 'requestVote' }>;
type Vote = Extract<RaftMessage, { t: 'vote' }>;

/** The election timeout is over: asks the others, first whether it would win (pre-vote, thesis §9.6). */
export function campaign(raft: Raft, around: Around): void {
  if (leads(raft)) return;
  raft.heardAt = -1;
  around.wait();
  if (!around.config.preVote) return standForElection(raft, around);
  move(raft, 'preVoteStarted', around);
  raft.leader = '';
  raft.votes = new Map([[around.config.self, true]]);
  // It may be the only one.
  if (!settle(raft, around)) ask(raft, true, around);
}

function standForElection(raft: Raft, around: Around): void {
  raft.term++;
  raft.votedFor = around.config.self;
  raft.disk.dirty = true;
  raft.leader = '';
  raft.votes = new Map();
  move(raft, 'electionStarted', around);
  around.wait();
  ask(raft, false, around);
}

function ask(raft: Raft, pre: boolean, around: Around): void {
  const message: RequestVote = {
    t: 'requestVote',
    term: pre ? raft.term + 1 : raft.term,
    pre,
    last: lastOf(raft.log),
  };
  for (const member of around.config.members)
    if (member !== around.config.self) sendWhenWritten(raft, member, message, around);
}

/** Its own vote counts when it is on disk. */
export function voteForItself(raft: Raft, around: Around): void {
  const { self } = around.config;
  const { term, votedFor } = raft.disk.written;
  if (raft.role !== 'candidate' || term !== raft.term || votedFor !== self || raft.votes.has(self)) return;
  raft.votes.set(self, true);
  settle(raft, around);
}

/** Whoever hears a leader, or leads, does not listen to others who would like to. */
export function isLoyal(raft: Raft, { config, now }: Around): boolean {
  if (!config.checkQuorum) return false;
  return leads(raft) || (raft.heardAt >= 0 && now - raft.heardAt < config.electionTimeoutUs);
}

export function onRequestVote(raft: Raft, asked: RequestVote, peer: string, around: Around): void {
  const free =
    raft.votedFor === peer ||
    (raft.votedFor === '' && raft.leader === '') ||
    (asked.pre && asked.term > raft.term);
  const granted = free && isUpToDate(asked.last, lastOf(raft.log));
  if (granted && !asked.pre) {
    if (raft.votedFor !== peer) raft.disk.dirty = true;
    raft.votedFor = peer;
    around.wait();
  }
  const answer: Vote = { t: 'vote', term: granted ? asked.term : raft.term, pre: asked.pre, granted };
  sendWhenWritten(raft, peer, answer, around);
}

export function onVote(raft: Raft, vote: Vote, peer: string, around: Around): void {
  if (raft.role !== (vote.pre ? 'preCandidate' : 'candidate')) return;
  // A yes to an earlier question.
  if (vote.pre && vote.granted && vote.term !== raft.term + 1) return;
  raft.votes.set(peer, vote.granted);
  settle(raft, around);
}

/** True when the election under way is decided. */
function settle(raft: Raft, around: Around): boolean {
  const answers = [...raft.votes.values()];
  const granted = answers.filter(Boolean).length;
  const quorum = quorumOf(around.config);
  if (granted >= quorum) {
    if (raft.role === 'preCandidate') standForElection(raft, around);
    else lead(raft, around);
    return true;
  }
  if (answers.length - granted < quorum) return false;
  raft.votes = new Map();
  move(raft, 'lost', around);
  return true;
}

/** Somebody has a later term, or leads in this one. */
export function follow(raft: Raft, term: number, leader: string, by: string, around: Around): void {
  const led = raft.role !== 'follower';
  if (term > raft.term) {
    raft.term = term;
    raft.votedFor = '';
    raft.disk.dirty = true;
  }
  raft.leader = leader;
  raft.votes = new Map();
  raft.progress = new Map();
  move(raft, by, around);
  if (led) around.wait();
}

/** Every election timeout: a leader that no majority has answered since the last time gives up (thesis §6.2). */
export function checkQuorum(raft: Raft, around: Around): void {
  if (!leads(raft)) return;
  let answered = 1;
  for (const progress of raft.progress.values()) {
    if (progress.recent) answered++;
    progress.recent = false;
  }
  if (answered < quorumOf(around.config)) follow(raft, raft.term, '', 'quorumLost', around);
}
