import type { Explanation } from '#check/explain.ts';
import type { Outcome } from '#check/history.ts';
import type { Lamp } from '#check/lattice.ts';
import type { Plain } from '#lib/plain.ts';

export type { Lamp } from '#check/lattice.ts';

/** What the consistency panel shows of one store, worked out by the worker over the whole run. */
export interface StoreJudgement {
  /** The id of a cluster, or of a database that belongs to none. */
  readonly store: string;
  readonly members: readonly string[];
  readonly operations: number;
  readonly sessions: number;
  /** Operations of which nobody knows whether they happened. */
  readonly unanswered: number;
  /** When a client first asked it, µs. */
  readonly firstAt: number;
  /** All models, strongest first. */
  readonly lamps: readonly LampState[];
  /**
   * Whether the copies were alike when the run ended, and the key of a row in which they were not: unknown when they
   * still had something to tell each other.
   */
  readonly converged: { readonly verdict: 'valid' | 'invalid' | 'unknown'; readonly key: string | null };
  /** All reads that answered, in order of call; none where staleness cannot be told. */
  readonly stale: readonly StaleRead[];
  /** Of a cluster with quorums; null for any other. */
  readonly visibility: Visibility | null;
}

/** How often reads found the newest confirmed write of their row, and how often they should have. */
export interface Visibility {
  readonly n: number;
  readonly r: number;
  readonly w: number;
  readonly bins: readonly VisibilityBin[];
}
export interface VisibilityBin {
  /** The reads that began less than this after the write was confirmed, and not in an earlier bin, µs. */
  readonly underUs: number;
  readonly reads: number;
  readonly fresh: number;
  /** The share that the delays alone would leave fresh: no fault, no repair, no hints. */
  readonly predicted: number;
}

/** Sentences about a model. */
export interface About {
  readonly definition: string;
  readonly source: string;
  readonly cost: string;
  readonly limits: string;
}

export interface LampState {
  readonly lamp: Lamp;
  readonly about: About;
  readonly verdict: 'valid' | 'invalid' | 'unknown';
  /** Why it is unknown or invalid; '' when valid. */
  readonly reason: string;
  /** The moment of the answer that broke it, µs; null unless invalid. */
  readonly brokenAt: number | null;
  readonly proof: Proof | null;
}

/** A violation, ready to be drawn. */
export interface Proof extends Explanation {
  /** The model whose verdict this is: a weaker one, when that broke first. */
  readonly of: string;
  /** Every operation named in it. */
  readonly shown: readonly ShownOperation[];
}

export interface ShownOperation {
  readonly id: number;
  readonly session: string;
  readonly f: string;
  readonly key?: string;
  /** What was written, or found; absent where that is not known. */
  readonly value?: Plain;
  /** What an operation with several parts did, in words. */
  readonly text?: string;
  readonly outcome: Outcome;
  /** µs of the run, or positions of a history. */
  readonly call: number;
  readonly ret: number | null;
  /** The event of its end, or of its beginning while it has none; -1 outside a run. */
  readonly event: number;
}

/** How old what one read found was. */
export interface StaleRead {
  /** When it was answered, µs. */
  readonly at: number;
  readonly event: number;
  /** Newer versions that had been acknowledged before it was called. */
  readonly versions: number;
  /** Time since the first of those, µs. */
  readonly us: number;
}

/** A model that histories from elsewhere can be judged by. */
export interface HistoryModel {
  readonly name: string;
  readonly definition: string;
}

/** What became of a text of histories. */
export interface HistoryReport {
  readonly about: About;
  readonly histories: readonly CheckedHistory[];
  /** How many there were in all. */
  readonly count: number;
  readonly problems: readonly { readonly line: number; readonly message: string }[];
  readonly ms: number;
}

export interface CheckedHistory {
  readonly id: string;
  readonly verdict: 'valid' | 'invalid' | 'unknown';
  readonly reason: string;
  readonly operations: number;
  readonly proof: Proof | null;
}
