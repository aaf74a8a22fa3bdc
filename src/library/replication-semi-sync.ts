import type { ScenarioDocument } from '#scenario/schema.ts';
import { changed } from './changed.ts';
import type { Scenario } from './scenario.ts';

/** One acknowledgement of two: a write survives the primary, and does not wait for a copy that is away. */
const document: ScenarioDocument = {
  halfopen: 1,
  title: 'Semi-synchronous replication: one copy is enough',
  summary:
    'A write waits for the first of two copies. One copy goes away and writing goes on; then the primary dies, and the copy that takes over has every order with a receipt.',
  seed: 31,
  runFor: '12s',
  network: { within: { uniform: ['1ms', '9ms'] }, across: '40ms' },
  nodes: {
    shoppers: {
      kind: 'client',
      title: 'Shoppers',
      at: [0, 200],
      flows: [
        {
          arrive: { every: '60ms' },
          until: '9s',
          steps: [
            { put: 'orders', key: 'order/${n}', value: { total: 40 } },
            { put: 'receipts', key: 'order/${n}', value: { total: 40 } },
          ],
        },
      ],
    },
    receipts: { kind: 'database', title: 'Receipts', at: [0, 400] },
    one: { kind: 'database', title: 'Orders', at: [320, 200] },
    two: { kind: 'database', title: 'Orders, copy 1', at: [600, 60] },
    three: { kind: 'database', title: 'Orders, copy 2', at: [600, 340] },
  },
  links: [
    { from: 'shoppers', to: 'one', timeout: '500ms' },
    { from: 'shoppers', to: 'receipts' },
    { from: 'one', to: 'two' },
    { from: 'one', to: 'three' },
    { from: 'two', to: 'three' },
  ],
  clusters: {
    orders: {
      members: ['one', 'two', 'three'],
      replication: {
        mode: 'semiSync',
        acks: 1,
        ackTimeout: '400ms',
        detectAfter: '300ms',
        shipEvery: '30ms',
      },
    },
  },
  timeline: [
    { at: '2s', for: '2s', do: 'crash', node: 'two' },
    { at: '6s', for: '3s', do: 'crash', node: 'one' },
  ],
  checks: [
    {
      title: 'Every order with a receipt is there in the end',
      eventually: 'receipts.rows.all(k, k in two.rows && k in three.rows)',
      within: '3s',
      expect: 'holds',
    },
    { title: 'Most orders are taken', availability: { op: 'put orders', above: 0.85 }, expect: 'holds' },
    { title: 'The copies agree in the end', consistency: 'convergence', of: 'orders', expect: 'holds' },
  ],
  notes: {
    watch: [
      'While copy 1 is away, the other copy acknowledges: nobody waits.',
      'When the primary dies, the copies compare their logs; the one that is further takes over.',
    ],
    try: [
      'Crash Orders, copy 2 while copy 1 is away: writes wait, time out, and nobody gets a receipt.',
      'Ask for two acknowledgements (acks): now one copy that is away stops all writing.',
    ],
    modelled: [
      'A primary and its log, acknowledgements of copies, a vote of as many members as are sure to know every confirmed write.',
    ],
    leftOut: [
      'Group commit; falling back to asynchronous when no copy answers (onTimeout does that, if chosen).',
    ],
  },
};

export const replicationSemiSync: Scenario = {
  id: 'replication-semi-sync',
  group: 'Copies',
  patterns: ['semi-synchronous replication', 'failover', 'durability'],
  also: ['MySQL', 'MariaDB', 'lossless', 'lost write', 'slow follower'],
  document,
  counter: {
    sentence:
      'Confirm before any copy has the order: those that were confirmed just before the crash are lost.',
    document: changed(document, {
      title: 'Asynchronous replication and a dead primary',
      'clusters.orders.replication': {
        mode: 'async',
        detectAfter: '300ms',
        shipEvery: '150ms',
      },
    }),
  },
};
