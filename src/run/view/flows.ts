import { Kind, Phase } from '#sim/record.ts';
import type { RecordStore } from '#run/record-store.ts';
import { textField } from './payload.ts';
import { Spans } from './spans.ts';

/** A handler, a client's flow or a client's operation that is under way. */
export interface ActiveView {
  readonly node: number;
  readonly instance: number;
  /** Flow id, or the operation's name. */
  readonly name: string;
  /** What it handles, of a flow. */
  readonly handler: string;
  readonly since: number;
  /** Index of the step it is in, -1 before the first and for operations. */
  readonly step: number;
  readonly begin: number;
}

/** What is under way at a moment: flows (`flow` events) or operations (`begin` and `end`). */
export class Active {
  readonly #store: RecordStore;
  readonly spans = new Spans();
  readonly #open = new Map<string, number>();
  /** The last event with which each flow began. */
  readonly #begin = new Map<string, number>();

  constructor(store: RecordStore) {
    this.#store = store;
  }

  add(event: number): void {
    const key = this.#key(event);
    if (this.#begins(event)) {
      this.#open.set(key, this.spans.begin(event));
      this.#begin.set(key, event);
      return;
    }
    const span = this.#open.get(key);
    if (span === undefined) return;
    if (this.#store.kind[event] === Kind.flow && this.#store.a[event] === Phase.step) {
      this.spans.step(span, event);
    } else {
      this.spans.end(span, event);
      this.#open.delete(key);
    }
  }

  truncate(length: number): void {
    this.spans.truncate(length);
    this.#open.clear();
    for (const [key, begin] of this.#begin) if (begin >= length) this.#begin.delete(key);
    for (let span = 0; span < this.spans.length; span++) {
      if (this.spans.endOf(span) < 0) this.#open.set(this.#key(this.spans.beginOf(span)), span);
    }
  }

  /** What the flow of a `flow` event handles, by the event with which it began. */
  handlerOf(event: number): string {
    const begin = this.#begin.get(this.#key(event)) ?? event;
    const handler = textField(this.#store.dataOf(begin), 'handler');
    return handler === '' ? this.#store.textOf(event) : handler;
  }

  /** In the order in which they began. */
  at(event: number): ActiveView[] {
    const open = this.spans.openAt(event);
    const views: ActiveView[] = [];
    for (let i = 0; i < open.length; i++) {
      const begin = this.spans.beginOf(open.at(i));
      const step = this.spans.stepAt(open.at(i), event);
      views.push({
        node: this.#store.node[begin] as number,
        instance: this.#store.instance[begin] as number,
        name: this.#store.textOf(begin),
        handler: textField(this.#store.dataOf(begin), 'handler'),
        since: this.#store.time[begin] as number,
        step: step < 0 ? -1 : (this.#store.b[step] as number),
        begin,
      });
    }
    return views;
  }

  #begins(event: number): boolean {
    const kind = this.#store.kind[event];
    return kind === Kind.begin || (kind === Kind.flow && this.#store.a[event] === Phase.begin);
  }

  #key(event: number): string {
    const node = this.#store.node[event] as number;
    return this.#store.kind[event] === Kind.flow
      ? `${node} ${this.#store.text[event] as number} ${this.#store.value[event] as number}`
      : `${node} ${this.#store.a[event] as number}`;
  }
}
