import { instanceName } from '#sim/message.ts';
import type { AckBody, DeliverBody, EventBody, JoinBody, SendBody } from '#flow/wire.ts';
import type { KindModel } from '#kinds/kind.ts';
import type { Distribution } from '#lib/distribution.ts';
import type { Plain } from '#lib/plain.ts';
import { delayToDistribution, durationToUs } from '#lib/schema/delay.ts';
import type { Behaviour, Io } from '#sim/behaviour.ts';
import type { Message } from '#sim/message.ts';
import type { QueueParams } from './params.ts';

const HEARTBEAT_US = 300_000;
/** A consumer that is silent for this long has lost its connection. */
const SESSION_US = 1_000_000;

interface Settings {
  readonly ackTimeoutUs: number;
  /** Infinity: again and again. */
  readonly maxDeliveries: number;
  readonly deadLetter: string;
  readonly lengthMax: number;
}
interface Prepared {
  readonly queues: ReadonlyMap<string, Settings>;
  readonly store: Distribution;
  readonly prefetch: number;
}
const DEFAULTS: Settings = { ackTimeoutUs: 5_000_000, maxDeliveries: 3, deadLetter: '', lengthMax: Infinity };

interface Item {
  readonly seq: number;
  readonly event: EventBody;
  deliveries: number;
}
interface Consumer {
  readonly link: number;
  readonly back: boolean;
  readonly instance: number;
  life: number;
  lastSeen: number;
}
interface Line {
  /** Accepted and on their way to the disk: they have their places already. */
  storing: number;
  ready: Item[];
  /** Delivered and not confirmed, by sequence number. */
  unacked: Map<number, { item: Item; consumer: string; timer: number }>;
  consumers: Map<string, Consumer>;
  /** Whose turn it is. */
  cursor: number;
}
interface QueueState {
  lines: Map<string, Line>;
  seq: number;
}

export const queue: KindModel<QueueParams> = {
  kind: 'queue',
  prepare(own): Prepared {
    return {
      queues: new Map(
        Object.entries(own.queues).map(([name, each]) => [
          name,
          {
            ackTimeoutUs: durationToUs(each.ackTimeout),
            maxDeliveries: each.maxDeliveries === 0 ? Infinity : each.maxDeliveries,
            deadLetter: each.deadLetter ?? '',
            lengthMax: each.maxLength ?? Infinity,
          },
        ]),
      ),
      store: delayToDistribution(own.delay),
      prefetch: own.prefetch,
    };
  },
  behaviour: {
    kind: 'queue',
    start: (): QueueState => ({ lines: new Map(), seq: 0 }),
    step(state, stimulus, io) {
      const broker = new Broker(state, io);
      switch (stimulus.type) {
        case 'start':
        case 'restart':
          return void io.timer(HEARTBEAT_US, { t: 'tick' });
        case 'crash':
          return broker.crash();
        case 'message':
          return broker.message(stimulus.message);
        case 'timer': {
          const payload = stimulus.payload as unknown as {
            t: string;
            message?: Message;
            queue?: string;
            seq?: number;
          };
          if (payload.t === 'store') return broker.store(payload.message!);
          if (payload.t === 'unacked') return broker.putBack(payload.queue!, payload.seq!, 'timedOut');
          return broker.tick();
        }
        case 'params':
        case 'load':
          return;
      }
    },
    shows: (state) => ({
      queues: Object.fromEntries(
        [...state.lines].map(([name, line]) => [
          name,
          {
            ready: line.ready.length,
            unacked: line.unacked.size,
            length: line.ready.length + line.unacked.size,
          },
        ]),
      ),
    }),
  } satisfies Behaviour<QueueState, Prepared> as never,
  touch: (id, own) => [{ send: id, queue: Object.keys(own.queues)[0] ?? 'work', body: { n: '${n}' } }],
  feeds: (id, own) =>
    (Object.keys(own.queues).length > 0 ? Object.keys(own.queues) : ['work']).map((name) => ({
      from: id,
      queue: name,
      deliver: 'atLeastOnce',
      steps: [{ work: { exponential: '10ms' } }],
    })),
  heartbeatUs: () => HEARTBEAT_US,
};

class Broker {
  readonly #s: QueueState;
  readonly #io: Io<Prepared>;

  constructor(state: QueueState, io: Io<Prepared>) {
    this.#s = state;
    this.#io = io;
  }

  /** Messages are on disk; who consumes and who holds what is not: all of it is ready again, in its old order. */
  crash(): void {
    for (const [name, line] of this.#s.lines) {
      const held = [...line.unacked.values()].map(({ item }) => item);
      for (const item of held)
        this.#io.fact('requeue', { a: item.seq, data: { queue: name, reason: 'crashed' } });
      line.ready = [...held, ...line.ready].sort((x, y) => x.seq - y.seq);
      line.unacked = new Map();
      line.consumers = new Map();
      line.storing = 0;
    }
  }

  message(message: Message): void {
    switch (message.verb) {
      case 'send': {
        const { queue: name } = message.body as unknown as SendBody;
        const line = this.#line(name);
        if (line.ready.length + line.unacked.size + line.storing >= this.#settings(name).lengthMax) {
          this.#io.fact('rejected', { data: { op: name, reason: 'queueFull' } });
          return this.#io.reply(message, { ok: false, reason: 'queueFull' });
        }
        line.storing++;
        this.#io.timer(
          this.#io.sample('store', this.#io.params.store),
          { t: 'store', message: message as unknown as Plain },
          { work: true },
        );
        return;
      }
      case 'join':
        return this.#join(message, message.body as unknown as JoinBody);
      case 'ack':
        return this.#ack(message.body as unknown as AckBody);
      default:
        if (message.wanted) this.#io.reply(message, { ok: false, reason: 'noRoute', text: message.verb });
    }
  }

  store(message: Message): void {
    const { queue: name, event } = message.body as unknown as SendBody;
    this.#line(name).storing--;
    this.#enqueue(name, event);
    this.#io.reply(message, { ok: true, value: null }, 'control');
  }

  /** Nobody confirmed it: back to its place, or set aside when it has been tried often enough. */
  putBack(name: string, seq: number, reason: string): void {
    const line = this.#line(name);
    const held = line.unacked.get(seq);
    if (held === undefined) return;
    this.#io.cancel(held.timer);
    line.unacked.delete(seq);
    const { item } = held;
    const { maxDeliveries, deadLetter } = this.#settings(name);
    if (item.deliveries >= maxDeliveries) {
      this.#io.fact('dead', { a: seq, data: { queue: name, to: deadLetter, reason, id: item.event.id } });
      if (deadLetter !== '') this.#enqueue(deadLetter, item.event);
    } else {
      const at = line.ready.findIndex((other) => other.seq > seq);
      line.ready.splice(at < 0 ? line.ready.length : at, 0, item);
      this.#io.fact('requeue', { a: seq, b: item.deliveries, data: { queue: name, reason } });
    }
    this.#pump(name);
  }

  tick(): void {
    this.#io.timer(HEARTBEAT_US, { t: 'tick' });
    for (const [name, line] of this.#s.lines) {
      for (const [key, consumer] of [...line.consumers]) {
        if (this.#io.now - consumer.lastSeen > SESSION_US) this.#leave(name, line, key);
      }
    }
  }

  #enqueue(name: string, event: EventBody): void {
    const item: Item = { seq: this.#s.seq++, event, deliveries: 0 };
    this.#line(name).ready.push(item);
    this.#io.fact('enqueue', {
      a: item.seq,
      data: { queue: name, message: { id: event.id, type: event.type, ...event.body } },
    });
    this.#pump(name);
  }

  #join(message: Message, body: JoinBody): void {
    const line = this.#line(body.channel);
    const peer = this.#io.ports.find((port) => port.link === message.link)?.peerId ?? '';
    const key = instanceName(peer, message.fromInstance);
    const known = line.consumers.get(key);
    if (known !== undefined && known.life === body.life) {
      known.lastSeen = this.#io.now;
      return;
    }
    if (known !== undefined) this.#leave(body.channel, line, key);
    line.consumers.set(key, {
      link: message.link,
      back: !message.back,
      instance: body.instance,
      life: body.life,
      lastSeen: this.#io.now,
    });
    this.#pump(body.channel);
  }

  #leave(name: string, line: Line, key: string): void {
    line.consumers.delete(key);
    for (const [seq, held] of [...line.unacked])
      if (held.consumer === key) this.putBack(name, seq, 'connectionLost');
  }

  #ack(body: AckBody): void {
    const line = this.#line(body.channel);
    const held = line.unacked.get(body.offset);
    if (held === undefined) return;
    if (!body.ok) return this.putBack(body.channel, body.offset, body.reason === '' ? 'failed' : body.reason);
    this.#io.cancel(held.timer);
    line.unacked.delete(body.offset);
    this.#io.fact('ack', { a: body.offset, data: { queue: body.channel } });
    this.#pump(body.channel);
  }

  /** Hands out what is ready, in turns, to whoever has room. */
  #pump(name: string): void {
    const line = this.#line(name);
    const { ackTimeoutUs } = this.#settings(name);
    while (line.ready.length > 0) {
      const key = this.#nextConsumer(line);
      if (key === null) return;
      const consumer = line.consumers.get(key)!;
      const item = line.ready.shift()!;
      item.deliveries++;
      const timer = this.#io.timer(ackTimeoutUs, { t: 'unacked', queue: name, seq: item.seq });
      line.unacked.set(item.seq, { item, consumer: key, timer });
      this.#io.fact('deliver', { a: item.seq, b: item.deliveries, data: { queue: name, to: key } });
      const body: DeliverBody = Object.freeze({
        channel: name,
        group: 'consumers',
        partition: 0,
        offset: item.seq,
        delivery: item.deliveries,
        event: item.event,
      });
      this.#io.send({
        link: consumer.link,
        back: consumer.back,
        kind: 'event',
        verb: 'deliver',
        label: item.event.type,
        body: body as unknown as Plain,
        toInstance: consumer.instance,
        ordered: true,
      });
    }
  }

  #nextConsumer(line: Line): string | null {
    const keys = [...line.consumers.keys()].sort();
    for (let i = 0; i < keys.length; i++) {
      const key = keys[(line.cursor + i) % keys.length]!;
      let held = 0;
      for (const { consumer } of line.unacked.values()) if (consumer === key) held++;
      if (held >= this.#io.params.prefetch) continue;
      line.cursor = (line.cursor + i + 1) % keys.length;
      return key;
    }
    return null;
  }

  #settings(name: string): Settings {
    return this.#io.params.queues.get(name) ?? DEFAULTS;
  }
  #line(name: string): Line {
    let line = this.#s.lines.get(name);
    if (line === undefined) {
      line = { storing: 0, ready: [], unacked: new Map(), consumers: new Map(), cursor: 0 };
      this.#s.lines.set(name, line);
    }
    return line;
  }
}
