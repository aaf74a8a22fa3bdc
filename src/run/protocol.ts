import type { MachineView } from '#flow/machine-view.ts';
import type { Plain } from '#lib/plain.ts';
import type { LinkReading } from '#scenario/link.ts';
import type { HistoryModel, HistoryReport, StoreJudgement } from './judged.ts';

export type { MachineView } from '#flow/machine-view.ts';
export type * from './judged.ts';

/**
 * What the page and the worker say to each other. The worker simulates ahead of the playhead, from the
 * document alone, and posts the event record in chunks; the page keeps the record and draws any moment of it.
 * `run` numbers a run: what belongs to an older one is ignored.
 */
export type ToWorker =
  /** Run this document. When only the future differs from the document before, the record up to there is kept. */
  | { readonly type: 'load'; readonly run: number; readonly document: Plain }
  /** The state of a node at time `at`, for the inspector. */
  | { readonly type: 'inspect'; readonly ask: number; readonly node: string; readonly at: number }
  /** Every store judged by every model of consistency, once the run is over. */
  | { readonly type: 'judge' }
  /** Which models there are for histories from elsewhere, and one such text judged: for a worker of their own. */
  | { readonly type: 'models' }
  | { readonly type: 'check'; readonly model: string; readonly text: string }
  /** A link from somebody else, to be read: for a worker of its own, which can be stopped. */
  | { readonly type: 'decode'; readonly text: string }
  | { readonly type: 'stop' };

export type FromWorker =
  /** A run begins: events before `keep` of the former record stay, the rest is taken back. */
  | {
      readonly type: 'begin';
      readonly run: number;
      readonly keep: number;
      readonly topology: Topology;
      readonly problems: readonly Problem[];
    }
  | {
      readonly type: 'chunk';
      readonly run: number;
      readonly chunk: Chunk;
      /** Simulated up to here, µs. */ readonly until: number;
      /** When one of them has changed. */
      readonly verdicts?: readonly Verdict[];
    }
  | {
      readonly type: 'end';
      readonly run: number;
      readonly ending: Ending;
      readonly digest: string;
      readonly verdicts: readonly Verdict[];
    }
  | { readonly type: 'judged'; readonly run: number; readonly stores: readonly StoreJudgement[] }
  | { readonly type: 'models'; readonly models: readonly HistoryModel[] }
  | { readonly type: 'decoded'; readonly reading: LinkReading }
  | { readonly type: 'checked'; readonly report: HistoryReport }
  | { readonly type: 'inspected'; readonly ask: number; readonly inspection: Inspection | null };

/** What the indexes in the record stand for. */
export interface Topology {
  readonly endUs: number;
  readonly seed: number;
  readonly nodes: readonly { readonly id: string; readonly kind: string; readonly instances: number }[];
  /** `drawn` is false for connections that nobody drew (between members of a cluster, from an outbox). */
  readonly links: readonly {
    readonly id: string;
    readonly from: number;
    readonly to: number;
    readonly drawn: boolean;
  }[];
}

/** A stretch of the record by columns, in the order of `sim/record.ts`; all arrays have the same length. */
export interface Chunk {
  readonly time: Float64Array;
  readonly kind: Uint8Array;
  readonly node: Int16Array;
  readonly instance: Int16Array;
  readonly link: Int16Array;
  readonly message: Int32Array;
  readonly cause: Int32Array;
  readonly a: Int32Array;
  readonly b: Int32Array;
  readonly value: Float64Array;
  /** Index into all strings sent so far in this worker's life. */
  readonly text: Int32Array;
  /** Index into all payloads sent so far, -1 for none. */
  readonly data: Int32Array;
  readonly newStrings: readonly string[];
  readonly newPayloads: readonly Plain[];
}

export type Ending =
  | { readonly why: 'finished' }
  /** Too much happened: at one instant, or in all. */
  | { readonly why: 'instant' | 'events'; readonly node: string; readonly at: number }
  /** A bug of ours, said plainly. */
  | { readonly why: 'error'; readonly text: string };

/** One check's verdict so far; `changes` are the moments at which it changed. */
export interface Verdict {
  readonly check: number;
  readonly title: string;
  readonly changes: readonly {
    readonly at: number;
    readonly event: number;
    readonly verdict: 'holds' | 'breaks' | 'unknown';
    readonly reason: string;
  }[];
  readonly final: 'holds' | 'breaks' | 'unknown';
}

export interface Problem {
  readonly path: string;
  readonly expected: string;
  readonly got: string;
  readonly used: string;
}

/** What runs inside a node at one moment. */
export interface Inspection {
  readonly node: string;
  readonly at: number;
  readonly machines: readonly MachineView[];
  /** The node's state, for the Data tab. */
  readonly data: Plain;
}
