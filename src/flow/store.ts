import type { Plain } from '#lib/plain.ts';
import { UpdateError } from '#patterns/crdt/crdt.ts';
import type { Update } from '#patterns/crdt/crdt.ts';
import { crdtOf, deltaOf, merged, valueOf } from '#patterns/crdt/types.ts';
import type { Changed, Source } from '#patterns/replication.ts';
import { typeOfKey } from '#patterns/row-types.ts';
import type { CrdtType, RowTypes } from '#patterns/row-types.ts';
import type { Reason } from '#sim/reasons.ts';
import { compileExpression, ExpressionError } from './expression.ts';
import type { Scope } from './expression.ts';
import { compileTemplate } from './template.ts';
import { runTransaction } from './transaction.ts';
import type {
  Conditional,
  DeleteBody,
  EventBody,
  GetBody,
  PutBody,
  ScanBody,
  TransactionBody,
  UpdateBody,
} from './wire.ts';

/** What a store can be asked, at one instant: nothing here waits or draws. */
export interface Reading {
  get(key: string): Plain;
  has(key: string): boolean;
  /** Keys in their natural order. */
  keys(prefix: string): readonly string[];
  /** The CRDT type of a row, if it has one; `get` is then its value, and this is its state. */
  type(key: string): CrdtType | undefined;
  state(key: string): Plain;
}

/** What came of it. `changes` are still to be written: one place decides about versions, disks and copies. */
export type Result =
  | {
      readonly ok: true;
      readonly value: Plain;
      readonly changes: readonly Change[];
      readonly published: readonly Publication[];
    }
  | { readonly ok: false; readonly reason: Reason; readonly text: string };

export type Change = Changed;
export interface Publication {
  readonly log: string;
  readonly topic: string;
  readonly event: EventBody;
}

export const STORE_VERBS = ['get', 'put', 'delete', 'scan', 'update', 'transaction'] as const;
export const isWrite = (verb: string): boolean =>
  verb === 'put' || verb === 'delete' || verb === 'update' || verb === 'transaction';

const NONE: readonly never[] = Object.freeze([]);
const OK = Object.freeze({ ok: true });
const NOT = Object.freeze({ ok: false });

/** A failed expression is a failed request with reason `expression`, never an exception. */
export function ask(store: Reading, verb: string, body: Plain, source: Source): Result {
  try {
    return answer(store, verb, body, source);
  } catch (error) {
    if (error instanceof UpdateError) return { ok: false, reason: 'failed', text: error.message };
    if (!(error instanceof ExpressionError)) throw error;
    return { ok: false, reason: 'expression', text: error.message };
  }
}

function answer(store: Reading, verb: string, body: Plain, source: Source): Result {
  switch (verb) {
    case 'get':
      return read(store.get((body as unknown as GetBody).key));
    case 'scan': {
      const { prefix } = body as unknown as ScanBody;
      const rows = store.keys(prefix).map((key) => Object.freeze({ key, value: store.get(key) }));
      return read(Object.freeze(rows));
    }
    case 'delete': {
      const asked = body as unknown as DeleteBody;
      const { key } = asked;
      refuseTyped(store, key);
      if (!applies(asked, store.get(key))) return { ok: true, value: NOT, changes: NONE, published: NONE };
      const changes = store.has(key) ? [{ key, value: null }] : NONE;
      return { ok: true, value: OK, changes, published: NONE };
    }
    case 'put': {
      const asked = body as unknown as PutBody;
      refuseTyped(store, asked.key);
      const old = store.get(asked.key);
      if (!applies(asked, old)) return { ok: true, value: NOT, changes: NONE, published: NONE };
      const value =
        asked.late === true ? compileTemplate(asked.value).fill(scopeWith(asked, old)) : asked.value;
      return { ok: true, value: OK, changes: [{ key: asked.key, value }], published: NONE };
    }
    case 'update': {
      const asked = body as unknown as UpdateBody;
      const change = updated(store, asked.key, store.state(asked.key), asked, source);
      if (change === null) return { ok: true, value: NOT, changes: NONE, published: NONE };
      return { ok: true, value: OK, changes: [change], published: NONE };
    }
    case 'transaction':
      return runTransaction(store, body as unknown as TransactionBody, source);
    default:
      return { ok: false, reason: 'noRoute', text: verb };
  }
}

/** Whether the condition of a write holds for the row before it; without one it does. */
function applies(body: Conditional, old: Plain): boolean {
  return body.if === undefined || isTrue(compileExpression(body.if).evaluate(scopeWith(body, old)));
}
const scopeWith = (body: Conditional, old: Plain): Scope => ({ ...body.scope, old });

function read(value: Plain): Result {
  return { ok: true, value, changes: NONE, published: NONE };
}

/** A row of a CRDT type is more than its value: to write over it would undo what other copies are about to merge. */
export function refuseTyped(store: Reading, key: string): void {
  const type = store.type(key);
  if (type !== undefined) throw new UpdateError(`${key} is a ${type}: update it`);
}

/** What an update makes of a row; null when its precondition does not hold. */
export function updated(
  store: Reading,
  key: string,
  state: Plain,
  update: Update,
  source: Source,
): Required<Changed> | null {
  const type = store.type(key);
  if (type === undefined) throw new UpdateError(`${key} has no type that can be updated`);
  const before = state ?? crdtOf(type).empty;
  const by = { replica: source.replica ?? source.id, timeUs: Math.round(source.clockMs * 1000) };
  const delta = deltaOf(type, before, update, by);
  return delta === null ? null : { key, value: merged(type, before, delta), delta };
}

/** A condition must be true or false: anything else is a mistake worth telling. */
export function isTrue(value: Plain): boolean {
  if (typeof value !== 'boolean')
    throw new ExpressionError(`a condition must be true or false, got ${JSON.stringify(value)}`);
  return value;
}

const UNTYPED = Object.freeze({});

/** A store over a Map, as databases and `local` keep their rows; `states` are those of rows with a CRDT type. */
export function reading(
  values: ReadonlyMap<string, Plain>,
  types: RowTypes = UNTYPED,
  states?: ReadonlyMap<string, Plain>,
): Reading {
  return {
    get: (key) => values.get(key) ?? null,
    has: (key) => values.has(key),
    keys: (prefix) => [...values.keys()].filter((key) => key.startsWith(prefix)).sort(),
    type: (key) => typeOfKey(types, key),
    state: (key) => states?.get(key) ?? null,
  };
}

/** The same over rows as copies exchange them, where a row of a CRDT type is its state. */
export function readingStored(stored: ReadonlyMap<string, Plain>, types: RowTypes): Reading {
  const store = reading(stored, types, stored);
  return { ...store, get: (key) => shownAs(store.type(key), store.state(key)) };
}

/** What readers see of a row as it is stored. */
export const shownAs = (type: CrdtType | undefined, stored: Plain): Plain =>
  type === undefined || stored === null ? stored : valueOf(type, stored);
