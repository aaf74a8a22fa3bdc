import type { ScenarioDocument } from '#scenario/schema.ts';
import { changed } from './changed.ts';
import type { Scenario } from './scenario.ts';

/** CAP, choosing availability: both regions go on while they cannot hear each other, and one of them answers from the past. */
const document: ScenarioDocument = {
  halfopen: 1,
  title: 'Asynchronous replication under a partition',
  summary:
    'The regions cannot hear each other for four seconds. Orders are written in Europe as ever, and the copy in America answers at once, with old values.',
  seed: 21,
  runFor: '12s',
  network: { within: { uniform: ['1ms', '4ms'] }, across: { uniform: ['35ms', '45ms'] } },
  zones: {
    eu: { title: 'eu-west', at: [-100, 0, 520, 300] },
    us: { title: 'us-east', at: [540, 0, 520, 300] },
  },
  nodes: {
    shoppers: {
      kind: 'client',
      title: 'Shoppers',
      zone: 'eu',
      at: [0, 160],
      flows: [
        {
          arrive: { every: '200ms' },
          until: '10s',
          session: 'shopper',
          steps: [{ put: 'orders', key: 'order/${n % 5}', value: { version: '${n}' } }],
        },
      ],
    },
    ordersEu: { kind: 'database', title: 'Orders', zone: 'eu', at: [300, 160] },
    ordersUs: { kind: 'database', title: 'Orders, copy', zone: 'us', at: [660, 160] },
    support: {
      kind: 'client',
      title: 'Support desk',
      zone: 'us',
      at: [960, 160],
      flows: [
        {
          arrive: { every: '150ms' },
          until: '10s',
          session: 'support',
          steps: [{ get: 'orders', key: 'order/${n % 5}', at: 'nearest', as: 'order' }],
        },
      ],
    },
  },
  links: [
    { from: 'shoppers', to: 'ordersEu', timeout: '1s' },
    { from: 'support', to: 'ordersUs', timeout: '1s' },
    { from: 'ordersEu', to: 'ordersUs' },
  ],
  clusters: {
    orders: { members: ['ordersEu', 'ordersUs'], replication: { mode: 'async', failover: 'manual' } },
  },
  timeline: [{ at: '3s', for: '4s', do: 'partition', between: ['eu', 'us'] }],
  checks: [
    { title: 'Everybody is answered', availability: { above: 0.99 }, expect: 'holds' },
    {
      title: 'Writing does not wait for the other region',
      latency: { op: 'put orders', percentile: 99, below: '30ms' },
      expect: 'holds',
    },
    { title: 'The copies agree in the end', consistency: 'convergence', of: 'orders', expect: 'holds' },
    { title: 'Reads are linearizable', consistency: 'linearizable', of: 'orders', expect: 'breaks' },
  ],
  notes: {
    watch: [
      'Every write is confirmed in Europe before its copy has crossed the ocean.',
      'From 3 s to 7 s the copy stays where it was. The support desk reads, and does not know how old the answer is.',
    ],
    try: [
      'Cut eu-west from us-east once more, and read the version on both sides.',
      'Choose synchronous replication: the old answers go, and so do the writes.',
    ],
    modelled: [
      'A primary and its log, shipping, catching up after the cut; a checker over all reads and writes.',
    ],
    leftOut: [
      'Nobody takes over: with automatic failover both sides would write, and one would lose its orders.',
    ],
  },
};

export const replicationAsync: Scenario = {
  id: 'replication-async-partition',
  group: 'Copies',
  patterns: ['asynchronous replication', 'partition', 'CAP', 'eventual consistency'],
  also: [
    'Postgres',
    'MySQL',
    'MongoDB',
    'Redis',
    'read replica',
    'stale read',
    'replication lag',
    'split brain',
  ],
  document,
  counter: {
    sentence:
      'Make the copies synchronous: every write waits for the ocean, and during the cut none is confirmed.',
    document: changed(document, {
      title: 'Synchronous replication under the same partition',
      'clusters.orders.replication.mode': 'sync',
    }),
  },
};
