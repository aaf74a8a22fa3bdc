import { sampleUs, wholeUs } from '#lib/distribution.ts';
import type { Distribution } from '#lib/distribution.ts';
import type { Plain } from '#lib/plain.ts';
import { clonePlain, freezeDeep } from '#lib/plain.ts';
import { newStream, nextUniform } from '#lib/random.ts';
import type { Stream } from '#lib/random.ts';
import { newTable, tableDelete, tableSet, tableValues } from '#lib/table.ts';
import type { Table } from '#lib/table.ts';
import {
  agendaAdd,
  agendaForget,
  agendaItems,
  agendaNext,
  agendaRemove,
  agendaTake,
  newAgenda,
} from './agenda.ts';
import type { Agenda } from './agenda.ts';
import type { Behaviour, Fact, Io, Port, SendOptions, Status, Stimulus } from './behaviour.ts';
import { effectiveFaults, faultSchedule, faultTitle } from './faults.ts';
import type { Effective, FaultMoment } from './faults.ts';
import { MESSAGE_KINDS } from './message.ts';
import type { Message, MessageKind, Outcome } from './message.ts';
import { decideFate } from './network.ts';
import type { LinkState } from './network.ts';
import type { Reason } from './reasons.ts';
import { Flag, Kind } from './record.ts';
import type { RecordEvent } from './record.ts';
import type { FaultAction, System } from './system.ts';

/** How many things may happen at one instant before we call it a loop without delay. */
const INSTANT_LIMIT = 50_000;

interface Flight {
  readonly time: number;
  readonly seq: number;
  readonly message: Message;
  /** Why it will not arrive, or ''. */
  readonly fate: Reason | '';
  /** When it would arrive if nothing befell it. */
  readonly planned: number;
  readonly cause: number;
}
interface Timer {
  readonly time: number;
  readonly seq: number;
  readonly timer: number;
  readonly node: number;
  readonly instance: number;
  readonly epoch: number;
  readonly payload: Plain;
  readonly cause: number;
}
type Item = Flight | Timer;

interface InstanceState {
  status: Status;
  /** Counts its lives: timers and answers of an earlier life are not for this one. */
  epoch: number;
  /** What reached it while it was paused. */
  held: ({ stimulus: Stimulus; cause: number } | Timer)[];
  /** Requests it took and has not answered, by message id. */
  open: Table<Message>;
  /** Faults that keep this life down or paused, by place in the system's list. */
  heldBy: number[];
  /** The load it was last told. */
  load: number;
}
interface NodeState {
  state: unknown;
  instances: InstanceState[];
  streams: Map<string, Stream>;
  steps: number;
}
/** Everything a run is, as plain data. */
export interface KernelState {
  now: number;
  seq: number;
  events: number;
  nextMessage: number;
  nextTimer: number;
  faultCursor: number;
  activeFaults: number[];
  agenda: Agenda<Item>;
  timers: Set<number>;
  nodes: NodeState[];
  links: LinkState[];
  atThisInstant: number;
}

/** Why a run ended early. `node` is where most of the work was done. */
export interface Stop {
  readonly why: 'instant' | 'events';
  readonly node: string;
  readonly at: number;
}

/**
 * The kernel: virtual time in whole microseconds, events in order of (time, sequence), the network, the
 * faults. It knows no kind. A run is a function of its system alone; `save` and `load` carry all of it.
 */
export class Kernel {
  readonly system: System;
  readonly #emit: (event: RecordEvent, index: number) => void;
  readonly #faults: readonly FaultMoment[];
  readonly #ios: NodeIo[];
  #s: KernelState;
  #effective: Effective;
  #cause = -1;
  readonly #event: RecordEvent = {
    time: 0,
    kind: 0,
    node: -1,
    instance: 0,
    link: -1,
    message: -1,
    cause: -1,
    a: 0,
    b: 0,
    value: 0,
    text: '',
    data: undefined,
  };
  stop: Stop | null = null;

  constructor(system: System, emit: (event: RecordEvent, index: number) => void, saved?: KernelState) {
    this.system = system;
    this.#emit = emit;
    this.#faults = faultSchedule(system.faults);
    this.#ios = system.nodes.map((node, index) => new NodeIo(this, index, node.id, portsOf(system, index)));
    this.#s = saved ? clonePlain(saved) : emptyState(system);
    this.#effective = effectiveFaults(system, this.#s.activeFaults);
    if (!saved) this.#start();
  }

  get now(): number {
    return this.#s.now;
  }
  get events(): number {
    return this.#s.events;
  }
  save(): KernelState {
    // What is frozen is shared with the copy: most of what is saved, then, and only once for each message.
    for (const item of agendaItems(this.#s.agenda)) if (!('timer' in item)) freezeDeep(item);
    for (const { instances } of this.#s.nodes)
      for (const { open } of instances) tableValues(open).forEach(freezeDeep);
    return clonePlain(this.#s);
  }
  /** The live state, to read and not to change. */
  peek(): Readonly<KernelState> {
    return this.#s;
  }
  params(node: number): unknown {
    return this.#effective.params[node];
  }
  /** What checks see of a node. */
  shown(node: number): Plain | ReadonlyMap<string, Plain> {
    const spec = this.system.nodes[node]!;
    return (spec.behaviour as Behaviour).shows(this.#s.nodes[node]!.state, this.#ios[node]!);
  }

  /** Time of the next thing to happen; Infinity when nothing will. */
  nextTime(): number {
    return this.#timeOf(this.#next());
  }

  /**
   * Runs whatever happens up to and including `untilUs`, at most until `maxEvents` more events are recorded.
   * True when `untilUs` is reached. One thing happens whole or not at all, so `maxEvents` may be overshot by
   * what a single stimulus records.
   */
  run(untilUs: number, maxEvents = Infinity): boolean {
    const limit = this.#s.events + maxEvents;
    while (this.stop === null) {
      const item = this.#next();
      if (this.#timeOf(item) > untilUs) {
        if (untilUs !== Infinity) this.#s.now = Math.max(this.#s.now, untilUs);
        return true;
      }
      if (this.#s.events >= limit) return false;
      this.#happen(item);
    }
    return true;
  }

  /** Lets the next thing happen. False when nothing is left. */
  step(): boolean {
    const item = this.#next();
    if (this.#timeOf(item) === Infinity) return false;
    return this.#happen(item);
  }

  /** When the next thing happens: a fault that is due, or else `item`. */
  #timeOf(item: Item | undefined): number {
    const fault = this.#faults[this.#s.faultCursor]?.time ?? Infinity;
    return item !== undefined && item.time < fault ? item.time : fault;
  }

  /** Faults come first of what happens at one time. */
  #happen(item: Item | undefined): boolean {
    const s = this.#s;
    const time = this.#timeOf(item);
    s.atThisInstant = time === s.now ? s.atThisInstant + 1 : 0;
    s.now = time;
    if (s.atThisInstant > INSTANT_LIMIT) {
      this.stop = { why: 'instant', node: this.busiest(), at: time };
      return false;
    }
    if (item === undefined || this.#faults[s.faultCursor]?.time === time) {
      this.#fault(this.#faults[s.faultCursor++]!);
      return true;
    }
    agendaTake(s.agenda);
    if ('timer' in item) this.#fire(item);
    else this.#land(item);
    return true;
  }

  /** The node that was stepped most: the first to name when a run does not end. */
  busiest(): string {
    let best = 0;
    this.#s.nodes.forEach((node, index) => {
      if (node.steps > this.#s.nodes[best]!.steps) best = index;
    });
    return this.system.nodes[best]?.id ?? '';
  }

  // ------------------------------------------------------------------ what NodeIo asks for

  status(node: number, instance: number): Status {
    return this.#s.nodes[node]!.instances[instance]?.status ?? 'down';
  }
  clock(node: number): number {
    return this.#s.now + this.#effective.skewUs[node]!;
  }
  stream(node: number, purpose: string): Stream {
    const streams = this.#s.nodes[node]!.streams;
    let stream = streams.get(purpose);
    if (stream === undefined) {
      stream = newStream(this.system.seed, 'node', this.system.nodes[node]!.id, purpose);
      streams.set(purpose, stream);
    }
    return stream;
  }

  send(node: number, instance: number, o: SendOptions): number {
    return this.#dispatch(node, instance, o, -1, false);
  }

  reply(node: number, instance: number, to: Message, outcome: Outcome, kind: MessageKind): void {
    const open = this.#s.nodes[node]!.instances[instance]?.open;
    if (open !== undefined) tableDelete(open, to.id);
    this.#answer(node, instance, to, outcome, kind);
  }

  setTimer(node: number, instance: number, delayUs: number, payload: Plain, work: boolean): number {
    const s = this.#s;
    const factor = work ? (this.#effective.slow[node]![instance] ?? 1) : 1;
    const timer = s.nextTimer++;
    s.timers.add(timer);
    agendaAdd(s.agenda, {
      time: s.now + wholeUs(delayUs * factor),
      seq: s.seq++,
      timer,
      node,
      instance,
      epoch: s.nodes[node]!.instances[instance]!.epoch,
      payload,
      cause: this.#cause,
    });
    return timer;
  }
  cancelTimer(timer: number): void {
    if (this.#s.timers.delete(timer)) agendaForget(this.#s.agenda, this.#isWanted);
  }
  because(event: number): number {
    const former = this.#cause;
    this.#cause = event;
    return former;
  }

  /** Appends an event with the cause in force; returns its index. */
  record(
    kind: number,
    node: number,
    instance: number,
    link: number,
    message: number,
    a: number,
    b: number,
    value: number,
    text: string,
    data: Plain | undefined,
  ): number {
    const e = this.#event;
    e.time = this.#s.now;
    e.kind = kind;
    e.node = node;
    e.instance = instance;
    e.link = link;
    e.message = message;
    e.cause = this.#cause;
    e.a = a;
    e.b = b;
    e.value = value;
    e.text = text;
    e.data = data;
    const index = this.#s.events++;
    this.#emit(e, index);
    return index;
  }

  // ------------------------------------------------------------------ inside

  #start(): void {
    this.system.nodes.forEach((spec, index) => {
      const io = this.#ios[index]!;
      const state = this.#s.nodes[index]!;
      io.instance = 0;
      state.state = (spec.behaviour as Behaviour).start(io);
    });
    this.system.nodes.forEach((_, index) => {
      this.#s.nodes[index]!.instances.forEach((_, instance) =>
        this.#stimulate(index, instance, { type: 'start' }, -1),
      );
    });
  }

  #stimulate(node: number, instance: number, stimulus: Stimulus, cause: number): void {
    const state = this.#s.nodes[node]!;
    const io = this.#ios[node]!;
    state.steps++;
    this.#cause = cause;
    io.instance = instance;
    (this.system.nodes[node]!.behaviour as Behaviour).step(state.state, stimulus, io);
    this.#cause = -1;
  }

  #next(): Item | undefined {
    return agendaNext(this.#s.agenda, this.#isWanted);
  }
  readonly #isWanted = (item: Item): boolean => !('timer' in item) || this.#s.timers.has(item.timer);

  #fire(item: Timer): void {
    if (!this.#s.timers.delete(item.timer)) {
      this.#s.agenda.unwanted--;
      return;
    }
    const instance = this.#s.nodes[item.node]!.instances[item.instance]!;
    if (instance.epoch !== item.epoch) return;
    if (instance.status === 'paused') {
      this.#s.timers.add(item.timer);
      instance.held.push(item);
      return;
    }
    this.#stimulate(item.node, item.instance, { type: 'timer', payload: item.payload }, item.cause);
  }

  #land(item: Flight): void {
    const { message } = item;
    this.#cause = item.cause;
    if (item.fate !== '') return this.#drop(message, item.fate, item.planned);
    const node = this.#s.nodes[message.to]!;
    let target = message.toInstance;
    if (target < 0) {
      const behaviour = this.system.nodes[message.to]!.behaviour as Behaviour;
      target = behaviour.pick ? behaviour.pick(node.state, message, this.#ios[message.to]!) : 0;
    }
    const instance = node.instances[target];
    if (instance === undefined || instance.status === 'down') {
      this.#drop(message, message.wanted ? 'refused' : 'crashed', this.#s.now);
      if (message.wanted) this.#answer(message.to, 0, message, { ok: false, reason: 'refused' }, 'reply');
      return;
    }
    if (message.verb === 'reply' && instance.epoch !== message.fromEpoch) {
      // An answer carries the epoch of the life that asked; that life is over.
      return this.#drop(message, 'crashed', this.#s.now);
    }
    const flags = flagsOf(message);
    const kind = MESSAGE_KINDS.indexOf(message.kind);
    const arrived = this.record(
      Kind.arrive,
      message.to,
      target,
      message.link,
      message.id,
      kind,
      flags,
      message.sentAt,
      message.verb,
      undefined,
    );
    if (message.wanted) tableSet(instance.open, message.id, message);
    const stimulus: Stimulus = { type: 'message', message };
    if (instance.status === 'paused') instance.held.push({ stimulus, cause: arrived });
    else this.#stimulate(message.to, target, stimulus, arrived);
  }

  #drop(message: Message, reason: Reason, plannedUs: number): void {
    const span = plannedUs - message.sentAt;
    const share = span > 0 ? (this.#s.now - message.sentAt) / span : 1;
    this.record(
      Kind.drop,
      message.to,
      Math.max(0, message.toInstance),
      message.link,
      message.id,
      MESSAGE_KINDS.indexOf(message.kind),
      flagsOf(message),
      share,
      reason,
      undefined,
    );
    this.#cause = this.#s.events - 1;
  }

  #answer(node: number, instance: number, to: Message, outcome: Outcome, kind: MessageKind): void {
    this.#dispatch(
      node,
      instance,
      {
        link: to.link,
        back: !to.back,
        kind,
        verb: 'reply',
        body: outcome,
        label: to.label,
        toInstance: to.fromInstance,
      },
      to.re >= 0 ? to.re : to.id,
      !outcome.ok,
      to.fromEpoch,
    );
  }

  #dispatch(
    node: number,
    instance: number,
    o: SendOptions,
    re: number,
    failed: boolean,
    epoch?: number,
  ): number {
    const s = this.#s;
    const spec = this.#effective.links[o.link];
    if (spec === undefined) throw new Error(`unknown link: ${o.link}`);
    const back = o.back === true;
    if ((back ? spec.to : spec.from) !== node)
      throw new Error(`${this.system.nodes[node]!.id} is not at that end of ${spec.id}`);
    const link = s.links[o.link]!;
    const effects = this.#effective.effects[o.link]!;
    const fate = decideFate(link, spec, effects, back, s.now, o.ordered === true);
    const kind = MESSAGE_KINDS.indexOf(o.kind);
    const first = s.nextMessage;
    for (let copy = 0; copy < (fate.copyDelayUs < 0 ? 1 : 2); copy++) {
      const delayUs = copy === 0 ? fate.delayUs : fate.copyDelayUs;
      const id = s.nextMessage++;
      const message: Message = {
        id,
        kind: o.kind,
        from: node,
        fromInstance: instance,
        fromEpoch: epoch ?? s.nodes[node]!.instances[instance]!.epoch,
        to: back ? spec.from : spec.to,
        toInstance: o.toInstance ?? -1,
        link: o.link,
        back,
        wanted: o.wanted === true,
        re: copy === 0 || re >= 0 ? re : first,
        failed,
        verb: o.verb,
        label: o.label ?? '',
        body: o.body,
        sentAt: s.now,
      };
      const planned = s.now + delayUs;
      const cause = this.record(
        Kind.send,
        node,
        instance,
        o.link,
        id,
        kind,
        flagsOf(message) | (copy > 0 ? Flag.copy : 0),
        planned,
        message.label,
        o.body,
      );
      agendaAdd(s.agenda, {
        time: fate.reason === '' ? planned : s.now + Math.round(delayUs * fate.dropAt),
        seq: s.seq++,
        message,
        fate: fate.reason,
        planned,
        cause,
      });
    }
    return first;
  }

  #fault(moment: FaultMoment): void {
    const s = this.#s;
    const spec = this.system.faults[moment.fault]!;
    const wasActive = s.activeFaults.includes(moment.fault);
    if (!moment.begins && !wasActive) return;
    const before = this.#effective;
    if (moment.begins && spec.action.do === 'heal') {
      const { faults } = spec.action;
      s.activeFaults = s.activeFaults.filter((active) => {
        const other = this.system.faults[active]!;
        return other.action.do !== 'partition' || (faults !== 'all' && !faults.includes(other.index));
      });
    } else if (moment.begins) s.activeFaults = [...s.activeFaults, moment.fault];
    else s.activeFaults = s.activeFaults.filter((active) => active !== moment.fault);
    this.#effective = effectiveFaults(this.system, s.activeFaults);
    const target = targetOf(spec.action);
    this.#cause = -1;
    const cause = this.record(
      Kind.fault,
      target.node,
      target.instance,
      linkOf(spec.action),
      -1,
      spec.index,
      moment.begins ? 1 : 0,
      spec.until,
      faultTitle(spec.action),
      undefined,
    );
    this.#dropCut(before, cause);
    this.#applyToNode(spec.action, moment, before, cause);
    this.#cause = -1;
  }

  #applyToNode(action: FaultAction, moment: FaultMoment, before: Effective, cause: number): void {
    switch (action.do) {
      case 'crash':
      case 'restart':
      case 'pause':
        return this.#forEach(action.target, (instance) =>
          this.#hold(action.do, action.target.node, instance, moment, cause),
        );
      case 'load':
        return this.#tellLoad(action.node, cause);
      case 'set':
        if (before.params[action.node] !== this.#effective.params[action.node]) {
          this.#resize(action.node);
          this.#everyInstance(action.node, { type: 'params' }, cause);
        }
        return;
      case 'partition':
      case 'heal':
      case 'link':
      case 'slow':
      case 'skew':
      case 'message':
      case 'setLink':
        return;
    }
  }

  #forEach(target: { node: number; instance: number }, act: (instance: number) => void): void {
    const { instances } = this.#s.nodes[target.node]!;
    if (target.instance >= 0) {
      if (target.instance < instances.length) act(target.instance);
    } else instances.forEach((_, instance) => act(instance));
  }

  /** An instance is down or paused for as long as any fault of that sort holds it, or until it is restarted by hand. */
  #hold(
    what: 'crash' | 'restart' | 'pause',
    node: number,
    instance: number,
    { fault, begins }: FaultMoment,
    cause: number,
  ): void {
    const state = this.#s.nodes[node]!.instances[instance]!;
    if (what === 'restart') {
      this.#crash(node, instance, cause);
      state.heldBy = [];
      return this.#restart(node, instance, cause);
    }
    if (begins) {
      // A dead process cannot be paused, nor can the one that follows it.
      if (what === 'pause' && state.status === 'down') return;
      state.heldBy = [...state.heldBy, fault];
      return what === 'crash' ? this.#crash(node, instance, cause) : this.#pause(node, instance, cause);
    }
    state.heldBy = state.heldBy.filter((other) => other !== fault);
    if (this.#isHeld(what, state)) return;
    if (what === 'crash') this.#restart(node, instance, cause);
    else this.#resume(node, instance, cause);
  }
  #isHeld(by: 'crash' | 'pause', { heldBy }: InstanceState): boolean {
    return heldBy.some((fault) => this.system.faults[fault]!.action.do === by);
  }

  #everyInstance(node: number, stimulus: Stimulus, cause: number): void {
    this.#s.nodes[node]!.instances.forEach((state, instance) => {
      if (state.status === 'up') this.#stimulate(node, instance, stimulus, cause);
    });
  }

  /** Tells those that can hear; the others when they are back. */
  #tellLoad(node: number, cause: number): void {
    const factor = this.#effective.load[node]!;
    this.#s.nodes[node]!.instances.forEach((state, instance) => {
      if (state.status !== 'up' || state.load === factor) return;
      state.load = factor;
      this.#stimulate(node, instance, { type: 'load', factor }, cause);
    });
  }

  /** A parameter may change how many instances there are: new ones start, those no longer wanted stop. */
  #resize(node: number): void {
    const spec = this.system.nodes[node]!;
    const wanted = (spec.behaviour as Behaviour).instances?.(this.#effective.params[node]) ?? 1;
    const { instances } = this.#s.nodes[node]!;
    while (instances.length < wanted) {
      instances.push(freshInstance());
      this.#stimulate(node, instances.length - 1, { type: 'restart' }, this.#s.events - 1);
    }
    for (let extra = wanted; extra < instances.length; extra++) this.#crash(node, extra, this.#s.events - 1);
    for (let again = 0; again < wanted; again++) {
      if (!this.#isHeld('crash', instances[again]!)) this.#restart(node, again, this.#s.events - 1);
    }
  }
  #crash(node: number, instance: number, cause: number): void {
    const state = this.#s.nodes[node]!.instances[instance]!;
    if (state.status === 'down') return;
    const lost = tableValues(state.open);
    state.status = 'down';
    state.epoch++;
    state.held = [];
    state.open = newTable();
    state.heldBy = state.heldBy.filter((fault) => this.system.faults[fault]!.action.do !== 'pause');
    this.#cause = cause;
    this.record(Kind.fact, node, instance, -1, -1, 0, 0, 0, 'status', 'down');
    this.#stimulate(node, instance, { type: 'crash' }, cause);
    // The operating system closes the dead process's connections: whoever waits is told, if it can be reached.
    this.#cause = cause;
    for (const message of lost)
      this.#answer(node, instance, message, { ok: false, reason: 'connectionLost' }, 'reply');
  }

  #restart(node: number, instance: number, cause: number): void {
    const state = this.#s.nodes[node]!.instances[instance]!;
    if (state.status !== 'down') return;
    state.status = 'up';
    this.#cause = cause;
    this.record(Kind.fact, node, instance, -1, -1, 1, 0, 0, 'status', 'up');
    this.#stimulate(node, instance, { type: 'restart' }, cause);
    this.#tellLoad(node, cause);
  }

  #pause(node: number, instance: number, cause: number): void {
    const state = this.#s.nodes[node]!.instances[instance]!;
    if (state.status !== 'up') return;
    state.status = 'paused';
    this.#cause = cause;
    this.record(Kind.fact, node, instance, -1, -1, 2, 0, 0, 'status', 'paused');
  }

  #resume(node: number, instance: number, cause: number): void {
    const state = this.#s.nodes[node]!.instances[instance]!;
    if (state.status !== 'paused') return;
    state.status = 'up';
    const { held } = state;
    state.held = [];
    this.#cause = cause;
    this.record(Kind.fact, node, instance, -1, -1, 1, 0, 0, 'status', 'up');
    for (const item of held) {
      if ('timer' in item) this.#fire(item);
      else this.#stimulate(node, instance, item.stimulus, item.cause);
    }
    this.#tellLoad(node, cause);
  }

  /** A message under way when its link is cut is lost. */
  #dropCut(before: Effective, cause: number): void {
    const newlyCut = (link: number, back: boolean): boolean => {
      const way = back ? 'back' : 'forward';
      return this.#effective.effects[link]!.cut[way] && !before.effects[link]!.cut[way];
    };
    const isCut = (item: Item): item is Flight =>
      !('timer' in item) && newlyCut(item.message.link, item.message.back);
    const lost = agendaRemove(this.#s.agenda, isCut);
    // In the order in which they were sent.
    for (const flight of lost.sort((x, y) => x.message.id - y.message.id)) {
      this.#cause = cause;
      this.#drop(flight.message, 'partitioned', flight.planned);
    }
    this.#cause = cause;
  }
}

/** The face that the kernel shows to one node. */
class NodeIo implements Io {
  readonly #kernel: Kernel;
  readonly node: number;
  readonly nodeId: string;
  readonly ports: readonly Port[];
  instance = 0;

  constructor(kernel: Kernel, node: number, nodeId: string, ports: readonly Port[]) {
    this.#kernel = kernel;
    this.node = node;
    this.nodeId = nodeId;
    this.ports = ports;
  }
  get params(): unknown {
    return this.#kernel.params(this.node);
  }
  get now(): number {
    return this.#kernel.now;
  }
  get clock(): number {
    return this.#kernel.clock(this.node);
  }
  status(instance: number): Status {
    return this.#kernel.status(this.node, instance);
  }
  draw(purpose: string): number {
    return nextUniform(this.#kernel.stream(this.node, purpose));
  }
  sample(purpose: string, distribution: Distribution): number {
    // A fixed duration draws nothing: the common case stays off the streams.
    if ('fixed' in distribution) return distribution.fixed;
    return sampleUs(distribution, this.#kernel.stream(this.node, purpose));
  }
  send(options: SendOptions): number {
    return this.#kernel.send(this.node, this.instance, options);
  }
  reply(to: Message, outcome: Outcome, kind: MessageKind = 'reply'): void {
    this.#kernel.reply(this.node, this.instance, to, outcome, kind);
  }
  timer(delayUs: number, payload: Plain, options?: { work?: boolean }): number {
    return this.#kernel.setTimer(this.node, this.instance, delayUs, payload, options?.work === true);
  }
  cancel(timer: number): void {
    this.#kernel.cancelTimer(timer);
  }
  fact(name: string, fields?: Fact): number {
    return this.#kernel.record(
      Kind.fact,
      this.node,
      this.instance,
      fields?.link ?? -1,
      -1,
      fields?.a ?? 0,
      fields?.b ?? 0,
      fields?.value ?? 0,
      name,
      fields?.data,
    );
  }
  moved(machine: string, from: string, to: string, by: string, link = -1): number {
    return this.#kernel.record(Kind.state, this.node, this.instance, link, -1, 0, 0, 0, machine, {
      from,
      to,
      by,
    });
  }
  begin(operation: number, name: string, data: Plain): number {
    return this.#kernel.record(Kind.begin, this.node, this.instance, -1, -1, operation, 0, 0, name, data);
  }
  end(operation: number, name: string, outcome: number, durationUs: number, data: Plain): number {
    return this.#kernel.record(
      Kind.end,
      this.node,
      this.instance,
      -1,
      -1,
      operation,
      outcome,
      durationUs,
      name,
      data,
    );
  }
  flow(phase: number, flow: string, step: number, number: number, data?: Plain): number {
    return this.#kernel.record(Kind.flow, this.node, this.instance, -1, -1, phase, step, number, flow, data);
  }
  because(event: number): number {
    return this.#kernel.because(event);
  }
}

function flagsOf(message: Message): number {
  return (message.back ? Flag.back : 0) | (message.failed ? Flag.failed : 0);
}

function freshInstance(): InstanceState {
  return { status: 'up', epoch: 0, held: [], open: newTable(), heldBy: [], load: 1 };
}

function emptyState(system: System): KernelState {
  return {
    now: 0,
    seq: 0,
    events: 0,
    nextMessage: 0,
    nextTimer: 0,
    faultCursor: 0,
    activeFaults: [],
    agenda: newAgenda(),
    timers: new Set(),
    nodes: system.nodes.map((node) => ({
      state: null,
      instances: Array.from(
        { length: (node.behaviour as Behaviour).instances?.(node.params) ?? 1 },
        freshInstance,
      ),
      streams: new Map(),
      steps: 0,
    })),
    links: system.links.map((link) => ({
      forward: newStream(system.seed, 'link', link.id, 'forward'),
      back: newStream(system.seed, 'link', link.id, 'back'),
      sent: { forward: 0, back: 0 },
      lastOrdered: { forward: 0, back: 0 },
    })),
    atThisInstant: 0,
  };
}

function portsOf(system: System, node: number): Port[] {
  const ports: Port[] = [];
  system.links.forEach((link, index) => {
    const outgoing = link.from === node;
    if (!outgoing && link.to !== node) return;
    const peer = outgoing ? link.to : link.from;
    ports.push({ link: index, id: link.id, peer, peerId: system.nodes[peer]!.id, outgoing });
  });
  return ports;
}

function targetOf(action: FaultAction): { node: number; instance: number } {
  if ('target' in action) return action.target;
  return { node: 'node' in action ? action.node : -1, instance: -1 };
}
function linkOf(action: FaultAction): number {
  return 'link' in action ? action.link : -1;
}
