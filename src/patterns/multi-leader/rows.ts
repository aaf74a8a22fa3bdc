import { HYBRID_ZERO, tickHybrid, updateHybrid } from '#patterns/clocks/hybrid.ts';
import type { HybridTime } from '#patterns/clocks/hybrid.ts';
import { receiveLamport, tickLamport } from '#patterns/clocks/lamport.ts';
import { descends, mergeVectors, NO_EVENTS } from '#lib/vector-clock.ts';
import type { VectorClock } from '#lib/vector-clock.ts';
import type { Plain } from '#lib/plain.ts';
import type { Changed, StoreSide } from '#patterns/replication.ts';
import type { Io } from '#sim/behaviour.ts';
import type { Message } from '#sim/message.ts';
import { joined, keepSiblings, lastWriteWins, versionOf, withWrite } from './conflicts.ts';
import type { Conflicts, Kept } from './conflicts.ts';
import { crdtRows } from './crdt-rows.ts';
import type { Change, LeaderParams, LeaderState, Log } from './state.ts';
import type { Wire } from './wire.ts';

type Row = readonly [key: string, kept: Kept];

/** The rule that a row is kept by. */
function ruleFor({ conflicts }: LeaderParams, key: string, store: StoreSide): Conflicts {
  const type = store.type(key);
  if (type !== undefined) return crdtRows[type];
  return conflicts === 'siblings' ? keepSiblings : lastWriteWins;
}

/** Who wrote what is there from the start; every write has seen it. */
const START = '0';
const SEEN_BY_ALL: VectorClock = Object.freeze({ [START]: 1 });

export function initialRow(params: LeaderParams, key: string, value: Plain, store: StoreSide): Kept {
  const body = { key, value };
  const time = HYBRID_ZERO;
  return withWrite(ruleFor(params, key, store), null, {
    verb: 'put',
    body,
    value,
    actor: START,
    time,
    seen: NO_EVENTS,
  });
}

/** What a session may replace from now on that was shown this row. */
export function contextOf(
  { rows }: LeaderState,
  params: LeaderParams,
  key: string,
  store: StoreSide,
): VectorClock | null {
  const kept = rows.get(key);
  return kept === undefined ? null : (ruleFor(params, key, store).context?.(kept) ?? null);
}

/** Writes rows here; says what the writer's session may replace from now on, if anything is to be remembered. */
export function write(
  state: LeaderState,
  params: LeaderParams,
  changes: readonly Changed[],
  request: Message,
  store: StoreSide,
  io: Io,
): VectorClock | null {
  const { verb, body } = request;
  const { actor } = state;
  const { key: asked, context = NO_EVENTS } = body as { key?: string; context?: VectorClock };
  const seen = mergeVectors(context, SEEN_BY_ALL);
  const blind = isBlind(request);
  state.time = tick(params, state.time, io.clock);
  const rows = changes.map(({ key, value }): Row => {
    const mine = state.rows.get(key) ?? null;
    const replaced = blind ? seen : mergeVectors(seen, mine?.writes ?? NO_EVENTS);
    const made = { verb, body, value, actor, time: state.time, seen: replaced };
    // The state of a CRDT knows nothing but what is in it, whatever its writer was shown elsewhere.
    if (store.type(key) !== undefined) made.seen = NO_EVENTS;
    return Object.freeze([key, withWrite(ruleFor(params, key, store), mine, made)] as const);
  });
  const [last, kept] = rows[rows.length - 1]!;
  enter(
    state,
    {
      actor,
      seq: (state.known[actor] ?? 0) + 1,
      time: state.time,
      needs: params.causal ? state.known : NO_EVENTS,
      rows: Object.freeze(rows.map((row, i) => news(row, changes[i]!, actor))),
      label: `${last} ${ruleFor(params, last, store).label(kept)}`,
    },
    io,
  );
  setRows(state, params, rows, store);
  const replaced = { actor, seen: blind ? seen : kept.writes };
  return asked === undefined ? null : (ruleFor(params, asked, store).context?.(kept, replaced) ?? null);
}

/**
 * What the others have to hear: of a row with a CRDT type no more than was added to it. They take the changes of one
 * actor in order, so they have all that it added before; with its first they get what the row was when it began.
 */
function news([key, kept]: Row, { delta }: Changed, actor: string): Row {
  const number = kept.writes[actor]!;
  if (delta === undefined || number === 1) return Object.freeze([key, kept] as const);
  const added = Object.freeze({ writes: Object.freeze({ [actor]: number }), data: delta });
  return Object.freeze([key, added] as const);
}

/** Without a condition, and without a value that is made from the old one, a writer has not looked. */
function isBlind({ verb, body }: Message): boolean {
  const { if: condition, late } = body as { if?: string; late?: boolean };
  return verb !== 'transaction' && condition === undefined && late !== true;
}

/** A change of another member: it is applied when its turn has come, and others perhaps that waited for it. */
export function take(
  state: LeaderState,
  params: LeaderParams,
  change: Change,
  store: StoreSide,
  io: Io,
): void {
  if (change.seq <= (state.known[change.actor] ?? 0)) return;
  if (!isDue(state, change)) {
    const waits = state.early.some(({ actor, seq }) => actor === change.actor && seq === change.seq);
    if (!waits && state.early.length < EARLY_MAX) state.early.push(change);
    return;
  }
  apply(state, params, change, store, io);
  for (let next = dueAmong(state); next !== undefined; next = dueAmong(state))
    apply(state, params, next, store, io);
}
/** More are not kept: they will be sent again. */
const EARLY_MAX = 1_024;

const isDue = ({ known }: LeaderState, { actor, seq, needs }: Change): boolean =>
  seq === (known[actor] ?? 0) + 1 && descends(known, needs);

function dueAmong(state: LeaderState): Change | undefined {
  if (state.early.length === 0) return undefined;
  forgetKnown(state);
  const at = state.early.findIndex((change) => isDue(state, change));
  return at < 0 ? undefined : state.early.splice(at, 1)[0];
}

function apply(state: LeaderState, params: LeaderParams, change: Change, store: StoreSide, io: Io): void {
  state.time = received(params, state.time, change.time, io.clock);
  enter(state, change, io);
  joinRows(state, params, change.rows, store);
}

/** Takes a change into the log. */
function enter(state: LeaderState, change: Change, io: Io): void {
  const { actor, seq } = change;
  let log = state.logs.get(actor);
  if (log === undefined) state.logs.set(actor, (log = newLog()));
  log.entries.push({ change: Object.freeze(change), at: io.now });
  state.known = Object.freeze({ ...state.known, [actor]: seq });
}
const newLog = (): Log => ({ base: 0, since: 0, entries: [] });

/** All rows of another member, in place of changes that it no longer has. */
export function takeRows(
  state: LeaderState,
  params: LeaderParams,
  { rows, known, time }: Wire['rows'],
  store: StoreSide,
  io: Io,
): void {
  state.time = received(params, state.time, time, io.clock);
  joinRows(state, params, rows, store);
  for (const actor in known) {
    if (known[actor]! <= (state.known[actor] ?? 0)) continue;
    state.logs.set(actor, { base: known[actor]!, since: io.now, entries: [] });
  }
  state.known = mergeVectors(state.known, known);
  forgetKnown(state);
}

function forgetKnown(state: LeaderState): void {
  state.early = state.early.filter(({ actor, seq }) => seq > (state.known[actor] ?? 0));
}

/** Joins rows with those that are here. */
function joinRows(state: LeaderState, params: LeaderParams, rows: readonly Row[], store: StoreSide): void {
  const news = rows.flatMap(([key, theirs]): Row[] => {
    const mine = state.rows.get(key);
    if (mine === undefined) return [[key, theirs]];
    return descends(mine.writes, theirs.writes)
      ? []
      : [[key, joined(ruleFor(params, key, store), mine, theirs)]];
  });
  if (news.length > 0) setRows(state, params, news, store);
}

function setRows(state: LeaderState, params: LeaderParams, rows: readonly Row[], store: StoreSide): void {
  const changes = rows.map(([key, kept]) => {
    const rule = ruleFor(params, key, store);
    state.siblings += side(rule, kept) - side(rule, state.rows.get(key));
    state.rows.set(key, kept);
    const { writes, data } = kept;
    return { key, value: rule.value(data), version: versionOf(kept), stamp: rule.label(kept), writes };
  });
  store.apply(changes);
}

const side = (rule: Conflicts, kept: Kept | undefined): number =>
  kept !== undefined && rule.versions(kept.data) > 1 ? 1 : 0;

export const countSiblings = ({ rows }: LeaderState, params: LeaderParams, store: StoreSide): number =>
  [...rows].reduce((count, [key, kept]) => count + side(ruleFor(params, key, store), kept), 0);

/** The time of the next write here. */
function tick({ clock }: LeaderParams, time: HybridTime, reading: number): HybridTime {
  switch (clock) {
    case 'wall':
      return Object.freeze({ wall: reading, logical: 0 });
    case 'lamport':
      return Object.freeze({ wall: 0, logical: tickLamport(time.logical) });
    case 'hybrid':
      return tickHybrid(time, reading);
  }
}

function received({ clock }: LeaderParams, own: HybridTime, theirs: HybridTime, reading: number): HybridTime {
  switch (clock) {
    case 'wall':
      return own;
    case 'lamport':
      return Object.freeze({ wall: 0, logical: receiveLamport(own.logical, theirs.logical) });
    case 'hybrid':
      return updateHybrid(own, theirs, reading);
  }
}
