import type { Env } from '#flow/env.ts';
import { compileProgram } from '#flow/program.ts';
import type { Program } from '#flow/program.ts';
import { serverBehaviour } from '#flow/server.ts';
import type { ServerParams } from '#flow/server.ts';
import type { Step } from '#flow/steps.ts';
import { verbModels } from '#flow/verbs/models.ts';
import type { KindModel } from '#kinds/kind.ts';
import type { GatewayParams, Route } from './params.ts';

export const gateway: KindModel<GatewayParams> = {
  kind: 'gateway',
  prepare,
  behaviour: serverBehaviour('gateway') as never,
  touch: (id) => [{ call: id, op: 'request', body: {}, as: 'reply' }],
};

function prepare(own: GatewayParams, env: Env): ServerParams {
  const programs: Program[] = [];
  const add = (title: string, steps: readonly Step[]): number =>
    programs.push(compileProgram(title, [{ work: own.latency }, ...steps], verbModels)) - 1;
  const routes = own.routes.map((route) => ({ route, program: add(titleOf(route), stepsOf(route)) }));
  const first = env.touch[0];
  const target = first !== undefined && 'call' in first ? first.call : null;
  // Without routes everything goes to the first node that can be called.
  const anything =
    own.routes.length > 0
      ? -1
      : add('any request', target === null ? [{ reply: null }] : [{ forward: target }]);
  return {
    env,
    instances: 1,
    slots: own.slots,
    queueMax: own.queue,
    balance: 'roundRobin',
    health: null,
    startupUs: 0,
    programs,
    programFor: (op) => routes.find(({ route }) => fits(route, op))?.program ?? anything,
    subscriptions: [],
    programForEvent: () => -1,
    repeated: [],
    recoveries: () => [],
  };
}

const fits = (route: Route, op: string): boolean =>
  'prefix' in route ? op.startsWith(route.prefix) : route.op === op;
const stepsOf = (route: Route): readonly Step[] => ('steps' in route ? route.steps : [{ forward: route.to }]);
const titleOf = (route: Route): string => ('prefix' in route ? `${route.prefix}…` : `on ${route.op}`);
