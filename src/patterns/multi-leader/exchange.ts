import { descends, mergeVectors, NO_EVENTS } from '#lib/vector-clock.ts';
import type { VectorClock } from '#lib/vector-clock.ts';
import type { StoreSide } from '#patterns/replication.ts';
import type { Io } from '#sim/behaviour.ts';
import { reachChart } from './chart.ts';
import { isOver, memberOf } from './state.ts';
import type { Change, LeaderParams, LeaderState, Log, Peer } from './state.ts';
import { tell } from './wire.ts';

/**
 * How changes spread. Each member says now and then how far it knows (a vector); whoever knows more sends what is
 * missing. Nothing else is needed against loss, cuts and crashes: what was lost is missing, and will be said to be.
 */
export const BEAT_US = 300_000;
/** Not heard for so long, a member counts as cut off, and is sent nothing but the vector until it answers. */
const SILENCE_US = 3 * BEAT_US;
/** No progress for so long: what was sent is taken to be lost. */
const LOST_US = 2 * BEAT_US;
/** A change of another member is passed on when it is so old that its maker seems not to get through. */
const PASS_ON_US = 3 * BEAT_US;
/** Of each actor, for members that are away. Whoever lacks more is sent all rows. */
const LOG_MAX = 2_048;

/** At the very start nobody knows of anything. */
export const newPeer = (now: number): Peer => ({
  known: NO_EVENTS,
  told: now === 0,
  sent: NO_EVENTS,
  progressAt: now,
  heardAt: now,
});

/** Another member has said how far it knows. */
export function heard(state: LeaderState, peerId: string, known: VectorClock, io: Io): void {
  const peer = state.peers.get(peerId);
  if (peer === undefined) return;
  peer.heardAt = io.now;
  peer.told = true;
  for (const actor in known) {
    // A life that has begun is worth knowing of before it has done anything.
    if (!Object.hasOwn(state.known, actor)) state.known = Object.freeze({ ...state.known, [actor]: 0 });
  }
  const forgot = !descends(known, peer.known);
  if (forgot || !descends(peer.known, known)) peer.progressAt = io.now;
  peer.known = known;
  peer.sent = forgot ? known : mergeVectors(peer.sent, known);
  trim(state);
  giveUp(state);
}

/** Changes of a life that is over, after a gap that nobody can fill: they were told of, and are lost like what came before. */
function giveUp(state: LeaderState): void {
  if (state.early.length === 0) return;
  const peers = [...state.peers.values()];
  state.early = state.early.filter(
    ({ actor }) =>
      !isOver(state.known, actor) ||
      peers.some(({ known }) => (known[actor] ?? 0) > (state.known[actor] ?? 0)),
  );
}

/** Keeps what some member lacks, as far as there is room. */
function trim(state: LeaderState): void {
  for (const [actor, log] of state.logs) {
    let everywhere = Infinity;
    for (const { known } of state.peers.values()) everywhere = Math.min(everywhere, known[actor] ?? 0);
    dropUpTo(log, Math.max(everywhere, log.base + log.entries.length - LOG_MAX));
  }
}

function dropUpTo(log: Log, seq: number): void {
  const count = Math.min(log.entries.length, seq - log.base);
  if (count <= 0) return;
  log.entries.splice(0, count);
  log.base += count;
}

export const isHeard = ({ heardAt }: Peer, now: number): boolean => now - heardAt < SILENCE_US;

export function sendToAll(state: LeaderState, io: Io): void {
  for (const [peerId, peer] of state.peers) if (isHeard(peer, io.now)) sendMissing(state, peerId, peer, io);
}

/** What it lacks and has not been sent. */
export function sendMissing(state: LeaderState, peerId: string, peer: Peer, io: Io): void {
  if (!peer.told) return;
  if (io.now - peer.progressAt >= LOST_US) {
    peer.sent = peer.known;
    peer.progressAt = io.now;
  }
  const changes: Change[] = [];
  for (const [actor, log] of state.logs) {
    const from = Math.max(peer.sent[actor] ?? 0, peer.known[actor] ?? 0);
    const own = memberOf(actor) === io.nodeId;
    if (from < log.base) {
      if (own || io.now - log.since >= PASS_ON_US) return sendRows(state, peerId, peer, io);
      continue;
    }
    for (const { change, at } of log.entries.slice(from - log.base)) {
      if (!own && io.now - at < PASS_ON_US) break;
      changes.push(change);
    }
  }
  if (changes.length === 0) return;
  const before = peer.sent;
  if (descends(peer.known, before)) peer.progressAt = io.now;
  const sent: Record<string, number> = { ...before };
  for (const { actor, seq } of changes) sent[actor] = Math.max(sent[actor] ?? 0, seq);
  peer.sent = Object.freeze(sent);
  tell(peerId, 'changes', { known: state.known, changes: Object.freeze(changes) }, io, labelOf(changes));
}

function labelOf(changes: readonly Change[]): string {
  const { label } = changes[changes.length - 1]!;
  return changes.length > 1 ? `${label} (+${changes.length - 1})` : label;
}

function sendRows(state: LeaderState, peerId: string, peer: Peer, io: Io): void {
  peer.sent = mergeVectors(peer.sent, state.known);
  peer.progressAt = io.now;
  const rows = Object.freeze([...state.rows].map((row) => Object.freeze(row)));
  tell(peerId, 'rows', { known: state.known, time: state.time, rows }, io, 'all rows');
}

/** Says how far this member knows, also to those that seem cut off: one answer tells that they are not. */
export function beat(state: LeaderState, params: LeaderParams, store: StoreSide, io: Io): void {
  for (const [peerId, peer] of state.peers) {
    if (params.exchangeUs === 0 && isHeard(peer, io.now)) sendMissing(state, peerId, peer, io);
    tell(peerId, 'known', { known: state.known }, io);
  }
  look(state, store, io);
}

/** Whether all are heard. */
export function look(state: LeaderState, store: StoreSide, io: Io): void {
  const event = reachable(state, io.now) < store.members.length - 1 ? 'silence' : 'heard';
  const next = reachChart.move(state.reach, event);
  if (!next.moved) return;
  io.moved('reach', state.reach, next.at, event);
  state.reach = next.at;
}

export function reachable(state: LeaderState, now: number): number {
  let count = 0;
  for (const peer of state.peers.values()) if (isHeard(peer, now)) count++;
  return count;
}
