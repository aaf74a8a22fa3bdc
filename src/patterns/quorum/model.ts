import { durationToUs } from '#lib/schema/delay.ts';
import type { Replication } from '#patterns/replication.ts';
import {
  answerExchange,
  beginAntiEntropy,
  compareWithOne,
  onDiffering,
  onDigest,
  onExchange,
} from './anti-entropy.ts';
import { coordinate, losePatience, onCopy, onRows, onWrote, timeIsUp } from './coordinator.ts';
import { coordinationChart, peerChart } from './chart.ts';
import { firstCopy } from './copy.ts';
import { beginProbing, handOff, onHandedOff, probe } from './hand-off.ts';
import type { QuorumParams as Written } from './params.ts';
import { ownersOf } from '#patterns/placement.ts';
import { disk, hintsHeld, keep, known, knownRows, putBack, take, takeHint } from './replica.ts';
import { isSuspected, judge, quorumsOf } from './state.ts';
import type { Member, QuorumParams, QuorumState, Timer } from './state.ts';
import { tell } from './wire.ts';
import { peerOf } from '#patterns/between-members.ts';
import type { Wire } from './wire.ts';

/**
 * Quorums in the manner of Dynamo: every row has N owners; any member coordinates, asks all or some of them, and
 * answers when R have answered or W have confirmed. When R + W > N, a read meets every confirmed write.
 */
export const quorumReplication: Replication<QuorumParams, QuorumState> = {
  mode: 'quorum',
  home: 'nearest',

  prepare: (written: Written) => ({
    n: written.n ?? null,
    r: written.r ?? null,
    w: written.w ?? null,
    contact: written.contact,
    readRepair: written.readRepair,
    hintedHandoff: written.hintedHandoff,
    sloppy: written.sloppy,
    antiEntropyUs: written.antiEntropy === 'off' ? 0 : durationToUs(written.antiEntropy),
    conflicts: written.conflicts,
    timeoutUs: durationToUs(written.timeout),
  }),

  holders: (params, key, members) => ownersOf(key, members, quorumsOf(params, members.length).n),

  start(params, store) {
    const { n } = quorumsOf(params, store.members.length);
    const copies = new Map<string, ReturnType<typeof firstCopy>>();
    for (const { key, value } of store.all()) {
      if (ownersOf(key, store.members, n).includes(store.self))
        copies.set(key, firstCopy(params.conflicts, value, store.join(key, null, null) !== undefined));
      else store.apply([{ key, value: null, version: 0 }]);
    }
    return {
      copies,
      hints: new Map(),
      before: { copies: new Map(), hints: new Map() },
      made: new Map(),
      updated: new Map(),
      operations: new Map(),
      nextOperation: 1,
      peers: new Map(),
      probing: -1,
      comparisons: 0,
      siblings: 0,
      tombstones: 0,
    };
  },

  serves: () => true,

  asked: (state, params, request, store, io) => coordinate({ state, params, store, io }, request),

  // Never told: it answers clients itself.
  wrote: (_state, _params, _changes, request, outcome, _store, io) => io.reply(request, outcome),

  message(state, params, message, store, io) {
    const member: Member = { state, params, store, io };
    const peer = peerOf(message, io);
    if (!store.members.includes(peer)) return;
    if (judge(member, peer, 'heard')) handOff(member, peer);
    hear(member, peer, message.verb, message.body);
  },

  timer(state, params, payload, store, io) {
    const member: Member = { state, params, store, io };
    const timer = payload as unknown as Timer;
    switch (timer.t) {
      case 'timeout':
        return timeIsUp(member, timer.op);
      case 'patience':
        return losePatience(member, timer.op);
      case 'probe':
        return probe(member);
      case 'antiEntropy':
        return compareWithOne(member);
      case 'read':
      case 'range':
      case 'write':
      case 'merge':
        return diskDone(member, timer);
    }
  },

  synced: keep,

  crash(state, _params, _store, _io, kept) {
    if (kept) keep(state);
    else putBack(state);
    state.operations = new Map();
    state.probing = -1;
  },

  restart(state, params, store, io) {
    const member: Member = { state, params, store, io };
    for (const peer of [...state.peers.keys()]) judge(member, peer, 'restarted');
    beginProbing(member);
    beginAntiEntropy(member);
  },

  machines: ({ peers, operations }) => [
    ...[...peers].map(([peer, at]) => ({ chart: peerChart, subject: peer, at })),
    ...[...operations.values()].map(({ request, at }) => ({
      chart: coordinationChart,
      subject: request.label,
      at,
    })),
  ],

  shows: (state, _now, params) => ({
    coordinating: state.operations.size,
    hints: hintsHeld(state),
    siblings: state.siblings,
    tombstones: state.tombstones,
    suspects: [...state.peers.keys()].filter((peer) => isSuspected(state, peer)),
    whenCutOff: params.sloppy || params.w === 1 ? 'diverges' : 'refuses',
  }),
};

/** Another member says something. */
function hear(member: Member, peer: string, verb: string, body: unknown): void {
  switch (verb) {
    case 'write':
      return disk(member, 'write', { t: 'write', from: peer, ...(body as Wire['write']) });
    case 'wrote':
      return onWrote(member, peer, (body as Wire['wrote']).op);
    case 'read':
      return disk(member, 'read', { t: 'read', from: peer, ...(body as Wire['read']) });
    case 'copy':
      return onCopy(member, peer, body as Wire['copy']);
    case 'range':
      return disk(member, 'read', { t: 'range', from: peer, ...(body as Wire['range']) });
    case 'rows':
      return onRows(member, peer, body as Wire['rows']);
    case 'repair':
    case 'handOff':
      return disk(member, 'write', {
        t: 'merge',
        rows: (body as Wire['repair']).rows,
        then: verb === 'handOff' ? 'handedOff' : '',
        from: peer,
        wanted: [],
      });
    case 'handedOff':
      return onHandedOff(member, peer, (body as Wire['handedOff']).rows);
    case 'ping':
      return tell(peer, 'pong', {}, member.io);
    case 'pong':
      return handOff(member, peer);
    case 'digest':
      return onDigest(member, peer, body as Wire['digest']);
    case 'differing':
      return onDiffering(member, peer, body as Wire['differing']);
    case 'exchange':
      return onExchange(member, peer, body as Wire['exchange']);
  }
}

type DiskTimer = Extract<Timer, { t: 'read' | 'range' | 'write' | 'merge' }>;

/** The disk has done what it was asked for; '' asked itself. */
function diskDone(member: Member, done: DiskTimer): void {
  const { store, io } = member;
  const { from } = done;
  switch (done.t) {
    case 'read': {
      const body = { op: done.op, copy: known(member, done.key) };
      return from === '' ? onCopy(member, store.self, body) : tell(from, 'copy', body, io, done.key);
    }
    case 'range': {
      const body = { op: done.op, rows: knownRows(member, done.prefix) };
      return from === '' ? onRows(member, store.self, body) : tell(from, 'rows', body, io, done.prefix);
    }
    case 'write':
      if (done.hintFor === '') take(member, [[done.key, done.copy]]);
      else {
        takeHint(member, done.hintFor, done.key, done.copy);
        beginProbing(member);
      }
      if (done.op < 0) return;
      return from === '' ? onWrote(member, store.self, done.op) : tell(from, 'wrote', { op: done.op }, io);
    case 'merge':
      take(member, done.rows);
      if (done.then === 'handedOff') tell(from, 'handedOff', { rows: done.rows }, io);
      else if (done.then === 'exchange') answerExchange(member, from, done.rows, done.wanted);
  }
}
