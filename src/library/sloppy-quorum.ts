import type { ScenarioDocument } from '#scenario/schema.ts';
import { changed } from './changed.ts';
import type { Scenario } from './scenario.ts';

/** The owners are on the other side of the cut: their neighbours on the list take the writes, and hand them over. */
const document: ScenarioDocument = {
  halfopen: 1,
  title: 'A sloppy quorum and hinted handoff',
  summary:
    'Every cart has three owners among five members. America is cut off with two of the five, and still takes every write: as a hint, for owners that it cannot reach.',
  seed: 8,
  runFor: '12s',
  network: { within: { uniform: ['1ms', '4ms'] }, across: { uniform: ['35ms', '45ms'] } },
  zones: {
    eu: { title: 'eu-west', at: [-100, 0, 560, 460] },
    us: { title: 'us-east', at: [520, 0, 560, 460] },
  },
  nodes: {
    support: {
      kind: 'client',
      title: 'Support desk',
      zone: 'eu',
      at: [0, 220],
      flows: [
        {
          arrive: { every: '200ms' },
          until: '9s',
          session: 'support ${n}',
          steps: [{ get: 'carts', key: 'cart/${n % 8}', at: 'one', as: 'cart' }],
        },
      ],
    },
    one: { kind: 'database', title: 'One', zone: 'eu', at: [200, 220] },
    two: { kind: 'database', title: 'Two', zone: 'eu', at: [360, 100] },
    three: { kind: 'database', title: 'Three', zone: 'eu', at: [360, 340] },
    four: { kind: 'database', title: 'Four', zone: 'us', at: [780, 220] },
    five: { kind: 'database', title: 'Five', zone: 'us', at: [600, 340] },
    shoppers: {
      kind: 'client',
      title: 'Shoppers',
      zone: 'us',
      at: [980, 220],
      flows: [
        {
          arrive: { every: '150ms' },
          until: '9s',
          session: 'shopper ${n}',
          steps: [{ put: 'carts', key: 'cart/${n % 8}', value: { items: '${n}' }, at: 'four' }],
        },
      ],
    },
  },
  links: [
    { from: 'support', to: 'one', timeout: '1s' },
    { from: 'shoppers', to: 'four', timeout: '1s' },
    { from: 'one', to: 'two' },
    { from: 'one', to: 'three' },
    { from: 'two', to: 'three' },
    { from: 'one', to: 'four' },
    { from: 'two', to: 'four' },
    { from: 'three', to: 'five' },
    { from: 'four', to: 'five' },
  ],
  clusters: {
    carts: {
      title: 'Carts',
      members: ['one', 'two', 'three', 'four', 'five'],
      replication: { mode: 'quorum', n: 3, sloppy: true, timeout: '600ms' },
    },
  },
  timeline: [{ at: '3s', for: '4s', do: 'partition', between: ['eu', 'us'] }],
  checks: [
    {
      title: 'Shoppers can always write',
      availability: { op: 'put carts', above: 0.99 },
      expect: 'holds',
    },
    { title: 'The owners agree in the end', consistency: 'convergence', of: 'carts', expect: 'holds' },
    { title: 'Every hint has been handed over', atEnd: 'four.hints + five.hints == 0', expect: 'holds' },
    { title: 'Reads are linearizable', consistency: 'linearizable', of: 'carts', expect: 'breaks' },
  ],
  notes: {
    watch: [
      'From 3 s to 7 s Four and Five hold hints: writes for owners in Europe. When the cut heals they hand them over.',
      'R + W > N, and the support desk reads old carts all the same: the quorum that wrote is not the one that is asked.',
    ],
    try: [
      'Crash five while the cut lasts: Four alone is no quorum, sloppy or not.',
      'Turn hinted handoff off and read what becomes of the hints.',
    ],
    modelled: [
      'Preference lists by hash, members in doubt, stand-ins, hints on disk, pings, handover; digests that are compared.',
    ],
    leftOut: ['Hints that expire, gossip about who is alive.'],
  },
};

export const sloppyQuorum: Scenario = {
  id: 'sloppy-quorum',
  group: 'Copies',
  patterns: ['sloppy quorum', 'hinted handoff', 'anti-entropy', 'partition'],
  also: ['Dynamo', 'Cassandra', 'Riak', 'Voldemort', 'always writeable', 'stale read'],
  document,
  opensAt: '3.6s',
  counter: {
    sentence:
      'A strict quorum: only owners count. Carts with two owners in Europe cannot be written until the cut heals.',
    document: changed(document, {
      title: 'A strict quorum under the same cut',
      'clusters.carts.replication.sloppy': false,
    }),
  },
};
