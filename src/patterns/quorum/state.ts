import type { Plain } from '#lib/plain.ts';
import type { StoreSide } from '#patterns/replication.ts';
import type { Io } from '#sim/behaviour.ts';
import type { Message } from '#sim/message.ts';
import { peerChart } from './chart.ts';
import type { Conflicts, Copy } from './copy.ts';
import type { Row } from './wire.ts';

export interface QuorumState {
  /** The rows that this member owns, with what the store shows of them. */
  copies: Map<string, Copy>;
  /** What it keeps for members that are away: member → row → copy. */
  hints: Map<string, Map<string, Copy>>;
  /** What a crash would put back, if the disk has not everything: as `copies` and as `hints` (`member row`) were. */
  before: {
    copies: Map<string, Copy | null>;
    hints: Map<string, { member: string; row: string; copy: Copy | null }>;
  };
  /** How many versions of a row this member has made. Never goes back: a dot means one version for ever. */
  made: Map<string, number>;
  /**
   * What this member's own updates of a row with a CRDT type have come to, whether it owns the row or not: the next one
   * must not count from before them, though no member that it asks has heard of them yet.
   */
  updated: Map<string, Copy>;
  operations: Map<number, Operation>;
  nextOperation: number;
  /** Members in doubt, and the configuration of the machine of each that ever was. */
  peers: Map<string, string>;
  /** The timer that asks members in doubt, and those there are hints for, whether they are back; -1: none. */
  probing: number;
  /** How often it has compared its rows with another's: whose turn it is. */
  comparisons: number;
  siblings: number;
  tombstones: number;
}

export interface Resolved {
  readonly n: number;
  readonly r: number;
  readonly w: number;
}

export interface QuorumParams {
  /** null: all members, a majority, a majority. */
  readonly n: number | null;
  readonly r: number | null;
  readonly w: number | null;
  readonly contact: 'all' | 'quorum';
  readonly readRepair: boolean;
  readonly hintedHandoff: boolean;
  readonly sloppy: boolean;
  /** 0: never. */
  readonly antiEntropyUs: number;
  readonly conflicts: Conflicts;
  readonly timeoutUs: number;
}

/** N, R and W for so many members; `own` is what a step asks for. */
export function quorumsOf(
  { n, r, w }: QuorumParams,
  members: number,
  own: { readonly r?: number; readonly w?: number } = {},
): Resolved {
  const all = Math.min(n ?? members, members);
  const majority = Math.floor(all / 2) + 1;
  const bound = (asked: number): number => Math.min(Math.max(1, asked), all);
  return { n: all, r: bound(own.r ?? r ?? majority), w: bound(own.w ?? w ?? majority) };
}

/** A client's operation at the member that coordinates it. */
export interface Operation {
  readonly id: number;
  readonly request: Message;
  readonly key: string;
  readonly quorums: Resolved;
  /** Configuration of the coordination chart. */
  at: string;
  /** Who was asked in this phase: member → '' for an owner, or the owner that it stands in for. */
  asked: Map<string, string>;
  /** Owners that were not asked, and members that may stand in for an owner, in the order of preference. */
  spare: string[];
  standIns: string[];
  /** Read: what each has said. */
  replies: Map<string, Copy | null>;
  /** Scan: what each has said. */
  rows: Map<string, readonly Row[]>;
  /** Write: who has it. */
  acks: string[];
  /** What is written, and what the client is told then. */
  copy: Copy | null;
  answer: Plain;
  readonly timer: number;
  /** Fires when those that were asked last have been silent for long; -1: none yet. */
  patience: number;
}

export type Timer =
  | { readonly t: 'timeout' | 'patience'; readonly op: number }
  /** The disk has read or written what `from` asked for; '' is this member itself. */
  | { readonly t: 'read'; readonly from: string; readonly op: number; readonly key: string }
  | { readonly t: 'range'; readonly from: string; readonly op: number; readonly prefix: string }
  | {
      readonly t: 'write';
      readonly from: string;
      /** -1: nobody waits. */
      readonly op: number;
      readonly key: string;
      readonly copy: Copy;
      readonly hintFor: string;
    }
  | {
      readonly t: 'merge';
      readonly rows: readonly Row[];
      readonly then: 'handedOff' | 'exchange' | '';
      readonly from: string;
      readonly wanted: readonly string[];
    }
  | { readonly t: 'probe' | 'antiEntropy' };

/** Everything that a part of the protocol works with. */
export interface Member {
  readonly state: QuorumState;
  readonly params: QuorumParams;
  readonly store: StoreSide;
  readonly io: Io;
}

export const isSuspected = ({ peers }: QuorumState, member: string): boolean =>
  peers.get(member) === 'suspected';

/** It has not answered in time, or something was heard from it. True when that changes what is thought of it. */
export function judge({ state, io }: Member, peer: string, event: 'silent' | 'heard' | 'restarted'): boolean {
  const from = state.peers.get(peer) ?? peerChart.start.at;
  const next = peerChart.move(from, event);
  if (!next.moved) return false;
  const link = io.ports.find((port) => port.peerId === peer)?.link ?? -1;
  io.moved(`peer ${peer}`, from, next.at, event, link);
  state.peers.set(peer, next.at);
  return true;
}
