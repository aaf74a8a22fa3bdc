import type { ScenarioDocument } from '#scenario/schema.ts';
import { changed } from './changed.ts';
import type { Scenario } from './scenario.ts';

/** A slow callee takes its caller with it, unless the caller stops asking: closed, open, half-open, closed. */
const document: ScenarioDocument = {
  halfopen: 1,
  title: 'Circuit breaker',
  summary:
    'Payments becomes a hundred times slower. The breaker opens, orders are taken without payment for a while, and the rest of the shop stays quick.',
  seed: 3,
  runFor: '16s',
  network: { within: { uniform: ['1ms', '5ms'] } },
  nodes: {
    shoppers: {
      kind: 'client',
      title: 'Shoppers',
      at: [0, 160],
      flows: [
        { arrive: { rate: '24/s' }, until: '14s', steps: [{ call: 'shop', op: 'checkout' }] },
        { arrive: { rate: '12/s' }, until: '14s', steps: [{ call: 'shop', op: 'browse' }] },
      ],
    },
    shop: {
      kind: 'service',
      title: 'Shop',
      at: [260, 160],
      slots: 24,
      handlers: [
        {
          request: 'checkout',
          steps: [
            {
              try: [{ call: 'payments', op: 'charge' }, { set: { status: 'PAID' } }],
              catch: [{ set: { status: 'PAY_LATER' } }],
            },
            { put: 'ordersDb', key: 'order/${req.id}', value: { status: '${status}', at: '${now}' } },
            { reply: { status: '${status}' } },
          ],
        },
        { request: 'browse', steps: [{ work: '5ms' }, { reply: {} }] },
      ],
    },
    payments: {
      kind: 'service',
      title: 'Payments',
      at: [640, 160],
      handlers: [{ request: 'charge', steps: [{ work: { exponential: '20ms' } }, { reply: {} }] }],
    },
    ordersDb: { kind: 'database', title: 'Orders database', at: [260, 380] },
  },
  links: [
    { from: 'shoppers', to: 'shop' },
    {
      from: 'shop',
      to: 'payments',
      timeout: '1s',
      breaker: { slidingWindowSize: 10, minimumNumberOfCalls: 5, waitDurationInOpenState: '2s' },
    },
    { from: 'shop', to: 'ordersDb' },
  ],
  timeline: [{ at: '2s', for: '5s', do: 'slow', node: 'payments', factor: 100 }],
  checks: [
    {
      title: 'Browsing stays quick for nine of ten',
      latency: { op: 'browse', percentile: 90, below: '100ms' },
      expect: 'holds',
    },
    {
      title: 'Most checkouts are answered at once',
      latency: { op: 'checkout', percentile: 85, below: '300ms' },
      expect: 'holds',
    },
    {
      title: 'Payments is spared: few calls wait there',
      always: 'payments.waiting < 30',
      expect: 'holds',
    },
    {
      title: 'Once Payments is well, orders are paid again',
      atEnd: "ordersDb.rows.all(k, ordersDb.rows[k].at < 12000 || ordersDb.rows[k].status == 'PAID')",
      expect: 'holds',
    },
  ],
  notes: {
    watch: [
      'The ring on the link fills with failures; at half of ten calls it opens, and calls fail at once.',
      'Two seconds later it is half-open: three calls may try. While Payments is slow they fail, and it opens again.',
    ],
    try: [
      'Slow Payments down again, and count how many checkouts wait before the breaker opens.',
      'Take the breaker away from the link, and watch the slots of Shop fill.',
    ],
    modelled: ['A sliding window of calls, the three states and the trial calls of Resilience4j.'],
    leftOut: ['Who collects the money of PAY_LATER; a breaker shared by several instances.'],
  },
};

export const circuitBreaker: Scenario = {
  id: 'circuit-breaker',
  group: 'Staying up',
  patterns: ['circuit breaker', 'timeout', 'fallback'],
  also: [
    'resilience4j',
    'Hystrix',
    'Polly',
    'Envoy',
    'Istio',
    'cascading failure',
    'slow dependency',
    'half-open',
  ],
  document,
  counter: {
    sentence: 'Without the breaker every checkout waits for its timeout, and all slots of Shop wait with it.',
    document: changed(document, { title: 'No circuit breaker', 'links.1.breaker': undefined }),
  },
};
