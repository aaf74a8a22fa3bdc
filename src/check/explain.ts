import {
  historyUntil,
  identity,
  initialAt,
  type Edge,
  type History,
  type Operation,
  type Primitive,
  type Verdict,
} from './history.ts';
import type { Lamp } from './lattice.ts';
import { orderOf, type OrderModel } from './small-order.ts';

/** Why an operation cannot be where it is, in the ids of the operations that say so. */
export type Story =
  /** The read began after `newer` (a write, or a read of what it wrote) had been answered. */
  | { readonly why: 'stale'; readonly read: number; readonly newer: number }
  | { readonly why: 'never written'; readonly read: number }
  | { readonly why: 'not yet written'; readonly read: number; readonly write: number }
  /** The session had to find `write` or something newer. */
  | { readonly why: 'session'; readonly read: number; readonly write: number }
  /** The reader already knew of `write`, which had replaced what it found. */
  | { readonly why: 'known'; readonly read: number; readonly write: number }
  /** Each operation of the edges would have to come before the next, and the last before the first. */
  | { readonly why: 'cycle' }
  | { readonly why: 'no order' };

/** A stretch of time and the writes of which a register could hold any then; null: the first value. */
export interface Held {
  readonly from: number;
  readonly to: number;
  readonly writes: readonly (number | null)[];
}

/** A violation taken apart for drawing and telling. All operations are named by their ids. */
export interface Explanation {
  /** The smallest proof found, in order of call. */
  readonly operations: readonly number[];
  /** The same with what else was asked of these keys about then, in order of call. */
  readonly around: readonly number[];
  readonly offending: number | null;
  readonly edges: readonly Edge[];
  readonly story: Story;
  /** What one register could hold while the proof lasted; empty where time does not matter or several keys do. */
  readonly held: readonly Held[];
  /** What the offending read could have found; null where that cannot be said. */
  readonly allowed: readonly (number | null)[] | null;
  /** An order that a weaker model allows; `session`: it is this one's view. */
  readonly order: {
    readonly model: OrderModel;
    readonly operations: readonly number[];
    readonly session: string | null;
  } | null;
}

/** So many operations at most are shown around a proof, and ordered. */
const AROUND_MAX = 7;

type Invalid = Extract<Verdict, { verdict: 'invalid' }>;

/**
 * Takes a violation apart. `model`: the name of whose verdict it is; `weaker`: the strongest weaker model that holds,
 * of which an order is then given. The history must be the one that was judged.
 */
export function explain(
  history: History,
  model: string,
  { witness, reason }: Invalid,
  weaker: Lamp | null,
): Explanation {
  const named = new Set(witness.operations);
  const core = byCall(history.operations.filter(({ id }) => named.has(id)));
  const offending =
    witness.offending ??
    core.reduce<Operation | null>((last, each) => ((each.ret ?? -1) > (last?.ret ?? -1) ? each : last), null)
      ?.id ??
    null;
  const end = endOf(core);
  const then = historyUntil(history, end);
  const around = aroundOf(then, core);
  const read = core.find(({ id, f }) => id === offending && (f === 'read' || f === 'get'));
  const register = isTimed(model) && core.every(isPlain) && new Set(core.map(({ key }) => key)).size === 1;
  const writes = register ? writesOf(core, history, read) : [];
  const edges = witness.edges ?? [];
  const asked = weaker === null || !isOrderModel(weaker) ? null : weaker;
  const session = read?.process ?? core.at(-1)?.process ?? null;
  const order =
    asked === null ? null : orderOf(around, asked, session, (key) => initialAt(history.initial, key));
  return {
    operations: core.map(({ id }) => id),
    around: around.map(({ id }) => id),
    offending,
    edges,
    story: storyOf(reason, read, writes, edges, model),
    held: heldBy(writes, core, read),
    allowed: read === undefined || writes.length === 0 ? null : allowedTo(read, writes),
    order:
      asked === null || order === null
        ? null
        : {
            model: asked,
            operations: order.map(({ id }) => id),
            session: asked === 'sequential' ? null : session,
          },
  };
}

const isTimed = (model: string): boolean => model === 'linearizable' || model.endsWith('register');
const isOrderModel = (lamp: Lamp): lamp is OrderModel =>
  lamp === 'sequential' || lamp === 'causal-cm' || lamp === 'pram';
const isPlain = ({ f }: Operation): boolean => isRead(f) || isWrite(f);
const isRead = (f: string): boolean => f === 'read' || f === 'get';
const isWrite = (f: string): boolean => f === 'write' || f === 'put';
const endOf = (core: readonly Operation[]): number =>
  core.reduce((last, { call, ret }) => Math.max(last, ret ?? call), -Infinity);
const byCall = (operations: readonly Operation[]): Operation[] =>
  operations.toSorted((a, b) => a.call - b.call || a.id - b.id);

/** What else was asked of the same keys, nearest first, each read with the write it found. */
function aroundOf({ operations }: History, core: readonly Operation[]): Operation[] {
  const keys = new Set(core.map(({ key }) => key));
  const last = core.at(-1)?.call ?? 0;
  const near = operations
    .filter((each) => keys.has(each.key) && each.outcome === 'ok' && isPlain(each))
    .toSorted((a, b) => Math.abs(a.call - last) - Math.abs(b.call - last));
  const chosen = new Set(core.map(({ id }) => id));
  for (const each of near) {
    if (chosen.size >= AROUND_MAX || chosen.has(each.id)) continue;
    const wanted = [
      each,
      ...near.filter((write) => isRead(each.f) && isWrite(write.f) && leaves(write, each)),
    ];
    const fresh = wanted.filter(({ id }) => !chosen.has(id));
    if (chosen.size + fresh.length > AROUND_MAX) continue;
    for (const { id } of fresh) chosen.add(id);
  }
  return byCall(operations.filter(({ id }) => chosen.has(id)));
}

const leaves = (write: Operation, read: Operation): boolean =>
  write.key === read.key && valueOf(write) === valueOf(read);
const valueOf = ({ value }: Operation): Primitive => identity(value ?? null);

/** A value of a register, from when it may be held, and from when it certainly has been. */
interface Life {
  /** null: the first value. */
  readonly id: number | null;
  readonly value: Primitive;
  readonly call: number;
  /** The first answer that says so; Infinity when there is none. */
  readonly done: number;
  /** Whose answer that is. */
  readonly by: number | null;
}

function writesOf(core: readonly Operation[], history: History, offending: Operation | undefined): Life[] {
  const first: Life = {
    id: null,
    value: identity(initialAt(history.initial, core[0]?.key)),
    call: -Infinity,
    done: -Infinity,
    by: null,
  };
  const lives = core
    .filter(({ f }) => isWrite(f))
    .map((write): Life => {
      const told = [
        write,
        ...core.filter((each) => isRead(each.f) && each !== offending && leaves(write, each)),
      ]
        .filter(({ outcome, ret }) => outcome === 'ok' && ret !== null)
        .sort((a, b) => (a.ret ?? 0) - (b.ret ?? 0))[0];
      return {
        id: write.id,
        value: valueOf(write),
        call: write.call,
        done: told?.ret ?? Infinity,
        by: told?.id ?? null,
      };
    });
  return [first, ...lives];
}

/** What had certainly replaced a value before a moment. */
const replacedBy = (life: Life, moment: number, lives: readonly Life[]): Life | undefined =>
  lives.filter(({ call, done }) => call > life.done && done < moment).sort((a, b) => a.done - b.done)[0];

const allowedTo = (read: Operation, lives: readonly Life[]): (number | null)[] =>
  lives
    .filter((life) => life.call <= (read.ret ?? Infinity) && replacedBy(life, read.call, lives) === undefined)
    .map(({ id }) => id);

function heldBy(lives: readonly Life[], core: readonly Operation[], read: Operation | undefined): Held[] {
  if (lives.length === 0) return [];
  const begin = core[0]?.call ?? 0;
  const end = endOf(core);
  const cuts = [begin, end, read?.call ?? begin, ...lives.flatMap(({ call, done }) => [call, done])].filter(
    (at) => at >= begin && at <= end,
  );
  const moments = [...new Set(cuts)].sort((a, b) => a - b);
  return moments.slice(1).map((to, i) => {
    const from = moments[i]!;
    // Within a stretch nothing is called or answered: its middle stands for all of it.
    const middle = (from + to) / 2;
    const writes = lives
      .filter((life) => life.call <= middle && replacedBy(life, middle, lives) === undefined)
      .map(({ id }) => id);
    return { from, to, writes };
  });
}

function storyOf(
  reason: string,
  read: Operation | undefined,
  lives: readonly Life[],
  edges: readonly Edge[],
  model: string,
): Story {
  if (read === undefined) return { why: edges.length > 1 ? 'cycle' : 'no order' };
  if (reason === 'the value read was never written') return { why: 'never written', read: read.id };
  if (lives.length > 0) {
    const found = lives.filter(({ value }) => value === valueOf(read));
    if (found.length === 0) return { why: 'never written', read: read.id };
    const early = found.find(({ id, call }) => id !== null && call > (read.ret ?? Infinity));
    if (early !== undefined && early.id !== null)
      return { why: 'not yet written', read: read.id, write: early.id };
    const newer = found.map((life) => replacedBy(life, read.call, lives));
    const by = newer[0]?.by ?? null;
    if (by !== null && newer.every((life) => life !== undefined))
      return { why: 'stale', read: read.id, newer: by };
    return { why: 'no order' };
  }
  const isCycle = edges.length > 1 && edges[0]!.from === edges.at(-1)!.to;
  const last = edges.findLast(({ to }) => to === read.id);
  if (isCycle || last === undefined) return { why: isCycle ? 'cycle' : 'no order' };
  if (SESSION.has(model)) return { why: 'session', read: read.id, write: last.from };
  return { why: 'known', read: read.id, write: last.from };
}

const SESSION: ReadonlySet<string> = new Set([
  'read-your-writes',
  'monotonic-reads',
  'monotonic-writes',
  'writes-follow-reads',
]);
