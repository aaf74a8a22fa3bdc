import type { Plain } from '#lib/plain.ts';
import { identity, isList, same, type History, type Operation, type Primitive } from './history.ts';
import { describeOperation, type AnyModel, type Model, type Trace } from './model.ts';

/** What the history says a key holds at first: an object is read as one value per key. */
function initialOf(initial: Plain | undefined, key: string | undefined, otherwise: Plain): Plain {
  if (initial === undefined) return otherwise;
  if (key === undefined || typeof initial !== 'object' || initial === null || isList(initial)) return initial;
  return initial[key] ?? otherwise;
}

const registerTrace: Trace = {
  leaves: ({ f, value, to }) => {
    const left = f === 'cas' ? to : f === 'write' || f === 'put' ? value : undefined;
    return left === undefined ? undefined : identity(left);
  },
  finds: ({ f, value, from }) => {
    const found = f === 'cas' ? from : f === 'read' || f === 'get' ? value : undefined;
    return found === undefined ? undefined : identity(found);
  },
};

/** A register: `read`, `write`, `cas` (which, when it answers ok, found `from`). State: the identity of the value held. */
function register(name: string, operations: readonly string[]): Model<Primitive> {
  return {
    name,
    partition: 'by key',
    operations,
    init: (initial, key) => identity(initialOf(initial, key, null)),
    step: (state, { f, value, from, to }) => {
      if (f === 'read' || f === 'get')
        return value === undefined || identity(value) === state ? state : undefined;
      if (f === 'cas') return identity(from ?? null) === state ? identity(to ?? null) : undefined;
      return identity(value ?? null);
    },
    equal: (state) => state,
    pure: ({ f }) => f === 'read' || f === 'get',
    trace: registerTrace,
    describe: describeOperation,
  };
}

/** Stands for every string that no answer begins with; nothing appended to it is found either. */
const ASTRAY = '\u0001astray';

/**
 * A store of strings: `get`, `put`, `append`, `delete`, `cas`. An absent key reads as the empty string or null,
 * as in the logs of MIT's 6.824 labs that porcupine checks.
 */
const keyValue: Model<Primitive> = {
  name: 'kv',
  partition: 'by key',
  operations: ['get', 'put', 'append', 'delete', 'cas', 'read', 'write'],
  init: (initial, key) => identity(initialOf(initial, key, null) ?? ''),
  step: (state, { f, value, from, to }) => {
    switch (f) {
      case 'get':
      case 'read':
        return value === undefined || identity(value ?? '') === state ? state : undefined;
      case 'append':
        return state === ASTRAY
          ? state
          : `${String(state)}${typeof value === 'string' ? value : JSON.stringify(value ?? '')}`;
      case 'delete':
        return '';
      case 'cas':
        return identity(from ?? '') === state ? identity(to ?? '') : undefined;
      default:
        return identity(value ?? '');
    }
  },
  equal: (state) => state,
  pure: ({ f }) => f === 'get' || f === 'read',
  foresee: (operations) => {
    // Appends only ever lengthen the string: one that is the beginning of no answer is as good as any other such.
    const told = ({ f, value }: Operation): boolean => (f === 'get' || f === 'read') && value !== undefined;
    const answers = operations
      .filter((operation) => told(operation) || operation.f === 'cas')
      .map(({ value, from }) => String(identity(value ?? from ?? '')))
      .sort();
    const begins = (state: string): boolean => {
      let low = 0;
      let high = answers.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (answers[middle]! < state) low = middle + 1;
        else high = middle;
      }
      return answers[low]?.startsWith(state) === true;
    };
    return {
      settle: (state) => (begins(String(state)) ? state : ASTRAY),
      hopeless: (state) => state === ASTRAY,
      needsMore: told,
      rescues: ({ f }) => f !== 'append',
    };
  },
  describe: describeOperation,
};

/** A lock without owners: `acquire` finds it free, `release` finds it taken. */
const mutex: Model<boolean> = {
  name: 'mutex',
  partition: 'by key',
  operations: ['acquire', 'release'],
  init: (initial, key) => initialOf(initial, key, false) === true,
  step: (taken, { f }) => (taken === (f === 'release') ? !taken : undefined),
  equal: (taken) => taken,
  pure: () => false,
  describe: describeOperation,
};

type Store = ReadonlyMap<string, Plain>;

/** Several registers or lists read and changed by transactions that happen at one moment each (strict serializability). */
function store(
  name: string,
  operations: readonly string[],
  empty: Plain,
  destined: ReadonlyMap<string, readonly Primitive[]> = new Map(),
): Model<Store> {
  const held = (state: Store, key: string): Plain => state.get(key) ?? state.get('*') ?? empty;
  return {
    name,
    partition: 'by key',
    operations,
    init: (initial) => {
      if (typeof initial === 'object' && initial !== null && !isList(initial))
        return new Map(Object.entries(initial));
      return new Map(initial === undefined ? [] : [['*', initial]]);
    },
    step: (state, operation) => {
      let next: Map<string, Plain> | undefined;
      for (const { f, key, value } of stepsOf(operation)) {
        const now = held(next ?? state, key);
        if (f === 'r') {
          if (value !== undefined && !same(value ?? empty, now)) return undefined;
          continue;
        }
        next ??= new Map(state);
        if (f === 'w') {
          next.set(key, value ?? null);
          continue;
        }
        const list = isList(now) ? now : [];
        const due = destined.get(key)?.[list.length];
        if (due !== undefined && due !== identity(value ?? null)) return undefined;
        next.set(key, [...list, value ?? null]);
      }
      return next ?? state;
    },
    equal: (state) =>
      [...state]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, value]) => `${key}=${JSON.stringify(value)}`)
        .join(';'),
    pure: (operation) => stepsOf(operation).every(({ f }) => f === 'r'),
    specialize: (all) => store(name, operations, empty, destinies(all)),
    describe: describeOperation,
  };
}

/** For keys that are only appended to, the longest list found: the list must grow into it, element by element. */
function destinies(operations: readonly Operation[]): Map<string, readonly Primitive[]> {
  const longest = new Map<string, readonly Primitive[]>();
  const replaced = new Set<string>();
  for (const operation of operations) {
    for (const { f, key, value } of stepsOf(operation)) {
      if (f === 'w') replaced.add(key);
      if (f !== 'r' || operation.outcome !== 'ok' || !isList(value)) continue;
      if (value.length > (longest.get(key)?.length ?? 0)) longest.set(key, value.map(identity));
    }
  }
  for (const key of replaced) longest.delete(key);
  return longest;
}

/** An operation on one key as the transaction of one step that it is. */
function stepsOf(operation: Operation): NonNullable<Operation['txn']> {
  if (operation.txn !== undefined) return operation.txn;
  const { f, key = '', value } = operation;
  if (f === 'cas') {
    const { from = null, to = null } = operation;
    return [
      { f: 'r', key, value: from },
      { f: 'w', key, value: to },
    ];
  }
  const step = f === 'append' ? 'append' : f === 'write' || f === 'put' ? 'w' : 'r';
  return [value === undefined ? { f: step, key } : { f: step, key, value }];
}

/** A set: `add`, `remove`, `read` (all elements, any order). State: the elements' identities, sorted and joined. */
const set: Model<ReadonlySet<Plain>> = {
  name: 'set',
  partition: 'by key',
  operations: ['add', 'remove', 'read'],
  init: (initial, key) => {
    const first = initialOf(initial, key, []);
    return new Set(isList(first) ? first.map(identity) : []);
  },
  step: (state, { f, value }) => {
    if (f === 'read') {
      if (value === undefined) return state;
      const seen = new Set((isList(value) ? value : []).map(identity));
      return seen.size === state.size && [...seen].every((element) => state.has(element)) ? state : undefined;
    }
    const element = identity(value ?? null);
    if (state.has(element) === (f === 'add')) return state;
    const next = new Set(state);
    if (f === 'add') next.add(element);
    else next.delete(element);
    return next;
  },
  equal: (state) =>
    [...state]
      .map((element) => JSON.stringify(element))
      .sort()
      .join(),
  weight: (state) => 1 + (state.size >>> 2),
  pure: ({ f }) => f === 'read',
  describe: describeOperation,
};

/** First in, first out: `enqueue`, `dequeue` (null: it was empty). An unknown dequeue takes the head, whatever it is. */
const queue: Model<readonly Plain[]> = {
  name: 'queue',
  partition: 'by key',
  operations: ['enqueue', 'dequeue'],
  init: (initial, key) => {
    const first = initialOf(initial, key, []);
    return isList(first) ? first : [];
  },
  step: (state, { f, value }) => {
    if (f === 'enqueue') return [...state, value ?? null];
    const [head, ...rest] = state;
    if (value === undefined) return rest;
    if (value === null && state.length === 0) return state;
    return head !== undefined && same(head, value) ? rest : undefined;
  },
  equal: (state) => JSON.stringify(state),
  weight: (state) => 1 + (state.length >>> 4),
  pure: ({ f, value }) => f === 'dequeue' && value === null,
  answers: ({ f }) => f === 'dequeue',
  precedences: queuePrecedences,
  describe: describeOperation,
};

/**
 * What leaves first came first: of two values that were each enqueued once, the one whose dequeue had answered when
 * the other's was called was enqueued before it; and what nobody dequeued was enqueued after all that somebody did
 * (if no dequeue has an unknown outcome). Lists the nearest pairs; most others follow from them.
 */
function queuePrecedences(operations: readonly Operation[]): (readonly [Operation, Operation])[] {
  const entries = new Map<Primitive, Operation>();
  const exits: { readonly entry: Operation; readonly exit: Operation }[] = [];
  for (const operation of operations) {
    if (operation.f !== 'enqueue') continue;
    const value = identity(operation.value ?? null);
    if (entries.has(value)) return [];
    entries.set(value, operation);
  }
  const left = new Set(entries.values());
  let certain = true;
  for (const exit of operations) {
    if (exit.f !== 'dequeue') continue;
    certain &&= exit.outcome === 'ok' && exit.value !== undefined;
    const entry = entries.get(identity(exit.value ?? null));
    if (exit.outcome !== 'ok' || entry === undefined) continue;
    exits.push({ entry, exit });
    left.delete(entry);
  }
  const pairs: (readonly [Operation, Operation])[] = [];
  exits.sort((a, b) => a.exit.call - b.exit.call);
  /** The last answer of all exits up to a place. */
  const latest = new Float64Array(exits.length);
  exits.forEach(({ exit }, i) => (latest[i] = Math.max(exit.ret ?? Infinity, latest[i - 1] ?? -Infinity)));
  // The exits that had answered before a moment, without those that had before another of them was called.
  const lastBefore = (moment: number): Operation[] => {
    let newest = -Infinity;
    const last: Operation[] = [];
    for (let i = countBefore(exits, moment) - 1; i >= 0; i -= 1) {
      if (latest[i]! < newest) break;
      const { entry, exit } = exits[i]!;
      const ret = exit.ret ?? Infinity;
      if (ret >= moment) continue;
      if (ret < newest) continue;
      last.push(entry);
      newest = Math.max(newest, exit.call);
    }
    return last;
  };
  for (const { entry, exit } of exits)
    for (const before of lastBefore(exit.call)) {
      if (before !== entry) pairs.push([before, entry]);
    }
  if (certain) {
    const last = lastBefore(Infinity);
    for (const entry of left) for (const before of last) pairs.push([before, entry]);
  }
  return pairs;
}

/** How many exits were called before a moment. */
function countBefore(exits: readonly { readonly exit: Operation }[], moment: number): number {
  let low = 0;
  let high = exits.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (exits[middle]!.exit.call < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Every model that linearizability and sequential consistency can be asked of, by the name the command line takes. */
export const models: ReadonlyMap<string, AnyModel> = new Map(
  [
    register('register', ['read', 'write', 'get', 'put']),
    register('cas-register', ['read', 'write', 'cas', 'get', 'put']),
    keyValue,
    mutex,
    store('multi-register', ['txn', 'read', 'write', 'get', 'put', 'cas'], null),
    store('list-append', ['txn', 'append', 'read'], []),
    set,
    queue,
  ].map((model): [string, AnyModel] => [model.name, model]),
);

export function modelNamed(name: string): AnyModel {
  const model = models.get(name);
  if (model === undefined) throw new Error(`unknown model: ${name}`);
  return model;
}

/** The first operation the model has no step for, or null. */
export function foreignOperation(model: AnyModel, history: History): Operation | null {
  return history.operations.find(({ f }) => !model.operations.includes(f)) ?? null;
}
