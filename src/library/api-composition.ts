import type { ScenarioDocument } from '#scenario/schema.ts';
import { changed } from './changed.ts';
import type { Scenario } from './scenario.ts';

/** One page from three services: asked side by side, and answered with what has come in time. */
const document: ScenarioDocument = {
  halfopen: 1,
  title: 'API composition at the gateway',
  summary:
    'The gateway asks three services at once for a product page. When Reviews hangs, the page comes without reviews instead of not at all.',
  seed: 29,
  runFor: '14s',
  network: { within: { uniform: ['1ms', '5ms'] } },
  nodes: {
    browsers: {
      kind: 'client',
      title: 'Browsers',
      at: [0, 240],
      flows: [{ arrive: { rate: '10/s' }, until: '12s', steps: [{ call: 'gateway', op: 'productPage' }] }],
    },
    gateway: {
      kind: 'gateway',
      title: 'API gateway',
      at: [220, 240],
      routes: [
        {
          op: 'productPage',
          steps: [
            { set: { reviews: [] } },
            {
              all: [
                [{ call: 'products', op: 'describe', as: 'product' }],
                [{ call: 'prices', op: 'quote', as: 'price' }],
                [{ try: [{ call: 'reviews', op: 'list', as: 'reviews' }], catch: [] }],
              ],
            },
            { reply: { product: '${product}', price: '${price}', reviews: '${reviews}' } },
          ],
        },
      ],
    },
    products: {
      kind: 'service',
      title: 'Products',
      at: [600, 80],
      handlers: [
        { request: 'describe', steps: [{ work: { exponential: '10ms' } }, { reply: { name: 'Lamp' } }] },
      ],
    },
    prices: {
      kind: 'service',
      title: 'Prices',
      at: [600, 240],
      handlers: [{ request: 'quote', steps: [{ work: { exponential: '15ms' } }, { reply: { euros: 40 } }] }],
    },
    reviews: {
      kind: 'service',
      title: 'Reviews',
      at: [600, 400],
      handlers: [
        { request: 'list', steps: [{ work: { exponential: '20ms' } }, { reply: ['Bright', 'Too bright'] }] },
      ],
    },
  },
  links: [
    { from: 'browsers', to: 'gateway' },
    { from: 'gateway', to: 'products', timeout: '1s' },
    { from: 'gateway', to: 'prices', timeout: '1s' },
    { from: 'gateway', to: 'reviews', timeout: '250ms' },
  ],
  timeline: [
    { at: '2s', for: '3s', do: 'pause', node: 'reviews' },
    { at: '7s', for: '2s', do: 'crash', node: 'reviews' },
  ],
  checks: [
    {
      title: 'Every page is answered',
      availability: { op: 'productPage', above: 0.99 },
      expect: 'holds',
    },
    {
      title: 'A page takes no longer than the patience with Reviews',
      latency: { op: 'productPage', percentile: 99, below: '300ms' },
      expect: 'holds',
    },
  ],
  notes: {
    watch: [
      'The three calls leave together; the page is as slow as the slowest of them, not as their sum.',
      'While Reviews hangs, every page waits 250 ms for it. While it is down, the refusal comes at once.',
    ],
    try: [
      'Pause Reviews once more, with a shorter timeout on its link.',
      'Crash Prices: a page without a price is no page, and its failure is told.',
    ],
    modelled: ['Parallel calls that are joined, a timeout for each link, a part that may be missing.'],
    leftOut: ['A cache of the last reviews, which would be better than none.'],
  },
};

export const apiComposition: Scenario = {
  id: 'api-composition',
  group: 'The edge and the platform',
  patterns: ['API gateway', 'API composition', 'timeout', 'partial answer'],
  also: [
    'Kong',
    'GraphQL',
    'Apollo',
    'Spring Cloud Gateway',
    'backend for frontend',
    'BFF',
    'aggregator',
    'slow page',
  ],
  document,
  counter: {
    sentence: 'All or nothing: without the catch, one hanging service takes the whole page with it.',
    document: changed(document, {
      title: 'API composition, all or nothing',
      'nodes.gateway.routes.0.steps.1.all.2': [{ call: 'reviews', op: 'list', as: 'reviews' }],
    }),
  },
};
