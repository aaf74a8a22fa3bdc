import type { Plain } from '#lib/plain.ts';
import {
  identity,
  idsByCall,
  invalid,
  valid,
  type Operation,
  type Primitive,
  type Verdict,
} from './history.ts';

/** The operations on one value: what wrote it and who read it. */
interface Cluster {
  /** Absent for the initial value. */
  readonly write: Operation | null;
  /** The member that answered first, and the one called last. */
  firstAnswered: Operation | null;
  lastCalled: Operation | null;
}

/**
 * Linearizability of a register on which no value is written twice, in O(n log n).
 *
 * Definition: all operations on one value (its write, then its reads) must be able to stand together in one block
 * of the order. A block reaches from its first answer to its last call if that is a stretch of time ("forward zone":
 * the register must hold the value throughout), else it can happen at one moment between its last call and its first
 * answer ("backward zone"). An order exists exactly when no read ends before its write is called, no two forward
 * zones overlap, and no backward zone lies within a forward one.
 * Source: Gibbons and Korach, "Testing shared memories", SIAM J. Comput. 26(4), 1997, section 4; zones after Golab,
 * Li and Shah, "Analyzing consistency properties for fun and profit", PODC 2011.
 * Limits: reads and writes only; answers null when a value is written twice, or equals the initial one. A write with
 * unknown outcome counts if its value was read and is left out if not.
 */
export function uniqueRegister(operations: readonly Operation[], initial: Plain): Verdict | null {
  const clusters = new Map<Primitive, Cluster>();
  clusters.set(identity(initial), { write: null, firstAnswered: null, lastCalled: null });
  for (const operation of operations) {
    if (isRead(operation)) continue;
    if (operation.f !== 'write' && operation.f !== 'put') return null;
    const value = identity(operation.value ?? null);
    if (clusters.has(value)) return null;
    clusters.set(value, { write: operation, firstAnswered: null, lastCalled: null });
  }
  for (const read of operations) {
    if (!isRead(read) || read.outcome !== 'ok' || read.value === undefined) continue;
    const cluster = clusters.get(identity(read.value));
    if (cluster === undefined) return refuse('the value read was never written', [read], read);
    const { write } = cluster;
    if (write !== null && answered(read) < write.call) {
      return refuse('the value was read before it was written', [read, write], read);
    }
    cluster.firstAnswered = earlier(cluster.firstAnswered, read);
    cluster.lastCalled = later(cluster.lastCalled, read);
  }
  const blocks: Cluster[] = [];
  for (const cluster of clusters.values()) {
    const { write, lastCalled } = cluster;
    if (lastCalled === null && (write === null || write.outcome === 'info')) continue;
    if (write !== null) {
      cluster.firstAnswered = earlier(cluster.firstAnswered, write);
      cluster.lastCalled = later(lastCalled, write);
    }
    blocks.push(cluster);
  }
  return judge(blocks);
}

/** Looks for two blocks each of which must precede the other. */
function judge(blocks: readonly Cluster[]): Verdict {
  const forward = blocks.filter((block) => start(block) < end(block)).sort((a, b) => start(a) - start(b));
  for (let i = 1; i < forward.length; i += 1) {
    const before = forward[i - 1]!;
    if (start(forward[i]!) < end(before)) return clash(before, forward[i]!);
  }
  for (const block of blocks) {
    if (start(block) < end(block)) continue;
    // The only forward zone that can hold this one is the last to start before its last call.
    let low = 0;
    let high = forward.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (start(forward[middle]!) < end(block)) low = middle + 1;
      else high = middle;
    }
    const around = forward[low - 1];
    if (around !== undefined && start(block) < end(around)) return clash(around, block);
  }
  return valid;
}

function clash(a: Cluster, b: Cluster): Verdict {
  const members = [a, b].flatMap((block) => [block.write, block.firstAnswered, block.lastCalled]);
  const operations = members.filter((operation) => operation !== null);
  const last = operations.reduce((x, y) => (known(y) > known(x) ? y : x));
  return refuse('two values would each have to be held before the other', operations, last);
}

function refuse(reason: string, operations: readonly Operation[], offending: Operation): Verdict {
  return invalid(reason, { operations: idsByCall(operations), offending: offending.id });
}

function isRead({ f }: Operation): boolean {
  return f === 'read' || f === 'get';
}

/** When it was certainly over; never, for an unknown outcome. */
function answered(operation: Operation): number {
  return operation.outcome === 'ok' ? (operation.ret ?? Infinity) : Infinity;
}

/** As `answered`, but an operation that never answered cannot be the one that revealed the fault. */
function known(operation: Operation): number {
  const at = answered(operation);
  return at === Infinity ? -Infinity : at;
}

/** The initial value was written before everything. */
function start(block: Cluster): number {
  return block.write === null || block.firstAnswered === null ? -Infinity : answered(block.firstAnswered);
}

function end(block: Cluster): number {
  return block.lastCalled?.call ?? -Infinity;
}

function earlier(a: Operation | null, b: Operation): Operation {
  return a === null || answered(b) < answered(a) ? b : a;
}

function later(a: Operation | null, b: Operation): Operation {
  return a === null || b.call > a.call ? b : a;
}
