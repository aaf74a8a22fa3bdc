import type { Replication, RowChange, StoreSide } from '#patterns/replication.ts';
import { hold, refuseHeld, release, tokenOf } from '#patterns/session-token.ts';
import type { Io } from '#sim/behaviour.ts';
import type { Marks, Message } from '#sim/message.ts';
import { beatUs, beginWatch, claim, nextEpoch, onClaim, onVote, settle, watch } from './election.ts';
import {
  agrees,
  copyOf,
  emptyLog,
  entryAt,
  isAhead,
  lastOf,
  meetingPoint,
  positionOf,
  replaceAll,
  trim,
  truncate,
} from './replica-log.ts';
import type { Position } from './replica-log.ts';
import { roleChart } from './chart.ts';
import { move, tell } from './state.ts';
import { peerOf } from '#patterns/between-members.ts';
import type { Claim, PrimaryCopyParams, PrimaryCopyState, Ship, Shipped, Vote } from './state.ts';

export type { PrimaryCopyParams, PrimaryCopyState } from './state.ts';

/**
 * One primary, copies that follow its log. The modes differ in one number: how many copies must confirm a write
 * before the client hears of it. A copy accepts an entry only if the one before it is the same as at the primary
 * (position and epoch), so a primary that returns with entries nobody else has must give them up: with
 * asynchronous copying those may have been confirmed to clients.
 */
export const primaryCopy: Omit<Replication<PrimaryCopyParams, PrimaryCopyState>, 'mode' | 'prepare'> = {
  home: 'leader',
  chart: roleChart,

  start(_params, store, io) {
    const state: PrimaryCopyState = {
      role: roleChart.start.at,
      epoch: 1,
      leader: store.members[0]!,
      log: emptyLog(),
      durable: emptyLog(),
      acked: new Map(),
      sent: new Map(),
      round: new Map(),
      waiting: [],
      held: [],
      lastHeard: 0,
      heard: new Map(),
      claim: null,
      watch: 0,
      started: false,
    };
    if (store.self === state.leader) move(state, 'promoted', io);
    io.fact('role', { data: state.role });
    return state;
  },

  serves(state, verb, wantsLeader) {
    const writes = verb !== 'get' && verb !== 'scan';
    if (state.role === 'primary' || (!writes && !wantsLeader)) return true;
    return { leader: state.leader };
  },

  wrote(state, params, changes, request, outcome, store, io, before) {
    const lsn = lastOf(state.log).lsn + 1;
    if (changes.length > 0) state.log.entries.push({ lsn, epoch: state.epoch, changes, before });
    const answer = params.sessions ? { ...outcome, token: seen(state) } : outcome;
    if (changes.length === 0) return io.reply(request, answer);
    const copies = store.members.length - 1;
    if (Math.min(params.acks, copies) <= 0) io.reply(request, answer);
    else {
      const timer = io.timer(params.ackTimeoutUs, { t: 'unconfirmed', lsn });
      state.waiting.push({ lsn, request, outcome: answer, timer });
    }
    if (params.shipEveryUs === 0) shipAll(state, store, io, false);
  },

  admits(state, params, request, _store, io) {
    if (!params.sessions || hasCaughtUp(state, request)) return true;
    hold(state.held, request, io);
    return false;
  },

  seen: (state, params) => (params.sessions ? seen(state) : null),

  message(state, params, message, store, io) {
    const peer = peerOf(message, io);
    state.heard.set(peer, io.now);
    const body = message.body as unknown;
    switch (message.verb) {
      case 'ship':
        return onShip(state, params, body as Ship, peer, store, io);
      case 'shipped':
        return onShipped(state, params, body as Shipped, peer, store, io);
      case 'claim':
        return onClaim(state, params, body as Claim, peer, io);
      case 'vote':
        if (onVote(state, params, body as Vote, peer, store, io)) reign(state, params, store, io);
    }
  },

  timer(state, params, payload, store, io) {
    const { t, lsn, epoch, watch: own, request } = payload as unknown as Timer;
    switch (t) {
      case 'unconfirmed':
        return unconfirmed(state, params, lsn!, io);
      case 'beat':
        if (state.role !== 'primary' || state.epoch !== epoch) return;
        shipAll(state, store, io, true);
        return void io.timer(beatUs(params), { t: 'beat', epoch });
      case 'ship':
        if (state.role !== 'primary' || state.epoch !== epoch) return;
        shipAll(state, store, io, false);
        return void io.timer(params.shipEveryUs, { t: 'ship', epoch });
      case 'watch':
        if (own === state.watch && watch(state, params, store, io)) reign(state, params, store, io);
        return;
      case 'held':
        return refuseHeld(state.held, request!, state.leader === store.self ? '' : state.leader, io);
      case 'claimed':
        if (state.claim?.epoch === epoch && settle(state, params, store, io)) reign(state, params, store, io);
    }
  },

  synced(state) {
    state.durable = copyOf(state.log);
  },

  crash(state, _params, _store, _io, kept) {
    if (!kept) state.log = copyOf(state.durable);
    state.waiting = [];
    state.held = [];
    state.acked = new Map();
    state.sent = new Map();
    state.claim = null;
  },

  restart(state, params, store, io) {
    state.lastHeard = io.now;
    state.heard = new Map(store.members.flatMap((id) => (id === store.self ? [] : [[id, io.now]])));
    const again = state.started;
    state.started = true;
    if (state.role !== 'primary') return beginWatch(state, params, io);
    if (!again) return reign(state, params, store, io);
    if (!params.automatic) {
      // The disk may have lost entries that the copies have: a new reign tells them to compare.
      state.epoch = nextEpoch(state.epoch, store);
      return reign(state, params, store, io);
    }
    // Somebody may lead by now. It asks at once: the others need not wait for it to fall silent.
    move(state, 'restarted', io);
    if (claim(state, params, store, io)) reign(state, params, store, io);
    else beginWatch(state, params, io);
  },

  shows(state, now, params) {
    const silenceUs = SILENT_BEATS * beatUs(params);
    const peersReachable = [...state.heard.values()].filter((at) => now - at < silenceUs).length;
    const needed = params.onTimeout === 'async' ? 0 : Math.min(params.acks, state.heard.size);
    const takesWrites = state.role === 'primary' && peersReachable >= needed;
    return {
      role: state.role,
      leader: state.leader,
      lsn: lastOf(state.log).lsn,
      epoch: state.epoch,
      peersReachable,
      whenCutOff: takesWrites ? 'diverges' : 'refuses',
    };
  },
};

/** Whoever was not heard for so long is silent; copies hear the primary, and it hears them. */
const SILENT_BEATS = 3;

interface Timer {
  readonly t: 'unconfirmed' | 'beat' | 'ship' | 'watch' | 'claimed' | 'held';
  readonly lsn?: number;
  readonly epoch?: number;
  readonly watch?: number;
  readonly request?: number;
}

const seen = ({ log }: PrimaryCopyState): Marks => Object.freeze({ log: positionOf(log) });
const hasCaughtUp = ({ log }: PrimaryCopyState, request: Message): boolean =>
  positionOf(log) >= (tokenOf(request)['log'] ?? 0);

function carryOutHeld(state: PrimaryCopyState, store: StoreSide, io: Io): void {
  if (state.held.length === 0) return;
  for (const request of release(state.held, (each) => hasCaughtUp(state, each), io)) store.carryOut(request);
}

/** A primary begins its time: it beats, and ships at intervals if it is set to. */
function reign(state: PrimaryCopyState, params: PrimaryCopyParams, store: StoreSide, io: Io): void {
  const { epoch } = state;
  state.log.reign = epoch;
  state.acked = new Map();
  state.sent = new Map();
  for (const member of store.members) {
    if (member === store.self) continue;
    state.acked.set(member, 0);
    state.sent.set(member, lastOf(state.log).lsn);
  }
  io.timer(beatUs(params), { t: 'beat', epoch });
  if (params.shipEveryUs > 0) io.timer(params.shipEveryUs, { t: 'ship', epoch });
  if (io.now > 0) shipAll(state, store, io, true);
  carryOutHeld(state, store, io);
}

/** `beat`: also to those for whom there is nothing new. A copy that has missed something will say so. */
function shipAll(state: PrimaryCopyState, store: StoreSide, io: Io, beat: boolean): void {
  for (const member of store.members) if (member !== store.self) shipTo(member, state, io, beat);
}

function shipTo(member: string, state: PrimaryCopyState, io: Io, beat: boolean): void {
  const { log } = state;
  const from = (state.sent.get(member) ?? 0) - log.base.lsn;
  const entries = log.entries.slice(from);
  if (entries.length === 0 && !beat) return;
  const { lsn, epoch } = from === 0 ? log.base : log.entries[from - 1]!;
  state.sent.set(member, lastOf(log).lsn);
  const body: Ship = {
    epoch: state.epoch,
    round: state.round.get(member) ?? 0,
    prev: Object.freeze({ lsn, epoch }),
    entries: Object.freeze(
      entries.map((entry) =>
        Object.freeze({ lsn: entry.lsn, epoch: entry.epoch, changes: Object.freeze([...entry.changes]) }),
      ),
    ),
  };
  tell(member, 'ship', body, io, entries.length > 0 ? labelOf(entries) : '');
}

/** For a copy whose log does not meet the one that is kept here. */
function shipRows(member: string, state: PrimaryCopyState, store: StoreSide, io: Io): void {
  const { lsn, epoch } = lastOf(state.log);
  state.sent.set(member, lsn);
  const rows = Object.freeze(store.all().map((row) => Object.freeze(row)));
  const body: Ship = {
    epoch: state.epoch,
    round: state.round.get(member) ?? 0,
    prev: Object.freeze({ lsn, epoch }),
    entries: Object.freeze([]),
    rows,
  };
  tell(member, 'ship', body, io, 'all rows');
}

function labelOf(entries: readonly { readonly changes: readonly RowChange[] }[]): string {
  const last = entries[entries.length - 1]!.changes;
  const change = last[last.length - 1];
  const name = change === undefined ? 'nothing' : `${change.key} v${change.version}`;
  return entries.length > 1 ? `${name} +${entries.length - 1}` : name;
}

function onShip(
  state: PrimaryCopyState,
  params: PrimaryCopyParams,
  ship: Ship,
  peer: string,
  store: StoreSide,
  io: Io,
): void {
  const { log } = state;
  const answer = ({ lsn, epoch }: Position, ok: boolean): void =>
    tell(
      peer,
      'shipped',
      { epoch: state.epoch, round: ship.round, last: Object.freeze({ lsn, epoch }), ok },
      io,
    );
  if (ship.epoch < state.epoch) return answer(lastOf(log), false);
  if (ship.epoch > state.epoch) {
    state.epoch = ship.epoch;
    stepDown(state, params, io);
  }
  state.leader = peer;
  state.lastHeard = io.now;
  state.claim = null;
  const known = isAhead(lastOf(log), ship.prev) && lastOf(log).epoch === ship.epoch;
  if (ship.rows !== undefined && !known) replaceAll(log, ship.rows, ship.prev, store);
  else if (!agrees(log, ship.prev, ship.entries)) {
    // Where they part is before what is kept here: nothing but all rows will do.
    if (ship.prev.lsn <= log.base.lsn) return answer({ lsn: -1, epoch: 0 }, false);
    // Entries that the primary does not have were never copied: they are given up.
    truncate(log, ship.prev.lsn - 1, store);
    return answer(lastOf(log), false);
  }
  for (const entry of ship.entries) {
    if (entry.lsn <= log.base.lsn) continue;
    const own = entryAt(log, entry.lsn);
    if (own?.epoch === entry.epoch) continue;
    if (own !== undefined) truncate(log, entry.lsn - 1, store);
    log.entries.push({ ...entry, before: store.apply(entry.changes) });
  }
  // A primary that has less than we have is right all the same.
  const end = ship.entries[ship.entries.length - 1]?.lsn ?? ship.prev.lsn;
  if (lastOf(log).lsn > end && lastOf(log).epoch < ship.epoch) truncate(log, end, store);
  log.reign = ship.epoch;
  trim(log, lastOf(log).lsn);
  answer({ lsn: end, epoch: ship.epoch }, true);
  carryOutHeld(state, store, io);
}

function onShipped(
  state: PrimaryCopyState,
  params: PrimaryCopyParams,
  shipped: Shipped,
  peer: string,
  store: StoreSide,
  io: Io,
): void {
  if (shipped.epoch > state.epoch) {
    state.epoch = shipped.epoch;
    state.leader = peer;
    stepDown(state, params, io);
    return;
  }
  if (state.role !== 'primary' || shipped.epoch < state.epoch) return;
  if (!shipped.ok) {
    // What was shipped before it went back is refused as well: once is enough.
    const round = state.round.get(peer) ?? 0;
    if (shipped.round < round) return;
    state.round.set(peer, round + 1);
    const back = meetingPoint(state.log, shipped.last, (state.sent.get(peer) ?? 0) - 1);
    if (back < state.log.base.lsn) return shipRows(peer, state, store, io);
    state.sent.set(peer, back);
    return shipTo(peer, state, io, true);
  }
  state.acked.set(peer, Math.max(state.acked.get(peer) ?? 0, shipped.last.lsn));
  confirm(state, params, store, io);
  trim(state.log, Math.min(...state.acked.values()));
}

/** Answers the writes that enough copies have. */
function confirm(state: PrimaryCopyState, params: PrimaryCopyParams, store: StoreSide, io: Io): void {
  const needed = Math.min(params.acks, store.members.length - 1);
  const acked = [...state.acked.values()];
  state.waiting = state.waiting.filter(({ lsn, request, outcome, timer }) => {
    if (acked.filter((each) => each >= lsn).length < needed) return true;
    io.cancel(timer);
    io.reply(request, outcome);
    return false;
  });
}

/** Too few copies in time. The row is written here all the same: nobody can tell the client what will become of it. */
function unconfirmed(state: PrimaryCopyState, params: PrimaryCopyParams, lsn: number, io: Io): void {
  state.waiting = state.waiting.filter((waiting) => {
    if (waiting.lsn !== lsn) return true;
    io.reply(
      waiting.request,
      params.onTimeout === 'async' ? waiting.outcome : { ok: false, reason: 'notReplicated' },
    );
    return false;
  });
}

function stepDown(state: PrimaryCopyState, params: PrimaryCopyParams, io: Io): void {
  const was = state.role;
  move(state, 'higherEpoch', io);
  if (was !== 'primary') return;
  for (const { request, timer } of state.waiting) {
    io.cancel(timer);
    io.reply(request, { ok: false, reason: 'notReplicated' });
  }
  state.waiting = [];
  state.lastHeard = io.now;
  beginWatch(state, params, io);
}
