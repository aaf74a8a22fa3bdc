import type { ScenarioDocument } from '#scenario/schema.ts';

/**
 * The order saga by choreography: Orders and Customers never call each other; each acts on the other's events.
 * A crash of Customers delays orders and loses none, because its offset moves only after its handler succeeded.
 */
export const document: ScenarioDocument = {
  halfopen: 1,
  title: 'Order saga, choreography',
  summary:
    'Orders and Customers never call each other: each acts on the events of the other. A crash delays orders and loses none.',
  seed: 42,
  runFor: '12s',
  network: {
    within: {
      uniform: ['2ms', '12ms'],
    },
    across: '40ms',
  },
  nodes: {
    shopper: {
      kind: 'client',
      title: 'Shoppers',
      at: [0, 60],
      flows: [
        {
          arrive: {
            rate: '2/s',
          },
          until: '8s',
          steps: [
            {
              call: 'orders',
              op: 'placeOrder',
              body: {
                customer: 'c${n % 3}',
                total: '${n % 4 == 0 ? 120 : 40}',
              },
              as: 'r',
            },
          ],
        },
      ],
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
              put: 'ordersDb',
              key: 'order/${req.id}',
              value: {
                customer: '${req.customer}',
                total: '${req.total}',
                status: 'PENDING',
              },
            },
            {
              publish: 'events',
              topic: 'orders',
              event: 'OrderCreated',
              key: '${req.id}',
              body: {
                orderId: '${req.id}',
                customer: '${req.customer}',
                total: '${req.total}',
              },
            },
            {
              reply: {
                orderId: '${req.id}',
                status: 'PENDING',
              },
            },
          ],
        },
        {
          event: 'CreditReserved',
          from: 'events',
          topic: 'customers',
          group: 'orders',
          steps: [
            {
              put: 'ordersDb',
              key: 'order/${event.orderId}',
              value: {
                customer: '${old.customer}',
                total: '${old.total}',
                status: 'CREDIT_CONFIRMED',
              },
            },
          ],
        },
        {
          event: 'CreditLimitExceeded',
          from: 'events',
          topic: 'customers',
          group: 'orders',
          steps: [
            {
              put: 'ordersDb',
              key: 'order/${event.orderId}',
              value: {
                customer: '${old.customer}',
                total: '${old.total}',
                status: 'REJECTED',
              },
            },
          ],
        },
      ],
    },
    events: {
      kind: 'log',
      title: 'Events',
      at: [540, 220],
      topics: {
        orders: {
          partitions: 2,
        },
        customers: {
          partitions: 2,
        },
      },
    },
    customers: {
      kind: 'service',
      title: 'Customers',
      at: [880, 220],
      handlers: [
        {
          event: 'OrderCreated',
          from: 'events',
          topic: 'orders',
          group: 'customers',
          steps: [
            {
              put: 'customersDb',
              key: 'customer/${event.customer}',
              value: {
                credit: '${old.credit - event.total}',
              },
              if: 'old.credit >= event.total',
              as: 'reserved',
            },
            {
              if: 'reserved.ok',
              then: [
                {
                  publish: 'events',
                  topic: 'customers',
                  event: 'CreditReserved',
                  key: '${event.orderId}',
                  body: {
                    orderId: '${event.orderId}',
                  },
                },
              ],
              else: [
                {
                  publish: 'events',
                  topic: 'customers',
                  event: 'CreditLimitExceeded',
                  key: '${event.orderId}',
                  body: {
                    orderId: '${event.orderId}',
                  },
                },
              ],
            },
          ],
        },
      ],
    },
    ordersDb: {
      kind: 'database',
      at: [220, 300],
    },
    customersDb: {
      kind: 'database',
      at: [1120, 220],
      rows: {
        'customer/c0': {
          credit: 100,
        },
        'customer/c1': {
          credit: 100,
        },
        'customer/c2': {
          credit: 100,
        },
      },
    },
  },
  links: [
    {
      from: 'shopper',
      to: 'orders',
      timeout: '1s',
    },
    {
      from: 'orders',
      to: 'ordersDb',
    },
    {
      from: 'orders',
      to: 'events',
    },
    {
      from: 'events',
      to: 'customers',
    },
    {
      from: 'customers',
      to: 'customersDb',
    },
    {
      from: 'customers',
      to: 'events',
    },
    {
      from: 'events',
      to: 'orders',
    },
  ],
  timeline: [
    {
      at: '4s',
      for: '2s',
      do: 'crash',
      node: 'customers',
    },
  ],
  checks: [
    {
      title: 'Every order ends confirmed or rejected',
      eventually: "ordersDb.rows.all(k, ordersDb.rows[k].status in ['CREDIT_CONFIRMED','REJECTED'])",
      within: '3s',
      expect: 'holds',
    },
    {
      title: 'No customer goes below zero',
      always: 'customersDb.rows.all(k, customersDb.rows[k].credit >= 0)',
      expect: 'holds',
    },
  ],
  notes: {
    watch: [
      'Orders answers PENDING at once; the event decides later. Follow one order from OrderCreated to its last row.',
      'While Customers is down, its topic grows. When it is back, it reads on from its offset and every order is decided.',
    ],
    try: [
      'Crash Orders while an order is in flight.',
      'Crash Customers again just after it is back.',
      "Cut Orders from Events: the shopper hears nothing, yet the order stands in the orders' database.",
      'Replace the conditional put by a get, an if and a put, raise the rate, and let two orders of one customer run at the same time.',
    ],
    modelled: [
      'Topics with partitions and offsets, redelivery after a crash, conditional writes, databases of their own.',
    ],
    leftOut: ['Customers is not idempotent: an event that is delivered twice reserves the credit twice.'],
  },
};

/** Customers has been down for almost a second, and the next order is about to be placed. */
export const opensAt = '4.94s';
