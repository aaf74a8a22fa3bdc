import * as fc from 'fast-check';
import type { Delay } from '#lib/schema/delay.ts';
import type { Step } from '#flow/steps.ts';
import { stepsArbitrary, type Reach } from './arbitrary-steps.ts';
import type { NodeWritten } from './schema.ts';

/** Random nodes of every kind, for `documentArbitrary`. */

export const short = fc.constantFrom('0ms', '50us', '1ms', '2.5ms', '10ms');

export const delay: fc.Arbitrary<Delay> = fc.oneof(
  short,
  fc.constantFrom<Delay>(
    { uniform: ['1ms', '9ms'] },
    { exponential: '5ms' },
    { normal: ['5ms', '2ms'] },
    { lognormal: { median: '2ms', p99: '20ms' } },
    { pareto: { min: '1ms', alpha: 1.5 } },
    { mix: [[0.9, '1ms'], [0.1, { exponential: '20ms' }]] }, // prettier-ignore
  ),
);

export const some = <T extends object>(fields: { [K in keyof T]: fc.Arbitrary<T[K]> }): fc.Arbitrary<
  Partial<T>
> => fc.record(fields, { requiredKeys: [] }) as fc.Arbitrary<Partial<T>>;

/** One flow of a client. */
type FlowWritten = NonNullable<Extract<NodeWritten, { kind: 'client' }>['flows']>[number];

export const client = (entry: string, services: readonly string[]): fc.Arbitrary<NodeWritten> => {
  const call = fc
    .constantFrom(...services)
    .map((id): Step => ({ call: entry, op: entry === 'gateway' ? id : entry, body: { x: '${n}' }, as: 'r' }));
  const flow = fc.record(
    {
      arrive: fc.oneof(
        fc.constantFrom('1/s', '20/s', '600/m').map((rate) => ({ rate })),
        fc.constantFrom('40ms', '200ms').map((every) => ({ every })),
        fc.record({ users: fc.integer({ min: 1, max: 4 }), think: fc.constantFrom('20ms', '100ms') }),
        fc.constant<{ at: string[] }>({ at: ['0ms', '10ms', '300ms'] }),
      ),
      title: fc.string({ maxLength: 20 }),
      times: fc.integer({ min: 1, max: 30 }),
      until: fc.constantFrom('200ms', '1s'),
      session: fc.constant('user${n % 3}'),
      steps: fc
        .tuple(call, fc.array(fc.oneof(call, fc.constant<Step>({ work: '1ms' })), { maxLength: 1 }))
        .map((all) => all.flat()),
    },
    { requiredKeys: ['arrive', 'steps'] },
  ) as fc.Arbitrary<FlowWritten>;
  return fc.record({
    kind: fc.constant('client' as const),
    flows: fc.array(flow, { minLength: 1, maxLength: 2 }),
  });
};

const deliver = fc.constantFrom('atLeastOnce' as const, 'atMostOnce' as const);

export const service = (
  id: string,
  later: readonly string[],
  stores: readonly string[],
): fc.Arbitrary<NodeWritten> => {
  const base: Reach = { calls: later, stores, topics: [], queues: [], input: undefined, awaits: true };
  const request = stepsArbitrary({
    ...base,
    topics: ['first', 'second'],
    queues: ['work'],
    input: 'req',
  }).map((steps) => ({ request: id, steps: [...steps, { reply: { ok: true, n: '${n}' } }] }));
  const every = fc.record({
    every: fc.constantFrom('100ms', '300ms'),
    steps: stepsArbitrary({ ...base, topics: ['first'], queues: ['work'], awaits: false }),
  });
  const event = fc.record(
    {
      event: fc.constantFrom('Made', 'Changed'),
      from: fc.constant('events'),
      topic: fc.constant('first'),
      group: fc.constantFrom('readers', id),
      deliver,
      maxDeliveries: fc.integer({ min: 1, max: 3 }),
      deadLetter: fc.constant('dead'),
      backoff: some({ delay: fc.constant('10ms'), factor: fc.constant(3), maxDelay: fc.constant('100ms') }),
      steps: stepsArbitrary({ ...base, topics: ['second'], input: 'event' }),
    },
    { requiredKeys: ['from', 'topic', 'steps'] },
  );
  const last = fc.record({
    event: fc.constant('Made'),
    from: fc.constant('events'),
    topic: fc.constant('second'),
    group: fc.constant(id),
    steps: stepsArbitrary({ ...base, input: 'event', awaits: false }),
  });
  const message = fc.record(
    {
      queue: fc.constant('work'),
      from: fc.constant('jobs'),
      event: fc.constantFrom('work', 'Job'),
      deliver,
      steps: stepsArbitrary({ ...base, topics: ['second'], input: 'event' }),
    },
    { requiredKeys: ['queue', 'from', 'steps'] },
  );
  const others = fc.array(fc.oneof(every, event, last, message), { maxLength: 3 });
  return fc.record(
    {
      kind: fc.constant('service' as const),
      title: fc.string({ maxLength: 20 }),
      instances: fc.integer({ min: 1, max: 3 }),
      slots: fc.integer({ min: 1, max: 8 }),
      queue: fc.integer({ min: 0, max: 20 }),
      balance: fc.constantFrom('roundRobin', 'random', 'leastInFlight', 'powerOfTwo'),
      healthCheck: some({
        every: fc.constant('50ms'),
        unhealthyAfter: fc.constant(1),
        healthyAfter: fc.constant(3),
      }),
      startup: fc.constantFrom('0ms', '100ms'),
      // Now and then none at all: then the service answers anything.
      handlers: fc.oneof(
        { weight: 9, arbitrary: fc.tuple(request, others).map((all) => all.flat()) },
        { weight: 1, arbitrary: fc.constant([]) },
      ),
    },
    { requiredKeys: ['kind', 'handlers'] },
  ) as fc.Arbitrary<NodeWritten>;
};

export const database: fc.Arbitrary<NodeWritten> = fc.record(
  {
    kind: fc.constant('database' as const),
    rows: fc.dictionary(fc.constantFrom('k0', 'k1', 'k2'), fc.record({ v: fc.integer() })),
    read: delay,
    write: delay,
    sync: fc.constantFrom('always', 'never', '100ms'),
    slots: fc.integer({ min: 1, max: 4 }),
    // The same everywhere: members of a cluster must agree, and steps update these rows.
    types: fc.constant({ 'likes/': 'pnCounter', 'cart/': 'orSet', 'page/': 'map', 'net/': 'graph' } as const),
  },
  { requiredKeys: ['kind', 'types'] },
);

export const log: fc.Arbitrary<NodeWritten> = fc.record(
  {
    kind: fc.constant('log' as const),
    topics: fc.dictionary(
      fc.constantFrom('first', 'second', 'dead'),
      some({
        partitions: fc.integer({ min: 1, max: 3 }),
        retention: fc.constant('1s'),
        compact: fc.boolean(),
      }),
    ),
    append: delay,
    sync: fc.constantFrom('always', 'never', '100ms'),
    assignor: fc.constantFrom('range', 'roundRobin'),
    sessionTimeout: fc.constantFrom('200ms', '1s'),
    heartbeat: fc.constantFrom('50ms', '300ms'),
    prefetch: fc.integer({ min: 1, max: 10 }),
  },
  { requiredKeys: ['kind'] },
);

export const queue: fc.Arbitrary<NodeWritten> = fc.record(
  {
    kind: fc.constant('queue' as const),
    queues: fc.dictionary(
      fc.constantFrom('work', 'dead'),
      some({
        ackTimeout: fc.constantFrom('100ms', '1s'),
        maxDeliveries: fc.integer({ min: 0, max: 3 }),
        deadLetter: fc.constant('dead'),
        maxLength: fc.integer({ min: 1, max: 10 }),
      }),
    ),
    prefetch: fc.integer({ min: 1, max: 4 }),
    delay,
  },
  { requiredKeys: ['kind'] },
);

export const gateway = (services: readonly string[]): fc.Arbitrary<NodeWritten> =>
  fc.record(
    {
      kind: fc.constant('gateway' as const),
      routes: fc.constantFrom(
        services.map((id) => ({ op: id, to: id })),
        [{ prefix: 'service', to: services[0]! }],
        services.map((id) => ({
          op: id,
          steps: [
            { call: id, op: id, body: { x: '${req.x}' }, as: 'r' },
            { reply: { r: '${r}' } },
          ] satisfies Step[],
        })),
        [],
      ),
      latency: delay,
      slots: fc.integer({ min: 1, max: 8 }),
      queue: fc.integer({ min: 0, max: 20 }),
    },
    { requiredKeys: ['kind'] },
  );
