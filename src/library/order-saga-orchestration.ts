import type { ScenarioDocument } from '#scenario/schema.ts';
import { changed } from './changed.ts';
import type { Scenario } from './scenario.ts';

/**
 * The order saga with one that gives the commands. Every stage writes its name into the order's trail, `+` when it
 * is done and `-` when it is undone, so that the claim about the order of compensations is a claim about rows.
 */
const document: ScenarioDocument = {
  halfopen: 1,
  title: 'Order saga, orchestration',
  summary:
    'Orders commands Customers, Stock and Couriers in turn. Whichever of them says no, and though Orders itself crashes, exactly the finished steps are undone, in reverse.',
  seed: 11,
  runFor: '16s',
  network: { within: { uniform: ['2ms', '12ms'] } },
  nodes: {
    shopper: {
      kind: 'client',
      title: 'Shoppers',
      at: [0, 260],
      flows: [
        {
          arrive: { rate: '5/s' },
          until: '8s',
          steps: [{ call: 'orders', op: 'placeOrder', body: { customer: 'c${n % 3}', parcel: '${n}' } }],
        },
      ],
    },
    orders: {
      kind: 'service',
      title: 'Orders',
      at: [240, 260],
      slots: 40,
      handlers: [
        {
          request: 'placeOrder',
          steps: [
            {
              try: [
                {
                  saga: [
                    {
                      name: 'order',
                      do: [
                        {
                          put: 'ordersDb',
                          key: 'order/${req.id}',
                          value: { customer: '${req.customer}', status: 'PENDING', trail: '+order' },
                        },
                      ],
                      undo: [
                        {
                          put: 'ordersDb',
                          key: 'order/${req.id}',
                          value: {
                            customer: '${req.customer}',
                            status: 'REJECTED',
                            trail: '${old.trail} -order',
                          },
                          if: "!old.trail.endsWith('-order')",
                        },
                      ],
                    },
                    {
                      name: 'credit',
                      do: [
                        {
                          call: 'customers',
                          op: 'RESERVE_CREDIT',
                          body: { order: '${req.id}', customer: '${req.customer}', total: 40 },
                        },
                        {
                          put: 'ordersDb',
                          key: 'order/${req.id}',
                          value: {
                            customer: '${req.customer}',
                            status: 'PENDING',
                            trail: '${old.trail} +credit',
                          },
                          if: "!old.trail.endsWith('+credit')",
                        },
                      ],
                      undo: [
                        {
                          call: 'customers',
                          op: 'RELEASE_CREDIT',
                          body: { order: '${req.id}', customer: '${req.customer}' },
                        },
                        {
                          put: 'ordersDb',
                          key: 'order/${req.id}',
                          value: {
                            customer: '${req.customer}',
                            status: 'PENDING',
                            trail: '${old.trail} -credit',
                          },
                          if: "!old.trail.endsWith('-credit')",
                        },
                      ],
                    },
                    {
                      name: 'stock',
                      do: [
                        { call: 'stock', op: 'RESERVE_ITEM', body: { order: '${req.id}' } },
                        {
                          put: 'ordersDb',
                          key: 'order/${req.id}',
                          value: {
                            customer: '${req.customer}',
                            status: 'PENDING',
                            trail: '${old.trail} +stock',
                          },
                          if: "!old.trail.endsWith('+stock')",
                        },
                      ],
                      undo: [
                        { call: 'stock', op: 'RELEASE_ITEM', body: { order: '${req.id}' } },
                        {
                          put: 'ordersDb',
                          key: 'order/${req.id}',
                          value: {
                            customer: '${req.customer}',
                            status: 'PENDING',
                            trail: '${old.trail} -stock',
                          },
                          if: "!old.trail.endsWith('-stock')",
                        },
                      ],
                    },
                    {
                      name: 'courier',
                      do: [
                        { call: 'couriers', op: 'BOOK_COURIER', body: { parcel: '${req.parcel}' } },
                        {
                          put: 'ordersDb',
                          key: 'order/${req.id}',
                          value: {
                            customer: '${req.customer}',
                            status: 'APPROVED',
                            trail: '${old.trail} +courier',
                          },
                          if: "!old.trail.endsWith('+courier')",
                        },
                      ],
                    },
                  ],
                  log: 'sagaLog',
                },
                { reply: { status: 'APPROVED' } },
              ],
              catch: [{ reply: { status: 'REJECTED', because: '${error.text}' } }],
            },
          ],
        },
      ],
    },
    ordersDb: { kind: 'database', title: 'Orders database', at: [180, 480] },
    sagaLog: { kind: 'database', title: 'Saga log', at: [360, 480] },
    customers: {
      kind: 'service',
      title: 'Customers',
      at: [620, 80],
      handlers: [
        {
          request: 'RESERVE_CREDIT',
          steps: [
            {
              transaction: 'customersDb',
              steps: [
                { get: 'customersDb', key: 'order/${req.order}', as: 'known' },
                {
                  if: 'known == null',
                  then: [
                    {
                      put: 'customersDb',
                      key: 'customer/${req.customer}',
                      value: { credit: '${old.credit - req.total}' },
                      if: 'old.credit >= req.total',
                    },
                    { put: 'customersDb', key: 'order/${req.order}', value: { total: '${req.total}' } },
                  ],
                },
              ],
              as: 'reserved',
            },
            { if: '!reserved.ok', then: [{ fail: 'credit limit exceeded' }] },
            { reply: {} },
          ],
        },
        {
          request: 'RELEASE_CREDIT',
          steps: [
            {
              transaction: 'customersDb',
              steps: [
                { get: 'customersDb', key: 'order/${req.order}', as: 'known' },
                {
                  if: 'known != null',
                  then: [
                    {
                      put: 'customersDb',
                      key: 'customer/${req.customer}',
                      value: { credit: '${old.credit + known.total}' },
                    },
                    { delete: 'customersDb', key: 'order/${req.order}' },
                  ],
                },
              ],
            },
            { reply: {} },
          ],
        },
      ],
    },
    customersDb: {
      kind: 'database',
      title: 'Customers database',
      at: [880, 80],
      rows: {
        'customer/c0': { credit: 160 },
        'customer/c1': { credit: 160 },
        'customer/c2': { credit: 160 },
      },
    },
    stock: {
      kind: 'service',
      title: 'Stock',
      at: [620, 280],
      handlers: [
        {
          request: 'RESERVE_ITEM',
          steps: [
            {
              transaction: 'stockDb',
              steps: [
                { get: 'stockDb', key: 'order/${req.order}', as: 'known' },
                {
                  if: 'known == null',
                  then: [
                    {
                      put: 'stockDb',
                      key: 'item/book',
                      value: { left: '${old.left - 1}' },
                      if: 'old.left > 0',
                    },
                    { put: 'stockDb', key: 'order/${req.order}', value: { items: 1 } },
                  ],
                },
              ],
              as: 'reserved',
            },
            { if: '!reserved.ok', then: [{ fail: 'out of stock' }] },
            { reply: {} },
          ],
        },
        {
          request: 'RELEASE_ITEM',
          steps: [
            {
              transaction: 'stockDb',
              steps: [
                { get: 'stockDb', key: 'order/${req.order}', as: 'known' },
                {
                  if: 'known != null',
                  then: [
                    { put: 'stockDb', key: 'item/book', value: { left: '${old.left + 1}' } },
                    { delete: 'stockDb', key: 'order/${req.order}' },
                  ],
                },
              ],
            },
            { reply: {} },
          ],
        },
      ],
    },
    stockDb: {
      kind: 'database',
      title: 'Stock database',
      at: [880, 280],
      rows: { 'item/book': { left: 11 } },
    },
    couriers: {
      kind: 'service',
      title: 'Couriers',
      at: [620, 480],
      handlers: [
        {
          request: 'BOOK_COURIER',
          steps: [
            { work: { exponential: '100ms' } },
            { if: 'req.parcel % 4 == 0', then: [{ fail: 'no courier goes there' }] },
            { reply: {} },
          ],
        },
      ],
    },
  },
  links: [
    { from: 'shopper', to: 'orders' },
    { from: 'orders', to: 'ordersDb' },
    { from: 'orders', to: 'sagaLog' },
    {
      from: 'orders',
      to: 'customers',
      timeout: '500ms',
      retry: { attempts: 20, delay: '100ms', maxDelay: '500ms' },
    },
    {
      from: 'orders',
      to: 'stock',
      timeout: '500ms',
      retry: { attempts: 20, delay: '100ms', maxDelay: '500ms' },
    },
    {
      from: 'orders',
      to: 'couriers',
      timeout: '2s',
      retry: { attempts: 20, delay: '100ms', maxDelay: '500ms' },
    },
    { from: 'customers', to: 'customersDb' },
    { from: 'stock', to: 'stockDb' },
  ],
  timeline: [
    { at: '2s', for: '1.5s', do: 'crash', node: 'customers' },
    { at: '3s', for: '1s', do: 'crash', node: 'orders' },
    { at: '6s', for: '1s', do: 'crash', node: 'stock' },
  ],
  checks: [
    {
      title: 'Every order ends approved or rejected',
      eventually: "ordersDb.rows.all(k, ordersDb.rows[k].status in ['APPROVED', 'REJECTED'])",
      within: '5s',
      expect: 'holds',
    },
    {
      title: 'Exactly the finished steps are undone, in reverse',
      eventually:
        "ordersDb.rows.all(k, ordersDb.rows[k].trail in ['+order +credit +stock +courier', '+order -order', '+order +credit -credit -order', '+order +credit +stock -stock -credit -order'])",
      within: '5s',
      expect: 'holds',
    },
    {
      title: 'Credit that is gone equals the sum of the approved orders',
      eventually:
        "customersDb.rows.all(k, !k.startsWith('customer/') || customersDb.rows[k].credit + 40 * size(ordersDb.rows.filter(o, ordersDb.rows[o].status == 'APPROVED' && 'customer/' + ordersDb.rows[o].customer == k)) == 160)",
      within: '5s',
      expect: 'holds',
    },
    {
      title: 'Books that are gone are in approved orders',
      eventually:
        "stockDb.rows['item/book'].left + size(ordersDb.rows.filter(o, ordersDb.rows[o].status == 'APPROVED')) == 11",
      within: '5s',
      expect: 'holds',
    },
  ],
  notes: {
    watch: [
      'Every fourth parcel finds no courier: follow RELEASE_ITEM and then RELEASE_CREDIT back up.',
      'Orders crashes while Customers is down. Back again, it reads the saga log and goes on with every open saga.',
    ],
    try: [
      'Crash Orders while several sagas are under way.',
      'Crash Stock while it holds an order: Orders asks again with the same id, and nothing is reserved twice.',
      'Take the saga log away and crash Orders: nobody is left who knows which sagas are open.',
    ],
    modelled: [
      'Commands and replies, retries with one id, idempotent participants, compensation in reverse until it succeeds, a saga log that is written before every stage.',
    ],
    leftOut: ['A stage whose outcome stays unknown after twenty attempts counts as not done.'],
  },
};

export const orderSagaOrchestration: Scenario = {
  id: 'order-saga-orchestration',
  group: 'Deciding across services',
  patterns: ['saga', 'orchestration', 'compensation', 'saga log', 'retry', 'idempotent receiver'],
  also: ['Temporal', 'Camunda', 'Step Functions', 'workflow', 'rollback', 'stuck order', 'two-phase commit'],
  document,
  counter: {
    sentence: 'Without the saga log, what the orchestrator had begun when it crashed stays in doubt.',
    document: changed(document, {
      title: 'Order saga, orchestrator without a log',
      'nodes.orders.handlers.0.steps.0.try.0.log': undefined,
    }),
  },
};
