import type { Subscription } from '#flow/consumer.ts';
import type { Env } from '#flow/env.ts';
import { compileProgram } from '#flow/program.ts';
import type { Program } from '#flow/program.ts';
import { serverBehaviour } from '#flow/server.ts';
import type { ServerParams } from '#flow/server.ts';
import type { Step } from '#flow/steps.ts';
import type { AwaitStep } from '#flow/verbs/await/params.ts';
import { logPrefix } from '#flow/verbs/saga/marks.ts';
import { recoveryProgram } from '#flow/verbs/saga/recovery.ts';
import { walkSteps } from '#flow/step-walk.ts';
import { verbModels } from '#flow/verbs/models.ts';
import type { KindModel } from '#kinds/kind.ts';
import { delayToDistribution, durationToUs } from '#lib/schema/delay.ts';
import type { Distribution } from '#lib/distribution.ts';
import type { EventHandler, Handler, QueueHandler, ServiceParams } from './params.ts';

/** How long a service without handlers works on a request. */
const DEFAULT_WORK = { exponential: '10ms' };
const HEARTBEAT_US = 300_000;

export const service: KindModel<ServiceParams> = {
  kind: 'service',
  prepare,
  behaviour: serverBehaviour('service') as never,
  touch: (id) => [{ call: id, op: 'request', body: {}, as: 'reply' }],
};

function prepare(own: ServiceParams, env: Env, id: string): ServerParams {
  const handlers = own.handlers.length > 0 ? own.handlers : [...(env.feeds as Handler[])];
  const programs: Program[] = [];
  const add = (title: string, steps: readonly Step[]): number =>
    programs.push(compileProgram(title, steps, verbModels)) - 1;
  const requests = new Map<string, number>();
  const repeated: { program: number; every: Distribution }[] = [];
  const subscriptions: Subscription[] = [];
  const events: Map<string, number>[] = [];
  for (const handler of handlers) {
    if ('request' in handler) {
      if (!requests.has(handler.request))
        requests.set(handler.request, add(`on ${handler.request}`, handler.steps));
    } else if ('every' in handler) {
      repeated.push({
        program: add('at intervals', handler.steps),
        every: delayToDistribution(handler.every),
      });
    } else {
      const index = subscriptionFor(handler, env, id, subscriptions, events);
      const type = handler.event ?? '';
      if (!events[index]!.has(type))
        events[index]!.set(type, add(`on ${type === '' ? channelOf(handler) : type}`, handler.steps));
    }
  }
  const anything =
    own.handlers.length === 0
      ? add('any request', [{ work: DEFAULT_WORK }, ...env.touch, { reply: { ok: true } }])
      : -1;
  addAwaits(programs, env, id, subscriptions, events);
  const logs = new Set(
    handlers.flatMap((handler) =>
      [...walkSteps(handler.steps)].flatMap((step) =>
        'saga' in step && step.log !== undefined ? [step.log] : [],
      ),
    ),
  );
  const recoveries = Array.from({ length: own.instances }, (_, instance) =>
    [...logs].map((name) => programs.push(recoveryProgram(name, logPrefix(id, instance), verbModels)) - 1),
  );
  const { healthCheck } = own;
  return {
    env,
    instances: own.instances,
    slots: own.slots,
    queueMax: own.queue,
    balance: own.balance,
    health:
      healthCheck === undefined
        ? null
        : {
            outAfterUs: durationToUs(healthCheck.every) * healthCheck.unhealthyAfter,
            inAfterUs: durationToUs(healthCheck.every) * healthCheck.healthyAfter,
          },
    startupUs: durationToUs(own.startup),
    programs,
    programFor: (op) => requests.get(op) ?? anything,
    subscriptions: subscriptions.map((each, index) => ({
      ...each,
      types: events[index]!.has('') || each.private ? null : [...events[index]!.keys()],
    })),
    programForEvent: (subscription, type) =>
      events[subscription]?.get(type) ?? events[subscription]?.get('') ?? -1,
    repeated,
    recoveries: (instance) => recoveries[instance] ?? [],
  };
}

const channelOf = (handler: EventHandler | QueueHandler): string =>
  'topic' in handler ? handler.topic : handler.queue;

/** Handlers of one group on one channel share a subscription; the first of them sets its terms. */
function subscriptionFor(
  handler: EventHandler | QueueHandler,
  env: Env,
  id: string,
  subscriptions: Subscription[],
  events: Map<string, number>[],
): number {
  const channel = channelOf(handler);
  const ordered = 'topic' in handler;
  const group = ordered ? (handler.group ?? id) : 'consumers';
  const known = subscriptions.findIndex(
    (each) => each.broker === handler.from && each.channel === channel && each.group === group,
  );
  if (known >= 0) return known;
  events.push(new Map());
  return (
    subscriptions.push({
      broker: handler.from,
      channel,
      group,
      private: false,
      heartbeatUs: env.heartbeats.get(handler.from) ?? HEARTBEAT_US,
      window: 0,
      ordered,
      atMostOnce: handler.deliver === 'atMostOnce',
      maxDeliveries: ordered ? handler.maxDeliveries : 1,
      deadLetter: ordered ? (handler.deadLetter ?? '') : '',
      backoffUs: ordered
        ? {
            first: durationToUs(handler.backoff.delay),
            factor: handler.backoff.factor,
            max: durationToUs(handler.backoff.maxDelay),
          }
        : { first: 0, factor: 1, max: 0 },
      types: null,
    }) - 1
  );
}

/** Steps that wait for events need them on every instance: a group of their own, from the newest on. */
function addAwaits(
  programs: readonly Program[],
  env: Env,
  id: string,
  subscriptions: Subscription[],
  events: Map<string, number>[],
): void {
  const seen = new Set<string>();
  for (const program of programs) {
    for (const { verb, step } of program.steps) {
      if (verb.name !== 'await') continue;
      const { from, topic } = step as AwaitStep;
      if (seen.has(`${from} ${topic}`)) continue;
      seen.add(`${from} ${topic}`);
      events.push(new Map());
      subscriptions.push({
        broker: from,
        channel: topic,
        group: `${id}.await`,
        private: true,
        heartbeatUs: env.heartbeats.get(from) ?? HEARTBEAT_US,
        window: 0,
        ordered: true,
        atMostOnce: true,
        maxDeliveries: 1,
        deadLetter: '',
        backoffUs: { first: 0, factor: 1, max: 0 },
        types: null,
      });
    }
  }
}
