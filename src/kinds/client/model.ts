import { tableSize } from '#lib/table.ts';
import type { Env } from '#flow/env.ts';
import { crashedHost, FlowHost, isHostTimer, newHost } from '#flow/host.ts';
import type { FlowState, HostState } from '#flow/host.ts';
import { compileProgram } from '#flow/program.ts';
import type { Program } from '#flow/program.ts';
import type { Step } from '#flow/steps.ts';
import { asText, compileTemplate } from '#flow/template.ts';
import type { Template } from '#flow/template.ts';
import { verbModels } from '#flow/verbs/models.ts';
import { ExpressionError } from '#flow/expression.ts';
import type { KindModel } from '#kinds/kind.ts';
import type { Distribution } from '#lib/distribution.ts';
import { scaleDistribution } from '#lib/distribution.ts';
import { parseRate } from '#lib/duration.ts';
import { delayToDistribution, durationToUs } from '#lib/schema/delay.ts';
import type { Behaviour, Io } from '#sim/behaviour.ts';
import type { ClientParams, Flow } from './params.ts';

/** What a client without flows does. */
const DEFAULT_RATE = '2/s';

type Arrivals =
  /** Open loop: the next one comes whatever became of the last. */
  | { readonly type: 'open'; readonly between: Distribution }
  /** Closed loop: every user waits for an answer, thinks, and asks again. */
  | { readonly type: 'users'; readonly users: number; readonly think: Distribution }
  | { readonly type: 'at'; readonly times: readonly number[] };

interface FlowPlan {
  readonly program: Program;
  readonly arrivals: Arrivals;
  /** Names the stream of its arrivals. */
  readonly arrive: string;
  readonly times: number;
  readonly untilUs: number;
  readonly session: Template | null;
}
interface Prepared {
  readonly env: Env;
  readonly flows: readonly FlowPlan[];
  readonly programs: readonly Program[];
}

interface ClientState {
  host: HostState;
  factor: number;
  /** Flows begun, all together and by flow: `n` counts from 1. */
  begun: number;
  counts: number[];
  /** Timer of the next arrival, by flow. */
  next: number[];
  /** Users at work, by flow and number; those beyond the wanted number stop after their turn. */
  users: Set<number>[];
}

type Origin = { readonly flow: number; readonly user: number };

export const client: KindModel<ClientParams> = {
  kind: 'client',
  prepare(own, env): Prepared {
    const flows: readonly Flow[] =
      own.flows.length > 0
        ? own.flows
        : env.touch.length > 0
          ? [{ arrive: { rate: DEFAULT_RATE }, steps: [...env.touch] as Step[] }]
          : [];
    const plans = flows.map(plan);
    return { env: { ...env, operations: true }, flows: plans, programs: plans.map(({ program }) => program) };
  },
  behaviour: {
    kind: 'client',
    start: (io: Io<Prepared>): ClientState => ({
      host: newHost(),
      factor: 1,
      begun: 0,
      counts: io.params.flows.map(() => 0),
      next: io.params.flows.map(() => -1),
      users: io.params.flows.map(() => new Set()),
    }),
    step(state, stimulus, io) {
      const actor = actorOf(state, io);
      switch (stimulus.type) {
        case 'start':
        case 'restart':
          return actor.begin();
        case 'crash':
          actor.host.lose();
          state.host = crashedHost(state.host);
          state.users = state.users.map(() => new Set());
          return;
        case 'message':
          if (stimulus.message.verb === 'reply') actor.host.answer(stimulus.message);
          return;
        case 'timer':
          if (isHostTimer(stimulus.payload)) return actor.host.timer(stimulus.payload);
          return actor.arrive(stimulus.payload as unknown as Origin);
        case 'load':
          state.factor = stimulus.factor;
          return actor.reload();
        case 'params':
          return actor.reload();
      }
    },
    shows: (state) => ({ inFlight: tableSize(state.host.flows), begun: state.begun }),
  } satisfies Behaviour<ClientState, Prepared> as never,
};

function plan(flow: Flow, index: number): FlowPlan {
  return {
    program: compileProgram(`flow ${index + 1}`, flow.steps, verbModels),
    arrivals: arrivalsOf(flow),
    arrive: `arrive ${index}`,
    times: flow.times ?? Infinity,
    untilUs: flow.until === undefined ? Infinity : durationToUs(flow.until),
    session: flow.session === undefined ? null : readable(flow.session),
  };
}

/** A session that cannot be read is as good as none: the reader has already said so. */
function readable(text: string): Template | null {
  try {
    return compileTemplate(text);
  } catch (error) {
    if (error instanceof ExpressionError) return null;
    throw error;
  }
}

function arrivalsOf({ arrive }: Flow): Arrivals {
  if ('rate' in arrive)
    return { type: 'open', between: { exponential: 1e6 / (parseRate(arrive.rate) ?? 1) } };
  if ('every' in arrive) return { type: 'open', between: delayToDistribution(arrive.every) };
  if ('users' in arrive)
    return { type: 'users', users: arrive.users, think: delayToDistribution(arrive.think) };
  return { type: 'at', times: arrive.at.map(durationToUs) };
}

const actors = new WeakMap<HostState, Client>();
/** One actor for as long as the state it acts on lives. */
function actorOf(state: ClientState, io: Io<Prepared>): Client {
  let actor = actors.get(state.host);
  if (actor === undefined) {
    actor = new Client(state, io);
    actors.set(state.host, actor);
  }
  return actor;
}

class Client {
  readonly host: FlowHost;
  readonly #s: ClientState;
  readonly #io: Io<Prepared>;

  constructor(state: ClientState, io: Io<Prepared>) {
    this.#s = state;
    this.#io = io;
    this.host = new FlowHost(
      io,
      state.host,
      () => io.params,
      (flow) => this.#ended(flow),
    );
  }

  begin(): void {
    this.#io.params.flows.forEach((plan, flow) => {
      if (plan.arrivals.type === 'at') {
        for (const at of plan.arrivals.times)
          if (at >= this.#io.now) this.#io.timer(at - this.#io.now, { flow, user: -1 });
      } else this.#schedule(flow);
    });
  }

  /** The load or a parameter changed: what was planned is planned anew. */
  reload(): void {
    this.#io.params.flows.forEach((plan, flow) => {
      if (plan.arrivals.type === 'at') return;
      const planned = this.#s.next[flow] ?? -1;
      if (planned >= 0) this.#io.cancel(planned);
      this.#schedule(flow);
    });
  }

  arrive({ flow, user }: Origin): void {
    const plan = this.#io.params.flows[flow];
    if (plan === undefined) return;
    if (user >= 0 && user >= this.#usersWanted(plan)) {
      this.#s.users[flow]?.delete(user);
      return;
    }
    const count = this.#s.counts[flow] ?? 0;
    if (this.#io.now >= plan.untilUs || count >= plan.times) return;
    const n = count + 1;
    this.#s.counts[flow] = n;
    if (plan.arrivals.type === 'open') this.#schedule(flow);
    this.#s.begun++;
    const id = `${this.#io.nodeId}-${this.#s.begun}`;
    const vars: Record<string, unknown> = { n, node: this.#io.nodeId, user };
    this.host.start({
      program: flow,
      id,
      session: this.#session(plan, vars, id, flow, user),
      origin: { flow, user },
      vars,
    });
  }

  #session(plan: FlowPlan, vars: Record<string, unknown>, id: string, flow: number, user: number): string {
    if (user >= 0) return `${this.#io.nodeId}/${flow}.${user}`;
    if (plan.session === null) return id;
    try {
      return asText(plan.session.fill(vars));
    } catch (error) {
      if (error instanceof ExpressionError) return id;
      throw error;
    }
  }

  #schedule(flow: number): void {
    const { arrivals } = this.#io.params.flows[flow]!;
    const { factor } = this.#s;
    this.#s.next[flow] = -1;
    if (arrivals.type === 'open') {
      const { untilUs, times, arrive } = this.#io.params.flows[flow]!;
      if (factor <= 0 || this.#io.now >= untilUs || (this.#s.counts[flow] ?? 0) >= times) return;
      const between = factor === 1 ? arrivals.between : scaleDistribution(arrivals.between, 1 / factor);
      this.#s.next[flow] = this.#io.timer(this.#io.sample(arrive, between), { flow, user: -1 });
    } else if (arrivals.type === 'users') {
      const wanted = this.#usersWanted(this.#io.params.flows[flow]!);
      const users = (this.#s.users[flow] ??= new Set());
      for (let user = 0; user < wanted; user++) {
        if (users.has(user)) continue;
        users.add(user);
        this.#think(flow, user, arrivals.think);
      }
    }
  }

  #usersWanted({ arrivals }: FlowPlan): number {
    return arrivals.type === 'users' ? Math.round(arrivals.users * this.#s.factor) : 0;
  }

  #think(flow: number, user: number, think: Distribution): void {
    this.#io.timer(this.#io.sample(`think ${flow}`, think), { flow, user });
  }

  #ended(state: FlowState): void {
    const { flow, user } = state.origin as unknown as Origin;
    const plan = this.#io.params.flows[flow];
    if (user >= 0 && plan?.arrivals.type === 'users') this.#think(flow, user, plan.arrivals.think);
  }
}
