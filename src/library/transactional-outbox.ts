import type { ScenarioDocument } from '#scenario/schema.ts';
import { changed } from './changed.ts';
import type { Scenario } from './scenario.ts';

/** A row and an event, both or none: the event is written beside the row, and carried to the log afterwards. */
const document: ScenarioDocument = {
  halfopen: 1,
  title: 'Transactional outbox',
  summary:
    'Orders stores an order and tells the world. The log is away and Orders crashes, yet every order that is stored is shipped.',
  seed: 17,
  runFor: '14s',
  network: { within: { uniform: ['2ms', '10ms'] } },
  nodes: {
    shoppers: {
      kind: 'client',
      title: 'Shoppers',
      at: [0, 60],
      flows: [{ arrive: { rate: '5/s' }, until: '8s', steps: [{ call: 'orders', op: 'placeOrder' }] }],
    },
    orders: {
      kind: 'service',
      title: 'Orders',
      at: [240, 60],
      handlers: [
        {
          request: 'placeOrder',
          steps: [
            {
              transaction: 'ordersDb',
              steps: [
                { put: 'ordersDb', key: 'order/${req.id}', value: { status: 'PAID' } },
                {
                  publish: 'events',
                  topic: 'orders',
                  event: 'OrderPaid',
                  key: '${req.id}',
                  body: { order: '${req.id}' },
                },
              ],
            },
            { reply: {} },
          ],
        },
      ],
    },
    ordersDb: { kind: 'database', title: 'Orders database', at: [240, 260] },
    events: { kind: 'log', title: 'Events', at: [580, 360], topics: { orders: { partitions: 2 } } },
    shipping: {
      kind: 'service',
      title: 'Shipping',
      at: [880, 400],
      handlers: [
        {
          event: 'OrderPaid',
          from: 'events',
          topic: 'orders',
          steps: [{ put: 'shippingDb', key: 'order/${event.order}', value: { status: 'SHIPPED' } }],
        },
      ],
    },
    shippingDb: { kind: 'database', title: 'Shipping database', at: [1120, 400] },
  },
  links: [
    { from: 'shoppers', to: 'orders', timeout: '2s' },
    { from: 'orders', to: 'ordersDb' },
    { from: 'ordersDb', to: 'events' },
    { from: 'events', to: 'shipping' },
    { from: 'shipping', to: 'shippingDb' },
  ],
  timeline: [
    { at: '2s', for: '2s', do: 'crash', node: 'events' },
    { at: '5s', for: '500ms', do: 'crash', node: 'orders' },
  ],
  checks: [
    {
      title: 'Every order that is stored is shipped',
      eventually: 'ordersDb.rows.all(k, k in shippingDb.rows)',
      within: '4s',
      expect: 'holds',
    },
    {
      title: 'Nothing is shipped that is not stored',
      always: 'shippingDb.rows.all(k, k in ordersDb.rows)',
      expect: 'holds',
    },
    {
      title: 'Shoppers can order while the log is away',
      availability: { op: 'placeOrder', above: 0.8 },
      expect: 'holds',
    },
  ],
  notes: {
    watch: [
      'While Events is down, the outbox of the orders database grows. When it is back, all of it is relayed in order.',
      'Orders never speaks to Events: it has one thing to write to, and that is why it cannot do half of its work.',
    ],
    try: [
      'Crash Orders while a request is under way: either the order and its event are there, or neither.',
      'Publish in a step of its own after the put: a crash in between leaves an order that nobody ships.',
    ],
    modelled: [
      'A transaction that holds row and event, a relay that publishes until the log confirms: at least once.',
    ],
    leftOut: ['A relay as a process of its own that polls a table; here the store relays by itself.'],
  },
};

export const transactionalOutbox: Scenario = {
  id: 'transactional-outbox',
  group: 'Deciding across services',
  patterns: ['transactional outbox', 'dual write', 'event log'],
  also: ['Debezium', 'Kafka', 'Postgres', 'change data capture', 'CDC', 'lost event', 'lost order'],
  document,
  counter: {
    sentence: 'Write to the database, then to the log: what stops in between is stored and never shipped.',
    document: changed(document, {
      title: 'Dual write',
      'nodes.orders.handlers.0.steps': [
        { put: 'ordersDb', key: 'order/${req.id}', value: { status: 'PAID' } },
        {
          publish: 'events',
          topic: 'orders',
          event: 'OrderPaid',
          key: '${req.id}',
          body: { order: '${req.id}' },
        },
        { reply: {} },
      ],
      'links.2': { from: 'orders', to: 'events' },
    }),
  },
};
