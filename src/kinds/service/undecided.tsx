import type { RunView } from '#run/view/run-view.ts';
import { underWay, type Moment } from '#kinds/view.tsx';

/** Work that began and of which nobody knows yet how it ends. */
export interface Undecided {
  /** The row that stands for it, such as "order/shopper-17"; without one what the flow is named after. */
  readonly id: string;
  /** The state that its row says, such as PENDING. */
  readonly status?: string | undefined;
  /** The handler that works on it, such as "charge". */
  readonly handler?: string | undefined;
  /** µs. */
  readonly since: number;
}

/** A row that says so itself is undecided for as long as it stands, whoever works on it. */
const isOpen = (status: string): boolean => status.includes('PENDING');

/**
 * What is undecided at a service, oldest first: rows in its own stores that say PENDING, and what its handlers have
 * been at. A flow and the row of the same order are one thing.
 */
export function undecidedAt(now: Moment): readonly Undecided[] {
  const { run, node } = now;
  const rows = new Map<string, StatusRow>();
  for (const { from, to } of run.topology.links) {
    if (from === node) for (const row of statusRows(run, to, now.t)) rows.set(row.origin, row);
  }
  const found = new Map<string, Undecided>();
  for (const { key, origin, status, since } of rows.values()) {
    if (isOpen(status)) found.set(origin, { id: key, status, since });
  }
  for (const { name, handler, instance, since } of underWay(now)) {
    if (wentDown(now, instance, since)) continue;
    const origin = originOf(name);
    const known = found.get(origin);
    const row = rows.get(origin);
    found.set(origin, {
      id: row?.key ?? origin,
      status: known?.status ?? row?.status,
      handler: handler.replace(/^on /u, ''),
      since: Math.min(since, known?.since ?? since),
    });
  }
  return [...found.values()].toSorted((a, b) => a.since - b.since);
}

/** Whether an instance crashed after `since`: what it was at then is lost, and its row, if any, says so. */
function wentDown({ run, node, t }: Moment, instance: number, since: number): boolean {
  let fact = run.lastFact(node, instance, 'status', t);
  while (fact >= 0) {
    const time = run.store.time[fact] ?? 0;
    if (time <= since) return false;
    if (run.store.a[fact] === 0) return true;
    fact = run.lastFact(node, instance, 'status', time - 1);
  }
  return false;
}

/** Flows are named by their place within what began them: "shopper-17.0/try/0" is part of "shopper-17". */
const originOf = (flow: string): string => /^[\p{L}\p{N}_-]+/u.exec(flow)?.[0] ?? flow;

interface StatusRow {
  readonly key: string;
  /** The last part of its key, by which rows and flows of the same order are known. */
  readonly origin: string;
  readonly status: string;
  readonly since: number;
}

interface Kept {
  readonly event: number;
  readonly generation: number;
  readonly rows: readonly StatusRow[];
}

const kept = new WeakMap<RunView, Map<number, Kept>>();

/** The rows of a store that have a `status`, read again only when the store has changed. */
function statusRows(run: RunView, store: number, t: number): readonly StatusRow[] {
  const event = run.newestRowAt(store, t)?.event ?? -1;
  if (event < 0) return [];
  const { generation } = run.store;
  let stores = kept.get(run);
  if (stores === undefined) kept.set(run, (stores = new Map<number, Kept>()));
  const before = stores.get(store);
  if (before?.event === event && before.generation === generation) return before.rows;
  const rows = run.rowsAt(store, t).flatMap(({ key, value, time }): StatusRow[] => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
    const { status } = value as { readonly status?: unknown };
    if (typeof status !== 'string') return [];
    return [{ key, origin: key.slice(key.lastIndexOf('/') + 1), status, since: time }];
  });
  stores.set(store, { event, generation, rows });
  return rows;
}
