import type { Meter } from './budget.ts';
import { identity, type Edge, type Operation } from './history.ts';

/** In `source`: a read that found the initial value, and an operation that is no read. */
export const INITIAL = -1;
export const NO_SOURCE = -2;

/** An edge between indices of a graph. */
export interface Link {
  readonly from: number;
  readonly to: number;
  readonly why: string;
}

/**
 * Reads and writes of one history as a graph: who came before whom in a session, and which write each read found.
 *
 * The operations of a session form a chain. A write with unknown outcome is a chain of its own behind what its
 * session did before: it may take effect after what its session did next.
 */
export interface SessionGraph {
  readonly operations: readonly Operation[];
  readonly chains: readonly (readonly number[])[];
  readonly chain: Int32Array;
  /** The position in the chain. */
  readonly rank: Int32Array;
  /** For each read, the index of the write it found, or INITIAL; for writes NO_SOURCE. */
  readonly source: Int32Array;
  /** From the last operation before a write with unknown outcome, to that write. */
  readonly branches: readonly Link[];
  readonly reads: readonly number[];
  /** The writes on the key of an operation, by chain, each in the order of the chain. */
  readonly rivals: (index: number) => ReadonlyMap<number, readonly number[]>;
}

/** `found` tells for each read the write it found (null: the initial value); unread writes with unknown outcome are left out. */
export function sessionGraph(
  operations: readonly Operation[],
  found: ReadonlyMap<Operation, Operation | null>,
): SessionGraph {
  const seen = new Set(found.values());
  const kept = operations.filter((operation) => operation.outcome === 'ok' || seen.has(operation));
  const index = new Map(kept.map((operation, i) => [operation, i]));
  const chains: number[][] = [];
  const chain = new Int32Array(kept.length);
  const rank = new Int32Array(kept.length);
  const branches: Link[] = [];
  const chainOf = new Map<string, number[]>();
  const writes = new Map<string, Map<number, number[]>>();
  kept.forEach((operation, i) => {
    let own = chainOf.get(operation.process);
    if (own === undefined || operation.outcome === 'info') {
      const last = own?.at(-1);
      if (last !== undefined) branches.push({ from: last, to: i, why: 'session order' });
      own = [];
      chains.push(own);
      if (operation.outcome === 'ok') chainOf.set(operation.process, own);
    }
    const at = own[0] === undefined ? chains.length - 1 : chain[own[0]]!;
    chain[i] = at;
    rank[i] = own.length;
    own.push(i);
    if (!found.has(operation)) listFor(listsFor(writes, operation.key ?? ''), at).push(i);
  });
  const source = Int32Array.from(kept, (operation) => {
    const write = found.get(operation);
    if (write === undefined) return NO_SOURCE;
    return write === null ? INITIAL : index.get(write)!;
  });
  return {
    operations: kept,
    chains,
    chain,
    rank,
    source,
    branches,
    reads: kept.flatMap((_, i) => (source[i] === NO_SOURCE ? [] : [i])),
    rivals: (i) => writes.get(kept[i]!.key ?? '') ?? new Map<number, number[]>(),
  };
}

function listsFor(writes: Map<string, Map<number, number[]>>, key: string): Map<number, number[]> {
  const known = writes.get(key);
  if (known !== undefined) return known;
  const fresh = new Map<number, number[]>();
  writes.set(key, fresh);
  return fresh;
}

function listFor(lists: Map<number, number[]>, at: number): number[] {
  const known = lists.get(at);
  if (known !== undefined) return known;
  const fresh: number[] = [];
  lists.set(at, fresh);
  return fresh;
}

/** Each read after the write it found. */
export function readsFrom(graph: SessionGraph, reads: readonly number[] = graph.reads): Link[] {
  return reads.flatMap((to) => {
    const from = graph.source[to]!;
    return from >= 0 ? [{ from, to, why: 'read from' }] : [];
  });
}

/** What an order needs of a graph. */
export type Chains = Pick<SessionGraph, 'operations' | 'chains' | 'chain' | 'rank' | 'branches'>;

/** A partial order that holds the session order and the links it was made of. */
export interface Order {
  /** Whether operation `a` comes before `b` (not if they are the same). */
  readonly precedes: (a: number, b: number) => boolean;
  /** How many operations of a chain come before or are `index`. */
  readonly past: (index: number, chain: number) => number;
}

/**
 * The least order that holds the sessions and the links, or a cycle in them; null when the budget is spent.
 * One vector clock per operation: O((operations + links) × chains) time, 4 bytes × operations × chains.
 */
export function closure(
  graph: Chains,
  links: readonly Link[],
  meter: Meter,
): { readonly order: Order } | { readonly cycle: readonly Edge[] } | null {
  const { chains, chain, rank, operations } = graph;
  const width = chains.length;
  const n = operations.length;
  if (!meter.step(4 * (n + links.length) + Math.floor(((n + links.length) * width) / 4))) return null;
  if (!meter.take(4 * n * width)) return null;
  const all = [...graph.branches, ...links];
  const out: Link[][] = operations.map(() => []);
  const waits = new Int32Array(n);
  for (const own of chains) {
    for (let i = 1; i < own.length; i += 1)
      out[own[i - 1]!]!.push({ from: own[i - 1]!, to: own[i]!, why: 'session order' });
  }
  for (const link of all) out[link.from]!.push(link);
  for (const list of out) for (const { to } of list) waits[to] = waits[to]! + 1;
  const clocks = new Int32Array(n * width);
  const ready = operations.flatMap((_, i) => (waits[i] === 0 ? [i] : []));
  let done = 0;
  for (let at = ready.pop(); at !== undefined; at = ready.pop()) {
    done += 1;
    if ((done & 255) === 0 && !meter.poll()) return null;
    clocks[at * width + chain[at]!] = rank[at]! + 1;
    for (const { to } of out[at]!) {
      for (let c = 0; c < width; c += 1) {
        const known = clocks[at * width + c]!;
        if (known > clocks[to * width + c]!) clocks[to * width + c] = known;
      }
      waits[to] = waits[to]! - 1;
      if (waits[to] === 0) ready.push(to);
    }
  }
  meter.release(4 * n * width);
  if (done < n) return { cycle: shortestCycle(graph, out, waits) };
  return {
    order: {
      precedes: (a, b) => a !== b && clocks[b * width + chain[a]!]! > rank[a]!,
      past: (index, c) => clocks[index * width + c]!,
    },
  };
}

const CYCLE_STARTS_MAX = 64;

/** The shortest cycle through an operation of some cycle; `waits` is positive for what no topological order reaches. */
function shortestCycle(graph: Chains, out: readonly (readonly Link[])[], waits: Int32Array): Edge[] {
  const before = new Map<number, number>();
  out.forEach((list, from) => {
    for (const { to } of list) if (waits[from]! > 0 && waits[to]! > 0) before.set(to, from);
  });
  // What is stuck has something stuck before it, so walking back ends in a cycle.
  const walk: number[] = [];
  const walked = new Set<number>();
  for (let at = waits.findIndex((left) => left > 0); !walked.has(at); at = before.get(at)!) {
    walk.push(at);
    walked.add(at);
  }
  const first = walk.indexOf(before.get(walk.at(-1)!)!);
  let best: Link[] = [];
  for (const start of walk.slice(first, first + CYCLE_STARTS_MAX)) {
    const cycle = cycleThrough(start, out, waits);
    if (best.length === 0 || cycle.length < best.length) best = cycle;
  }
  return best.map((link) => edge(graph, link));
}

/** Breadth first from an operation back to itself. */
function cycleThrough(start: number, out: readonly (readonly Link[])[], waits: Int32Array): Link[] {
  const via = new Map<number, Link>();
  const queue = [start];
  for (let head = 0; head < queue.length && !via.has(start); head += 1) {
    for (const link of out[queue[head]!]!) {
      if (waits[link.to]! <= 0 || via.has(link.to)) continue;
      via.set(link.to, link);
      queue.push(link.to);
    }
  }
  const cycle: Link[] = [];
  let at = start;
  do {
    const link = via.get(at)!;
    cycle.unshift(link);
    at = link.from;
  } while (at !== start);
  return cycle;
}

export function edge({ operations }: Chains, { from, to, why }: Link): Edge {
  return { from: operations[from]!.id, to: operations[to]!.id, why };
}

/** The last of a chain's `writes` that is among its first `count` operations, or undefined. */
export function latest(graph: SessionGraph, writes: readonly number[], count: number): number | undefined {
  let low = 0;
  let high = writes.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (graph.rank[writes[middle]!]! < count) low = middle + 1;
    else high = middle;
  }
  return writes[low - 1];
}

/** Reads and writes that say something, session by session in order: what the weak models look at. */
export function readsAndWrites(operations: readonly Operation[]): Operation[] {
  return operations
    .filter(
      (operation) =>
        operation.outcome !== 'fail' &&
        (isWrite(operation) || (operation.outcome === 'ok' && operation.value !== undefined)),
    )
    .sort((a, b) => a.call - b.call || a.id - b.id);
}

export function isWrite({ f }: Operation): boolean {
  return f === 'write' || f === 'put';
}

/** For `Map`s by key and value at once. */
export function keyAndValue({ key, value }: Operation): string {
  return `${key ?? ''}\u0000${JSON.stringify(identity(value ?? null))}`;
}
