import { identity, isList, same, type History, type Operation } from '#check/history.ts';
import type { Plain } from '#lib/plain.ts';
import type { Compiled } from '#run/compile.ts';
import { Ended, Kind } from '#sim/record.ts';
import { words } from '#words/checks.ts';

/** What clients asked of one store, as the record tells it. */
export interface ClientHistory {
  /** Ids are places in this list. */
  operations: Operation[];
  /** For each operation, the events of its beginning and its end; the end is -1 while it has none. */
  begins: number[];
  ends: number[];
  /** Operations under way: client node and number → id and session. */
  open: Map<string, { readonly id: number; readonly session: string }>;
  /** The operations under way of each session, by the place that each has in it. */
  running: Map<string, number[]>;
  /** Why nothing can be said of it at all; '' when something can. */
  foreign: string;
  /** What was left out without harm to a verdict `invalid`; '' when nothing was. */
  left: string;
}

/** More operations than this are not kept; the verdict is then unknown. */
const OPERATIONS_MAX = 200_000;

/** A store that clients may use: a cluster, or a database that belongs to none. */
export interface StoreId {
  readonly of: string;
  readonly members: readonly string[];
}

export function storesOf({ document }: Compiled): StoreId[] {
  const clusters = Object.entries(document.clusters).map(([of, { members }]) => ({ of, members }));
  const clustered = new Set(clusters.flatMap(({ members }) => members));
  const alone = Object.entries(document.nodes)
    .filter(([id, { kind }]) => kind === 'database' && !clustered.has(id))
    .map(([of]) => ({ of, members: [of] }));
  return [...clusters, ...alone];
}

export const newClientHistory = (): ClientHistory => ({
  operations: [],
  begins: [],
  ends: [],
  open: new Map(),
  running: new Map(),
  foreign: '',
  left: '',
});

/** A copy that later events do not change; its operations are shared. */
export const copyOf = (h: ClientHistory): ClientHistory => ({
  ...h,
  operations: [...h.operations],
  begins: [...h.begins],
  ends: [...h.ends],
  open: new Map(h.open),
  running: new Map([...h.running].map(([session, places]) => [session, [...places]])),
});

/** A beginning or an end of an operation, as the record has it. */
export interface ClientEvent {
  readonly time: number;
  readonly kind: number;
  readonly node: number;
  readonly a: number;
  readonly b: number;
  readonly text: string;
  readonly data: unknown;
}

/** Takes in one event; the operation that it began or ended, if it is one of this store. */
export function take(
  history: ClientHistory,
  names: ReadonlySet<string>,
  event: ClientEvent,
  index: number,
): Operation | null {
  if (event.kind !== Kind.begin && event.kind !== Kind.end) return null;
  const [verb = '', store] = event.text.split(' ');
  if (store === undefined || !names.has(store)) return null;
  return event.kind === Kind.begin ? begin(history, verb, event, index) : end(history, event, index);
}

interface Began {
  readonly session: string;
  readonly key?: string;
  readonly value?: Plain;
}

function begin(h: ClientHistory, verb: string, event: ClientEvent, index: number): Operation | null {
  const data = event.data as Began;
  const isRead = verb === 'get';
  if (verb === 'scan') {
    h.left = verb;
    return null;
  }
  if (!isRead && verb !== 'delete' && (verb !== 'put' || data.value === undefined)) {
    if (h.foreign === '') h.foreign = verb === 'put' ? words.putOfOld : verb;
    return null;
  }
  const id = h.operations.length;
  if (id >= OPERATIONS_MAX) {
    h.foreign = words.more(OPERATIONS_MAX);
    return null;
  }
  // Nothing orders what a session does at the same time: each place in it counts as a session of its own.
  let running = h.running.get(data.session);
  if (running === undefined) h.running.set(data.session, (running = []));
  let place = running.indexOf(-1);
  if (place < 0) place = running.push(-1) - 1;
  running[place] = id;
  const operation: Operation = {
    id,
    process: place === 0 ? data.session : `${data.session} (${place + 1})`,
    f: isRead ? 'read' : 'write',
    key: data.key ?? '',
    ...(isRead ? {} : { value: verb === 'delete' ? null : data.value! }),
    outcome: 'info',
    call: event.time,
    ret: null,
  };
  h.open.set(`${event.node} ${event.a}`, { id, session: data.session });
  h.operations.push(operation);
  h.begins.push(index);
  h.ends.push(-1);
  return operation;
}

function end(h: ClientHistory, event: ClientEvent, index: number): Operation | null {
  const name = `${event.node} ${event.a}`;
  const opened = h.open.get(name);
  if (opened === undefined) return null;
  h.open.delete(name);
  const { id, session } = opened;
  const operation = h.operations[id]!;
  const running = h.running.get(session)!;
  running[running.indexOf(id)] = -1;
  const { value = null } = (event.data ?? {}) as { readonly value?: Plain };
  const isOk = event.b === Ended.ok;
  const isRead = operation.f === 'read';
  if (isRead && isOk && hasSiblings(value) && h.foreign === '') h.foreign = words.siblings;
  const refused = !isRead && isOk && (value as { readonly ok?: boolean } | null)?.ok === false;
  const ended: Operation = {
    ...operation,
    ...(isRead && isOk ? { value } : {}),
    outcome: event.b === Ended.unknown ? 'info' : event.b === Ended.failed || refused ? 'fail' : 'ok',
    ret: event.b === Ended.unknown ? null : event.time,
  };
  h.operations[id] = ended;
  h.ends[id] = index;
  return ended;
}

/** A row that holds several values at once, none of them newer: no register does. */
function hasSiblings(value: Plain): boolean {
  return typeof value === 'object' && value !== null && !isList(value) && isList(value['siblings']);
}

/** What the rows of a store hold at first. */
export function rowsAtFirst({ document }: Compiled, { members }: StoreId): Readonly<Record<string, Plain>> {
  return (document.nodes[members[0] ?? ''] as { rows?: Record<string, Plain> } | undefined)?.rows ?? {};
}

/**
 * The operation as checkers see it: every key is null at first. Where a row was there at first, its value and null
 * have changed places, which no model can tell.
 */
export function asJudged(operation: Operation, rows: Readonly<Record<string, Plain>>): Operation {
  const { key = '', value } = operation;
  const first = Object.hasOwn(rows, key) ? rows[key]! : null;
  if (value === undefined || first === null) return operation;
  if (same(value, first)) return { ...operation, value: null };
  return value === null ? { ...operation, value: first } : operation;
}

export const judgedHistory = (h: ClientHistory, rows: Readonly<Record<string, Plain>>): History => ({
  operations: h.operations.map((operation) => asJudged(operation, rows)),
  initial: null,
});

/** Whether others than clients have a link to the store, and so may write what no client did. */
export function othersWrite({ document }: Compiled, { members }: StoreId): boolean {
  return document.links.some(
    ({ from, to }) =>
      members.includes(to) && !members.includes(from) && document.nodes[from]?.kind !== 'client',
  );
}

/** Whether every value that was read had been written by a client, or was there at first. */
export function isWhole({ operations }: History): boolean {
  const name = (key: string | undefined, value: Plain): string => JSON.stringify([key, identity(value)]);
  const written = new Set(
    operations.flatMap(({ f, key, value = null }) => (f === 'write' ? [name(key, value)] : [])),
  );
  return operations.every(
    ({ f, key, value = null, outcome }) =>
      f === 'write' || outcome !== 'ok' || value === null || written.has(name(key, value)),
  );
}
