import type { StoreSide } from '#patterns/replication.ts';
import type { Io } from '#sim/behaviour.ts';
import type { Message } from '#sim/message.ts';
import { hasBegun } from './core.ts';
import { beat, confirmedRound, leaseUntil } from './replication.ts';
import { leads } from './state.ts';
import type { Around, Raft } from './state.ts';

/** A read that waits until a majority has shown that this leader still led after it was asked. */
export interface Read {
  readonly request: Message;
  readonly round: number;
}
export type Reads = 'quorum' | 'lease' | 'unsafe';

/** The disk has read; may it be answered? */
export function read(
  reads: Read[],
  how: Reads,
  request: Message,
  raft: Raft,
  around: Around,
  store: StoreSide,
  io: Io,
): void {
  const leased = how === 'lease' && hasBegun(raft) && around.clock < leaseUntil(raft, around);
  if (how === 'unsafe' || leased) return answer(request, store, io);
  if (!leads(raft)) return io.reply(request, { ok: false, reason: 'notLeader', text: raft.leader });
  reads.push({ request, round: beat(raft, around) });
}

/**
 * Answers the reads that a majority has confirmed. What was committed when they were asked is applied by then: a leader
 * applies what it commits at once, and knows what is committed from its first own entry on.
 */
export function answerReads(reads: Read[], raft: Raft, around: Around, store: StoreSide, io: Io): Read[] {
  if (reads.length === 0 || !hasBegun(raft)) return reads;
  const confirmed = confirmedRound(raft, around);
  const ready = reads.filter(({ round }) => round <= confirmed);
  for (const { request } of ready) answer(request, store, io);
  return ready.length === 0 ? reads : reads.filter(({ round }) => round > confirmed);
}

function answer(request: Message, store: StoreSide, io: Io): void {
  const result = store.evaluate(request.verb, request.body);
  io.reply(request, result.ok ? { ok: true, value: result.value } : result);
}
