import type { RowChange } from '#patterns/replication.ts';
import type { Held } from '#patterns/session-token.ts';
import { tellMember } from '#patterns/between-members.ts';
import type { Io } from '#sim/behaviour.ts';
import type { Message, Outcome } from '#sim/message.ts';
import type { Plain } from '#lib/plain.ts';
import { roleChart } from './chart.ts';
import type { Position, ReplicaLog } from './replica-log.ts';

export interface PrimaryCopyParams {
  /** Copies that must confirm; Infinity: all. */
  readonly acks: number;
  readonly ackTimeoutUs: number;
  readonly onTimeout: 'fail' | 'async';
  /** 0: every write is shipped at once. */
  readonly shipEveryUs: number;
  readonly automatic: boolean;
  readonly detectUs: number;
  /** A session finds what it has seen and written, wherever it asks. */
  readonly sessions: boolean;
}

interface Waiting {
  readonly lsn: number;
  readonly request: Message;
  readonly outcome: Outcome;
  readonly timer: number;
}
/** What one member is. Plain data. */
export interface PrimaryCopyState {
  role: string;
  /** Numbers reigns; no two members ever lead under one number. */
  epoch: number;
  leader: string;
  log: ReplicaLog;
  /** The log as it was when the disk last had everything; what a crash leaves of it. */
  durable: ReplicaLog;
  /** Primary: what each copy is known to have, and what has been sent to it. */
  acked: Map<string, number>;
  sent: Map<string, number>;
  /** Counts how often it went back for a copy. */
  round: Map<string, number>;
  waiting: Waiting[];
  held: Held[];
  lastHeard: number;
  /** When each other member was last heard. */
  heard: Map<string, number>;
  /** It asks the others to lead. */
  claim: { readonly epoch: number; granted: string[] } | null;
  /** Names the watch that counts; earlier ones have no say. */
  watch: number;
  started: boolean;
}

export interface Ship {
  readonly epoch: number;
  readonly round: number;
  readonly prev: Position;
  readonly entries: readonly (Position & { readonly changes: readonly RowChange[] })[];
  /** All rows as they are at `prev`, for a copy that has lost touch. */
  readonly rows?: readonly RowChange[];
}
export interface Shipped {
  readonly epoch: number;
  /** Of the shipment that is answered. */
  readonly round: number;
  /** Up to here the copy agrees; when it does not (`ok` false), the end of its log, and lsn -1 when only all rows will do. */
  readonly last: Position;
  readonly ok: boolean;
}
export interface Claim {
  readonly epoch: number;
  readonly last: Position;
}
export interface Vote {
  /** The claim that is answered. */
  readonly claim: number;
  readonly granted: boolean;
  /** What the voter has heard of. */
  readonly epoch: number;
}

export function move(state: PrimaryCopyState, event: string, io: Io): void {
  const next = roleChart.move(state.role, event);
  if (!next.moved) return;
  io.moved('role', state.role, next.at, event);
  state.role = next.at;
  io.fact('role', { data: state.role });
}

/** Tells another member something; what a person can read carries data. */
export function tell(
  peer: string,
  verb: 'ship' | 'shipped' | 'claim' | 'vote',
  told: Ship | Shipped | Claim | Vote,
  io: Io,
  label = '',
): void {
  const body = Object.freeze(told) as unknown as Plain;
  tellMember(peer, { kind: label === '' ? 'control' : 'replication', verb, body, label }, io);
}
