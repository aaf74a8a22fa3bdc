import { invalid, unknown, valid, type Operation, type Primitive, type Verdict } from './history.ts';
import type { AnyModel } from './model.ts';

/** One way to explain all that was answered so far. */
interface Explanation {
  readonly state: unknown;
  /** Operations placed although they have not answered. */
  readonly placed: ReadonlySet<number>;
  /** For each pure operation that is running, the states it may have met. */
  readonly met: ReadonlyMap<number, ReadonlyMap<Primitive, unknown>>;
}

/**
 * Linearizability of one object while it is running: keeps every way to explain the answers so far.
 *
 * Lowe's just-in-time linearization ("Testing for linearizability", 2017): a mutator is placed only when an answer
 * needs it. A pure operation is not placed at all: it may have met any state from its call to its answer.
 * Exact for objects whose mutators answer nothing (register, cas-register, kv, mutex; not queues). Events must be
 * reported in order of time. Cost per answer: the ways to explain, exponential in the operations running at once;
 * beyond `explanationsMax` the verdict is `unknown` from then on, so memory is bounded.
 */
export class LiveObject {
  readonly #model: AnyModel;
  readonly #explanationsMax: number;
  readonly #running = new Map<number, Operation>();
  #explanations: Explanation[];
  #verdict: Verdict = valid;

  constructor(model: AnyModel, initial: unknown, explanationsMax = 4096) {
    this.#model = model;
    this.#explanationsMax = explanationsMax;
    this.#explanations = [{ state: initial, placed: new Set(), met: new Map() }];
  }

  get verdict(): Verdict {
    return this.#verdict;
  }

  called(operation: Operation): void {
    this.#running.set(operation.id, operation);
    if (!this.#model.pure(operation)) return;
    this.#explanations = this.#explanations.map(({ state, placed, met }) => ({
      state,
      placed,
      met: new Map([...met, [operation.id, new Map([[this.#model.equal(state), state]])]]),
    }));
  }

  /** Reports an answer; `operation` as the history will hold it. */
  answered(operation: Operation): void {
    if (this.#verdict.verdict !== 'valid') return;
    const { id, outcome } = operation;
    const pure = this.#model.pure(operation);
    if (outcome === 'info' && !pure) return;
    this.#running.delete(id);
    let left: Explanation[];
    if (pure)
      left =
        outcome === 'ok'
          ? this.#reach((way) => this.#fits(way, operation))
          : this.#explanations.map((way) => forget(way, id));
    else if (outcome === 'fail') left = this.#explanations.filter(({ placed }) => !placed.has(id));
    else left = this.#reach((way) => (way.placed.has(id) ? forget(way, id) : null), operation);
    if (this.#verdict.verdict !== 'valid') return;
    if (left.length === 0) {
      this.#verdict = invalid(
        `no order explains "${this.#model.describe(operation)}" by ${operation.process}`,
        {
          operations: [id],
          offending: id,
        },
      );
    }
    this.#explanations = this.#distinct(left);
  }

  /**
   * All explanations that `accept` and can be reached by placing running mutators. One is accepted as soon as it can
   * be: what it could place besides can be placed later.
   */
  #reach(accept: (way: Explanation) => Explanation | null, answered?: Operation): Explanation[] {
    const accepted: Explanation[] = [];
    const seen = new Set<string>();
    const open = [...this.#explanations];
    for (let way = open.pop(); way !== undefined; way = open.pop()) {
      const done = accept(way);
      if (done !== null) {
        accepted.push(done);
        continue;
      }
      for (const operation of answered === undefined
        ? this.#running.values()
        : [...this.#running.values(), answered]) {
        if (way.placed.has(operation.id) || this.#model.pure(operation)) continue;
        const state = this.#model.step(way.state, operation);
        if (state === undefined) continue;
        const next = this.#place(way, operation.id, state);
        const name = this.#name(next);
        if (seen.has(name)) continue;
        seen.add(name);
        open.push(next);
      }
      if (seen.size > this.#explanationsMax) {
        this.#verdict = unknown(`more than ${this.#explanationsMax} ways to explain what is running`);
        return [];
      }
    }
    return accepted;
  }

  #place({ placed, met }: Explanation, id: number, state: unknown): Explanation {
    const key = this.#model.equal(state);
    const wider = [...met].map(([reader, states]): [number, ReadonlyMap<Primitive, unknown>] => [
      reader,
      new Map([...states, [key, state]]),
    ]);
    return { state, placed: new Set([...placed, id]), met: new Map(wider) };
  }

  #fits(way: Explanation, operation: Operation): Explanation | null {
    const states = way.met.get(operation.id);
    if (states === undefined) return null;
    for (const state of states.values()) {
      if (this.#model.step(state, operation) !== undefined) return forget(way, operation.id);
    }
    return null;
  }

  #distinct(ways: readonly Explanation[]): Explanation[] {
    return [...new Map(ways.map((way) => [this.#name(way), way])).values()];
  }

  #name({ state, placed, met }: Explanation): string {
    const readers = [...met].map(([id, states]) => [
      id,
      [...states.keys()].map((key) => JSON.stringify(key)).sort(),
    ]);
    return JSON.stringify([this.#model.equal(state), [...placed].sort((a, b) => a - b), readers]);
  }
}

/** Without what is known of an operation that has answered. */
function forget({ state, placed, met }: Explanation, id: number): Explanation {
  if (!placed.has(id) && !met.has(id)) return { state, placed, met };
  return {
    state,
    placed: new Set([...placed].filter((other) => other !== id)),
    met: new Map([...met].filter(([other]) => other !== id)),
  };
}
