import type { ScenarioDocument } from '#scenario/schema.ts';
import { changed } from './changed.ts';
import type { Scenario } from './scenario.ts';

/** Four clusters on the same three continents get the same arrivals: what each promises, and what that costs. */
const clusters = [
  {
    id: 'eventual',
    title: 'Eventual',
    y: 40,
    replication: { mode: 'async', failover: 'manual', shipEvery: '200ms' },
  },
  { id: 'majority', title: 'Quorum', y: 240, replication: { mode: 'quorum' } },
  { id: 'consensus', title: 'Raft', y: 460, replication: { mode: 'raft' } },
  { id: 'everywhere', title: 'Synchronous', y: 700, replication: { mode: 'sync', failover: 'manual' } },
] as const;
const columns = [
  { zone: 'eu', x: 240 },
  { zone: 'us', x: 520 },
  { zone: 'ap', x: 900 },
] as const;
const memberOf = (cluster: string, zone: string): string => `${cluster}${zone[0]!.toUpperCase()}${zone[1]!}`;

const document: ScenarioDocument = {
  halfopen: 1,
  title: 'Eventual or strong: the price',
  summary:
    'The same orders go to four clusters. One answers at once and may be wrong, one asks two of three, one agrees on everything, one waits for all. Then Asia is cut off.',
  seed: 3,
  runFor: '12s',
  network: { within: { uniform: ['1ms', '4ms'] }, across: { uniform: ['35ms', '45ms'] } },
  zones: {
    eu: { title: 'eu-west', at: [-100, -60, 440, 880] },
    us: { title: 'us-east', at: [420, -60, 320, 880] },
    ap: { title: 'ap-south', at: [800, -60, 200, 880] },
  },
  nodes: {
    shops: {
      kind: 'client',
      title: 'Shops',
      zone: 'eu',
      at: [0, 380],
      flows: clusters.map(({ id }) => ({
        arrive: { every: '300ms' },
        until: '9s',
        session: 'shop ${n}',
        steps: [{ put: id, key: 'order/${n % 2}', value: '${n}' }],
      })),
    },
    support: {
      kind: 'client',
      title: 'Support desk',
      zone: 'us',
      at: [660, 380],
      flows: clusters.map(({ id }) => ({
        arrive: { every: '250ms' },
        until: '9s',
        session: 'support ${n}',
        steps: [
          {
            get: id,
            key: 'order/${n % 2}',
            as: 'order',
            ...(id === 'eventual' ? { at: 'nearest' } : {}),
          },
        ],
      })),
    },
    ...Object.fromEntries(
      clusters.flatMap(({ id, title, y }) =>
        columns.map(({ zone, x }) => [
          memberOf(id, zone),
          { kind: 'database' as const, title, zone, at: [x, y] as [number, number] },
        ]),
      ),
    ),
  },
  links: clusters.flatMap(({ id }) => [
    { from: 'shops', to: memberOf(id, 'eu'), timeout: '1s' },
    { from: 'support', to: memberOf(id, 'us'), timeout: '1s' },
    { from: memberOf(id, 'eu'), to: memberOf(id, 'us') },
    { from: memberOf(id, 'us'), to: memberOf(id, 'ap') },
  ]),
  clusters: Object.fromEntries(
    clusters.map(({ id, title, replication }) => [
      id,
      { title, members: columns.map(({ zone }) => memberOf(id, zone)), replication },
    ]),
  ),
  timeline: [{ at: '3s', for: '4s', do: 'partition', between: ['ap', ['eu', 'us']] }],
  checks: [
    {
      title: 'Eventual: a write takes no time',
      latency: { op: 'put eventual', percentile: 99, below: '30ms' },
      expect: 'holds',
    },
    {
      title: 'Eventual: every write is taken',
      availability: { op: 'put eventual', above: 0.99 },
      expect: 'holds',
    },
    {
      title: 'Eventual: reads are linearizable',
      consistency: 'linearizable',
      of: 'eventual',
      expect: 'breaks',
    },
    {
      title: 'Quorum: a write takes one round trip to the closer continent',
      latency: { op: 'put majority', percentile: 99, below: '150ms' },
      expect: 'holds',
    },
    {
      title: 'Quorum: every write is taken',
      availability: { op: 'put majority', above: 0.99 },
      expect: 'holds',
    },
    { title: 'Raft: reads are linearizable', consistency: 'linearizable', of: 'consensus', expect: 'holds' },
    {
      title: 'Raft: every write is taken',
      availability: { op: 'put consensus', above: 0.99 },
      expect: 'holds',
    },
    {
      title: 'Synchronous: every write is taken',
      availability: { op: 'put everywhere', above: 0.99 },
      expect: 'breaks',
    },
  ],
  notes: {
    watch: [
      'A write to Eventual is confirmed within Europe; the other three pay with a way across the ocean, or more.',
      'From 3 s to 7 s Synchronous takes nothing. Quorum and Raft go on with two of three.',
    ],
    try: [
      'Cut eu-west off from the others instead: only Eventual still takes the orders of the shops.',
      'Give Quorum R = 1 and W = 1: it becomes as quick as Eventual, and as wrong.',
    ],
    modelled: [
      'Four protocols that exchange real messages on the same delays, and a checker over what clients saw.',
    ],
    leftOut: ['Failover of Eventual and Synchronous: it is by hand here.'],
  },
};

export const consistencyPrice: Scenario = {
  id: 'consistency-price',
  group: 'Copies',
  patterns: ['eventual consistency', 'quorum', 'consensus', 'synchronous replication', 'CAP'],
  also: ['PACELC', 'Cassandra', 'etcd', 'Dynamo', 'latency', 'slow write', 'stale read'],
  document,
  opensAt: '3.5s',
  counter: {
    sentence: 'Cut Europe off, where the shops are: whoever needs a majority takes nothing from them.',
    document: changed(document, {
      title: 'The price, when the cut is at home',
      'timeline.0.between': ['eu', ['us', 'ap']],
    }),
  },
};
