import type { ScenarioDocument } from '#scenario/schema.ts';
import { changed } from './changed.ts';
import type { Scenario } from './scenario.ts';

/** A new reader needs no change of the writer: it reads the log from the beginning, as far as the log goes back. */
const document: ScenarioDocument = {
  halfopen: 1,
  title: 'Publish and subscribe, with a latecomer',
  summary:
    'Shipping and Billing read every order. Analytics is plugged in five seconds late and reads the history first; Orders does not know that it exists.',
  seed: 41,
  runFor: '16s',
  network: { within: { uniform: ['1ms', '6ms'] } },
  nodes: {
    shoppers: {
      kind: 'client',
      title: 'Shoppers',
      at: [0, 60],
      flows: [{ arrive: { rate: '5/s' }, until: '10s', steps: [{ call: 'orders', op: 'placeOrder' }] }],
    },
    orders: {
      kind: 'service',
      title: 'Orders',
      at: [220, 60],
      handlers: [
        {
          request: 'placeOrder',
          steps: [
            {
              publish: 'events',
              topic: 'orders',
              event: 'OrderPlaced',
              key: '${req.id}',
              body: { order: '${req.id}' },
            },
            { reply: {} },
          ],
        },
      ],
    },
    events: { kind: 'log', title: 'Events', at: [600, 180], topics: { orders: { partitions: 2 } } },
    shipping: {
      kind: 'service',
      title: 'Shipping',
      at: [380, 380],
      handlers: [
        { event: 'OrderPlaced', from: 'events', topic: 'orders', steps: [{ work: { exponential: '40ms' } }] },
      ],
    },
    billing: {
      kind: 'service',
      title: 'Billing',
      at: [600, 380],
      handlers: [
        { event: 'OrderPlaced', from: 'events', topic: 'orders', steps: [{ work: { exponential: '80ms' } }] },
      ],
    },
    analytics: {
      kind: 'service',
      title: 'Analytics',
      at: [820, 380],
      handlers: [
        {
          event: 'OrderPlaced',
          from: 'events',
          topic: 'orders',
          steps: [{ put: 'analyticsDb', key: 'order/${event.order}', value: { offset: '${event.offset}' } }],
        },
      ],
    },
    analyticsDb: { kind: 'database', title: 'Analytics database', at: [1060, 380] },
  },
  links: [
    { from: 'shoppers', to: 'orders' },
    { from: 'orders', to: 'events' },
    { from: 'events', to: 'shipping' },
    { from: 'events', to: 'billing' },
    { from: 'events', to: 'analytics' },
    { from: 'analytics', to: 'analyticsDb' },
  ],
  timeline: [
    { at: '0s', for: '5s', do: 'crash', node: 'analytics', title: 'Analytics is not there yet' },
    { at: '3s', for: '1s', do: 'crash', node: 'billing' },
  ],
  checks: [
    { title: 'Shipping gets every order', delivery: 'atLeastOnce', of: 'shipping', expect: 'holds' },
    { title: 'Billing gets every order', delivery: 'atLeastOnce', of: 'billing', expect: 'holds' },
    {
      title: 'Analytics, plugged in late, gets every order too',
      delivery: 'atLeastOnce',
      of: 'analytics',
      expect: 'holds',
    },
    {
      title: 'Whoever orders waits for none of them',
      latency: { op: 'placeOrder', percentile: 99, below: '50ms' },
      expect: 'holds',
    },
  ],
  notes: {
    watch: [
      'Every group has offsets of its own: Billing is slower and lags behind, and nobody else cares.',
      'At 5 s Analytics joins. Its offset starts at the oldest event, and the history runs in at once.',
    ],
    try: [
      'Crash Shipping for two seconds, and see how it catches up.',
      'Keep events for two seconds only: who comes later has missed them.',
    ],
    modelled: [
      'A log that keeps its events, consumer groups with offsets of their own, catching up, retention.',
    ],
    leftOut: ['Compaction and archives, by which a log can serve latecomers and stay small.'],
  },
};

export const publishSubscribe: Scenario = {
  id: 'publish-subscribe',
  group: 'Talking',
  patterns: ['publish and subscribe', 'event log', 'replay', 'retention'],
  also: ['Kafka', 'Pulsar', 'Google Pub/Sub', 'SNS', 'event sourcing', 'late subscriber', 'missing history'],
  document,
  counter: {
    sentence: 'Keep events for two seconds only: the latecomer never hears of the first orders.',
    document: changed(document, {
      title: 'Publish and subscribe, soon forgotten',
      'nodes.events.topics.orders.retention': '2s',
    }),
  },
};
