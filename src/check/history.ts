import type { Plain } from '#lib/plain.ts';

/**
 * What the client was told. `ok`: it happened. `fail`: it certainly did not happen. `info`: nobody knows
 * (timed out, connection lost), so it may take effect at any time after its call, or never.
 */
export type Outcome = 'ok' | 'fail' | 'info';

/** One step inside a transaction. `r` carries what was read, `w` what was written, `append` one list element. */
export interface MicroOperation {
  readonly f: 'r' | 'w' | 'append';
  readonly key: string;
  /** Absent on a read: the answer is not known, so it excludes nothing. */
  readonly value?: Plain;
  /** As `Operation.version`. */
  readonly version?: number;
}

/** One call of one client. */
export interface Operation {
  /** Unique in its history; witnesses name operations by it. */
  readonly id: number;
  /** The client (a session): its operations happen one after the other. */
  readonly process: string;
  /** The name of what was called, as the model knows it: `read`, `write`, `cas`, `append`, `acquire`, `txn` … */
  readonly f: string;
  readonly key?: string;
  /**
   * The argument (write, append, enqueue, add) or the answer (read, dequeue).
   * Absent on an answer: the answer is not known, so it excludes nothing.
   */
  readonly value?: Plain;
  /** Compare-and-set: the value expected and the value put in its place. */
  readonly from?: Plain;
  readonly to?: Plain;
  /** The steps of an operation `txn`. */
  readonly txn?: readonly MicroOperation[];
  /**
   * The rank of the value written or read among the versions of its key, larger is newer, 0 the initial one; where
   * whoever recorded the history knows it.
   */
  readonly version?: number;
  readonly outcome: Outcome;
  /** When it was called: a position in the history or a time; any unit, the same for all. */
  readonly call: number;
  /** When it answered, same unit, `>= call`; null if it never did. Two operations overlap unless one's `ret` is less than the other's `call`. */
  readonly ret: number | null;
}

export interface History {
  readonly operations: readonly Operation[];
  /** What the object holds at first (for keyed models: each key, or an object by key). Absent: what the model says. */
  readonly initial?: Plain;
}

/** Why one operation must come before another. */
export interface Edge {
  readonly from: number;
  readonly to: number;
  readonly why: string;
}

/** Evidence against a history; checks again on its own: the operations named are enough to break the model. */
export interface Witness {
  /** The smallest set of operations found, as ids in order of call. */
  readonly operations: readonly number[];
  /** The operation at which no explanation was left, where there is one. */
  readonly offending: number | null;
  readonly key?: string;
  /** The longest order found that explains everything before the offending operation. */
  readonly prefix?: readonly number[];
  /** A cycle, or the chain that contradicts itself: each operation must precede the next. */
  readonly edges?: readonly Edge[];
}

export type Verdict =
  | { readonly verdict: 'valid' }
  | { readonly verdict: 'invalid'; readonly reason: string; readonly witness: Witness }
  | { readonly verdict: 'unknown'; readonly reason: string };

export const valid: Verdict = { verdict: 'valid' };

export function unknown(reason: string): Verdict {
  return { verdict: 'unknown', reason };
}

export function invalid(reason: string, witness: Witness): Verdict {
  return { verdict: 'invalid', reason, witness };
}

/** Fit for `===` and for the key of a Map. */
export type Primitive = null | boolean | number | string;

/** A primitive that is equal exactly when the values are. */
export function identity(value: Plain): Primitive {
  return typeof value === 'object' && value !== null ? `\u0000${canonical(value)}` : value;
}

/** Equality of plain values, deep, blind to the order of an object's fields. */
export function same(a: Plain, b: Plain): boolean {
  return a === b || (typeof a === 'object' && typeof b === 'object' && identity(a) === identity(b));
}

function canonical(value: Plain): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(canonical).join(',')}]`;
  const fields = Object.keys(value).sort();
  return `{${fields.map((field) => `${JSON.stringify(field)}:${canonical(value[field] ?? null)}`).join(',')}}`;
}

/** `Array.isArray` that narrows a read-only list. */
export function isList(value: Plain | undefined): value is readonly Plain[] {
  return Array.isArray(value);
}

/** What a key holds at first: null unless the history says otherwise; an object is read as one value per key. */
export function initialAt(initial: Plain | undefined, key: string | undefined): Plain {
  if (typeof initial !== 'object' || initial === null || isList(initial)) return initial ?? null;
  return key === undefined ? null : (initial[key] ?? null);
}

/** What was known at a moment: what had been called by then, with unknown outcome if it was answered later. */
export function historyUntil({ operations, ...rest }: History, moment: number): History {
  return {
    ...rest,
    operations: operations
      .filter(({ call }) => call <= moment)
      .map((operation) => {
        if (operation.ret === null || operation.ret <= moment) return operation;
        return { ...operation, outcome: 'info' as const, ret: null };
      }),
  };
}

/** The operations named, as ids in order of call. */
export function idsByCall(operations: Iterable<Operation>): number[] {
  return [...new Set(operations)]
    .sort((a, b) => a.call - b.call || a.id - b.id)
    .map((operation) => operation.id);
}
