import { assert } from '#lib/assert.ts';
import { freezeDeep } from '#lib/plain.ts';
import type { Plain } from '#lib/plain.ts';
import { durationToUs } from '#lib/schema/delay.ts';
import type { Replication, StoreSide } from '#patterns/replication.ts';
import type { Io } from '#sim/behaviour.ts';
import type { Message, Outcome } from '#sim/message.ts';
import { raftChart } from './chart.ts';
import { applicable, reboot, receive, wroteAll } from './core.ts';
import { campaign, checkQuorum } from './election.ts';
import { compact, entriesFrom, lastOf } from './log.ts';
import type { Entry, Position } from './log.ts';
import { carryOut, copyOfMachine, newStateMachine, restoreFrom, snapshotOf } from './machine.ts';
import type { Command, StateMachine } from './machine.ts';
import type { RaftWritten } from './params.ts';
import { answerReads, read } from './reads.ts';
import type { Read, Reads } from './reads.ts';
import { beat, propose } from './replication.ts';
import { beginWrite, hardOf, leads, newRaft } from './state.ts';
import type { Around, Hard, Raft, RaftMessage } from './state.ts';
import { labelOf, labelOfEntry, send } from './wire.ts';
import { peerOf } from '#patterns/between-members.ts';

export interface RaftParams {
  readonly electionTimeoutUs: number;
  readonly heartbeatUs: number;
  readonly preVote: boolean;
  readonly reads: Reads;
  readonly snapshotAfter: number;
}

/** The protocol's part and what it works on. Plain data. */
export interface RaftState {
  raft: Raft;
  machine: StateMachine;
  /** What a crash leaves when the disk forgets what it was not told to sync. */
  synced: { hard: Hard; machine: StateMachine };
  /** Clients whose commands are in the log, in its order. */
  waiting: { readonly index: number; readonly request: Message }[];
  reads: Read[];
  /** When its patience ends, and the timer that looks whether it has; -1: none. */
  due: number;
  timer: number;
  timerAt: number;
  started: boolean;
}

type Timer =
  | { readonly t: 'patience' | 'written' }
  | { readonly t: 'beat' | 'quorum'; readonly term: number }
  | { readonly t: 'read'; readonly request: Message };

/** Consensus by an elected leader: `core.ts` decides, this drives it with a store, its disk, timers and the network. */
export const raftReplication: Replication<RaftParams, RaftState> = {
  mode: 'raft',
  home: 'leader',
  chart: raftChart,
  prepare: (written: RaftWritten) => ({
    electionTimeoutUs: durationToUs(written.electionTimeout),
    heartbeatUs: durationToUs(written.heartbeat),
    preVote: written.preVote,
    reads: written.reads,
    snapshotAfter: written.snapshotAfter,
  }),

  start(_params, _store, io) {
    const raft = newRaft();
    const machine = newStateMachine();
    io.fact('role', { a: raft.term, data: raft.role });
    return {
      raft,
      machine,
      synced: { hard: hardOf(raft), machine: copyOfMachine(machine) },
      waiting: [],
      reads: [],
      due: 0,
      timer: -1,
      timerAt: 0,
      started: false,
    };
  },

  serves({ raft }, verb, _wantsLeader, params) {
    const reads = verb === 'get' || verb === 'scan';
    if (leads(raft) || (reads && params.reads === 'unsafe')) return true;
    return { leader: raft.leader };
  },

  asked(state, params, request, store, io) {
    const { verb } = request;
    if (verb === 'get' || verb === 'scan')
      return store.disk('read', { t: 'read', request } satisfies Timer as unknown as Plain);
    const command: Command = {
      verb,
      body: request.body as unknown as Command['body'],
      source: { id: store.self, clockMs: io.clock / 1000 },
    };
    act(state, params, store, io, (around) => {
      const { index } = propose(state.raft, freezeDeep(command) as unknown as Plain, around);
      state.waiting.push({ index, request });
    });
  },
  wrote() {
    assert(false, 'raft answers for itself');
  },

  message(state, params, message, store, io) {
    act(state, params, store, io, (around) =>
      receive(state.raft, message.body as unknown as RaftMessage, peerOf(message, io), around),
    );
  },

  timer(state, params, payload, store, io) {
    const timer = payload as unknown as Timer;
    const { raft } = state;
    const now = io.now;
    act(state, params, store, io, (around) => {
      switch (timer.t) {
        case 'patience':
          state.timer = -1;
          if (leads(raft)) return;
          if (now < state.due) return look(state, io);
          return campaign(raft, around);
        case 'written':
          return wroteAll(raft, around);
        case 'read':
          return read(state.reads, params.reads, timer.request, raft, around, store, io);
        case 'beat':
          if (!leads(raft) || raft.term !== timer.term) return;
          beat(raft, around);
          return void io.timer(params.heartbeatUs, payload);
        case 'quorum':
          if (!leads(raft) || raft.term !== timer.term) return;
          io.timer(params.electionTimeoutUs, payload);
          return checkQuorum(raft, around);
      }
    });
  },

  synced(state) {
    state.synced = { hard: hardOf(state.raft), machine: copyOfMachine(state.machine) };
  },

  crash(state, _params, _store, _io, kept) {
    state.waiting = [];
    state.reads = [];
    state.timer = -1;
    if (kept) return;
    const { hard, machine } = state.synced;
    state.raft.disk.written = { ...hard, log: { base: hard.log.base, entries: [...hard.log.entries] } };
    state.machine = copyOfMachine(machine);
  },

  restart(state, params, store, io) {
    act(state, params, store, io, (around) => {
      // The first member stands at once, so that a run begins with a leader; after that chance decides.
      if (state.started) reboot(state.raft, state.machine.applied, around);
      else if (store.self === store.members[0]) campaign(state.raft, around);
      state.started = true;
      if (!leads(state.raft)) around.wait();
    });
  },

  shows: ({ raft, machine }) => ({
    role: raft.role,
    term: raft.term,
    leader: raft.leader,
    votedFor: raft.votedFor,
    log: tailOf(raft).map(({ index, term, command }) => ({ index, term, label: labelOfEntry(command) })),
    commitIndex: raft.commit,
    lastApplied: machine.applied.index,
    snapshotIndex: raft.log.base.index,
    whenCutOff: 'refuses',
  }),
  consensus: ({ raft: { role, term, log, commit }, machine }) => ({
    role,
    term,
    log,
    commit,
    applied: machine.applied.index,
  }),
};

/** Entries of the log that are shown. */
const TAIL = 5;

/** Does something, and then what follows from it: applies what is committed, answers, writes to the disk. */
function act(
  state: RaftState,
  params: RaftParams,
  store: StoreSide,
  io: Io,
  what: (around: Around) => void,
): void {
  const around = aroundOf(state, params, store, io);
  const { role, term } = state.raft;
  const before = endOf(state.raft);
  what(around);
  if (state.raft.role !== role || state.raft.term !== term)
    io.fact('role', { a: state.raft.term, data: state.raft.role });
  applyCommitted(state, params, store, io);
  state.reads = answerReads(state.reads, state.raft, around, store, io);
  if (beginWrite(state.raft)) store.disk('write', { t: 'written' } satisfies Timer);
  const end = endOf(state.raft);
  if (end.index === before.index && end.term === before.term && end.commit === before.commit) return;
  const terms = tailOf(state.raft).map((entry) => entry.term);
  io.fact('log', { a: end.index, b: end.commit, data: Object.freeze(terms) });
}

const endOf = ({ log, commit }: Raft): Position & { readonly commit: number } => ({ ...lastOf(log), commit });
const tailOf = ({ log }: Raft): readonly Entry[] =>
  entriesFrom(log, Math.max(log.base.index, lastOf(log).index - TAIL) + 1, TAIL);

function aroundOf(state: RaftState, params: RaftParams, store: StoreSide, io: Io): Around {
  return {
    config: {
      self: store.self,
      members: store.members,
      preVote: params.preVote,
      checkQuorum: true,
      electionTimeoutUs: params.electionTimeoutUs,
    },
    now: io.now,
    clock: io.clock,
    send: (to, message) => send(to, message, labelOf(message), io),
    moved: (from, to, by) => moved(state, params, from, to, by, io),
    wait() {
      state.due = io.now + Math.round(params.electionTimeoutUs * (1 + io.draw('election timeout')));
      look(state, io);
    },
    snapshot: () => snapshotOf(state.machine, store),
    restore: (last, data) => restoreFrom(state.machine, last, data, store),
  };
}

/** One timer, that sees when it fires whether its patience has ended: mostly it has been renewed meanwhile. */
function look(state: RaftState, io: Io): void {
  if (state.timer >= 0) {
    if (state.timerAt <= state.due) return;
    io.cancel(state.timer);
  }
  state.timerAt = state.due;
  state.timer = io.timer(state.due - io.now, { t: 'patience' } satisfies Timer);
}

function moved(state: RaftState, params: RaftParams, from: string, to: string, by: string, io: Io): void {
  const { term, leader } = state.raft;
  io.moved('role', from, to, by);
  if (to === 'leader') {
    io.timer(params.heartbeatUs, { t: 'beat', term } satisfies Timer);
    io.timer(params.electionTimeoutUs, { t: 'quorum', term } satisfies Timer);
  }
  if (from !== 'leader') return;
  // Their entries may yet be committed by another leader, or be given up.
  const unknown: Outcome = { ok: false, reason: 'notReplicated' };
  for (const { request } of state.waiting.splice(0)) io.reply(request, unknown);
  const elsewhere: Outcome = { ok: false, reason: 'notLeader', text: leader };
  for (const { request } of state.reads.splice(0)) io.reply(request, elsewhere);
}

/** In the order of the log; a leader answers the clients whose commands they are. */
function applyCommitted(state: RaftState, params: RaftParams, store: StoreSide, io: Io): void {
  const { raft, machine, waiting } = state;
  const { log } = raft;
  while (machine.applied.index < applicable(raft)) {
    const { index, term, command } = log.entries[machine.applied.index - log.base.index]!;
    machine.applied = { index, term };
    if (command === null) continue;
    const outcome = carryOut(machine, command as unknown as Command, leads(raft), store);
    if (waiting[0]?.index === index) io.reply(waiting.shift()!.request, outcome);
  }
  // Half of it is left for those that are only a little behind.
  const { index } = machine.applied;
  if (index - log.base.index >= params.snapshotAfter) compact(log, index - (params.snapshotAfter >> 1));
}
