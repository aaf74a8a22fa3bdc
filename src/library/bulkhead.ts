import type { ScenarioDocument } from '#scenario/schema.ts';
import { changed } from './changed.ts';
import type { Scenario } from './scenario.ts';

/** Two dependencies behind one pool of slots: the slow one must not sink the other. */
const document: ScenarioDocument = {
  halfopen: 1,
  title: 'Bulkhead',
  summary:
    'Recommendations hangs. A bulkhead lets it hold four of the sixteen slots of Shop; checkouts go on as if nothing had happened.',
  seed: 5,
  runFor: '14s',
  network: { within: { uniform: ['1ms', '5ms'] } },
  nodes: {
    shoppers: {
      kind: 'client',
      title: 'Shoppers',
      at: [0, 200],
      flows: [
        {
          title: 'Product pages',
          arrive: { rate: '15/s' },
          until: '12s',
          steps: [{ call: 'shop', op: 'productPage' }],
        },
        {
          title: 'Checkouts',
          arrive: { rate: '10/s' },
          until: '12s',
          steps: [{ call: 'shop', op: 'checkout' }],
        },
      ],
    },
    shop: {
      kind: 'service',
      title: 'Shop',
      at: [260, 200],
      slots: 16,
      handlers: [
        {
          request: 'productPage',
          steps: [
            {
              try: [
                { call: 'recommendations', op: 'alsoBought', as: 'found' },
                { reply: { also: '${found.items}' } },
              ],
              catch: [{ reply: { also: [] } }],
            },
          ],
        },
        { request: 'checkout', steps: [{ call: 'inventory', op: 'reserve' }, { reply: {} }] },
      ],
    },
    recommendations: {
      kind: 'service',
      title: 'Recommendations',
      at: [640, 100],
      handlers: [
        {
          request: 'alsoBought',
          steps: [{ work: { exponential: '30ms' } }, { reply: { items: ['lamp', 'chair'] } }],
        },
      ],
    },
    inventory: {
      kind: 'service',
      title: 'Inventory',
      at: [640, 300],
      handlers: [{ request: 'reserve', steps: [{ work: { exponential: '10ms' } }, { reply: {} }] }],
    },
  },
  links: [
    { from: 'shoppers', to: 'shop', timeout: '3s' },
    { from: 'shop', to: 'recommendations', timeout: '2s', bulkhead: { maxConcurrentCalls: 4 } },
    { from: 'shop', to: 'inventory', timeout: '2s' },
  ],
  timeline: [{ at: '2s', for: '5s', do: 'pause', node: 'recommendations' }],
  checks: [
    {
      title: 'Checkouts stay quick',
      latency: { op: 'checkout', percentile: 99, below: '200ms' },
      expect: 'holds',
    },
    {
      title: 'Every checkout is answered',
      availability: { op: 'checkout', above: 0.99 },
      expect: 'holds',
    },
    { title: 'No request has to wait for a slot', always: 'shop.waiting == 0', expect: 'holds' },
  ],
  notes: {
    watch: [
      'While Recommendations hangs, four slots of Shop are taken and stay taken; the fifth call is refused at once.',
      'Product pages come without their recommendations, not too late.',
    ],
    try: [
      'Pause Recommendations again, and look at the slots of Shop.',
      'Take the bulkhead away: in a second all sixteen slots wait for Recommendations, and checkouts queue behind them.',
    ],
    modelled: ['A bound on the calls under way on one link, the slots that Shop has for all of its work.'],
    leftOut: ['Thread pools of their own for each dependency; here the bound is a count of calls.'],
  },
};

export const bulkhead: Scenario = {
  id: 'bulkhead',
  group: 'Staying up',
  patterns: ['bulkhead', 'timeout', 'failure isolation'],
  also: ['resilience4j', 'Hystrix', 'Polly', 'thread pool', 'cascading failure', 'hanging dependency'],
  document,
  counter: {
    sentence: 'One pool for all: the calls that hang take every slot, and checkouts sink with them.',
    document: changed(document, { title: 'No bulkhead', 'links.1.bulkhead': undefined }),
  },
};
