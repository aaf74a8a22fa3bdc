import type { Plain } from '#lib/plain.ts';
import type { Io } from '#sim/behaviour.ts';
import type { Message, Outcome } from '#sim/message.ts';

/**
 * How the members of a cluster keep copies: a protocol that a store runs beside its rows. The store owns rows,
 * versions and disk; the protocol decides who may write, when a write is confirmed, and what the copies hear.
 */
export interface Replication<Params, State> {
  readonly mode: string;
  prepare(written: never): Params;
  start(params: Params, store: StoreSide, io: Io): State;
  /** Whether this member answers such a request; else who does, as far as it knows ('' = it does not know). */
  serves(state: State, verb: string, wantsLeader: boolean): true | { readonly leader: string };
  /**
   * Changes were made here at one instant; answers `request` now or when the copies have it. `before` is what stood
   * there, to be put back if another member's log wins.
   */
  wrote(
    state: State,
    params: Params,
    changes: readonly RowChange[],
    request: Message,
    outcome: Outcome,
    store: StoreSide,
    io: Io,
    before: readonly RowChange[],
  ): void;
  message(state: State, params: Params, message: Message, store: StoreSide, io: Io): void;
  timer(state: State, params: Params, payload: Plain, store: StoreSide, io: Io): void;
  /** The disk has all that was written so far. Not told when every write is on it before it counts. */
  synced(state: State): void;
  /** What is left after a crash: all (`kept`), or what there was when it was last `synced`; rows are put back already. */
  crash(state: State, params: Params, store: StoreSide, io: Io, kept: boolean): void;
  restart(state: State, params: Params, store: StoreSide, io: Io): void;
  shows(state: State): { readonly [key: string]: Plain };
}

export interface RowChange {
  readonly key: string;
  /** null: the row is gone. */
  readonly value: Plain;
  readonly version: number;
}

/** What the protocol may do with the store it belongs to. */
export interface StoreSide {
  readonly self: string;
  /** All members, in document order. */
  readonly members: readonly string[];
  /** Writes rows as they are on another member; returns what stood there before, to take it back. */
  apply(changes: readonly RowChange[]): readonly RowChange[];
  /** Rows that are gone are among them, with the value null. */
  all(): readonly RowChange[];
}
