import { hashString } from '#lib/hash.ts';
import { isSame, stampOf } from './copy.ts';
import { ownersOf } from '#patterns/placement.ts';
import { disk } from './replica.ts';
import { quorumsOf } from './state.ts';
import type { Member } from './state.ts';
import { labelOf, tell } from './wire.ts';
import type { Row, Wire } from './wire.ts';

/**
 * Two members compare the rows that both own: first a number for each bucket of rows, then the stamps of the rows in
 * buckets that differ, then the rows themselves. A Merkle tree of two levels: between members that agree it costs one
 * message.
 */
const BUCKETS = 32;

export function beginAntiEntropy({ params, io }: Member): void {
  const { antiEntropyUs } = params;
  // Not all at one instant.
  if (antiEntropyUs > 0)
    io.timer(Math.round(antiEntropyUs * (0.75 + 0.5 * io.draw('anti-entropy'))), { t: 'antiEntropy' });
}

/** Compares with one other member, with each in its turn. */
export function compareWithOne(member: Member): void {
  const { state, store, io } = member;
  const { members, self } = store;
  if (members.length > 1) {
    const steps = 1 + (state.comparisons++ % (members.length - 1));
    const peer = members[(members.indexOf(self) + steps) % members.length]!;
    tell(peer, 'digest', { buckets: digestOf(member, peer) }, io);
  }
  beginAntiEntropy(member);
}

const bucketOf = (key: string): number => hashString(key) % BUCKETS;

/** Rows that both own, in any order. */
function shared({ state, params, store }: Member, peer: string): Row[] {
  const { n } = quorumsOf(params, store.members.length);
  return [...state.copies].filter(([key]) => {
    const owners = ownersOf(key, store.members, n);
    return owners.includes(peer) && owners.includes(store.self);
  });
}

function digestOf(member: Member, peer: string): number[] {
  const buckets = Array.from({ length: BUCKETS }, () => 0);
  // A sum does not mind the order.
  for (const [key, copy] of shared(member, peer)) {
    const bucket = bucketOf(key);
    buckets[bucket] = (buckets[bucket]! + hashString(`${key} ${stampOf(copy)}`)) % 0x100000000;
  }
  return buckets;
}

export function onDigest(member: Member, peer: string, { buckets }: Wire['digest']): void {
  const own = digestOf(member, peer);
  const differing = own.map((_, i) => i).filter((i) => own[i] !== buckets[i]);
  if (differing.length === 0) return;
  const stamps = inBuckets(member, peer, differing).map(([key, copy]) => [key, stampOf(copy)] as const);
  tell(peer, 'differing', { buckets: differing, stamps }, member.io);
}

const inBuckets = (member: Member, peer: string, buckets: readonly number[]): Row[] =>
  shared(member, peer).filter(([key]) => buckets.includes(bucketOf(key)));

export function onDiffering(member: Member, peer: string, { buckets, stamps }: Wire['differing']): void {
  const theirs = new Map(stamps);
  const rows = inBuckets(member, peer, buckets).filter(([key, copy]) => theirs.get(key) !== stampOf(copy));
  const own = new Set(rows.map(([key]) => key));
  // Of those that differ, nobody knows who is behind before the rows are laid side by side.
  const wanted = stamps
    .filter(([key, stamp]) => own.has(key) || stampOf(member.state.copies.get(key) ?? null) !== stamp)
    .map(([key]) => key);
  if (rows.length + wanted.length > 0)
    tell(peer, 'exchange', { rows, wanted }, member.io, rows.length > 0 ? labelOf('sync', rows) : 'sync');
}

export function onExchange(member: Member, peer: string, { rows, wanted }: Wire['exchange']): void {
  disk(member, 'write', { t: 'merge', rows, then: 'exchange', from: peer, wanted });
}

/** The rows it was sent are written here: the other gets what it still lacks. */
export function answerExchange(
  { state, io }: Member,
  peer: string,
  sent: readonly Row[],
  wanted: readonly string[],
): void {
  const theirs = new Map(sent);
  const rows = wanted.flatMap((key): Row[] => {
    const copy = state.copies.get(key);
    return copy === undefined || isSame(copy, theirs.get(key) ?? null) ? [] : [[key, copy]];
  });
  if (rows.length > 0) tell(peer, 'exchange', { rows, wanted: [] }, io, labelOf('sync', rows));
}
