import { durationToUs } from '#lib/schema/delay.ts';
import type { Plain } from '#lib/plain.ts';
import { HYBRID_ZERO } from '#patterns/clocks/hybrid.ts';
import { NO_EVENTS } from '#lib/vector-clock.ts';
import type { Replication, StoreSide } from '#patterns/replication.ts';
import { hold, refuseHeld, release, tokenOf } from '#patterns/session-token.ts';
import type { Io } from '#sim/behaviour.ts';
import type { Message } from '#sim/message.ts';
import { reachChart } from './chart.ts';
import { timeText } from './conflicts.ts';
import {
  beat,
  BEAT_US,
  heard,
  isHeard,
  look,
  newPeer,
  reachable,
  sendMissing,
  sendToAll,
} from './exchange.ts';
import type { MultiLeaderParams } from './params.ts';
import { contextOf, countSiblings, initialRow, take, takeRows, write } from './rows.ts';
import { actorName, copyOf, meets } from './state.ts';
import type { LeaderParams, LeaderState } from './state.ts';
import { tell } from './wire.ts';
import { peerOf } from '#patterns/between-members.ts';
import type { Wire } from './wire.ts';

/**
 * Every member takes writes and answers at once; changes go to the others afterwards, each actor's in order, and are
 * joined with what is there by a rule that does not mind the order (`conflicts.ts`).
 *
 * A crash that takes changes back may take back some that others have heard of. The member must not use their numbers
 * again, so it goes on under a new name and gets them back from the others like anybody's.
 */
export const multiLeader: Replication<LeaderParams, LeaderState> = {
  mode: 'multiLeader',
  home: 'nearest',

  prepare: (written: MultiLeaderParams) => ({
    conflicts: written.conflicts,
    clock: written.clock,
    causal: written.delivery === 'causal',
    exchangeUs: durationToUs(written.exchangeEvery),
    sessions: written.session === 'token',
  }),

  start(params, store) {
    const rows = new Map(store.all().map(({ key, value }) => [key, initialRow(params, key, value, store)]));
    const disk = { known: NO_EVENTS, time: HYBRID_ZERO, rows, logs: new Map() };
    return {
      ...disk,
      actor: store.self,
      life: 0,
      reach: reachChart.start.at,
      durable: copyOf(disk),
      peers: new Map(others(store).map((peer) => [peer, newPeer(0)])),
      early: [],
      held: [],
      siblings: 0,
    };
  },

  serves: () => true,

  asked(_state, _params, request, store) {
    const writes = request.verb !== 'get' && request.verb !== 'scan';
    store.disk(writes ? 'write' : 'read', { t: 'operation', request: request as unknown as Plain });
  },

  // The store tells of changes that it made itself: with `asked` it makes none.
  wrote() {},

  message(state, params, message, store, io) {
    const peerId = peerOf(message, io);
    const body = message.body as unknown as Wire[keyof Wire];
    if ('changes' in body) for (const change of body.changes) take(state, params, change, store, io);
    if ('rows' in body) takeRows(state, params, body, store, io);
    heard(state, peerId, body.known, io);
    look(state, store, io);
    if (message.verb !== 'known') {
      for (const request of release(state.held, (each) => meets(state.known, tokenOf(each)), io))
        carryOut(state, params, request, store, io);
      tell(peerId, 'known', { known: state.known }, io);
    }
    const peer = state.peers.get(peerId);
    if (peer !== undefined && params.exchangeUs === 0) sendMissing(state, peerId, peer, io);
  },

  timer(state, params, payload, store, io) {
    const timer = payload as unknown as Timer;
    switch (timer.t) {
      case 'operation': {
        const { request } = timer;
        if (!params.sessions || meets(state.known, tokenOf(request)))
          carryOut(state, params, request, store, io);
        else hold(state.held, request, io);
        return;
      }
      case 'held':
        return refuseHeld(state.held, timer.request, whoKnows(state, timer.request, io), io);
      case 'beat':
        beat(state, params, store, io);
        return void io.timer(BEAT_US, { t: 'beat' });
      case 'exchange':
        sendToAll(state, io);
        return void io.timer(Math.max(1_000, params.exchangeUs), { t: 'exchange' });
    }
  },

  synced(state) {
    state.durable = copyOf(state);
  },

  crash(state, params, store, _io, kept) {
    state.held = [];
    state.early = [];
    if (kept) return;
    Object.assign(state, copyOf(state.durable));
    state.life++;
    state.actor = actorName(store.self, state.life);
    state.known = Object.freeze({ ...state.known, [state.actor]: 0 });
    state.siblings = countSiblings(state, params, store);
  },

  restart(state, params, store, io) {
    state.peers = new Map(others(store).map((peer) => [peer, newPeer(io.now)]));
    io.timer(BEAT_US, { t: 'beat' });
    if (params.exchangeUs > 0) io.timer(params.exchangeUs, { t: 'exchange' });
    if (io.now > 0) for (const peer of state.peers.keys()) tell(peer, 'known', { known: state.known }, io);
  },

  machines: ({ reach }) => [{ chart: reachChart, subject: '', at: reach }],

  shows: (state, now) => ({
    clock: timeText(state.time),
    vector: state.known,
    copies: state.rows as unknown as Plain,
    siblings: state.siblings,
    early: state.early.length,
    peersReachable: reachable(state, now),
    whenCutOff: 'diverges',
    reach: state.reach,
  }),
};

type Timer =
  | { readonly t: 'operation'; readonly request: Message }
  | { readonly t: 'held'; readonly request: number }
  | { readonly t: 'beat' | 'exchange' };

const others = (store: StoreSide): string[] => store.members.filter((member) => member !== store.self);

function carryOut(
  state: LeaderState,
  params: LeaderParams,
  request: Message,
  store: StoreSide,
  io: Io,
): void {
  const result = store.evaluate(request.verb, request.body);
  if (!result.ok) return io.reply(request, result);
  const context =
    result.changes.length > 0
      ? write(state, params, result.changes, request, store, io)
      : request.verb === 'get'
        ? contextOf(state, params, (request.body as unknown as { key: string }).key, store)
        : null;
  io.reply(request, {
    ok: true,
    value: result.value,
    ...(params.sessions && { token: state.known }),
    ...(context !== null && { context }),
  });
  store.publish(result.published);
  if (result.changes.length > 0 && params.exchangeUs === 0) sendToAll(state, io);
}

/** Who should have what a request waits for: somebody who said so, or ''. */
function whoKnows(state: LeaderState, request: number, io: Io): string {
  const held = state.held.find((each) => each.request.id === request);
  if (held === undefined) return '';
  for (const [id, peer] of state.peers)
    if (isHeard(peer, io.now) && meets(peer.known, tokenOf(held.request))) return id;
  return '';
}
