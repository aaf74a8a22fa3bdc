import type { ScenarioDocument } from '#scenario/schema.ts';
import { changed } from './changed.ts';
import type { Scenario } from './scenario.ts';

/**
 * The choreography made safe against its own redelivery. Customers crashes after it has written and before its
 * offset moves, so events come twice; each reservation is a row of its own, written in one transaction with the credit.
 */
const document: ScenarioDocument = {
  halfopen: 1,
  title: 'Order saga, choreography that survives redelivery',
  summary:
    'Customers crashes with orders in hand and reads them again. Because it remembers each order beside the credit, no credit is reserved twice.',
  seed: 7,
  runFor: '14s',
  network: { within: { uniform: ['2ms', '12ms'] } },
  nodes: {
    shopper: {
      kind: 'client',
      title: 'Shoppers',
      at: [0, 80],
      flows: [
        {
          arrive: { rate: '6/s' },
          until: '8s',
          steps: [{ call: 'orders', op: 'placeOrder', body: { customer: 'c${n % 3}' } }],
        },
      ],
    },
    orders: {
      kind: 'service',
      title: 'Orders',
      at: [220, 80],
      handlers: [
        {
          request: 'placeOrder',
          steps: [
            {
              transaction: 'ordersDb',
              steps: [
                {
                  put: 'ordersDb',
                  key: 'order/${req.id}',
                  value: { customer: '${req.customer}', status: 'PENDING' },
                },
                {
                  publish: 'events',
                  topic: 'orders',
                  event: 'OrderCreated',
                  key: '${req.id}',
                  body: { orderId: '${req.id}', customer: '${req.customer}', total: 40 },
                },
              ],
            },
            { reply: { orderId: '${req.id}', status: 'PENDING' } },
          ],
        },
        {
          event: 'CreditReserved',
          from: 'events',
          topic: 'customers',
          steps: [
            {
              put: 'ordersDb',
              key: 'order/${event.orderId}',
              value: { customer: '${old.customer}', status: 'CREDIT_CONFIRMED' },
            },
          ],
        },
        {
          event: 'CreditLimitExceeded',
          from: 'events',
          topic: 'customers',
          steps: [
            {
              put: 'ordersDb',
              key: 'order/${event.orderId}',
              value: { customer: '${old.customer}', status: 'REJECTED' },
            },
          ],
        },
      ],
    },
    ordersDb: { kind: 'database', title: 'Orders database', at: [440, 80] },
    events: {
      kind: 'log',
      title: 'Events',
      at: [640, 280],
      topics: { orders: { partitions: 4 }, customers: { partitions: 2 } },
    },
    customers: {
      kind: 'service',
      title: 'Customers',
      at: [960, 300],
      handlers: [
        {
          event: 'OrderCreated',
          from: 'events',
          topic: 'orders',
          steps: [
            {
              transaction: 'customersDb',
              steps: [
                { get: 'customersDb', key: 'order/${event.orderId}', as: 'known' },
                { get: 'customersDb', key: 'customer/${event.customer}', as: 'customer' },
                {
                  set: {
                    reserved: '${known == null ? customer.credit >= event.total : known.reserved}',
                    taken: '${known == null && customer.credit >= event.total ? event.total : 0}',
                  },
                },
                {
                  put: 'customersDb',
                  key: 'customer/${event.customer}',
                  value: { credit: '${old.credit - taken}' },
                },
                {
                  put: 'customersDb',
                  key: 'order/${event.orderId}',
                  value: { reserved: '${reserved}' },
                },
                {
                  if: 'reserved',
                  then: [
                    {
                      publish: 'events',
                      topic: 'customers',
                      event: 'CreditReserved',
                      key: '${event.orderId}',
                      body: { orderId: '${event.orderId}' },
                    },
                  ],
                  else: [
                    {
                      publish: 'events',
                      topic: 'customers',
                      event: 'CreditLimitExceeded',
                      key: '${event.orderId}',
                      body: { orderId: '${event.orderId}' },
                    },
                  ],
                },
              ],
            },
            { work: '300ms' },
          ],
        },
      ],
    },
    customersDb: {
      kind: 'database',
      title: 'Customers database',
      at: [1200, 300],
      rows: {
        'customer/c0': { credit: 400 },
        'customer/c1': { credit: 400 },
        'customer/c2': { credit: 400 },
      },
    },
  },
  links: [
    { from: 'shopper', to: 'orders', timeout: '1s' },
    { from: 'orders', to: 'ordersDb' },
    { from: 'ordersDb', to: 'events' },
    { from: 'events', to: 'orders' },
    { from: 'events', to: 'customers' },
    { from: 'customers', to: 'customersDb' },
    { from: 'customersDb', to: 'events' },
  ],
  timeline: [
    { at: '2s', for: '1s', do: 'crash', node: 'customers' },
    { at: '5s', for: '1s', do: 'crash', node: 'customers' },
  ],
  checks: [
    {
      title: 'Every order ends confirmed or rejected',
      eventually: "ordersDb.rows.all(k, ordersDb.rows[k].status in ['CREDIT_CONFIRMED', 'REJECTED'])",
      within: '5s',
      expect: 'holds',
    },
    {
      title: 'Credit that is gone equals the sum of the confirmed orders',
      eventually:
        "customersDb.rows.all(k, !k.startsWith('customer/') || customersDb.rows[k].credit + 40 * size(ordersDb.rows.filter(o, ordersDb.rows[o].status == 'CREDIT_CONFIRMED' && 'customer/' + ordersDb.rows[o].customer == k)) == 400)",
      within: '5s',
      expect: 'holds',
    },
    { delivery: 'atLeastOnce', of: 'customers', title: 'No event is skipped', expect: 'holds' },
  ],
  notes: {
    watch: [
      'When Customers crashes, the events that it held are still in the log: its offset had not moved.',
      'After the restart the same offsets come again. The reservation is already there, and only the answer is repeated.',
    ],
    try: [
      'Crash Customers again while it works on several orders.',
      'Take the rows order/… out of the transaction, and watch the credit run away.',
    ],
    modelled: [
      'Offsets that move after the handler, redelivery, a transaction in one store, and its outbox with relay.',
    ],
    leftOut: [
      'Reservations are kept for ever; a real service forgets them after the retention of the topic.',
    ],
  },
};

/** What Customers does when it trusts that every event comes once. */
const forgetful = changed(document, {
  title: 'Order saga, choreography that forgets what it did',
  'nodes.customers.handlers.0.steps.0.steps.2.set': {
    reserved: '${customer.credit >= event.total}',
    taken: '${customer.credit >= event.total ? event.total : 0}',
  },
});

export const orderSagaIdempotent: Scenario = {
  id: 'order-saga-idempotent',
  group: 'Deciding across services',
  patterns: ['saga', 'choreography', 'idempotent receiver', 'redelivery', 'outbox'],
  also: ['Kafka', 'Debezium', 'double charge', 'duplicate message', 'exactly once', 'deduplication'],
  document,
  counter: {
    sentence: 'Do not look whether the order is known: an event that comes twice reserves the credit twice.',
    document: forgetful,
  },
};
