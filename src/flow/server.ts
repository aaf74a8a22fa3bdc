import { instanceName } from '#sim/message.ts';
import type { Distribution } from '#lib/distribution.ts';
import type { Plain } from '#lib/plain.ts';
import type { Behaviour, Io, Stimulus } from '#sim/behaviour.ts';
import type { Message, Outcome } from '#sim/message.ts';
import { Consumer, crashedConsumer, isConsumerTimer, newConsumer } from './consumer.ts';
import type { ConsumerState, Delivery, Subscription } from './consumer.ts';
import type { Env } from './env.ts';
import { crashedHost, FlowHost, isHostTimer, newHost } from './host.ts';
import type { FlowState, HostState } from './host.ts';
import type { Program } from './program.ts';
import type { CallBody } from './wire.ts';

/**
 * Something that serves requests and events with a bounded number of slots and waiting places per instance: what
 * services and gateways have in common. A request that finds neither is refused with `queueFull`.
 */
export interface ServerParams {
  readonly env: Env;
  readonly instances: number;
  readonly slots: number;
  readonly queueMax: number;
  readonly balance: 'roundRobin' | 'random' | 'leastInFlight' | 'powerOfTwo';
  /** How long an instance must not answer to be left out, and answer to be let in again; null: only a dead one is left out. */
  readonly health: { readonly outAfterUs: number; readonly inAfterUs: number } | null;
  /** How long a restarted instance takes before it serves. */
  readonly startupUs: number;
  readonly programs: readonly Program[];
  /** The program for a request, or -1. */
  readonly programFor: (op: string) => number;
  readonly subscriptions: readonly Subscription[];
  /** The program for an event of a subscription, or -1. */
  readonly programForEvent: (subscription: number, type: string) => number;
  /** Programs that look for unfinished sagas after a restart, for one instance. */
  readonly recoveries: (instance: number) => readonly number[];
  readonly repeated: readonly { readonly program: number; readonly every: Distribution }[];
}

interface Instance {
  /** It has started up: requests are for it. */
  ready: boolean;
  host: HostState;
  consumer: ConsumerState;
  busy: number;
  queue: Work[];
}
type Work =
  | { readonly type: 'request'; readonly message: Message; readonly at: number }
  | { readonly type: 'delivery'; readonly key: string; readonly at: number }
  | { readonly type: 'every'; readonly program: number; readonly at: number };

export interface ServerState {
  cursor: number;
  /** What the address has seen of each instance, while there is a health check. */
  seen: Map<number, Seen>;
  counts: Map<number, number>;
  instances: Instance[];
}

/** Answering or not, since when, and whether it gets requests. */
interface Seen {
  answers: boolean;
  since: number;
  inRotation: boolean;
}

const newInstance = (): Instance => ({
  ready: true,
  host: newHost(),
  consumer: newConsumer(),
  busy: 0,
  queue: [],
});

export function serverBehaviour(kind: string): Behaviour<ServerState, ServerParams> {
  return {
    kind,
    instances: (params) => params.instances,
    start: () => ({ cursor: 0, seen: new Map(), counts: new Map(), instances: [] }),
    step(state, stimulus, io) {
      while (state.instances.length <= io.instance) state.instances.push(newInstance());
      serverOf(state, state.instances[io.instance]!, io).step(stimulus);
    },
    pick,
    shows: (state, io) => ({
      inFlight: sum(state.instances, (instance) => instance.busy),
      waiting: sum(state.instances, (instance) => instance.queue.length),
      instances: state.instances.length,
      up: state.instances.filter((_, index) => io.status(index) === 'up').length,
      local: state.instances[0] ? Object.fromEntries(state.instances[0].host.local) : {},
    }),
  };
}

/** The address of a server: which instance gets the next request. */
function pick(state: ServerState, _message: Message, io: Io<ServerParams>): number {
  const { instances, balance } = io.params;
  const open: number[] = [];
  for (let i = 0; i < instances; i++) {
    const dead = io.status(i) === 'down' || state.instances[i]?.ready === false;
    if (healthy(state, i, !dead && io.status(i) === 'up', io) && !dead) open.push(i);
  }
  if (open.length < 2) return open[0] ?? -1;
  const load = (i: number): number =>
    (state.instances[i]?.busy ?? 0) + (state.instances[i]?.queue.length ?? 0);
  switch (balance) {
    case 'roundRobin':
      return open[state.cursor++ % open.length]!;
    case 'random':
      return open[Math.floor(io.draw('balance') * open.length)]!;
    case 'leastInFlight':
      return open.reduce((best, i) => (load(i) < load(best) ? i : best));
    case 'powerOfTwo': {
      const first = Math.floor(io.draw('balance') * open.length);
      const other = (first + 1 + Math.floor(io.draw('balance') * (open.length - 1))) % open.length;
      return load(open[other]!) < load(open[first]!) ? open[other]! : open[first]!;
    }
  }
}

/** Passive health checking: the address notes at every request who would answer, and acts on it after a while. */
function healthy(state: ServerState, instance: number, answers: boolean, io: Io<ServerParams>): boolean {
  const { health } = io.params;
  if (health === null) return true;
  let seen = state.seen.get(instance);
  if (seen === undefined) state.seen.set(instance, (seen = { answers, since: io.now, inRotation: answers }));
  if (seen.answers !== answers) {
    seen.answers = answers;
    seen.since = io.now;
  }
  if (io.now - seen.since >= (answers ? health.inAfterUs : health.outAfterUs)) seen.inRotation = answers;
  return seen.inRotation;
}

const servers = new WeakMap<HostState, Server>();
/** One server object for as long as the life whose state it works on. */
function serverOf(state: ServerState, own: Instance, io: Io<ServerParams>): Server {
  let server = servers.get(own.host);
  if (server === undefined) {
    server = new Server(state, own, io);
    servers.set(own.host, server);
  }
  return server;
}

class Server {
  readonly #state: ServerState;
  readonly #own: Instance;
  readonly #io: Io<ServerParams>;
  readonly #host: FlowHost;
  readonly #consumer: Consumer;

  constructor(state: ServerState, own: Instance, io: Io<ServerParams>) {
    this.#state = state;
    this.#own = own;
    this.#io = io;
    this.#host = new FlowHost(
      io,
      own.host,
      () => io.params,
      (flow, outcome) => this.#ended(flow, outcome),
    );
    this.#consumer = new Consumer(
      io,
      own.consumer,
      () => io.params.subscriptions,
      (delivery, subscription) =>
        subscription.private
          ? this.#hear(delivery)
          : this.#accept({ type: 'delivery', key: delivery.key, at: io.now }),
    );
  }

  step(stimulus: Stimulus): void {
    switch (stimulus.type) {
      case 'start':
        return this.#serve();
      case 'restart':
        if (this.#io.params.startupUs === 0) return this.#again();
        this.#own.ready = false;
        this.#io.fact('starting', { value: this.#io.params.startupUs });
        return void this.#io.timer(this.#io.params.startupUs, { t: 'ready' }, { work: true });
      case 'crash': {
        this.#host.lose();
        const lost = this.#own;
        lost.host = crashedHost(lost.host);
        lost.consumer = crashedConsumer(lost.consumer);
        lost.queue = [];
        lost.busy = 0;
        lost.ready = true;
        this.#io.fact('busy', { value: 0 });
        this.#io.fact('queue', { value: 0 });
        return;
      }
      case 'message':
        return this.#message(stimulus.message);
      case 'timer':
        return this.#timer(stimulus.payload);
      case 'params':
        this.#host.refresh();
        return this.#next();
      case 'load':
        return;
    }
  }

  #message(message: Message): void {
    switch (message.verb) {
      case 'reply':
        return this.#host.answer(message);
      case 'deliver':
        return this.#consumer.deliver(message);
      case 'revoke':
        return this.#consumer.revoke(message);
      case 'call': {
        const { op } = message.body as unknown as CallBody;
        if (this.#io.params.programFor(op) < 0) {
          this.#io.reply(message, { ok: false, reason: 'noRoute', text: op });
          this.#io.fact('rejected', { data: { op, reason: 'noRoute' } });
          return;
        }
        return this.#accept({ type: 'request', message, at: this.#io.now });
      }
      default:
        if (message.wanted) this.#io.reply(message, { ok: false, reason: 'noRoute', text: message.verb });
    }
  }

  #timer(payload: Plain): void {
    if (isHostTimer(payload)) return this.#host.timer(payload);
    if (isConsumerTimer(payload)) return this.#consumer.timer(payload);
    const { t, index } = payload as unknown as { t: 'ready' | 'every'; index: number };
    if (t === 'ready') return this.#again();
    const repeated = this.#io.params.repeated[index];
    if (repeated === undefined) return;
    this.#repeat(index);
    this.#accept({ type: 'every', program: repeated.program, at: this.#io.now });
  }

  /** A new life: what the last one left unfinished comes first. It takes no slot. */
  #again(): void {
    this.#serve();
    for (const program of this.#io.params.recoveries(this.#io.instance)) {
      const id = `${instanceName(this.#io.nodeId, this.#io.instance)}.${this.#own.consumer.life}`;
      this.#host.start({
        program,
        id,
        session: id,
        origin: { type: 'recovery', at: this.#io.now, op: 'saga log' },
        vars: { node: this.#io.nodeId },
      });
    }
  }

  #serve(): void {
    this.#own.ready = true;
    this.#consumer.start();
    this.#io.params.repeated.forEach((_, index) => this.#repeat(index));
  }

  #repeat(index: number): void {
    const { every } = this.#io.params.repeated[index]!;
    // At least a microsecond, so that time goes on.
    this.#io.timer(Math.max(1, this.#io.sample('every', every)), { t: 'every', index });
  }

  /** For steps that await. It takes no slot: the flow that waits holds one already. */
  #hear(delivery: Delivery): void {
    this.#host.offer(eventOf(delivery, this.#consumer.deliveryNumber(delivery)));
    this.#consumer.done(delivery.key, true, '');
  }

  /** A slot, else a waiting place, else refused. What brokers deliver waits for as long as it takes. */
  #accept(work: Work): void {
    const own = this.#own;
    const { slots, queueMax } = this.#io.params;
    if (own.busy < slots) return this.#begin(work);
    if (work.type === 'request' && own.queue.length >= queueMax) {
      const { op } = work.message.body as unknown as CallBody;
      this.#io.reply(work.message, { ok: false, reason: 'queueFull' });
      this.#io.fact('rejected', { data: { op, reason: 'queueFull' } });
      return;
    }
    own.queue.push(work);
    this.#io.fact('queue', { value: own.queue.length });
  }

  /** `handedOn`: it takes the slot that somebody else has just left, which was never free. */
  #begin(work: Work, handedOn = false): void {
    this.#own.busy++;
    if (!handedOn) this.#io.fact('busy', { value: this.#own.busy });
    switch (work.type) {
      case 'request': {
        const { id, op, attempt, session, body } = work.message.body as unknown as CallBody;
        const program = this.#io.params.programFor(op);
        if (program < 0) {
          // It waited while a fault set other handlers.
          this.#io.reply(work.message, { ok: false, reason: 'noRoute', text: op });
          return this.#free();
        }
        this.#host.start({
          program,
          id,
          session,
          origin: { type: 'request', at: work.at, op },
          request: work.message,
          vars: this.#vars(program, 'req', { ...body, id, op, attempt }),
        });
        return;
      }
      case 'delivery': {
        const delivery = this.#own.consumer.taken.get(work.key);
        if (delivery === undefined) return this.#free();
        const event = eventOf(delivery, this.#consumer.deliveryNumber(delivery));
        const program = this.#io.params.programForEvent(delivery.subscription, delivery.body.event.type);
        if (program < 0) {
          this.#consumer.done(delivery.key, true, '');
          return this.#free();
        }
        this.#host.start({
          program,
          id: delivery.body.event.id,
          names: `${delivery.body.event.id}.${this.#io.nodeId}.${program}`,
          session: delivery.body.event.id,
          origin: { type: 'delivery', at: work.at, key: delivery.key, op: delivery.body.event.type },
          vars: this.#vars(program, 'event', event),
        });
        return;
      }
      case 'every': {
        if (this.#io.params.programs[work.program] === undefined) return this.#free();
        const vars = this.#vars(work.program, 'every', Object.freeze({ at: this.#io.clock / 1000 }));
        const id = `${instanceName(this.#io.nodeId, this.#io.instance)}-${vars['n'] as number}`;
        this.#host.start({
          program: work.program,
          id,
          session: id,
          origin: { type: 'every', at: work.at, op: 'every' },
          vars,
        });
        return;
      }
    }
  }

  #vars(program: number, name: string, value: Plain): Record<string, unknown> {
    const n = (this.#state.counts.get(program) ?? 0) + 1;
    this.#state.counts.set(program, n);
    return { [name]: value, node: this.#io.nodeId, n };
  }

  #ended(flow: FlowState, outcome: Outcome): void {
    const origin = flow.origin as { type: string; at: number; op: string; key?: string };
    if (origin.type === 'recovery' || origin.type === 'takenUp') return;
    this.#io.fact('served', {
      a: outcome.ok ? 0 : 1,
      value: this.#io.now - origin.at,
      data: outcome.ok ? operationData(origin.op) : { op: origin.op, reason: outcome.reason },
    });
    if (origin.key !== undefined) this.#confirm(origin.key, outcome);
    this.#free();
  }

  #confirm(key: string, outcome: Outcome): void {
    const givenUp = this.#consumer.done(key, outcome.ok, outcome.ok ? '' : outcome.reason)?.givenUp;
    if (givenUp === undefined) return;
    const { deadLetter, broker } = this.#io.params.subscriptions[givenUp.subscription]!;
    const port = deadLetter === '' ? undefined : this.#io.ports.find((each) => each.peerId === broker);
    if (port === undefined) return;
    // Set aside where somebody can look at it; the broker keeps it like any event.
    const { event } = givenUp.body;
    this.#io.send({
      link: port.link,
      back: !port.outgoing,
      kind: 'event',
      verb: 'publish',
      label: event.type,
      body: Object.freeze({
        id: event.id,
        attempt: 1,
        session: event.id,
        topic: deadLetter,
        event,
      }) as unknown as Plain,
    });
  }

  #free(): void {
    const own = this.#own;
    own.busy--;
    const isHandedOn = own.queue.length > 0 && own.busy < this.#io.params.slots;
    if (!isHandedOn) this.#io.fact('busy', { value: own.busy });
    this.#next(isHandedOn);
  }

  #next(isHandedOn = false): void {
    const own = this.#own;
    for (let first = isHandedOn; own.busy < this.#io.params.slots && own.queue.length > 0; first = false) {
      const work = own.queue.shift()!;
      this.#io.fact('queue', { value: own.queue.length });
      this.#begin(work, first);
    }
  }
}

const operations = new Map<string, { readonly op: string }>();
/** The same frozen object every time: most of what is recorded is about a handful of operations. */
function operationData(op: string): { readonly op: string } {
  let data = operations.get(op);
  if (data === undefined) {
    if (operations.size > 1_000) operations.clear();
    operations.set(op, (data = Object.freeze({ op })));
  }
  return data;
}

/** What a handler sees as `event`. */
function eventOf(delivery: Delivery, number: number): { readonly [key: string]: Plain } {
  const { event, channel, partition, offset } = delivery.body;
  return Object.freeze({
    ...event.body,
    id: event.id,
    type: event.type,
    source: event.source,
    time: event.time,
    key: event.key,
    topic: channel,
    partition,
    offset,
    delivery: number,
  });
}

function sum<T>(list: readonly T[], of: (item: T) => number): number {
  return list.reduce((total, item) => total + of(item), 0);
}
