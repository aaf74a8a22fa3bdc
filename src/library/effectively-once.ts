import type { ScenarioDocument } from '#scenario/schema.ts';
import { changed } from './changed.ts';
import type { Scenario } from './scenario.ts';

/** One stream of payments and the same crash for three consumers, which differ only in when they confirm and what they remember. */
const document: ScenarioDocument = {
  halfopen: 1,
  title: 'At most once, at least once, effectively once',
  summary:
    'Three services charge the same payments and crash at the same moments. One loses charges, one repeats them, and one remembers what it has charged.',
  seed: 23,
  runFor: '18s',
  network: { within: { uniform: ['2ms', '8ms'] } },
  nodes: {
    shop: {
      kind: 'client',
      title: 'Shop',
      at: [0, 20],
      flows: [
        {
          arrive: { rate: '5/s' },
          until: '8s',
          steps: [
            {
              publish: 'events',
              topic: 'payments',
              event: 'PaymentDue',
              key: '${n}',
              body: { payment: '${n}' },
            },
          ],
        },
      ],
    },
    events: { kind: 'log', title: 'Events', at: [420, 100], topics: { payments: { partitions: 2 } } },
    hasty: {
      kind: 'service',
      title: 'Confirms first',
      at: [180, 280],
      handlers: [
        {
          event: 'PaymentDue',
          from: 'events',
          topic: 'payments',
          deliver: 'atMostOnce',
          steps: [
            { work: '150ms' },
            { put: 'hastyDb', key: 'account', value: { charged: '${old.charged + 1}' } },
            { work: '150ms' },
          ],
        },
      ],
    },
    stubborn: {
      kind: 'service',
      title: 'Confirms last',
      at: [420, 280],
      handlers: [
        {
          event: 'PaymentDue',
          from: 'events',
          topic: 'payments',
          steps: [
            { work: '150ms' },
            { put: 'stubbornDb', key: 'account', value: { charged: '${old.charged + 1}' } },
            { work: '150ms' },
          ],
        },
      ],
    },
    careful: {
      kind: 'service',
      title: 'Remembers',
      at: [660, 280],
      handlers: [
        {
          event: 'PaymentDue',
          from: 'events',
          topic: 'payments',
          steps: [
            { work: '150ms' },
            {
              transaction: 'carefulDb',
              steps: [
                { get: 'carefulDb', key: 'seen/${event.id}', as: 'seen' },
                {
                  if: 'seen == null',
                  then: [
                    { put: 'carefulDb', key: 'seen/${event.id}', value: true },
                    { put: 'carefulDb', key: 'account', value: { charged: '${old.charged + 1}' } },
                  ],
                },
              ],
            },
            { work: '150ms' },
          ],
        },
      ],
    },
    hastyDb: { kind: 'database', title: 'Ledger', at: [180, 440], rows: { account: { charged: 0 } } },
    stubbornDb: { kind: 'database', title: 'Ledger', at: [420, 440], rows: { account: { charged: 0 } } },
    carefulDb: { kind: 'database', title: 'Ledger', at: [660, 440], rows: { account: { charged: 0 } } },
  },
  links: [
    { from: 'shop', to: 'events' },
    { from: 'events', to: 'hasty' },
    { from: 'events', to: 'stubborn' },
    { from: 'events', to: 'careful' },
    { from: 'hasty', to: 'hastyDb' },
    { from: 'stubborn', to: 'stubbornDb' },
    { from: 'careful', to: 'carefulDb' },
  ],
  timeline: ['2s', '4s', '6s'].flatMap((at) =>
    ['hasty', 'stubborn', 'careful'].map((node) => ({ at, for: '500ms', do: 'crash' as const, node })),
  ),
  checks: [
    {
      title: 'Confirms first: no payment is charged twice',
      delivery: 'atMostOnce',
      of: 'hasty',
      expect: 'holds',
    },
    {
      title: 'Confirms first: every payment is charged',
      delivery: 'atLeastOnce',
      of: 'hasty',
      expect: 'breaks',
    },
    {
      title: 'Confirms last: every payment is charged',
      delivery: 'atLeastOnce',
      of: 'stubborn',
      expect: 'holds',
    },
    {
      title: 'Confirms last: no payment is charged twice',
      atEnd: "stubbornDb.rows['account'].charged <= events.topics.payments.length",
      expect: 'breaks',
    },
    {
      title: 'Remembers: every payment is charged, and once',
      atEnd: "carefulDb.rows['account'].charged == events.topics.payments.length",
      expect: 'holds',
    },
  ],
  notes: {
    watch: [
      'All three crash with the same events in hand. Compare their offsets when they come back.',
      'Remembers handles an event a second time as well; the charge is skipped, because its id is there already.',
    ],
    try: [
      'Crash Remembers while it works.',
      'Crash Confirms first between two events, and find out which one it lost.',
    ],
    modelled: [
      'When the offset moves, redelivery, ids that stay the same, a transaction over the ledger and the ids.',
    ],
    leftOut: ['A charge at a bank of somebody else is no row of ours: there the bank must know the id.'],
  },
};

export const effectivelyOnce: Scenario = {
  id: 'effectively-once',
  group: 'Talking',
  patterns: ['at most once', 'at least once', 'idempotent receiver', 'effectively once'],
  also: [
    'Kafka',
    'SQS',
    'exactly once',
    'double charge',
    'duplicate message',
    'lost message',
    'deduplication',
  ],
  document,
  counter: {
    sentence: 'Take the memory away: the third service charges as often as the second.',
    document: changed(document, {
      title: 'At most once, and at least once twice',
      'nodes.careful.handlers.0.steps.1.steps.1.if': 'true',
    }),
  },
};
