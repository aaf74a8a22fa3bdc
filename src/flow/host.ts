import type { Plain } from '#lib/plain.ts';
import { newTable, tableDelete, tableGet, tableSet, tableValues } from '#lib/table.ts';
import type { Table } from '#lib/table.ts';
import type { Io, Port } from '#sim/behaviour.ts';
import type { Message, MessageKind, Outcome } from '#sim/message.ts';
import type { Reason } from '#sim/reasons.ts';
import { Phase } from '#sim/record.ts';
import { boundedId } from './bounded-id.ts';
import { Calls, crashedCalls, newCalls } from './calls.ts';
import type { CallsState, CallState, CallTimer } from './calls.ts';
import type { Env } from './env.ts';
import { ExpressionError } from './expression.ts';
import type { Expression, Scope } from './expression.ts';
import { eventAt } from './program.ts';
import type { Program, StepNode } from './program.ts';
import { ask, isTrue, reading } from './store.ts';
import type { SagaRow } from './verbs/saga/marks.ts';

/** One running handler or client flow: where its machine stands and what it knows. Plain data. */
export interface FlowState {
  /** Named after what began it: a request's or an event's id, or a client's own counting. */
  readonly id: string;
  /** Begins the ids of all that it asks for: several handlers may be at work on one event. */
  readonly names: string;
  readonly number: number;
  /** Which of the node's programs. */
  readonly program: number;
  readonly signature: number;
  readonly session: string;
  /** What began it; the kind that keeps it knows what this means. */
  readonly origin: Plain;
  /** The request to answer. */
  readonly request: Message | null;
  readonly startedAt: number;
  /** Configuration of the machine. */
  at: string;
  vars: Record<string, unknown>;
  /** Of `forEach` under way, by place; these three are null until they are needed, as mostly they are not. */
  loops: Map<string, { items: readonly Plain[]; next: number }> | null;
  /** How often a compensation was tried. */
  tries: Map<string, number> | null;
  /** The errors that turned sagas round. */
  kept: Map<string, { reason: Reason; text: string }> | null;
  /** What each active step waits for. */
  waits: Wait[];
  failure: { reason: Reason; text: string } | null;
  replied: boolean;
}

/** The step with this index waits for a timer, a call, or (both -1) something that neither ends. */
interface Wait {
  readonly step: number;
  readonly timer: number;
  call: number;
}

/** A step waits for one thing at a time. */
function setWait({ waits }: FlowState, wait: Wait): void {
  const at = waits.findIndex(({ step }) => step === wait.step);
  if (at < 0) waits.push(wait);
  else waits[at] = wait;
}
function takeWait({ waits }: FlowState, step: number): Wait | undefined {
  const at = waits.findIndex((wait) => wait.step === step);
  if (at < 0) return undefined;
  // Mostly it is the only one.
  return at === waits.length - 1 ? waits.pop() : waits.splice(at, 1)[0];
}

export interface HostState {
  flows: Table<FlowState>;
  calls: CallsState;
  /** The store that is lost with the instance. */
  local: Map<string, Plain>;
  nextFlow: number;
}

export const newHost = (): HostState => ({
  flows: newTable(),
  calls: newCalls(),
  local: new Map(),
  nextFlow: 1,
});

/** What is left of an instance after a crash: nothing but the counters that keep names apart. */
export const crashedHost = (s: HostState): HostState => ({
  ...newHost(),
  calls: crashedCalls(s.calls),
  nextFlow: s.nextFlow,
});

/** What a host runs and where it stands; read anew each time, because a fault may set parameters. */
export interface Surroundings {
  readonly programs: readonly Program[];
  readonly env: Env;
}

export interface Beginning {
  readonly program: number;
  readonly id: string;
  /** The id itself when left out. */
  readonly names?: string;
  readonly session: string;
  readonly origin: Plain;
  readonly request?: Message;
  readonly vars: Record<string, unknown>;
}

export interface RemoteSpec {
  readonly verb: string;
  readonly kind?: MessageKind;
  readonly label: string;
  readonly body: { readonly [key: string]: Plain };
  readonly operation: string;
  readonly detail?: { readonly [key: string]: Plain };
  readonly as: string | undefined;
}

export type HostTimer = CallTimer | { readonly t: 'step'; readonly flow: number; readonly step: number };
export function isHostTimer(payload: unknown): payload is HostTimer {
  const { t } = payload as { t?: string };
  return t === 'step' || t === 'timeout' || t === 'again' || t === 'policy';
}

/** What a flow without a reply of its own ends with. */
const NOTHING: Outcome = Object.freeze({ ok: true, value: null });

/** For these reasons another member is taken for the leader. */
const LOOK_ELSEWHERE: readonly Reason[] = ['refused', 'timedOut', 'connectionLost', 'behind'];

/** Steps that one stimulus may run before we call it a loop without delay. */
const STEPS_AT_ONCE_MAX = 20_000;

/**
 * Runs the flows of one instance over its `HostState`, where all that lasts is kept.
 * Verbs talk to the host; the host turns what they report into events of the flow's machine.
 */
export class FlowHost {
  readonly io: Io;
  readonly calls: Calls;
  readonly #s: HostState;
  readonly #around: () => Surroundings;
  readonly #ended: (flow: FlowState, outcome: Outcome) => void;
  readonly #queue: [flow: number, event: string][] = [];
  #draining = false;
  /** As they were at the last `refresh`, which begins whatever comes from outside. */
  #programs: readonly Program[] = [];
  #env: Env;
  #steps = 0;

  constructor(
    io: Io,
    state: HostState,
    around: () => Surroundings,
    ended: (flow: FlowState, outcome: Outcome) => void,
  ) {
    this.io = io;
    this.#s = state;
    this.#around = around;
    this.#env = around().env;
    this.#ended = ended;
    this.calls = new Calls(
      io,
      state.calls,
      () => this.#env,
      (call, outcome) => this.#answered(call, outcome),
    );
  }

  /**
   * A fault may have set other steps or policies since. A flow that ran under other steps is broken off, like a process
   * that is replaced while it works: whoever waits for it cannot know how far it came.
   */
  refresh(): void {
    const { programs, env } = this.#around();
    if (programs === this.#programs) return;
    this.#programs = programs;
    this.#env = env;
    for (const flow of tableValues(this.#s.flows)) {
      if (programs[flow.program]?.signature === flow.signature) continue;
      for (const { step } of [...flow.waits]) this.#letGo(flow, step);
      flow.at = 'failed';
      flow.failure = { reason: 'connectionLost', text: '' };
      this.#end(flow);
    }
    this.calls.refresh();
    this.#drain();
  }

  start(begin: Beginning): FlowState {
    this.refresh();
    const flow = this.#begin(begin);
    this.#apply(flow, this.#programs[begin.program]!.chart.start);
    this.#drain();
    return flow;
  }

  /** Goes on with a saga of an earlier life, where its log says. Nobody waits for its reply any more. */
  takeUp(row: SagaRow): void {
    this.refresh();
    const program = this.#programs[row.program];
    const node = program?.at.get(row.at);
    if (program === undefined || node === undefined) return;
    if (tableValues(this.#s.flows).some((each) => each.names === row.names)) return;
    const flow = this.#begin({
      program: row.program,
      id: row.flow,
      names: row.names,
      session: row.session,
      origin: { type: 'takenUp', at: this.io.now, op: program.title },
      vars: { ...row.vars },
    });
    if (row.error !== null) {
      flow.failure = row.error as unknown as { reason: Reason; text: string };
      this.keepError(flow, row.saga);
    }
    flow.at = row.at;
    this.#enter(flow, node);
  }

  /** The instance dies: says which flows go with it. */
  lose(): void {
    for (const flow of tableValues(this.#s.flows)) this.io.flow(Phase.lost, flow.id, -1, flow.number);
  }

  reply(flow: FlowState, outcome: Outcome): void {
    if (flow.replied || flow.request === null) return;
    flow.replied = true;
    this.io.reply(flow.request, outcome);
  }

  /** A reply or a refusal arrived. */
  answer(message: Message): void {
    this.refresh();
    this.calls.reply(message);
    this.#drain();
  }

  timer(payload: HostTimer): void {
    this.refresh();
    if (payload.t !== 'step') this.calls.timer(payload);
    else {
      const flow = tableGet(this.#s.flows, payload.flow);
      if (flow !== undefined && takeWait(flow, payload.step) !== undefined) {
        const node = this.#programs[flow.program]!.steps[payload.step]!;
        if (node.verb.resume)
          this.#guard(flow, node, () =>
            node.verb.resume!(node.ready as never, flow, node, this, { ok: true, value: null }),
          );
        else this.report(flow, node, 'ok');
      }
    }
    this.#drain();
  }

  /** Offers an event to the flows that wait for one. True when one took it. */
  offer(event: { readonly [key: string]: Plain }): boolean {
    this.refresh();
    let taken = false;
    for (const flow of tableValues(this.#s.flows)) {
      for (const { step } of [...flow.waits]) {
        const node = this.#programs[flow.program]!.steps[step]!;
        if (!node.verb.offer || taken) continue;
        this.#guard(flow, node, () => {
          taken = node.verb.offer!(node.ready as never, flow, node, this, event);
        });
      }
    }
    this.#drain();
    return taken;
  }

  // ------------------------------------------------------------------ for verbs

  /** The names that expressions of this flow see. */
  scope(flow: FlowState): Scope {
    flow.vars['now'] = this.io.clock / 1000;
    return flow.vars;
  }
  /** Some of them, as frozen data that can travel. */
  scopeOf(flow: FlowState, names: readonly string[]): { readonly [key: string]: Plain } {
    const scope = this.scope(flow);
    const chosen: Record<string, Plain> = {};
    for (const name of names) if (Object.hasOwn(scope, name)) chosen[name] = scope[name] as Plain;
    return Object.freeze(chosen);
  }
  bind(flow: FlowState, name: string, value: Plain): void {
    flow.vars[name] = value;
  }
  truth(condition: Expression, flow: FlowState, more?: Scope): boolean {
    const scope = this.scope(flow);
    return isTrue(condition.evaluate(more === undefined ? scope : { ...scope, ...more }));
  }
  /** The id of what this step sends: the same whenever the same flow comes by here again, on every delivery. */
  stepId(flow: FlowState, node: StepNode): string {
    // A client's first step names what it asks for simply by the flow: order/ada-42, not order/ada-42.0.
    if (this.#env.operations && node.place === '0') return flow.names;
    let id = flow.names;
    for (const [place, loop] of flow.loops ?? [])
      if (node.place.startsWith(`${place}/`)) id += `.${loop.next}`;
    return boundedId(`${id}.${node.place}`);
  }
  report(flow: FlowState, node: StepNode, event: string): void {
    this.#queue.push([flow.number, eventAt(node, event)]);
  }
  fail(flow: FlowState, node: StepNode, reason: Reason, text = ''): void {
    flow.failure = { reason, text };
    flow.vars['error'] = Object.freeze({ reason, text });
    this.report(flow, node, 'fail');
  }
  keepError(flow: FlowState, place: string): void {
    if (flow.failure) (flow.kept ??= new Map()).set(place, flow.failure);
  }
  failAsKept(flow: FlowState, node: StepNode, place: string): void {
    const kept = flow.kept?.get(place) ?? { reason: 'failed' as const, text: '' };
    this.fail(flow, node, kept.reason, kept.text);
  }
  wait(flow: FlowState, node: StepNode, delayUs: number, work: boolean): void {
    const timer = this.io.timer(delayUs, { t: 'step', flow: flow.number, step: node.index }, { work });
    setWait(flow, { step: node.index, timer, call: -1 });
  }
  /** Waits for something that no timer ends. */
  rest(flow: FlowState, node: StepNode): void {
    setWait(flow, { step: node.index, timer: -1, call: -1 });
  }
  release(flow: FlowState, node: StepNode): void {
    this.#letGo(flow, node.index);
  }
  #letGo(flow: FlowState, step: number): void {
    const wait = takeWait(flow, step);
    if (wait === undefined) return;
    if (wait.call >= 0) this.calls.abandon(wait.call);
    else if (wait.timer >= 0) this.io.cancel(wait.timer);
  }
  remote(
    flow: FlowState,
    node: StepNode,
    spec: RemoteSpec & { readonly peer: string; readonly cluster?: string },
  ): void {
    const port = portTo(this.io, spec.peer);
    if (port === undefined) return this.fail(flow, node, 'noRoute', spec.peer);
    // The call may end at once (a breaker is open): then the wait is already over when its number is noted.
    const wait: Wait = { step: node.index, timer: -1, call: -1 };
    setWait(flow, wait);
    wait.call = this.calls.begin({
      flow: flow.number,
      step: node.index,
      id: this.stepId(flow, node),
      session: flow.session,
      port,
      cluster: spec.cluster ?? '',
      verb: spec.verb,
      kind: node.undoing ? 'compensation' : (spec.kind ?? 'request'),
      label: spec.label,
      body: spec.body,
      operation: spec.operation,
      detail: spec.detail,
    });
  }
  store(
    flow: FlowState,
    node: StepNode,
    name: string,
    spec: RemoteSpec & { readonly at: string | undefined },
  ): void {
    if (name === 'local') return this.#local(flow, node, spec);
    const cluster = this.#env.clusters.get(name);
    if (cluster === undefined) return this.remote(flow, node, { ...spec, peer: name });
    const at = spec.at ?? cluster.home;
    const peer =
      at === 'leader'
        ? (this.#s.calls.leaders.get(name) ?? cluster.members[0]!)
        : at === 'nearest'
          ? cluster.nearest[0]!
          : at === 'any'
            ? cluster.members[Math.floor(this.io.draw(`any ${name}`) * cluster.members.length)]!
            : at;
    // Asked of the leader, a member that no longer is one must not answer.
    const body = at === 'leader' ? Object.freeze({ ...spec.body, leader: true }) : spec.body;
    this.remote(flow, node, { ...spec, body, peer, cluster: name });
  }

  // ------------------------------------------------------------------ inside

  #begin(begin: Beginning): FlowState {
    const program = this.#programs[begin.program]!;
    const flow: FlowState = {
      id: begin.id,
      names: begin.names ?? begin.id,
      number: this.#s.nextFlow++,
      program: begin.program,
      signature: program.signature,
      session: begin.session,
      origin: begin.origin,
      request: begin.request ?? null,
      startedAt: this.io.now,
      at: program.chart.start.at,
      vars: begin.vars,
      loops: null,
      tries: null,
      kept: null,
      waits: [],
      failure: null,
      replied: false,
    };
    tableSet(this.#s.flows, flow.number, flow);
    this.io.flow(Phase.begin, flow.id, -1, flow.number, program.begun);
    return flow;
  }

  #local(flow: FlowState, node: StepNode, spec: RemoteSpec): void {
    const { local } = this.#s;
    const body = Object.freeze({
      id: this.stepId(flow, node),
      attempt: 1,
      session: flow.session,
      ...spec.body,
    });
    const result = ask(reading(local), spec.verb, body, {
      id: this.io.nodeId,
      clockMs: this.io.clock / 1000,
    });
    if (result.ok) {
      for (const { key, value } of result.changes) {
        if (value === null) local.delete(key);
        else local.set(key, value);
        this.io.fact('local', { data: { key, value } });
      }
    }
    this.#resume(flow, node, spec.as, result.ok ? { ok: true, value: result.value } : result);
  }

  #answered(call: CallState, outcome: Outcome): void {
    const flow = tableGet(this.#s.flows, call.flow);
    if (flow === undefined || takeWait(flow, call.step) === undefined) return;
    const node = this.#programs[flow.program]!.steps[call.step]!;
    if (call.body['leader'] === true && !outcome.ok) this.#lookElsewhere(call, outcome.reason);
    this.#resume(flow, node, (node.step as { as?: string }).as, outcome);
  }

  /** The one taken for the leader does not answer: the next call tries the next member. */
  #lookElsewhere({ cluster, link }: CallState, reason: Reason): void {
    if (!LOOK_ELSEWHERE.includes(reason)) return;
    const { members } = this.#env.clusters.get(cluster)!;
    const { leaders } = this.#s.calls;
    const believed = leaders.get(cluster) ?? members[0]!;
    // Of several calls to one that is gone, only the first is news.
    if (this.io.ports.find((port) => port.link === link)?.peerId !== believed) return;
    leaders.set(cluster, members[(members.indexOf(believed) + 1) % members.length]!);
  }

  #resume(flow: FlowState, node: StepNode, as: string | undefined, outcome: Outcome): void {
    if (node.verb.resume) {
      this.#guard(flow, node, () => node.verb.resume!(node.ready as never, flow, node, this, outcome));
    } else if (outcome.ok) {
      if (as !== undefined) this.bind(flow, as, outcome.value);
      this.report(flow, node, 'ok');
    } else this.fail(flow, node, outcome.reason, outcome.text);
  }

  #drain(): void {
    if (this.#draining) return;
    this.#draining = true;
    this.#steps = 0;
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) {
      const flow = tableGet(this.#s.flows, next[0]);
      if (flow === undefined) continue;
      const move = this.#programs[flow.program]!.chart.move(flow.at, next[1]);
      if (!move.moved) continue;
      flow.at = move.at;
      this.#apply(flow, move, next[1]);
    }
    this.#draining = false;
  }

  #apply(
    flow: FlowState,
    move: {
      readonly done: boolean;
      readonly actions: readonly {
        type: string;
        name?: string;
        params?: Readonly<Record<string, unknown>>;
      }[];
    },
    event = '',
  ): void {
    const program = this.#programs[flow.program]!;
    for (const action of move.actions) {
      const step = action.params?.['step'];
      if (typeof step !== 'number') continue;
      const node = program.steps[step]!;
      if (action.name === 'leave') this.release(flow, node);
      else {
        // A loop that is come to from outside begins anew, whatever became of it the last time.
        if (flow.loops !== null && !event.includes(` ${node.place}/`)) flow.loops.delete(node.place);
        this.#enter(flow, node);
      }
    }
    if (move.done) this.#end(flow);
  }

  #enter(flow: FlowState, node: StepNode): void {
    this.io.flow(Phase.step, flow.id, node.index, flow.number);
    if (++this.#steps > STEPS_AT_ONCE_MAX) {
      return this.fail(flow, node, 'expression', `more than ${STEPS_AT_ONCE_MAX} steps without time passing`);
    }
    this.#guard(flow, node, () => node.verb.perform!(node.ready as never, flow, node, this));
  }

  /** An expression that fails is the failure of its step. */
  #guard(flow: FlowState, node: StepNode, act: () => void): void {
    try {
      act();
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      this.release(flow, node);
      this.fail(flow, node, 'expression', error.message);
    }
  }

  #end(flow: FlowState): void {
    const failed = flow.at === 'failed';
    const failure = flow.failure ?? { reason: 'failed' as const, text: '' };
    const outcome: Outcome = failed ? { ok: false, ...failure } : NOTHING;
    tableDelete(this.#s.flows, flow.number);
    // Named after itself: nobody else goes on with it.
    if (flow.session === flow.id) this.calls.forgetSession(flow.session);
    this.io.flow(
      failed ? Phase.fail : Phase.end,
      flow.id,
      -1,
      flow.number,
      failed ? { ...failure } : undefined,
    );
    this.reply(flow, outcome);
    this.#ended(flow, outcome);
  }
}

const portIndex = new WeakMap<readonly Port[], Map<string, Port>>();
/** The outgoing link to a node, if there is one. */
function portTo(io: Io, peer: string): Port | undefined {
  let index = portIndex.get(io.ports);
  if (index === undefined) {
    index = new Map();
    for (const port of io.ports) if (port.outgoing) index.set(port.peerId, port);
    portIndex.set(io.ports, index);
  }
  return index.get(peer);
}
