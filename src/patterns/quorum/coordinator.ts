import { freezeDeep } from '#lib/plain.ts';
import type { Plain } from '#lib/plain.ts';
import type { Marks, Message, Outcome } from '#sim/message.ts';
import { coordinationChart } from './chart.ts';
import { isSame, newCopy, typedCopy, valueOf } from './copy.ts';
import type { Copy } from './copy.ts';
import { beginProbing } from './hand-off.ts';
import { preferenceOf } from '#patterns/placement.ts';
import { disk, isTyped, merge } from './replica.ts';
import { marksOf, NOTHING_SEEN, seenIn } from './seen.ts';
import type { Seen } from './seen.ts';
import { isSuspected, judge, quorumsOf } from './state.ts';
import type { Member, Operation } from './state.ts';
import { tell } from './wire.ts';
import type { Row, Wire } from './wire.ts';

interface Asked {
  readonly key?: string;
  readonly prefix?: string;
  readonly if?: string;
  readonly late?: boolean;
  /** What the session has seen of this row. */
  readonly context?: Marks;
  readonly r?: number;
  readonly w?: number;
}

/** A client's operation arrives. */
export function coordinate(member: Member, request: Message): void {
  const { state, params, store, io } = member;
  const { verb } = request;
  // Rows of one transaction have coordinators and owners of their own: nobody can carry it out at one instant.
  if (verb === 'transaction') return io.reply(request, { ok: false, reason: 'noRoute', text: verb });
  const body = request.body as unknown as Asked;
  const id = state.nextOperation++;
  const operation: Operation = {
    id,
    request,
    key: body.key ?? '',
    quorums: quorumsOf(params, store.members.length, body),
    at: coordinationChart.start.at,
    asked: new Map(),
    spare: [],
    standIns: [],
    replies: new Map(),
    rows: new Map(),
    acks: [],
    copy: null,
    answer: null,
    timer: io.timer(params.timeoutUs, { t: 'timeout', op: id }),
    patience: -1,
  };
  state.operations.set(id, operation);
  if (verb === 'scan') askAll(member, operation, body.prefix ?? '');
  else if (verb === 'get' || needsOld(member, request)) beginReading(member, operation);
  else {
    // What stands there does not matter, but that something does; a row with a CRDT type is refused in any case.
    const over = new Map<string, Plain>(isTyped(member, operation.key) ? [] : [[operation.key, true]]);
    const written = store.evaluate(verb, request.body, over);
    if (!written.ok) return refuse(member, operation, written);
    beginWriting(member, operation, written.changes[0]!.value, written.value, pastOf(body));
  }
}

/** A write supersedes what its session has seen of the row, wherever it saw it. */
const pastOf = ({ context }: Asked): Seen => (context === undefined ? NOTHING_SEEN : seenIn(context));

/** What the client is told, with what it has seen by that. */
function answered({ params }: Member, value: Plain, copy: Copy | null): Outcome {
  const hasSeen = params.conflicts === 'siblings' && copy !== null && copy.versions[0]!.joined === undefined;
  return hasSeen ? { ok: true, value, context: marksOf(copy.seen) } : { ok: true, value };
}

/** An update counts from what is there; a delete that has seen nothing would stand beside what it is meant to delete. */
function needsOld({ params }: Member, { verb, body }: Message): boolean {
  const { if: condition, late } = body as unknown as Asked;
  return (
    condition !== undefined ||
    late === true ||
    verb === 'update' ||
    (verb === 'delete' && params.conflicts === 'siblings')
  );
}

const move = (operation: Operation, event: string): void => {
  operation.at = coordinationChart.move(operation.at, event).at;
};

function close({ state, io }: Member, operation: Operation, event: string): void {
  move(operation, event);
  io.cancel(operation.timer);
  io.cancel(operation.patience);
  state.operations.delete(operation.id);
}

function refuse(
  member: Member,
  operation: Operation,
  outcome: Parameters<Member['io']['reply']>[1] & { ok: false },
): void {
  member.io.reply(operation.request, outcome);
  if (operation.at === coordinationChart.start.at) move(operation, 'read');
  close(member, operation, 'refused');
}

// ------------------------------------------------------------------ whom to ask

/** A silent member is given up, for this phase, after this share of the timeout. */
const PATIENCE = 0.25;

function askOwners(member: Member, operation: Operation, need: number): void {
  const { state, params, store, io } = member;
  const { n } = operation.quorums;
  const preference = preferenceOf(operation.key, store.members);
  const owners = preference.slice(0, n);
  operation.asked = new Map();
  operation.standIns = params.sloppy ? preference.slice(n).filter((each) => !isSuspected(state, each)) : [];
  operation.spare = [];
  if (params.contact === 'quorum')
    while (owners.length > need) {
      const out = Math.floor(io.draw('contact') * owners.length);
      operation.spare.push(...owners.splice(out, 1));
    }
  for (const owner of owners) {
    const standIn = isSuspected(state, owner) ? operation.standIns.shift() : undefined;
    if (standIn === undefined) ask(member, operation, owner, '');
    else ask(member, operation, standIn, owner);
  }
  awaitThem(member, operation);
}

function awaitThem({ params, io }: Member, operation: Operation): void {
  io.cancel(operation.patience);
  const patienceUs = Math.round(params.timeoutUs * PATIENCE);
  operation.patience = io.timer(patienceUs, { t: 'patience', op: operation.id });
}

function ask(member: Member, operation: Operation, whom: string, hintFor: string): void {
  const { store, io } = member;
  const { id: op, key, copy } = operation;
  operation.asked.set(whom, hintFor);
  if (copy === null) {
    if (whom === store.self) disk(member, 'read', { t: 'read', from: '', op, key });
    else tell(whom, 'read', { op, key }, io, `get ${key}`);
  } else if (whom === store.self) disk(member, 'write', { t: 'write', from: '', op, key, copy, hintFor });
  else tell(whom, 'write', { op, key, copy, hintFor }, io, `${verbOf(copy)} ${key}`);
}
const verbOf = ({ versions: [first] }: Copy): string =>
  first!.joined !== undefined ? 'update' : first!.value === null ? 'delete' : 'put';

/** Who has not answered by now is in doubt; others are asked in its place. */
export function losePatience(member: Member, op: number): void {
  const operation = member.state.operations.get(op);
  if (operation === undefined) return;
  const silent = unheard(operation).filter((each) => each !== member.store.self);
  let more = false;
  for (const peer of silent) {
    judge(member, peer, 'silent');
    if (operation.at === 'settling') continue;
    const owner = operation.asked.get(peer)! || peer;
    const [spare, standIn] = [operation.spare.shift(), operation.standIns[0]];
    if (spare !== undefined) ask(member, operation, spare, '');
    else if (standIn !== undefined) {
      operation.standIns.shift();
      ask(member, operation, standIn, owner);
    } else continue;
    more = true;
  }
  beginProbing(member);
  if (more) awaitThem(member, operation);
}

/** Who was asked in this phase and has said nothing. */
function unheard({ asked, copy, acks, replies, rows }: Operation): string[] {
  return [...asked.keys()].filter((each) =>
    copy === null ? !replies.has(each) && !rows.has(each) : !acks.includes(each),
  );
}

// ------------------------------------------------------------------ reading

function beginReading(member: Member, operation: Operation): void {
  move(operation, 'read');
  askOwners(member, operation, operation.quorums.r);
}

export function onCopy(member: Member, peer: string, { op, copy }: Wire['copy']): void {
  const operation = member.state.operations.get(op);
  if (operation === undefined || operation.copy !== null || !operation.asked.has(peer)) return;
  if (operation.replies.has(peer)) return;
  operation.replies.set(peer, copy);
  if (operation.at === 'reading') {
    if (operation.replies.size < operation.quorums.r) return;
    decide(member, operation);
  }
  if (operation.at !== 'settling') return;
  repair(member, operation);
  if (unheard(operation).length === 0) close(member, operation, 'allHeard');
}

const newest = (member: Member, { key, replies }: Operation): Copy | null =>
  [...replies.values()].reduce((merged, copy) => merge(member, key, merged, copy), null);

/** Enough have answered: the client's answer, or what is to be written. */
function decide(member: Member, operation: Operation): void {
  const { store, io } = member;
  const { request, key } = operation;
  const found = newest(member, operation);
  const copy =
    request.verb === 'update' ? merge(member, key, found, member.state.updated.get(key) ?? null) : found;
  const value = valueOf(copy);
  const over = new Map(value === null ? [] : [[key, value]]);
  const result = store.evaluate(request.verb, request.body, over);
  if (!result.ok) return refuse(member, operation, result);
  const [change] = result.changes;
  if (change !== undefined)
    return beginWriting(member, operation, change.value, result.value, copy?.seen ?? NOTHING_SEEN);
  io.reply(request, answered(member, result.value, copy));
  move(operation, 'enough');
}

/** Members that answered with less than all others together know are told the rest. */
function repair(member: Member, operation: Operation): void {
  const { params, store, io } = member;
  const copy = newest(member, operation);
  if (!params.readRepair || copy === null) return;
  const { key } = operation;
  const rows: Row[] = [[key, copy]];
  for (const [peer, own] of operation.replies) {
    if (isSame(own, copy) || operation.asked.get(peer) !== '') continue;
    if (peer === store.self) disk(member, 'write', { t: 'merge', rows, then: '', from: '', wanted: [] });
    else tell(peer, 'repair', { rows }, io, `repair ${key}`);
    operation.replies.set(peer, copy);
  }
}

// ------------------------------------------------------------------ writing

function beginWriting(member: Member, operation: Operation, value: Plain, answer: Plain, past: Seen): void {
  const { state, params, store, io } = member;
  const { key } = operation;
  const n = (state.made.get(key) ?? 0) + 1;
  state.made.set(key, n);
  const version = { value, at: io.clock, by: store.self, n };
  if (isTyped(member, key)) state.updated.set(key, (operation.copy = typedCopy(version)));
  else operation.copy = newCopy(params.conflicts, version, past);
  operation.answer = answer;
  move(operation, operation.at === 'reading' ? 'decided' : 'write');
  askOwners(member, operation, operation.quorums.w);
}

export function onWrote(member: Member, peer: string, op: number): void {
  const operation = member.state.operations.get(op);
  if (operation === undefined || operation.copy === null || !operation.asked.has(peer)) return;
  if (operation.acks.includes(peer)) return;
  operation.acks.push(peer);
  if (operation.at === 'writing' && operation.acks.length >= operation.quorums.w) {
    member.io.reply(operation.request, answered(member, operation.answer, operation.copy));
    move(operation, 'enough');
  }
  if (operation.at === 'settling' && unheard(operation).length === 0) close(member, operation, 'allHeard');
}

/** For owners that have not confirmed, and for whom nobody has stood in, the coordinator keeps the write itself. */
function leaveHints(member: Member, operation: Operation): void {
  const { params, store } = member;
  const { asked, acks, copy, key } = operation;
  if (copy === null || !params.hintedHandoff) return;
  const covered = acks.map((each) => asked.get(each)! || each);
  const owners = new Set([...asked].map(([each, hintFor]) => hintFor || each));
  for (const owner of owners) {
    if (owner === store.self || covered.includes(owner)) continue;
    disk(member, 'write', { t: 'write', from: '', op: -1, key, copy, hintFor: owner });
  }
}

/** No more answers are waited for. */
export function timeIsUp(member: Member, op: number): void {
  const { state, io } = member;
  const operation = state.operations.get(op);
  if (operation === undefined) return;
  const { at, request, quorums } = operation;
  leaveHints(member, operation);
  if (at === 'settling') return close(member, operation, 'timeUp');
  // A copy that has a write keeps it: nobody can tell the client what will become of it.
  if (at === 'writing')
    io.reply(request, {
      ok: false,
      reason: 'notReplicated',
      text: `${operation.acks.length} of ${quorums.w}`,
    });
  else {
    const [have, need] =
      request.verb === 'scan'
        ? [operation.rows.size, rangeNeeds(member, operation)]
        : [operation.replies.size, quorums.r];
    io.reply(request, { ok: false, reason: 'timedOut', text: `${have} of ${need}` });
  }
  close(member, operation, 'tooFew');
}

// ------------------------------------------------------------------ scans

/** All members but so few that R owners of every row are among those that answer. */
const rangeNeeds = ({ store }: Member, { quorums }: Operation): number =>
  store.members.length - quorums.n + quorums.r;

function askAll(member: Member, operation: Operation, prefix: string): void {
  const { store, io } = member;
  const { id: op } = operation;
  move(operation, 'read');
  for (const each of store.members) {
    operation.asked.set(each, '');
    if (each === store.self) disk(member, 'read', { t: 'range', from: '', op, prefix });
    else tell(each, 'range', { op, prefix }, io, `scan ${prefix}`);
  }
  awaitThem(member, operation);
}

export function onRows(member: Member, peer: string, { op, rows }: Wire['rows']): void {
  const { state, store, io } = member;
  const operation = state.operations.get(op);
  if (operation === undefined || operation.request.verb !== 'scan') return;
  operation.rows.set(peer, rows);
  if (operation.rows.size < rangeNeeds(member, operation)) return;
  const merged = new Map<string, Copy>();
  for (const own of operation.rows.values())
    for (const [key, copy] of own) merged.set(key, merge(member, key, merged.get(key) ?? null, copy)!);
  const over = new Map<string, Plain>();
  for (const [key, copy] of merged) {
    const value = valueOf(copy);
    if (value !== null) over.set(key, value);
  }
  const result = store.evaluate('scan', operation.request.body, over);
  io.reply(operation.request, result.ok ? { ok: true, value: freezeDeep(result.value) } : result);
  move(operation, 'enough');
  close(member, operation, 'allHeard');
}
