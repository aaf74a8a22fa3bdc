import type { ScenarioDocument } from '#scenario/schema.ts';
import { changed } from './changed.ts';
import type { Scenario } from './scenario.ts';

/**
 * Metastable failure: two slow seconds fill the queue, and from then on the retries alone keep it full. Search works
 * on requests whose callers have given up. With a budget the queue drains as soon as the cause is gone.
 */
const document: ScenarioDocument = {
  halfopen: 1,
  title: 'Retries that let a system recover',
  summary:
    'Search is slow for two seconds. Retries with backoff, jitter and a budget add a tenth to the load, so the queue drains when the cause is gone.',
  seed: 9,
  runFor: '16s',
  network: { within: { uniform: ['1ms', '5ms'] } },
  nodes: {
    visitors: {
      kind: 'client',
      title: 'Visitors',
      at: [0, 160],
      flows: [{ arrive: { rate: '24/s' }, until: '15s', steps: [{ call: 'site', op: 'find' }] }],
    },
    site: {
      kind: 'service',
      title: 'Site',
      at: [260, 160],
      slots: 400,
      handlers: [
        {
          request: 'find',
          steps: [{ call: 'search', op: 'find', as: 'found' }, { reply: '${found}' }],
        },
      ],
    },
    search: {
      kind: 'service',
      title: 'Search',
      at: [640, 160],
      slots: 2,
      queue: 40,
      handlers: [{ request: 'find', steps: [{ work: { exponential: '40ms' } }, { reply: { hits: 3 } }] }],
    },
  },
  links: [
    { from: 'visitors', to: 'site' },
    {
      from: 'site',
      to: 'search',
      timeout: '300ms',
      retry: { attempts: 3, delay: '200ms', budget: { ratio: 0.1, window: '5s' } },
    },
  ],
  timeline: [{ at: '3s', for: '2s', do: 'slow', node: 'search', factor: 6 }],
  checks: [
    {
      title: 'Three seconds after the cause is gone, the queue has drained',
      always: 'now < 8000 || search.waiting < 30',
      expect: 'holds',
    },
    {
      title: 'Most searches are answered',
      availability: { op: 'find', above: 0.6 },
      expect: 'holds',
    },
  ],
  notes: {
    watch: [
      'Search is slow from 3 s to 5 s and its queue fills. Who waits longer than 300 ms has given up before it is served.',
      'The budget is spent at once; calls then fail instead of coming back, and the queue drains.',
    ],
    try: [
      'Slow Search down a second time.',
      'Set the attempts to 8, the wait to 20 ms without jitter, and take the budget away: the storm goes on without its cause.',
    ],
    modelled: [
      'A bounded queue whose work is not cancelled when the caller gives up, retries, and a budget after Finagle.',
    ],
    leftOut: ['Deadlines that travel with the request, and a queue that drops what is too old.'],
  },
};

export const retryStorm: Scenario = {
  id: 'retry-storm',
  group: 'Staying up',
  patterns: ['retry', 'backoff', 'jitter', 'retry budget', 'metastable failure'],
  also: ['resilience4j', 'Polly', 'gRPC', 'AWS SDK', 'thundering herd', 'overload', 'outage that stays'],
  document,
  counter: {
    sentence: 'Naive retries, eight at once and without a budget, keep Search down after the cause is gone.',
    document: changed(document, {
      title: 'Retry storm',
      'links.1.retry': { attempts: 8, delay: '20ms', factor: 1, jitter: 'none' },
    }),
  },
};
