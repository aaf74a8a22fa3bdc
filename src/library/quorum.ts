import type { ScenarioDocument } from '#scenario/schema.ts';
import { changed } from './changed.ts';
import type { Scenario } from './scenario.ts';

/** Two of three write, two of three read: they meet in one. */
const document: ScenarioDocument = {
  halfopen: 1,
  title: 'A quorum: two of three write, two of three read',
  summary:
    'North and South cannot hear each other for four seconds. Ada writes in the north and reads in the south, Ben the other way round, and neither misses what they wrote.',
  seed: 5,
  runFor: '12s',
  network: { within: { uniform: ['2ms', '12ms'] } },
  nodes: {
    ada: {
      kind: 'client',
      title: 'Ada',
      at: [0, 60],
      flows: [
        {
          arrive: { users: 1, think: '300ms' },
          until: '10s',
          steps: [
            { put: 'carts', key: 'cart/ada', value: { items: '${n}' }, at: 'north' },
            { get: 'carts', key: 'cart/ada', at: 'south', as: 'cart' },
          ],
        },
      ],
    },
    ben: {
      kind: 'client',
      title: 'Ben',
      at: [0, 380],
      flows: [
        {
          arrive: { users: 1, think: '300ms' },
          until: '10s',
          steps: [
            { put: 'carts', key: 'cart/ben', value: { items: '${n}' }, at: 'south' },
            { get: 'carts', key: 'cart/ben', at: 'north', as: 'cart' },
          ],
        },
      ],
    },
    warehouse: {
      kind: 'client',
      title: 'Warehouse',
      at: [760, 220],
      flows: [
        {
          arrive: { every: '400ms' },
          until: '10s',
          session: 'warehouse ${n}',
          steps: [{ get: 'carts', key: "cart/${n % 2 == 0 ? 'ada' : 'ben'}", at: 'middle', as: 'cart' }],
        },
      ],
    },
    north: { kind: 'database', title: 'North', at: [320, 60] },
    middle: { kind: 'database', title: 'Middle', at: [520, 220] },
    south: { kind: 'database', title: 'South', at: [320, 380] },
  },
  links: [
    { from: 'ada', to: 'north', timeout: '1s' },
    { from: 'ada', to: 'south', timeout: '1s' },
    { from: 'ben', to: 'south', timeout: '1s' },
    { from: 'ben', to: 'north', timeout: '1s' },
    { from: 'warehouse', to: 'middle', timeout: '1s' },
    { from: 'north', to: 'middle' },
    { from: 'middle', to: 'south' },
    { from: 'north', to: 'south' },
  ],
  clusters: {
    carts: {
      title: 'Carts',
      members: ['north', 'middle', 'south'],
      replication: { mode: 'quorum', r: 2, w: 2, hintedHandoff: false, antiEntropy: 'off' },
    },
  },
  timeline: [{ at: '3s', for: '4s', do: 'partition', between: ['north', 'south'] }],
  checks: [
    { title: 'Nobody misses what they wrote', consistency: 'readYourWrites', of: 'carts', expect: 'holds' },
    { title: 'Everybody is answered', availability: { above: 0.99 }, expect: 'holds' },
    { title: 'The copies agree in the end', consistency: 'convergence', of: 'carts', expect: 'holds' },
  ],
  notes: {
    watch: [
      'A write is confirmed by the second copy that has it. While North and South are cut off, Middle is in every quorum.',
      'Read repair: whoever answered with an older cart is sent the newer one, after the reader has it.',
    ],
    try: [
      'Pause middle while the cut lasts: nobody finds two, and nothing is answered.',
      'Choose R = 1, W = 3: reads are quick, and one copy that is away stops all writes.',
    ],
    modelled: ['Coordinators, quorums, timestamps, repair; a checker over all that Ada and Ben read.'],
    leftOut: ['Hinted handoff and anti-entropy are turned off, so that read repair is alone.'],
  },
};

export const quorum: Scenario = {
  id: 'quorum',
  group: 'Copies',
  patterns: ['quorum', 'read repair', 'last write wins'],
  also: ['Cassandra', 'Dynamo', 'DynamoDB', 'Riak', 'ScyllaDB', 'R + W > N', 'stale read'],
  document,
  opensAt: '3.2s',
  counter: {
    sentence: 'Read from one, write to one: the two need not meet, and Ada reads a cart from before the cut.',
    document: changed(document, {
      title: 'One writes, one reads',
      'clusters.carts.replication.r': 1,
      'clusters.carts.replication.w': 1,
    }),
  },
};
