import type { StoreSide } from '#patterns/replication.ts';
import type { Io } from '#sim/behaviour.ts';
import { isAhead, lastOf } from './replica-log.ts';
import { move, tell } from './state.ts';
import type { Claim, PrimaryCopyParams, PrimaryCopyState, Vote } from './state.ts';

/**
 * Who leads when the primary is silent. A member that has waited long enough asks the others; whoever still hears a
 * primary, or has a longer log, says no. It needs as many voices, its own included, as are sure to meet every write
 * that was confirmed: of five members with one acknowledgement a write may be on only two, so four have to be asked;
 * where all must acknowledge, or none, its own voice is enough.
 */
function voicesNeeded({ acks }: PrimaryCopyParams, members: number): number {
  const confirming = Math.min(acks, members - 1);
  return confirming === 0 ? 1 : members - confirming;
}

/** The next number that is this member's own: five members share out 1 to 5, 6 to 10 and so on. */
export function nextEpoch(epoch: number, store: StoreSide): number {
  const { length } = store.members;
  return (Math.floor((epoch - 1) / length) + 1) * length + store.members.indexOf(store.self) + 1;
}

const BEATS_PER_DETECTION = 3;
const BEAT_US = 300_000;

export function beatUs({ automatic, detectUs }: PrimaryCopyParams): number {
  return automatic ? Math.max(1_000, Math.round(detectUs / BEATS_PER_DETECTION)) : BEAT_US;
}

/** From now on this member looks out for silence. */
export function beginWatch(state: PrimaryCopyState, params: PrimaryCopyParams, io: Io): void {
  if (!params.automatic) return;
  io.timer(beatUs(params), { t: 'watch', watch: ++state.watch });
}

/** Has it been silent for too long? True when this member leads now. */
export function watch(state: PrimaryCopyState, params: PrimaryCopyParams, store: StoreSide, io: Io): boolean {
  if (state.role === 'primary' || !params.automatic) return false;
  // One after another, so that two do not ask at once.
  const patienceUs = params.detectUs * (1 + 0.5 * store.members.indexOf(store.self));
  const silent = io.now - state.lastHeard >= patienceUs;
  if (state.claim === null && silent && claim(state, params, store, io)) return true;
  beginWatch(state, params, io);
  return false;
}

/** Asks the others. True when there is nobody to wait for, and this member leads now. */
export function claim(state: PrimaryCopyState, params: PrimaryCopyParams, store: StoreSide, io: Io): boolean {
  const epoch = nextEpoch(state.epoch, store);
  state.claim = { epoch, granted: [] };
  const body: Claim = { epoch, last: { ...lastOf(state.log) } };
  for (const member of store.members) if (member !== store.self) tell(member, 'claim', { ...body }, io);
  io.timer(params.detectUs, { t: 'claimed', epoch });
  return allHaveAnswered(state, store) && settle(state, params, store, io);
}

/** The leader that has fallen silent is not waited for. */
function allHaveAnswered({ claim: own, leader }: PrimaryCopyState, store: StoreSide): boolean {
  const silent = leader === store.self ? 0 : 1;
  return (
    own !== null &&
    own.granted.filter((voter) => voter !== leader).length + 1 + silent >= store.members.length
  );
}

/** Another member asks. */
export function onClaim(
  state: PrimaryCopyState,
  params: PrimaryCopyParams,
  asked: Claim,
  peer: string,
  io: Io,
): void {
  const leads = state.role === 'primary';
  const hears = state.leader !== peer && io.now - state.lastHeard < params.detectUs;
  const late = asked.epoch <= Math.max(state.epoch, state.claim?.epoch ?? 0);
  const granted = !leads && !hears && !late && !isAhead(lastOf(state.log), asked.last);
  if (granted) {
    // From now on an earlier primary is not listened to.
    state.epoch = asked.epoch;
    state.leader = peer;
    state.lastHeard = io.now;
    state.claim = null;
  }
  tell(peer, 'vote', { claim: asked.epoch, granted, epoch: state.epoch }, io);
}

/** An answer. True when this member leads now. */
export function onVote(
  state: PrimaryCopyState,
  params: PrimaryCopyParams,
  vote: Vote,
  peer: string,
  store: StoreSide,
  io: Io,
): boolean {
  const { claim: own } = state;
  if (own === null || vote.claim !== own.epoch || own.granted.includes(peer)) return false;
  if (!vote.granted) {
    // Somebody knows better: wait for it to act.
    state.epoch = Math.max(state.epoch, vote.epoch);
    state.lastHeard = io.now;
    state.claim = null;
    return false;
  }
  own.granted.push(peer);
  return allHaveAnswered(state, store) && settle(state, params, store, io);
}

/** Enough have agreed, or not: then it asks again when it has lost patience again. */
export function settle(
  state: PrimaryCopyState,
  params: PrimaryCopyParams,
  store: StoreSide,
  io: Io,
): boolean {
  const { claim: own } = state;
  if (own === null) return false;
  state.claim = null;
  if (own.granted.length + 1 < voicesNeeded(params, store.members.length)) {
    state.lastHeard = io.now;
    return false;
  }
  state.epoch = own.epoch;
  state.leader = store.self;
  move(state, 'promoted', io);
  return true;
}
