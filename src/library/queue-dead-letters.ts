import type { ScenarioDocument } from '#scenario/schema.ts';
import { changed } from './changed.ts';
import type { Scenario } from './scenario.ts';

/** Work that must not get lost, done by workers that crash; and messages that no worker can ever do. */
const document: ScenarioDocument = {
  halfopen: 1,
  title: 'Queue with redelivery and dead letters',
  summary:
    'Two mailers share a queue and crash with mails in hand. Every mail is sent all the same, and the ones that nobody can send end among the dead letters.',
  seed: 13,
  runFor: '18s',
  network: { within: { uniform: ['1ms', '5ms'] } },
  nodes: {
    shoppers: {
      kind: 'client',
      title: 'Shoppers',
      at: [0, 160],
      flows: [
        {
          arrive: { rate: '4/s' },
          until: '9s',
          steps: [{ call: 'shop', op: 'placeOrder', body: { badAddress: '${n % 8 == 0}' } }],
        },
      ],
    },
    shop: {
      kind: 'service',
      title: 'Shop',
      at: [240, 160],
      handlers: [
        {
          request: 'placeOrder',
          steps: [
            { put: 'ordersDb', key: 'order/${req.id}', value: { badAddress: '${req.badAddress}' } },
            {
              send: 'mails',
              queue: 'confirmations',
              body: { order: '${req.id}', badAddress: '${req.badAddress}' },
            },
            { reply: {} },
          ],
        },
      ],
    },
    ordersDb: { kind: 'database', title: 'Orders database', at: [240, 380] },
    mails: {
      kind: 'queue',
      title: 'Mails',
      at: [580, 160],
      queues: {
        confirmations: { ackTimeout: '2s', maxDeliveries: 4, deadLetter: 'undeliverable' },
        undeliverable: {},
      },
    },
    mailer: {
      kind: 'service',
      title: 'Mailer',
      at: [920, 160],
      instances: 2,
      handlers: [
        {
          queue: 'confirmations',
          from: 'mails',
          steps: [
            { work: { uniform: ['200ms', '300ms'] } },
            { if: 'event.badAddress', then: [{ fail: 'no such address' }] },
            { put: 'sentDb', key: 'order/${event.order}', value: { sent: true } },
          ],
        },
      ],
    },
    sentDb: { kind: 'database', title: 'Sent mails', at: [920, 380] },
  },
  links: [
    { from: 'shoppers', to: 'shop', timeout: '2s' },
    { from: 'shop', to: 'ordersDb' },
    { from: 'shop', to: 'mails' },
    { from: 'mails', to: 'mailer' },
    { from: 'mailer', to: 'sentDb' },
  ],
  timeline: [
    { at: '2s', for: '2s', do: 'crash', node: 'mailer#1' },
    { at: '5s', for: '1s', do: 'crash', node: 'mailer' },
    { at: '8s', for: '1s', do: 'crash', node: 'mailer#2' },
  ],
  checks: [
    {
      title: 'Every order with a good address gets its mail',
      eventually: 'ordersDb.rows.all(k, ordersDb.rows[k].badAddress || k in sentDb.rows)',
      within: '8s',
      expect: 'holds',
    },
    {
      title: 'The dead letters are exactly the mails with a bad address',
      eventually:
        'mails.queues.undeliverable.length == size(ordersDb.rows.filter(k, ordersDb.rows[k].badAddress))',
      within: '8s',
      expect: 'holds',
    },
  ],
  notes: {
    watch: [
      'A mail that is being sent stays in the queue until it is acknowledged. When its mailer crashes, the other one gets it.',
      'Every eighth address is bad: four times such a mail is tried, then it is set aside, and the queue goes on.',
    ],
    try: [
      'Crash Mailer while both instances are at work.',
      'Deliver at most once: a mail counts as sent before anybody has begun, and a crash loses it.',
    ],
    modelled: [
      'Competing consumers, acknowledgements after the work, redelivery, a limit of deliveries, a dead-letter queue.',
    ],
    leftOut: ['A mailer that crashes between sending and acknowledging sends twice: it is not idempotent.'],
  },
};

export const queueDeadLetters: Scenario = {
  id: 'queue-dead-letters',
  group: 'Talking',
  patterns: ['queue', 'competing consumers', 'acknowledgement', 'redelivery', 'dead-letter queue'],
  also: ['RabbitMQ', 'SQS', 'ActiveMQ', 'poison message', 'lost message', 'DLQ'],
  document,
  counter: {
    sentence: 'Acknowledge before the work: what a mailer had in hand when it crashed is lost.',
    document: changed(document, {
      title: 'Queue that forgets what it has handed out',
      'nodes.mailer.handlers.0.deliver': 'atMostOnce',
    }),
  },
};
