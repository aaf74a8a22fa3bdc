import { identity, initialAt, type History, type Operation, type Primitive } from './history.ts';

/** A write of one value to one key. */
export interface Write {
  readonly operation: Operation;
  readonly key: string;
  /** Its rank among the versions of the key, where the history tells. */
  readonly version: number | undefined;
  /** Its number among all operations of its session. */
  readonly turn: number;
}

/** What one operation read and wrote; `writer` null: the initial value. */
export interface Step {
  readonly operation: Operation;
  readonly turn: number;
  readonly reads: readonly { readonly key: string; readonly writer: Write | null }[];
  readonly writes: readonly Write[];
}

export interface Accesses {
  readonly sessions: ReadonlyMap<string, readonly Step[]>;
  /** Whether every read and write carries its version. */
  readonly versioned: boolean;
  /** Reads of values nobody wrote. */
  readonly thin: readonly Operation[];
  /** Reads of values that more than one write of that key left. */
  readonly ambiguous: readonly Operation[];
}

interface Access {
  readonly write: boolean;
  readonly key: string;
  readonly value: Primitive;
  readonly version: number | undefined;
}

const WRITES = new Set(['write', 'put', 'w']);
const READS = new Set(['read', 'get', 'r']);

/**
 * Sorts a history of reads and writes (single, or in transactions) into sessions in order of call, and finds the
 * write behind each read: by version, else by value.
 */
export function accessesOf(history: History): Accesses {
  const operations = history.operations
    .filter(({ outcome }) => outcome !== 'fail')
    .toSorted((a, b) => a.call - b.call || a.id - b.id);
  const turns = new Map<string, number>();
  const writers = new Map<string, Write[]>();
  let versioned = true;
  const raw = operations.map((operation) => {
    const turn = turns.get(operation.process) ?? 0;
    turns.set(operation.process, turn + 1);
    const accesses = accessesIn(operation).filter(({ write }) => write || operation.outcome === 'ok');
    versioned &&= accesses.every(({ version }) => version !== undefined);
    const writes = accesses
      .filter(({ write }) => write)
      .map(({ key, value, version }): Write => {
        const write = { operation, key, version, turn };
        listIn(writers, `${key}\u0000v${JSON.stringify(value)}`).push(write);
        if (version !== undefined) listIn(writers, `${key}\u0000n${version}`).push(write);
        return write;
      });
    return { operation, turn, writes, reads: accesses.filter(({ write }) => !write) };
  });
  const thin: Operation[] = [];
  const ambiguous: Operation[] = [];
  const sessions = new Map<string, Step[]>();
  for (const { operation, turn, writes, reads } of raw) {
    const resolved = reads.flatMap(({ key, value, version }) => {
      if (version === 0) return [{ key, writer: null }];
      const name = version === undefined ? `v${JSON.stringify(value)}` : `n${version}`;
      const found = writers.get(`${key}\u0000${name}`) ?? [];
      const first = version === undefined && value === identity(initialAt(history.initial, key));
      if (found.length + (first ? 1 : 0) > 1) ambiguous.push(operation);
      // Of several, the one called last that it may have found: nothing is older than it must be.
      const { ret } = operation;
      const writer = found.findLast((write) => ret === null || write.operation.call <= ret) ?? found[0];
      if (writer === undefined && !first) thin.push(operation);
      return writer === undefined && !first ? [] : [{ key, writer: writer ?? null }];
    });
    listIn(sessions, operation.process).push({ operation, turn, writes, reads: resolved });
  }
  return { sessions, versioned, thin, ambiguous };
}

function accessesIn({ f, key = '', value, version, txn }: Operation): Access[] {
  const steps = txn ?? [
    { f, key, ...(value === undefined ? {} : { value }), ...(version === undefined ? {} : { version }) },
  ];
  return steps.flatMap((step): Access[] => {
    const write = WRITES.has(step.f);
    if ((!write && !READS.has(step.f)) || step.value === undefined) return [];
    return [{ write, key: step.key, value: identity(step.value), version: step.version }];
  });
}

function listIn<T>(lists: Map<string, T[]>, name: string): T[] {
  const known = lists.get(name);
  if (known !== undefined) return known;
  const fresh: T[] = [];
  lists.set(name, fresh);
  return fresh;
}
