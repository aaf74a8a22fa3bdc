import type { Plain } from '#lib/plain.ts';
import type { Io } from '#sim/behaviour.ts';
import type { CrdtType } from '#patterns/row-types.ts';
import type { Chart } from '#sim/machine.ts';
import type { Marks, Message, Outcome } from '#sim/message.ts';
import type { Reason } from '#sim/reasons.ts';

/**
 * How the members of a cluster keep copies: a protocol that a store runs beside its rows. The store owns rows,
 * versions and disk; the protocol decides who may write, when a write is confirmed, and what the copies hear.
 *
 * Sessions carry what they have seen. An outcome may bring a `token` (how far the member that answered has come, in names
 * of the protocol's choice) and a `context` (which versions of the row that was asked for the answer holds, or a write left).
 * The caller keeps, for each session and cluster, the greatest mark of every name of all tokens, and of all contexts row by
 * row; all that it asks in that session later carries them as `body.token` and, about that row, `body.context`.
 */
export interface Replication<Params, State> {
  readonly mode: string;
  /** Whom a client asks when its step does not say: the member that leads, or the closest one. */
  readonly home: 'leader' | 'nearest';
  /** The machine of a member's role, where there is one: `shows` says as `role` where it stands. */
  readonly chart?: Chart;
  /** Machines of a member that come and go, as it has them now. */
  machines?(state: State): readonly Machine[];
  prepare(written: never): Params;
  /** Which members are to hold a row in the end; all when left out. */
  holders?(params: Params, key: string, members: readonly string[]): readonly string[];
  start(params: Params, store: StoreSide, io: Io): State;
  /** Whether this member answers such a request; else who does, as far as it knows ('' = it does not know). */
  serves(
    state: State,
    verb: string,
    wantsLeader: boolean,
    params: Params,
  ): true | { readonly leader: string };
  /**
   * The protocol answers clients itself (quorum, consensus): it decides over messages what a read returns and when a
   * write counts, with `store.evaluate`, `store.disk` and `store.apply`. Left out, the store carries each operation out
   * where it stands, and `wrote` is told of the changes.
   */
  asked?(state: State, params: Params, request: Message, store: StoreSide, io: Io): void;
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
  /**
   * Sessions: what was answered before comes with a question as `body.token` (see `Asking`). Asked at the instant an
   * operation is about to be carried out here; false: this member lacks something of it. It keeps the request, and hands
   * it to `store.carryOut` when it has caught up. Not asked of a protocol that has `asked`.
   */
  admits?(state: State, params: Params, request: Message, store: StoreSide, io: Io): boolean;
  /** What a session has seen that reads here now, for `Outcome.token`; null: nothing that anybody should remember. */
  seen?(state: State, params: Params): Marks | null;
  message(state: State, params: Params, message: Message, store: StoreSide, io: Io): void;
  timer(state: State, params: Params, payload: Plain, store: StoreSide, io: Io): void;
  /** The disk has all that was written so far. Not told when every write is on it before it counts. */
  synced(state: State): void;
  /** What is left after a crash: all (`kept`), or what there was when it was last `synced`; rows are put back already. */
  crash(state: State, params: Params, store: StoreSide, io: Io, kept: boolean): void;
  restart(state: State, params: Params, store: StoreSide, io: Io): void;
  /**
   * `now`: virtual time, µs. What a partition does to a member stands in `peersReachable`, how many others it has heard
   * of late, and `whenCutOff`: whether it `refuses` a write that is asked of it while others are silent, or `diverges`
   * from them by taking it.
   */
  shows(state: State, now: number, params: Params): { readonly [key: string]: Plain };
  /** For modes that elect leaders and agree on a log: what every run is held to (`check/raft-invariants.ts`). */
  consensus?(state: State): ConsensusView;
}

export interface ConsensusView {
  readonly role: string;
  readonly term: number;
  /** `entries` follow `base` without a gap. */
  readonly log: {
    readonly base: { readonly index: number; readonly term: number };
    readonly entries: readonly { readonly index: number; readonly term: number; readonly command: Plain }[];
  };
  readonly commit: number;
  readonly applied: number;
}

/** A machine, whom or what it is about, and the configuration that it is in. */
export interface Machine {
  readonly chart: Chart;
  readonly subject: string;
  readonly at: string;
}

export interface RowChange {
  readonly key: string;
  /** null: the row is gone. Of a row with a CRDT type: its state, not its value. */
  readonly value: Plain;
  readonly version: number;
  /** By the clock of the protocol, as a person reads it. */
  readonly stamp?: string;
  /** Where several may write: the writes it knows of, counted by who made them. */
  readonly writes?: { readonly [actor: string]: number };
}

/** What becomes of a row. */
export interface Changed {
  readonly key: string;
  /** null: it is gone. Of a row with a CRDT type: its state. */
  readonly value: Plain;
  /** Of such a row: what was added to its state. */
  readonly delta?: Plain;
}

/** What an operation would answer and change. */
export type Evaluated =
  | {
      readonly ok: true;
      readonly value: Plain;
      readonly changes: readonly Changed[];
      /** For the outbox, to be handed to `StoreSide.publish` when the operation counts. */
      readonly published: readonly Plain[];
    }
  | { readonly ok: false; readonly reason: Reason; readonly text: string };

export interface Source {
  readonly id: string;
  readonly clockMs: number;
  /** The name under which it updates rows with a CRDT type; the id when left out. */
  readonly replica?: string;
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
  /** The CRDT type of a row, if it has one. */
  type(key: string): CrdtType | undefined;
  /**
   * What two copies of a row with a CRDT type come to, null being a copy that has none. Undefined for any other row:
   * there the protocol decides.
   */
  join(key: string, mine: Plain, theirs: Plain): Plain | undefined;
  /**
   * What a client's operation comes to, over these rows (left out: the store's own). Changes nothing. `source` is whose
   * and of what time its publications and its updates of CRDT rows are (left out: this store's, now).
   */
  evaluate(verb: string, body: Plain, over?: ReadonlyMap<string, Plain>, source?: Source): Evaluated;
  /** The changes with the versions that come next here. */
  versioned(changes: readonly Changed[]): readonly RowChange[];
  /** Publications go to this store's outbox, which relays them. */
  publish(published: readonly Plain[]): void;
  /** Uses the disk for as long as a read or a write takes, when a slot is free; then `timer` is told `payload`. Dies with a crash. */
  disk(operation: 'read' | 'write', payload: Plain): void;
  /** Carries out now, and answers, what `admits` held back. */
  carryOut(request: Message): void;
}
