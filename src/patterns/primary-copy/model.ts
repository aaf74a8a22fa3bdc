import type { Plain } from '#lib/plain.ts';
import type { Io } from '#sim/behaviour.ts';
import type { Message, Outcome } from '#sim/message.ts';
import type { Replication, RowChange, StoreSide } from '#patterns/replication.ts';
import { roleChart } from './chart.ts';

/**
 * One primary, copies that follow its log. The modes differ in one number: how many copies must confirm a write
 * before the client hears of it. A copy accepts an entry only if the one before it is the same as at the primary
 * (position and epoch), so a primary that returns with entries nobody else has must give them up: with
 * asynchronous copying those may have been confirmed to clients.
 */
export interface PrimaryCopyParams {
  /** Copies that must confirm; Infinity: all. */
  readonly acks: number;
  readonly ackTimeoutUs: number;
  readonly onTimeout: 'fail' | 'async';
  /** 0: every write is shipped at once. */
  readonly shipEveryUs: number;
  readonly automatic: boolean;
  readonly detectUs: number;
}

interface Entry {
  readonly lsn: number;
  readonly epoch: number;
  readonly changes: readonly RowChange[];
  /** What stood there before. */
  readonly before: readonly RowChange[];
}
interface Waiting {
  readonly lsn: number;
  readonly request: Message;
  readonly outcome: Outcome;
  readonly timer: number;
}
export interface PrimaryCopyState {
  role: string;
  epoch: number;
  leader: string;
  /** The log from `base` on; what lies before is the same everywhere. */
  base: { lsn: number; epoch: number };
  entries: Entry[];
  /** Primary: what each copy is known to have, and what has been sent to it. */
  acked: Map<string, number>;
  sent: Map<string, number>;
  waiting: Waiting[];
  lastHeard: number;
  timers: number[];
}

/** Entries kept although every copy has them: enough to compare logs with a member that returns. */
const KEPT = 256;
const BEATS_PER_DETECTION = 3;
const BEAT_US = 300_000;

interface Ship {
  readonly epoch: number;
  readonly prev: { readonly lsn: number; readonly epoch: number };
  readonly entries: readonly {
    readonly lsn: number;
    readonly epoch: number;
    readonly changes: readonly RowChange[];
  }[];
}
interface Ack {
  readonly epoch: number;
  /** Up to here the copy agrees; when it does not (`ok` false), where to go back to. */
  readonly lsn: number;
  readonly ok: boolean;
}

export const primaryCopy: Omit<Replication<PrimaryCopyParams, PrimaryCopyState>, 'mode' | 'prepare'> = {
  start(_params, store, io) {
    const leader = store.members[0]!;
    const state: PrimaryCopyState = {
      role: roleChart.start.at,
      epoch: 1,
      leader,
      base: { lsn: 0, epoch: 0 },
      entries: [],
      acked: new Map(),
      sent: new Map(),
      waiting: [],
      lastHeard: 0,
      timers: [],
    };
    if (store.self === leader) move(state, 'promoted', io);
    io.fact('role', { data: state.role });
    return state;
  },

  serves(state, verb, wantsLeader) {
    const writes = verb !== 'get' && verb !== 'scan';
    if (state.role === 'primary' || (!writes && !wantsLeader)) return true;
    return { leader: state.leader };
  },

  wrote(state, params, changes, request, outcome, store, io, before) {
    if (changes.length === 0) return io.reply(request, outcome);
    const lsn = lastOf(state).lsn + 1;
    state.entries.push({ lsn, epoch: state.epoch, changes, before });
    const copies = store.members.length - 1;
    if (Math.min(params.acks, copies) <= 0) io.reply(request, outcome);
    else {
      const timer = io.timer(params.ackTimeoutUs, { t: 'unconfirmed', lsn });
      state.waiting.push({ lsn, request, outcome, timer });
    }
    if (params.shipEveryUs === 0) shipAll(state, store, io);
  },

  message(state, params, message, store, io) {
    const peer = peerOf(message, io);
    if (message.verb === 'ship')
      return onShip(state, params, message.body as unknown as Ship, peer, store, io);
    if (message.verb === 'shipped')
      return onShipped(state, params, message.body as unknown as Ack, peer, store, io);
  },

  timer(state, params, payload, store, io) {
    const { t, lsn } = payload as { t: string; lsn?: number };
    switch (t) {
      case 'unconfirmed':
        return unconfirmed(state, params, lsn!, io);
      case 'beat':
        if (state.role !== 'primary') return;
        // What was sent and not confirmed for a whole beat is sent again.
        for (const [member, acked] of state.acked) state.sent.set(member, acked);
        shipAll(state, store, io, true);
        return arm(params, 'beat', io);
      case 'ship':
        if (state.role !== 'primary') return;
        shipAll(state, store, io);
        return arm(params, 'ship', io);
      case 'watch':
        if (state.role === 'primary' || !params.automatic) return;
        if (io.now - state.lastHeard >= patience(params, store)) return promote(state, params, store, io);
        return arm(params, 'watch', io);
    }
  },

  crash(state, _params, _store, _io, lost) {
    state.entries.length = Math.max(0, state.entries.length - lost);
    state.waiting = [];
    state.acked = new Map();
    state.sent = new Map();
  },

  restart(state, params, store, io) {
    state.lastHeard = io.now;
    if (state.role === 'primary') begin(state, params, store, io);
    else arm(params, 'watch', io);
  },

  shows: (state) => ({ role: state.role, leader: state.leader, lsn: lastOf(state).lsn, epoch: state.epoch }),
};

function lastOf(state: PrimaryCopyState): { lsn: number; epoch: number } {
  return state.entries[state.entries.length - 1] ?? state.base;
}

function move(state: PrimaryCopyState, event: string, io: Io): void {
  const next = roleChart.move(state.role, event);
  if (!next.moved) return;
  io.moved('role', state.role, next.at, event);
  state.role = next.at;
  io.fact('role', { data: state.role });
}

/** A primary begins its time: it beats, and ships at intervals if it is set to. */
function begin(state: PrimaryCopyState, params: PrimaryCopyParams, store: StoreSide, io: Io): void {
  state.acked = new Map();
  state.sent = new Map();
  for (const member of store.members) {
    if (member === store.self) continue;
    state.acked.set(member, lastOf(state).lsn);
    state.sent.set(member, lastOf(state).lsn);
  }
  arm(params, 'beat', io);
  if (params.shipEveryUs > 0) arm(params, 'ship', io);
  if (io.now > 0) shipAll(state, store, io, true);
}

function arm(params: PrimaryCopyParams, t: 'beat' | 'ship' | 'watch', io: Io): void {
  const beat = params.automatic ? Math.round(params.detectUs / BEATS_PER_DETECTION) : BEAT_US;
  if (t === 'watch' && !params.automatic) return;
  io.timer(t === 'ship' ? params.shipEveryUs : Math.max(1_000, beat), { t });
}

/** Members take over one after another, so that two do not at once. */
function patience(params: PrimaryCopyParams, store: StoreSide): number {
  return params.detectUs * (1 + 0.5 * store.members.indexOf(store.self));
}

function promote(state: PrimaryCopyState, params: PrimaryCopyParams, store: StoreSide, io: Io): void {
  state.epoch++;
  state.leader = store.self;
  move(state, 'promoted', io);
  begin(state, params, store, io);
}

function shipAll(state: PrimaryCopyState, store: StoreSide, io: Io, beat = false): void {
  for (const member of store.members) {
    if (member === store.self) continue;
    const from = state.sent.get(member) ?? lastOf(state).lsn;
    const index = Math.max(0, from - state.base.lsn);
    const entries = state.entries.slice(index);
    if (entries.length === 0 && !beat) continue;
    const prev = index === 0 ? state.base : state.entries[index - 1]!;
    state.sent.set(member, lastOf(state).lsn);
    const port = io.ports.find((each) => each.peerId === member);
    if (port === undefined) continue;
    const body: Ship = Object.freeze({
      epoch: state.epoch,
      prev: Object.freeze({ lsn: prev.lsn, epoch: prev.epoch }),
      entries: Object.freeze(
        entries.map(({ lsn, epoch, changes }) =>
          Object.freeze({ lsn, epoch, changes: Object.freeze([...changes]) }),
        ),
      ),
    });
    io.send({
      link: port.link,
      back: !port.outgoing,
      kind: entries.length > 0 ? 'replication' : 'control',
      verb: 'ship',
      label: entries.length > 0 ? labelOf(entries) : '',
      body: body as unknown as Plain,
      ordered: true,
    });
  }
}

function labelOf(entries: readonly { readonly changes: readonly RowChange[] }[]): string {
  const last = entries[entries.length - 1]!.changes;
  const change = last[last.length - 1];
  const name = change === undefined ? '' : `${change.key} v${change.version}`;
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
  if (ship.epoch < state.epoch || (ship.epoch === state.epoch && state.role === 'primary')) {
    return answer(peer, { epoch: state.epoch, lsn: lastOf(state).lsn, ok: false }, io);
  }
  if (ship.epoch > state.epoch) {
    state.epoch = ship.epoch;
    stepDown(state, params, io);
  }
  state.leader = peer;
  state.lastHeard = io.now;
  if (!agrees(state, ship.prev)) {
    // Entries that the primary does not have were never copied: they are given up.
    truncate(state, Math.min(ship.prev.lsn - 1, lastOf(state).lsn), store);
    return answer(peer, { epoch: state.epoch, lsn: lastOf(state).lsn, ok: false }, io);
  }
  for (const entry of ship.entries) {
    const own = state.entries[entry.lsn - state.base.lsn - 1];
    if (entry.lsn <= state.base.lsn || own?.epoch === entry.epoch) continue;
    if (own !== undefined) truncate(state, entry.lsn - 1, store);
    state.entries.push({ ...entry, before: store.apply(entry.changes) });
  }
  // A primary that has less than we have is right all the same.
  const end = ship.entries[ship.entries.length - 1]?.lsn ?? ship.prev.lsn;
  if (lastOf(state).lsn > end && lastOf(state).epoch < ship.epoch) truncate(state, end, store);
  trim(state, lastOf(state).lsn);
  answer(peer, { epoch: state.epoch, lsn: end, ok: true }, io);
}

function agrees(state: PrimaryCopyState, prev: { lsn: number; epoch: number }): boolean {
  if (prev.lsn <= state.base.lsn) return true;
  return state.entries[prev.lsn - state.base.lsn - 1]?.epoch === prev.epoch;
}

function onShipped(
  state: PrimaryCopyState,
  params: PrimaryCopyParams,
  ack: Ack,
  peer: string,
  store: StoreSide,
  io: Io,
): void {
  if (ack.epoch > state.epoch) {
    state.epoch = ack.epoch;
    state.leader = peer;
    stepDown(state, params, io);
    return;
  }
  if (state.role !== 'primary' || ack.epoch < state.epoch) return;
  if (!ack.ok) {
    const back = Math.max(state.base.lsn, Math.min(ack.lsn, (state.sent.get(peer) ?? 0) - 1));
    state.acked.set(peer, back);
    state.sent.set(peer, back);
    return shipAll(state, store, io);
  }
  state.acked.set(peer, Math.max(state.acked.get(peer) ?? 0, ack.lsn));
  confirm(state, params, store, io);
  trim(state, Math.min(...state.acked.values()));
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
  arm(params, 'watch', io);
}

/** Takes back everything after `lsn`, newest first. */
function truncate(state: PrimaryCopyState, lsn: number, store: StoreSide): void {
  while (state.entries.length > 0 && lastOf(state).lsn > lsn) {
    const entry = state.entries.pop()!;
    store.apply([...entry.before].reverse());
  }
}

/** Forgets entries that every copy has. */
function trim(state: PrimaryCopyState, everywhere: number): void {
  const excess = Math.min(state.entries.length - KEPT, everywhere - state.base.lsn - KEPT);
  if (excess < KEPT) return;
  const last = state.entries[excess - 1]!;
  state.base = { lsn: last.lsn, epoch: last.epoch };
  state.entries.splice(0, excess);
}

function answer(peer: string, body: Ack, io: Io): void {
  const port = io.ports.find((each) => each.peerId === peer);
  if (port === undefined) return;
  io.send({
    link: port.link,
    back: !port.outgoing,
    kind: 'control',
    verb: 'shipped',
    label: '',
    body: Object.freeze(body),
    ordered: true,
  });
}

function peerOf(message: Message, io: Io): string {
  return io.ports.find((port) => port.link === message.link)?.peerId ?? '';
}
