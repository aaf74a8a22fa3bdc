import * as fc from 'fast-check';
import { client, database, delay, gateway, log, queue, service, short, some } from './arbitrary-nodes.ts';
import { CONSISTENCY, DELIVERY, type CheckWritten } from './checks.ts';
import type { LinkWritten, NodeWritten, ScenarioDocument } from './schema.ts';
import type { TimelineWritten } from './timeline.ts';

/**
 * Random documents for tests: valid, without problems, and made to run to their end. Every kind, verb, policy,
 * fault and check occurs. Calls go from earlier services to later ones, and events from topic `first` to topic
 * `second`, so that no message goes in circles.
 */
export const documentArbitrary = (): fc.Arbitrary<ScenarioDocument> =>
  sizes.chain((size) => {
    const key = JSON.stringify(size);
    const made = documentsBySize.get(key) ?? documentOf(size);
    documentsBySize.set(key, made);
    return made;
  });

/** Making an arbitrary of this size takes longer than drawing from it. */
const documentsBySize = new Map<string, fc.Arbitrary<ScenarioDocument>>();

interface Sizes {
  readonly clients: number;
  readonly services: number;
  readonly databases: number;
  readonly gateway: boolean;
  readonly zones: boolean;
  readonly cluster: boolean;
}

const sizes: fc.Arbitrary<Sizes> = fc.record({
  clients: fc.integer({ min: 1, max: 2 }),
  services: fc.integer({ min: 1, max: 3 }),
  databases: fc.integer({ min: 1, max: 3 }),
  gateway: fc.boolean(),
  zones: fc.boolean(),
  cluster: fc.boolean(),
});

const numbered = (letter: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => `${letter}${index + 1}`);

const documentOf = (size: Sizes): fc.Arbitrary<ScenarioDocument> => {
  const clients = numbered('client', size.clients);
  const services = numbered('service', size.services);
  const databases = numbered('db', size.databases);
  const entry = size.gateway ? 'gateway' : services[0]!;
  const stores = size.cluster ? ['store', ...databases.slice(2)] : databases;
  const zone = size.zones ? fc.constantFrom('eu', 'us', undefined) : fc.constant(undefined);

  const nodes: Record<string, fc.Arbitrary<NodeWritten>> = {};
  for (const id of clients) nodes[id] = client(entry, services);
  services.forEach((id, index) => (nodes[id] = service(id, services.slice(index + 1), stores)));
  for (const id of databases) nodes[id] = database;
  if (size.gateway) nodes['gateway'] = gateway(services);
  nodes['events'] = log;
  nodes['jobs'] = queue;

  const ids = Object.keys(nodes);
  const placed = fc
    .tuple(fc.record(nodes), fc.array(zone, { minLength: ids.length, maxLength: ids.length }))
    .map(([made, zones]) => {
      ids.forEach((id, index) => {
        const inZone = zones[index];
        made[id] = {
          ...made[id]!,
          at: [(index % 4) * 240, Math.floor(index / 4) * 160],
          ...(inZone === undefined ? {} : { zone: inZone }),
        };
      });
      return made;
    });

  const ways: [string, string][] = clients.map((id) => [id, entry]);
  if (size.gateway) for (const id of services) ways.push(['gateway', id]);
  services.forEach((id, index) => {
    for (const other of [...services.slice(index + 1), ...databases, 'events', 'jobs'])
      ways.push([id, other]);
    ways.push(['events', id], ['jobs', id]);
  });

  return fc.record(
    {
      halfopen: fc.constant(1 as const),
      title: fc.string({ maxLength: 40 }),
      summary: fc.string({ maxLength: 80 }),
      seed: fc.integer({ min: 0, max: 4_294_967_295 }),
      runFor: fc.constantFrom('500ms', '1s', '2s', '4s'),
      network: fc.record({ within: delay, across: delay }, { requiredKeys: [] }),
      zones: fc.constant<NonNullable<ScenarioDocument['zones']>>(
        size.zones
          ? { eu: { title: 'eu-west', at: [-50, -50, 500, 800] }, us: { at: [460, -50, 600, 800] } }
          : {},
      ),
      nodes: placed,
      links: fc.tuple(...ways.map(([from, to]) => link(from, to))),
      clusters: size.cluster ? cluster(databases.slice(0, 2)) : fc.constant({}),
      timeline: fc.array(fault(ids, clients, services, ways, size.zones), { maxLength: 6 }),
      checks: fc.array(checkOf(stores, services), { maxLength: 4 }),
      notes: fc.record(
        { watch: fc.array(fc.string({ maxLength: 60 }), { maxLength: 2 }), try: fc.constant(['Try it.']) },
        { requiredKeys: [] },
      ),
    },
    {
      requiredKeys: [
        'halfopen',
        'seed',
        'runFor',
        'nodes',
        'links',
        'timeline',
        'checks',
        'zones',
        'clusters',
      ],
    },
  );
};

const moment = fc.constantFrom('0ms', '100ms', '333ms', '1s', '1.5s');
const span = fc.constantFrom('50ms', '200ms', '1s');
const share = fc.constantFrom(0, 0.05, 0.3);

const link = (from: string, to: string): fc.Arbitrary<LinkWritten> =>
  fc.record(
    {
      from: fc.constant(from),
      to: fc.constant(to),
      delay,
      loss: share,
      duplicate: share,
      reorder: share,
      timeout: fc.constantFrom('20ms', '200ms'),
      retry: some({
        attempts: fc.integer({ min: 1, max: 3 }),
        delay: short,
        factor: fc.constantFrom(1, 2),
        maxDelay: fc.constant('100ms'),
        jitter: fc.constantFrom('none', 'equal', 'full'),
        on: fc.subarray(['timedOut', 'refused', 'queueFull']),
        budget: some({ ratio: share, minPerSecond: fc.constant(2), window: fc.constant('1s') }),
      }),
      breaker: some({
        slidingWindowType: fc.constantFrom('COUNT_BASED', 'TIME_BASED'),
        slidingWindowSize: fc.integer({ min: 1, max: 10 }),
        minimumNumberOfCalls: fc.integer({ min: 1, max: 5 }),
        failureRateThreshold: fc.constantFrom(20, 50, 100),
        slowCallDurationThreshold: fc.constantFrom('5ms', '1s'),
        waitDurationInOpenState: fc.constantFrom('50ms', '500ms'),
        permittedNumberOfCallsInHalfOpenState: fc.integer({ min: 1, max: 3 }),
        maxWaitDurationInHalfOpenState: fc.constantFrom('0ms', '100ms'),
        automaticTransitionFromOpenToHalfOpenEnabled: fc.boolean(),
      }),
      bulkhead: some({ maxConcurrentCalls: fc.integer({ min: 1, max: 4 }), maxWaitDuration: short }),
      rateLimit: some({
        limitForPeriod: fc.integer({ min: 1, max: 20 }),
        limitRefreshPeriod: fc.constantFrom('50ms', '1s'),
        timeoutDuration: short,
      }),
    },
    { requiredKeys: ['from', 'to'] },
  ) as fc.Arbitrary<LinkWritten>;

const cluster = (members: string[]): fc.Arbitrary<NonNullable<ScenarioDocument['clusters']>> => {
  const primary = {
    shipEvery: fc.constantFrom('0ms', '50ms'),
    failover: fc.constantFrom('automatic' as const, 'manual' as const),
    detectAfter: fc.constantFrom('100ms', '1s'),
  };
  const acks = { ackTimeout: fc.constantFrom('50ms', '1s') };
  const replication = fc.oneof(
    fc.record({ mode: fc.constant('async' as const), ...primary }, { requiredKeys: ['mode'] }),
    fc.record(
      {
        mode: fc.constant('semiSync' as const),
        acks: fc.constant(1),
        onTimeout: fc.constantFrom('fail' as const, 'async' as const),
        ...acks,
        ...primary,
      },
      { requiredKeys: ['mode'] },
    ),
    fc.record({ mode: fc.constant('sync' as const), ...acks, ...primary }, { requiredKeys: ['mode'] }),
  );
  return replication.map((mode) => ({ store: { members, replication: mode } }));
};

const fault = (
  ids: readonly string[],
  clients: readonly string[],
  services: readonly string[],
  ways: readonly (readonly [string, string])[],
  zones: boolean,
): fc.Arbitrary<TimelineWritten> => {
  const target = fc.constantFrom(...ids, ...services.map((id) => `${id}#1`));
  const node = fc.constantFrom(...ids);
  const way = fc.constantFrom(...ways);
  const sides = fc.constantFrom<[string | string[], string | string[]]>(
    [services[0]!, 'events'],
    [[clients[0]!, 'jobs'], [services[0]!]],
    ...(zones ? [['eu', 'us'] as [string, string]] : []),
  );
  const factor = fc.constantFrom(0, 0.5, 3);
  const lasts = { for: span };
  const required = (...keys: string[]) => ({ requiredKeys: ['do', 'at', ...keys] as never[] });
  const entry = <D extends TimelineWritten['do']>(word: D) => ({ do: fc.constant(word), at: moment });
  return fc.oneof(
    fc.record({ ...entry('crash'), node: target, ...lasts }, required('node')),
    fc.record({ ...entry('restart'), node: target }),
    fc.record({ ...entry('pause'), node: target, ...lasts }, required('node', 'for')),
    fc.record({ ...entry('partition'), between: sides, oneWay: fc.boolean(), ...lasts }, required('between')),
    fc.record({ ...entry('heal'), between: sides }, required()),
    way.chain(([from, to]) =>
      fc.record(
        {
          ...entry('link'),
          from: fc.constant(from),
          to: fc.constant(to),
          delay,
          loss: share,
          duplicate: share,
          reorder: share,
          cut: fc.boolean(),
          oneWay: fc.boolean(),
          ...lasts,
        },
        required('from', 'to'),
      ),
    ),
    fc.record({ ...entry('slow'), node: target, factor, ...lasts }, required('node', 'factor')),
    fc.record(
      { ...entry('load'), node: fc.constantFrom(...clients), factor, ...lasts },
      required('node', 'factor'),
    ),
    fc.record({ ...entry('skew'), node, by: span, behind: fc.boolean(), ...lasts }, required('node', 'by')),
    way.chain(([from, to]) =>
      fc.record(
        {
          ...entry('message'),
          from: fc.constant(from),
          to: fc.constant(to),
          nth: fc.integer({ min: 1, max: 5 }),
          direction: fc.constantFrom('forward', 'back'),
          action: fc.constantFrom('drop', 'duplicate', 'delay'),
          by: span,
        },
        required('from', 'to', 'nth', 'action'),
      ),
    ),
    fc.record({
      ...entry('set'),
      node: fc.constantFrom(...services),
      path: fc.constant('slots'),
      value: fc.integer({ min: 1, max: 9 }),
      ...lasts,
    }),
    way.map(([from, to]) => ({ do: 'set', at: '200ms', from, to, path: 'delay', value: '3ms' })),
  ) as fc.Arbitrary<TimelineWritten>;
};

const checkOf = (stores: readonly string[], services: readonly string[]): fc.Arbitrary<CheckWritten> => {
  const about = { title: fc.constant('A claim.'), expect: fc.constantFrom('holds', 'breaks') };
  const claim = fc.constantFrom('true', '1 + 1 == 2', `${services[0]!}.inFlight >= 0`);
  const of = fc.constantFrom(...stores);
  const op = fc.constantFrom(...services);
  const one = <T extends Record<string, fc.Arbitrary<unknown>>>(fields: T) =>
    fc.record({ ...about, ...fields }, { requiredKeys: Object.keys(fields) as never[] });
  return fc.oneof(
    one({ always: claim }),
    one({ eventually: claim, within: fc.constantFrom('1s', '5s') }),
    one({ atEnd: claim }),
    one({ consistency: fc.constantFrom(...CONSISTENCY), of }),
    one({ latency: fc.record({ op, percentile: fc.constantFrom(50, 99), below: fc.constant('200ms') }) }),
    one({ availability: fc.record({ op, above: fc.constant(0.9) }) }),
    one({ delivery: fc.constantFrom(...DELIVERY), of: op }),
  ) as fc.Arbitrary<CheckWritten>;
};
