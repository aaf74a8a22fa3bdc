import type { Meter } from './budget.ts';
import { ConfigSet } from './config-set.ts';
import { identity, type Operation, type Primitive } from './history.ts';
import type { AnyModel, Foresight } from './model.ts';

/** What the search found: an order, proof that there is none, or that the budget ran out. */
export type SearchResult =
  | { readonly found: 'order'; readonly order: readonly Operation[] }
  | {
      readonly found: 'none';
      /** The operation whose answer no order could explain: every order of what was called before it stops here. */
      readonly offending: Operation;
      /** An order that explains everything that had answered before the offending operation did. */
      readonly prefix: readonly Operation[];
    }
  | { readonly found: 'budget' };

/**
 * Searches for one order of the operations that the model allows and that respects real time.
 *
 * Wing and Gong's depth-first search (1993) over the event list with Lowe's memory of visited configurations
 * (2017: set of placed operations and state). Cuts of our own, each sound:
 * - A pure operation that fits is placed at once and never taken back alone: in any explanation of the rest it could
 *   move to the front, as it changes nothing.
 * - Of operations with unknown outcome that do the same, the earlier called is placed first.
 * - An operation with unknown outcome is placed only if that changes the state.
 * - Orders that the model rules out from the answers (`precedences`) are not tried.
 * - A state from which some answer can certainly not be explained is left, where the model can tell.
 *
 * Cost: exponential in the operations that overlap (the problem is NP-complete), linear when few do. Memory: one
 * entry of some 10 bytes per overlapping word and configuration, charged to the meter.
 *
 * `operations` holds no failed ones and one partition; order of the list does not matter.
 */
export function searchOrder(
  operations: readonly Operation[],
  model: AnyModel,
  first: unknown,
  meter: Meter,
): SearchResult {
  const search = new Search(operations, model, meter);
  try {
    return search.run(first);
  } finally {
    search.free();
  }
}

const NONE = -1;

class Search {
  readonly #model: AnyModel;
  readonly #meter: Meter;
  readonly #seen: ConfigSet;
  /** By index: the operations that answered, in order of call, then those that never did. */
  readonly #operations: readonly Operation[];
  readonly #answered: number;
  readonly #pure: Uint8Array;
  readonly #foresight: Foresight<unknown> | undefined;
  readonly #needs: Uint8Array;
  readonly #rescues: Uint8Array;
  /** Operations not yet placed that need more than a hopeless state, and that lead out of one. */
  #needsLeft = 0;
  #rescuesLeft = 0;
  /** What must be placed before, as the model knows. */
  readonly #after: readonly number[][];
  /** The operation with unknown outcome and the same effect called just before, or NONE. */
  readonly #twin: Int32Array;
  /** The event list: node i is the call of operation i, node n+i its answer, the last node the head. */
  readonly #next: Int32Array;
  readonly #previous: Int32Array;
  readonly #head: number;
  /** Placed operations: a bit each, answered ones and unknown ones apart. */
  readonly #bits: Int32Array;
  readonly #unknownBits: Int32Array;
  #low = 0;
  #high = 0;
  readonly #states: unknown[] = [];
  readonly #stateIds = new Map<Primitive, number>();
  /** Placed operations in order, the state before each, and whether it was placed without choice. */
  readonly #stack: Int32Array;
  readonly #before: Int32Array;
  readonly #forced: Uint8Array;
  #depth = 0;
  /** How many answered operations are placed. */
  #placed = 0;
  /** The furthest answer that stopped the search, as a rank among answers, and the order that reached it. */
  #furthest = NONE;
  #best: Int32Array = new Int32Array(0);
  readonly #rank: Int32Array;

  constructor(operations: readonly Operation[], general: AnyModel, meter: Meter) {
    const model = general.specialize?.(operations) ?? general;
    this.#model = model;
    this.#meter = meter;
    this.#seen = new ConfigSet(meter);
    const byCall = operations.toSorted((a, b) => a.call - b.call || a.id - b.id);
    const answered = byCall.filter((operation) => operation.outcome === 'ok');
    const unanswered = byCall.filter((operation) => operation.outcome === 'info' && !model.pure(operation));
    const all = [...answered, ...unanswered];
    const n = all.length;
    this.#operations = all;
    this.#answered = answered.length;
    this.#pure = Uint8Array.from(all, (operation) => (model.pure(operation) ? 1 : 0));
    const foresight = model.foresee?.(all);
    this.#foresight = foresight;
    this.#rescues = Uint8Array.from(all, (operation) => (foresight?.rescues(operation) === true ? 1 : 0));
    this.#needs = Uint8Array.from(all, (operation) => (foresight?.needsMore(operation) === true ? 1 : 0));
    this.#needsLeft = this.#needs.reduce((sum, one) => sum + one, 0);
    this.#rescuesLeft = this.#rescues.reduce((sum, one) => sum + one, 0);
    this.#after = all.map(() => []);
    const index = new Map(all.map((operation, i) => [operation, i]));
    for (const [before, after] of model.precedences?.(all) ?? []) {
      this.#after[index.get(after)!]!.push(index.get(before)!);
    }
    this.#twin = twins(all, answered.length);
    this.#bits = new Int32Array((answered.length >>> 5) + 1);
    this.#unknownBits = new Int32Array((unanswered.length + 31) >>> 5);
    this.#stack = new Int32Array(n);
    this.#before = new Int32Array(n);
    this.#forced = new Uint8Array(n);
    this.#rank = new Int32Array(n);
    this.#head = 2 * n;
    this.#next = new Int32Array(2 * n + 1).fill(NONE);
    this.#previous = new Int32Array(2 * n + 1).fill(NONE);
    this.#link();
  }

  free(): void {
    this.#seen.free();
  }

  /** Chains calls and answers in order of time; at the same time calls come first, so that touching operations overlap. */
  #link(): void {
    const n = this.#operations.length;
    const calls = Array.from({ length: n }, (_, i) => i).sort(
      (a, b) => this.#call(a) - this.#call(b) || a - b,
    );
    const answers = Array.from({ length: this.#answered }, (_, i) => i);
    answers.sort((a, b) => this.#ret(a) - this.#ret(b) || a - b);
    answers.forEach((index, rank) => {
      this.#rank[index] = rank;
    });
    let last = this.#head;
    let a = 0;
    const append = (node: number): void => {
      this.#next[last] = node;
      this.#previous[node] = last;
      last = node;
    };
    for (const index of calls) {
      for (; a < answers.length && this.#ret(answers[a]!) < this.#call(index); a += 1)
        append(n + answers[a]!);
      append(index);
    }
    for (; a < answers.length; a += 1) append(n + answers[a]!);
  }

  #call(index: number): number {
    return this.#operations[index]!.call;
  }

  #ret(index: number): number {
    return this.#operations[index]!.ret ?? Infinity;
  }

  run(first: unknown): SearchResult {
    const n = this.#operations.length;
    let state = this.#intern(first);
    this.#settle(state);
    let node = this.#next[this.#head]!;
    while (this.#placed < this.#answered) {
      if (this.#meter.spent !== null) return { found: 'budget' };
      if (node !== NONE && node < n) {
        const next = this.#tryMutator(node, state);
        if (next !== NONE && this.#enter(node, state, next)) {
          state = next;
          node = this.#next[this.#head]!;
        } else {
          node = this.#next[node]!;
        }
        continue;
      }
      // An answer that must come before anything else can be called: this branch ends.
      if (node !== NONE) this.#note(node - n);
      this.#takeBackForced();
      if (this.#depth === 0) return this.#none();
      state = this.#before[this.#depth - 1]!;
      node = this.#next[this.#takeBack()]!;
    }
    return { found: 'order', order: this.#orderOf(this.#stack.subarray(0, this.#depth)) };
  }

  /** Places a mutator and what fits after it; leaves all as it was if that configuration has been tried. */
  #enter(node: number, state: number, next: number): boolean {
    this.#place(node, state, 0);
    this.#settle(next);
    if (this.#seen.add(this.#bits, this.#low, this.#top(), this.#unknownBits, next)) return true;
    this.#takeBackForced();
    this.#takeBack();
    return false;
  }

  /** The state after placing a mutator, or NONE if it does not fit or would gain nothing. */
  #tryMutator(node: number, state: number): number {
    if (this.#pure[node] === 1 || !this.#step(state)) return NONE;
    const twin = this.#twin[node]!;
    if (twin !== NONE && !this.#isPlaced(twin)) return NONE;
    if (!this.#after[node]!.every((before) => this.#isPlaced(before))) return NONE;
    let next = this.#model.step(this.#states[state], this.#operations[node]!);
    if (next === undefined) return NONE;
    const foresight = this.#foresight;
    if (foresight !== undefined) {
      next = foresight.settle(next);
      const lost = this.#needsLeft > 0 && this.#rescuesLeft === this.#rescues[node];
      if (lost && foresight.hopeless(next)) return NONE;
    }
    const id = this.#intern(next);
    return node >= this.#answered && id === state ? NONE : id;
  }

  #step(state: number): boolean {
    return this.#meter.step(this.#model.weight?.(this.#states[state]) ?? 1);
  }

  /** Places every pure operation that fits now. */
  #settle(state: number): void {
    const n = this.#operations.length;
    let node = this.#next[this.#head]!;
    while (node !== NONE && node < n) {
      const next = this.#next[node]!;
      const fits =
        this.#pure[node] === 1 &&
        this.#step(state) &&
        this.#model.step(this.#states[state], this.#operations[node]!) !== undefined;
      if (fits) this.#place(node, state, 1);
      // The node after a call may be its own answer, which leaves the list with it.
      node = fits && next === n + node ? this.#next[next]! : next;
    }
  }

  #place(index: number, state: number, forced: 0 | 1): void {
    this.#stack[this.#depth] = index;
    this.#before[this.#depth] = state;
    this.#forced[this.#depth] = forced;
    this.#depth += 1;
    if (index < this.#answered) this.#placed += 1;
    this.#needsLeft -= this.#needs[index]!;
    this.#rescuesLeft -= this.#rescues[index]!;
    this.#flip(index);
    this.#unlink(index);
    if (index < this.#answered) this.#unlink(this.#operations.length + index);
  }

  #takeBack(): number {
    this.#depth -= 1;
    const index = this.#stack[this.#depth]!;
    this.#needsLeft += this.#needs[index]!;
    this.#rescuesLeft += this.#rescues[index]!;
    this.#flip(index);
    if (index < this.#answered) {
      this.#placed -= 1;
      this.#relink(this.#operations.length + index);
    }
    this.#relink(index);
    return index;
  }

  #takeBackForced(): void {
    while (this.#depth > 0 && this.#forced[this.#depth - 1] === 1) this.#takeBack();
  }

  #unlink(node: number): void {
    const next = this.#next[node]!;
    const previous = this.#previous[node]!;
    this.#next[previous] = next;
    if (next !== NONE) this.#previous[next] = previous;
  }

  #relink(node: number): void {
    const next = this.#next[node]!;
    this.#next[this.#previous[node]!] = node;
    if (next !== NONE) this.#previous[next] = node;
  }

  #flip(index: number): void {
    if (index >= this.#answered) {
      const unknown = index - this.#answered;
      this.#unknownBits[unknown >>> 5] = this.#unknownBits[unknown >>> 5]! ^ (1 << (unknown & 31));
      return;
    }
    const word = index >>> 5;
    this.#bits[word] = this.#bits[word]! ^ (1 << (index & 31));
    if (word > this.#high) this.#high = word;
    if (word < this.#low) this.#low = word;
    while (this.#bits[this.#low] === -1) this.#low += 1;
  }

  /** The last word with a placed operation, or the first with a gap if that is later. */
  #top(): number {
    while (this.#high > this.#low && this.#bits[this.#high] === 0) this.#high -= 1;
    return Math.max(this.#high, this.#low);
  }

  #isPlaced(index: number): boolean {
    const unknown = index - this.#answered;
    const word = unknown < 0 ? this.#bits[index >>> 5]! : this.#unknownBits[unknown >>> 5]!;
    return (word & (1 << ((unknown < 0 ? index : unknown) & 31))) !== 0;
  }

  /** Remembers the order that came furthest: what stops it there, stops every order there or before. */
  #note(index: number): void {
    if (this.#furthest !== NONE && this.#rank[index]! <= this.#rank[this.#furthest]!) return;
    this.#furthest = index;
    this.#best = this.#stack.slice(0, this.#depth);
  }

  #none(): SearchResult {
    return { found: 'none', offending: this.#operations[this.#furthest]!, prefix: this.#orderOf(this.#best) };
  }

  #orderOf(indices: Int32Array): Operation[] {
    return Array.from(indices, (index) => this.#operations[index]!);
  }

  #intern(state: unknown): number {
    const key = this.#model.equal(state);
    const known = this.#stateIds.get(key);
    if (known !== undefined) return known;
    const id = this.#states.length;
    this.#states.push(state);
    this.#stateIds.set(key, id);
    if (typeof key === 'string') this.#meter.take(200 + 4 * key.length);
    return id;
  }
}

/** For each operation with unknown outcome, the one before it in the list that does the same. */
function twins(operations: readonly Operation[], from: number): Int32Array {
  const result = new Int32Array(operations.length).fill(NONE);
  const last = new Map<Primitive, number>();
  for (let i = from; i < operations.length; i += 1) {
    const { f, key, value, from: expected, to, txn } = operations[i]!;
    const steps = txn?.map((step) => [step.f, step.key, step.value ?? null]);
    const effect = identity([f, key ?? null, value ?? null, expected ?? null, to ?? null, steps ?? null]);
    result[i] = last.get(effect) ?? NONE;
    last.set(effect, i);
  }
  return result;
}
