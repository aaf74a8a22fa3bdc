import type { Plain } from '#lib/plain.ts';
import type { RecordStore } from '#run/record-store.ts';
import { IntList } from './int-list.ts';
import { field, textField } from './payload.ts';
import { Spans } from './spans.ts';

/** A queue at one moment. */
export interface QueueView {
  readonly queue: string;
  /** In order of arrival: those that wait, and those given to a consumer that has not acknowledged. */
  readonly items: readonly QueueItem[];
  readonly waiting: number;
  readonly unacknowledged: number;
  /** How many were set aside so far. */
  readonly dead: number;
}
export interface QueueItem {
  readonly seq: number;
  readonly message: Plain;
  readonly enqueuedAt: number;
  readonly delivered: boolean;
  /** How often it has been delivered. */
  readonly deliveries: number;
  readonly to: string;
}

interface Queue {
  readonly items: Spans;
  readonly bySeq: Map<number, number>;
  readonly dead: IntList;
}

/** Message queues by node and name. */
export class Queues {
  readonly #store: RecordStore;
  readonly #nodes = new Map<number, Map<string, Queue>>();

  constructor(store: RecordStore) {
    this.#store = store;
  }

  add(event: number, name: string): void {
    const queue = this.#queue(
      this.#store.node[event] as number,
      textField(this.#store.dataOf(event), 'queue'),
    );
    const seq = this.#store.a[event] as number;
    if (name === 'enqueue') {
      queue.bySeq.set(seq, queue.items.begin(event));
      return;
    }
    const item = queue.bySeq.get(seq);
    if (item === undefined) return;
    if (name === 'deliver' || name === 'requeue') queue.items.step(item, event);
    else {
      queue.items.end(item, event);
      if (name === 'dead') queue.dead.push(event);
    }
  }

  truncate(length: number): void {
    for (const queues of this.#nodes.values()) {
      for (const { items, bySeq, dead } of queues.values()) {
        items.truncate(length);
        dead.cut(length);
        for (const [seq, item] of bySeq) if (item >= items.length) bySeq.delete(seq);
      }
    }
  }

  at(node: number, event: number): QueueView[] {
    return [...(this.#nodes.get(node) ?? [])].map(([queue, { items, dead }]) => {
      const open = items.openAt(event);
      const list: QueueItem[] = [];
      let unacknowledged = 0;
      for (let i = 0; i < open.length; i++) {
        const item = this.#item(items, open.at(i), event);
        if (item.delivered) unacknowledged++;
        list.push(item);
      }
      const waiting = list.length - unacknowledged;
      return { queue, items: list, waiting, unacknowledged, dead: dead.lastAtMost(event) + 1 };
    });
  }

  #item(items: Spans, item: number, event: number): QueueItem {
    const enqueued = items.beginOf(item);
    const step = items.stepAt(item, event);
    const delivered = step >= 0 && this.#store.textOf(step) === 'deliver';
    const lastDelivery = delivered ? step : step >= 0 ? items.stepAt(item, step - 1) : -1;
    return {
      seq: this.#store.a[enqueued] as number,
      message: field(this.#store.dataOf(enqueued), 'message') ?? null,
      enqueuedAt: this.#store.time[enqueued] as number,
      delivered,
      deliveries: lastDelivery < 0 ? 0 : (this.#store.b[lastDelivery] as number),
      to: delivered ? textField(this.#store.dataOf(step), 'to') : '',
    };
  }

  #queue(node: number, name: string): Queue {
    let queues = this.#nodes.get(node);
    if (queues === undefined) this.#nodes.set(node, (queues = new Map<string, Queue>()));
    let queue = queues.get(name);
    if (queue === undefined)
      queues.set(name, (queue = { items: new Spans(), bySeq: new Map(), dead: new IntList() }));
    return queue;
  }
}
