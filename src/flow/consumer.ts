import { instanceName } from '#sim/message.ts';
import type { Plain } from '#lib/plain.ts';
import type { Io, Port } from '#sim/behaviour.ts';
import type { Message } from '#sim/message.ts';
import type { Reason } from '#sim/reasons.ts';
import type { AckBody, DeliverBody, JoinBody, RevokeBody } from './wire.ts';

/**
 * The consuming side of logs and queues, one per instance: it joins its groups and shows at every heartbeat that it
 * lives, takes deliveries, keeps one partition in order, and confirms what is done.
 */
export interface Subscription {
  /** The log or queue node. */
  readonly broker: string;
  /** Topic or queue. */
  readonly channel: string;
  readonly group: string;
  /** One group per instance and life, from the newest event on: for steps that await. */
  readonly private: boolean;
  readonly heartbeatUs: number;
  /** Deliveries taken at once; 0: as the broker says. */
  readonly window: number;
  /** Events of one partition one after another (logs); false: side by side (queues). */
  readonly ordered: boolean;
  readonly atMostOnce: boolean;
  /** Logs: how often a failing event is tried here before it is given up. */
  readonly maxDeliveries: number;
  readonly deadLetter: string;
  readonly backoffUs: { readonly first: number; readonly factor: number; readonly max: number };
  /** Which types have a handler here; null: all. Others are confirmed unread. */
  readonly types: readonly string[] | null;
}

export interface ConsumerState {
  /** Counts lives, so that a broker notices a restart. */
  life: number;
  /** Deliveries not yet confirmed, in order of arrival. */
  taken: Map<string, Delivery>;
  /** The latest delivery of each subscription and partition of a log: run and offset. */
  heard: Map<string, { run: number; offset: number }>;
  /** Partitions to give back as soon as nothing of them is in hand, and whom to tell. */
  revoked: Map<string, { link: number; back: boolean; body: RevokeBody }>;
}
/** Plain data; changed in place. */
export interface Delivery {
  readonly key: string;
  readonly subscription: number;
  readonly link: number;
  readonly back: boolean;
  readonly body: DeliverBody;
  /** How often it was begun here. */
  tries: number;
  state: 'waiting' | 'running' | 'backingOff';
}

export type ConsumerTimer =
  | { readonly t: 'heartbeat'; readonly subscription: number }
  | { readonly t: 'redeliver'; readonly delivery: string };
export const isConsumerTimer = (payload: unknown): payload is ConsumerTimer =>
  ['heartbeat', 'redeliver'].includes((payload as { t?: string }).t ?? '');

export const newConsumer = (): ConsumerState => ({
  life: 0,
  taken: new Map(),
  heard: new Map(),
  revoked: new Map(),
});
export const crashedConsumer = (s: ConsumerState): ConsumerState => ({
  ...newConsumer(),
  life: s.life + 1,
});

export class Consumer {
  readonly #io: Io;
  readonly #s: ConsumerState;
  readonly #all: () => readonly Subscription[];
  /** Begins work on a delivery; the owner reports back with `done`. */
  readonly #begin: (delivery: Delivery, subscription: Subscription) => void;

  constructor(
    io: Io,
    state: ConsumerState,
    subscriptions: () => readonly Subscription[],
    begin: (delivery: Delivery, subscription: Subscription) => void,
  ) {
    this.#io = io;
    this.#s = state;
    this.#all = subscriptions;
    this.#begin = begin;
  }

  get #subscriptions(): readonly Subscription[] {
    return this.#all();
  }

  /** Joins all groups: at the start and after a restart. */
  start(): void {
    this.#subscriptions.forEach((_, index) => this.#join(index));
  }

  timer(payload: ConsumerTimer): void {
    if (payload.t === 'heartbeat') return this.#join(payload.subscription);
    const delivery = this.#s.taken.get(payload.delivery);
    if (delivery === undefined) return;
    delivery.state = 'waiting';
    this.#pump(delivery.subscription, delivery.body.partition);
  }

  deliver(message: Message): void {
    const body = message.body as unknown as DeliverBody;
    const index = this.#subscriptions.findIndex(
      (each) =>
        each.channel === body.channel &&
        this.groupOf(each) === body.group &&
        this.#portOf(each)?.link === message.link,
    );
    const subscription = this.#subscriptions[index];
    if (subscription === undefined) return;
    if (subscription.ordered && !this.#follows(index, body)) return;
    const key = `${index} ${body.partition} ${body.offset}`;
    // A second copy of what is in hand already: the first one will be confirmed.
    if (this.#s.taken.has(key)) return;
    const delivery: Delivery = {
      key,
      subscription: index,
      link: message.link,
      back: !message.back,
      body,
      tries: 0,
      state: 'waiting',
    };
    this.#s.taken.set(key, delivery);
    this.#pump(index, body.partition);
  }

  /** Another member is to have a partition. What was not begun is left to it; what was begun is finished first. */
  revoke(message: Message): void {
    const body = message.body as unknown as RevokeBody;
    const index = this.#subscriptions.findIndex(
      (each) => each.channel === body.channel && this.groupOf(each) === body.group,
    );
    if (index < 0) return;
    for (const delivery of [...this.#s.taken.values()]) {
      if (delivery.subscription === index && delivery.body.partition === body.partition)
        if (delivery.state !== 'running') this.#s.taken.delete(delivery.key);
    }
    this.#s.revoked.set(`${index} ${body.partition}`, { link: message.link, back: !message.back, body });
    this.#release(index, body.partition);
  }

  #release(subscription: number, partition: number): void {
    const place = `${subscription} ${partition}`;
    const revoked = this.#s.revoked.get(place);
    if (revoked === undefined) return;
    for (const { subscription: own, body } of this.#s.taken.values())
      if (own === subscription && body.partition === partition) return;
    this.#s.revoked.delete(place);
    this.#io.send({
      link: revoked.link,
      back: revoked.back,
      kind: 'control',
      verb: 'released',
      body: revoked.body as unknown as Plain,
      label: '',
      ordered: true,
    });
  }

  /** The handler ended. Success confirms; a failure is tried again, later given up (logs) or handed back (queues). */
  done(key: string, ok: boolean, reason: Reason | ''): { readonly givenUp: Delivery } | null {
    const delivery = this.#s.taken.get(key);
    if (delivery === undefined) return null;
    const subscription = this.#subscriptions[delivery.subscription];
    if (subscription === undefined) {
      // A fault has set other handlers meanwhile.
      this.#s.taken.delete(key);
      return null;
    }
    const { partition } = delivery.body;
    let givenUp: { readonly givenUp: Delivery } | null = null;
    if (ok || subscription.atMostOnce || !subscription.ordered) {
      this.#s.taken.delete(key);
      if (!subscription.atMostOnce) this.#confirm(delivery, ok, reason);
    } else if (delivery.tries >= subscription.maxDeliveries) {
      this.#s.taken.delete(key);
      givenUp = { givenUp: delivery };
      this.#io.fact('givenUp', {
        a: partition,
        b: delivery.body.offset,
        data: { topic: delivery.body.channel, reason, id: delivery.body.event.id },
      });
      this.#confirm(delivery, true, '');
    } else {
      delivery.state = 'backingOff';
      const { first, factor, max } = subscription.backoffUs;
      let pause = first;
      for (let i = 1; i < delivery.tries && pause < max; i++) pause *= factor;
      this.#io.timer(Math.min(Math.round(pause), max), { t: 'redeliver', delivery: key });
    }
    this.#pump(delivery.subscription, partition);
    this.#release(delivery.subscription, partition);
    return givenUp;
  }

  /** Which delivery this is of its event, counting the broker's and our own. */
  deliveryNumber(delivery: Delivery): number {
    return delivery.body.delivery + Math.max(0, delivery.tries - 1);
  }

  groupOf(subscription: Subscription): string {
    return subscription.private
      ? `${instanceName(subscription.group, this.#io.instance)}.${this.#s.life}`
      : subscription.group;
  }

  /**
   * Whether a delivery continues what came before it. One before it may have been lost on the way: taking this one
   * and confirming it would skip the other for good. The log notices that nothing is confirmed, and goes back.
   */
  #follows(subscription: number, { partition, offset, run = 0, after = -1 }: DeliverBody): boolean {
    const place = `${subscription} ${partition}`;
    const heard = this.#s.heard.get(place);
    const known = heard === undefined || heard.run < run ? -1 : heard.run === run ? heard.offset : NaN;
    if (known !== after) return false;
    this.#s.heard.set(place, { run, offset });
    return true;
  }

  #pump(subscription: number, partition: number): void {
    const own = this.#subscriptions[subscription];
    if (own === undefined) return;
    const { ordered, types, atMostOnce } = own;
    for (const delivery of [...this.#s.taken.values()]) {
      if (delivery.subscription !== subscription || delivery.body.partition !== partition) continue;
      if (types !== null && !types.includes(delivery.body.event.type)) {
        // Not for us: passed over in its turn, so that the offset does not run ahead of what is in hand.
        this.#s.taken.delete(delivery.key);
        this.#confirm(delivery, true, '');
        continue;
      }
      if (delivery.state === 'waiting') {
        delivery.state = 'running';
        delivery.tries++;
        if (atMostOnce) this.#confirm(delivery, true, '');
        this.#begin(delivery, own);
      }
      // The first of the partition is not done: the others wait behind it.
      if (ordered) return;
    }
  }

  #join(index: number): void {
    const subscription = this.#subscriptions[index];
    if (subscription === undefined) return;
    this.#io.timer(subscription.heartbeatUs, { t: 'heartbeat', subscription: index });
    const port = this.#portOf(subscription);
    if (port === undefined) return;
    const body: JoinBody = Object.freeze({
      channel: subscription.channel,
      group: this.groupOf(subscription),
      instance: this.#io.instance,
      window: subscription.window,
      fromNewest: subscription.private,
      life: this.#s.life,
    });
    this.#io.send({
      link: port.link,
      back: !port.outgoing,
      kind: 'control',
      verb: 'join',
      body: body as unknown as Plain,
      label: '',
    });
  }

  #confirm(delivery: Delivery, ok: boolean, reason: string): void {
    const { channel, group, partition, offset } = delivery.body;
    const body: AckBody = Object.freeze({
      channel,
      group,
      partition,
      offset,
      instance: this.#io.instance,
      id: delivery.body.event.id,
      ok,
      reason,
    });
    this.#io.send({
      link: delivery.link,
      back: delivery.back,
      kind: 'control',
      verb: 'ack',
      body: body as unknown as Plain,
      label: '',
      ordered: true,
    });
  }

  /** The broker's link to this node, or this node's to the broker. */
  #portOf(subscription: Subscription): Port | undefined {
    const { ports } = this.#io;
    return (
      ports.find((port) => !port.outgoing && port.peerId === subscription.broker) ??
      ports.find((port) => port.peerId === subscription.broker)
    );
  }
}
