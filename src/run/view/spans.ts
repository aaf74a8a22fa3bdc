import { IntList } from './int-list.ts';

/** How many events lie between two lists of what was open, at the least. */
const CHECKPOINT_EVERY = 4096;

/**
 * Things that begin with one event and end with another (messages, flows, operations, queued items), numbered in the
 * order in which they begin. Answers which were open right after any event: cheaply when asked event after event, and
 * from a nearby list of open ones after a jump.
 */
export class Spans {
  readonly begins = new IntList();
  readonly #ends: number[] = [];
  readonly #steps: (number[] | undefined)[] = [];
  /** Open right after `event`, with how many had begun. */
  readonly #checkpoints: { readonly event: number; readonly begun: number; readonly open: Int32Array }[] = [];
  /** Those of which no end is known, and some that ended since the last checkpoint. */
  readonly #tail = new IntList();
  readonly #open = new IntList();
  #openAt = -1;
  #openBegun = 0;

  get length(): number {
    return this.begins.length;
  }

  /** A span begins with event `begin`; returns its number. */
  begin(begin: number): number {
    const last = this.#checkpoints.at(-1);
    if (begin - (last?.event ?? -1) > Math.max(CHECKPOINT_EVERY, 4 * (last?.open.length ?? 0))) {
      this.#tail.retain((span) => this.#ends[span] === -1);
      this.#checkpoints.push({ event: begin - 1, begun: this.length, open: this.#tail.copy() });
    }
    const span = this.length;
    this.begins.push(begin);
    this.#ends.push(-1);
    this.#tail.push(span);
    return span;
  }

  /** Something happens within an open span. */
  step(span: number, event: number): void {
    (this.#steps[span] ??= []).push(event);
  }

  end(span: number, end: number): void {
    this.#ends[span] = end;
  }

  beginOf(span: number): number {
    return this.begins.at(span);
  }

  /** The event that ended it, -1 while it is open. */
  endOf(span: number): number {
    return this.#ends[span] ?? -1;
  }

  /** The last step at or before `event`, -1 when there is none. */
  stepAt(span: number, event: number): number {
    const steps = this.#steps[span];
    if (steps === undefined) return -1;
    for (let i = steps.length - 1; i >= 0; i--) {
      const step = steps[i] as number;
      if (step <= event) return step;
    }
    return -1;
  }

  /** The numbers of all spans open right after `event`, ascending. The list is the same one at each call. */
  openAt(event: number): IntList {
    const jump = event < this.#openAt || event - this.#openAt > CHECKPOINT_EVERY;
    if (jump) this.#restore(event);
    const begun = this.begins.lastAtMost(event) + 1;
    for (let span = this.#openBegun; span < begun; span++) this.#open.push(span);
    this.#openBegun = begun;
    this.#openAt = event;
    const ends = this.#ends;
    this.#open.retain((span) => {
      const end = ends[span] as number;
      return end === -1 || end > event;
    });
    return this.#open;
  }

  /** Takes back what events from `length` on have said. */
  truncate(length: number): void {
    this.begins.cut(length);
    const kept = this.begins.length;
    this.#ends.length = kept;
    this.#steps.length = Math.min(this.#steps.length, kept);
    for (let span = 0; span < kept; span++) {
      if ((this.#ends[span] as number) >= length) this.#ends[span] = -1;
      const steps = this.#steps[span];
      while (steps !== undefined && (steps.at(-1) ?? -1) >= length) steps.pop();
    }
    while ((this.#checkpoints.at(-1)?.event ?? -1) >= length) this.#checkpoints.pop();
    this.#tail.length = 0;
    for (let span = 0; span < kept; span++) if (this.#ends[span] === -1) this.#tail.push(span);
    this.#restore(-1);
  }

  #restore(event: number): void {
    let low = 0;
    let high = this.#checkpoints.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#checkpoints[middle]?.event ?? Infinity) <= event) low = middle + 1;
      else high = middle;
    }
    const checkpoint = this.#checkpoints[low - 1];
    this.#open.reset(checkpoint?.open ?? []);
    this.#openBegun = checkpoint?.begun ?? 0;
    this.#openAt = checkpoint?.event ?? -1;
  }
}
