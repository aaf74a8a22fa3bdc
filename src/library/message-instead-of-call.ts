import type { ScenarioDocument } from '#scenario/schema.ts';
import { changed } from './changed.ts';
import type { Scenario } from './scenario.ts';

/** Who calls, waits; who leaves a message, goes on. What the caller does not need at once need not be called. */
const document: ScenarioDocument = {
  halfopen: 1,
  title: 'A message instead of a call',
  summary:
    'Invoices are made twenty times slower for a while. Shop only leaves a message for them, so its answers stay as quick as before.',
  seed: 31,
  runFor: '18s',
  network: { within: { uniform: ['1ms', '5ms'] } },
  nodes: {
    shoppers: {
      kind: 'client',
      title: 'Shoppers',
      at: [0, 160],
      flows: [{ arrive: { rate: '8/s' }, until: '9s', steps: [{ call: 'shop', op: 'placeOrder' }] }],
    },
    shop: {
      kind: 'service',
      title: 'Shop',
      at: [240, 160],
      handlers: [
        {
          request: 'placeOrder',
          steps: [
            { put: 'ordersDb', key: 'order/${req.id}', value: { total: 40 } },
            { send: 'work', queue: 'invoices', body: { order: '${req.id}' } },
            { reply: {} },
          ],
        },
      ],
    },
    ordersDb: { kind: 'database', title: 'Orders database', at: [240, 380] },
    work: {
      kind: 'queue',
      title: 'Work',
      at: [560, 160],
      prefetch: 8,
      queues: { invoices: { ackTimeout: '10s' } },
    },
    invoices: {
      kind: 'service',
      title: 'Invoices',
      at: [900, 160],
      handlers: [
        {
          queue: 'invoices',
          from: 'work',
          steps: [
            { work: { exponential: '60ms' } },
            { put: 'invoicesDb', key: 'order/${event.order}', value: { total: 40 } },
          ],
        },
        {
          request: 'makeInvoice',
          steps: [
            { work: { exponential: '60ms' } },
            { put: 'invoicesDb', key: 'order/${req.order}', value: { total: 40 } },
            { reply: {} },
          ],
        },
      ],
    },
    invoicesDb: { kind: 'database', title: 'Invoices database', at: [900, 380] },
  },
  links: [
    { from: 'shoppers', to: 'shop', timeout: '10s' },
    { from: 'shop', to: 'ordersDb' },
    { from: 'shop', to: 'work' },
    { from: 'work', to: 'invoices' },
    { from: 'invoices', to: 'invoicesDb' },
  ],
  timeline: [{ at: '2s', for: '3s', do: 'slow', node: 'invoices', factor: 20 }],
  checks: [
    {
      title: 'Orders are answered at once',
      latency: { op: 'placeOrder', percentile: 99, below: '60ms' },
      expect: 'holds',
    },
    {
      title: 'Every order gets its invoice',
      eventually: 'ordersDb.rows.all(k, k in invoicesDb.rows)',
      within: '8s',
      expect: 'holds',
    },
  ],
  notes: {
    watch: [
      'When Invoices slows down, the queue in front of it grows, and Shop does not notice.',
      'When it is quick again, the queue drains, and every order has its invoice in the end.',
    ],
    try: [
      'Crash Invoices for two seconds: the orders go on.',
      'Call Invoices instead: its slowness becomes the slowness of Shop.',
    ],
    modelled: ['A queue that confirms a message when it has stored it, and a consumer at its own pace.'],
    leftOut: ['Shoppers who want to see the invoice at once: they would have to ask again, or be told.'],
  },
};

export const messageInsteadOfCall: Scenario = {
  id: 'message-instead-of-call',
  group: 'Talking',
  patterns: ['request and response', 'message', 'queue', 'temporal decoupling'],
  also: ['RabbitMQ', 'SQS', 'asynchronous', 'slow dependency', 'latency'],
  document,
  counter: {
    sentence: 'Call Invoices and wait for it: a slow callee makes its caller slow.',
    document: changed(document, {
      title: 'A call instead of a message',
      'nodes.shop.handlers.0.steps.1': { call: 'invoices', op: 'makeInvoice', body: { order: '${req.id}' } },
      'links.2': { from: 'shop', to: 'invoices' },
    }),
  },
};
