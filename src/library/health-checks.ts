import type { ScenarioDocument } from '#scenario/schema.ts';
import { changed } from './changed.ts';
import type { Scenario } from './scenario.ts';

/** A dead instance is easy: it refuses. One that hangs is worse: it takes its share of the requests, and answers none. */
const document: ScenarioDocument = {
  halfopen: 1,
  title: 'Health checks in front of three instances',
  summary:
    'One of three instances hangs for six seconds. Health checks notice it, and after a moment no request goes there any more.',
  seed: 43,
  runFor: '14s',
  network: { within: { uniform: ['1ms', '5ms'] } },
  nodes: {
    shoppers: {
      kind: 'client',
      title: 'Shoppers',
      at: [0, 140],
      flows: [{ arrive: { rate: '20/s' }, until: '12s', steps: [{ call: 'web', op: 'search' }] }],
    },
    web: {
      kind: 'gateway',
      title: 'Web',
      at: [260, 140],
      slots: 200,
      routes: [{ op: 'search', to: 'search' }],
    },
    search: {
      kind: 'service',
      title: 'Search',
      at: [580, 140],
      instances: 3,
      healthCheck: { every: '300ms', unhealthyAfter: 2, healthyAfter: 2 },
      handlers: [{ request: 'search', steps: [{ work: { exponential: '30ms' } }, { reply: { hits: 3 } }] }],
    },
  },
  links: [
    { from: 'shoppers', to: 'web', timeout: '2s' },
    { from: 'web', to: 'search', timeout: '1s' },
  ],
  timeline: [
    { at: '2s', for: '6s', do: 'pause', node: 'search#2' },
    { at: '10s', for: '1s', do: 'crash', node: 'search#3' },
  ],
  checks: [
    {
      title: 'All but a few requests are answered',
      availability: { op: 'search', above: 0.95 },
      expect: 'holds',
    },
    {
      title: 'They are answered in time',
      latency: { op: 'search', percentile: 99, below: '500ms' },
      expect: 'holds',
    },
  ],
  notes: {
    watch: [
      'The second instance hangs at 2 s. It takes every third request until two checks in a row have failed.',
      'A crash at 10 s costs less than a hang: who finds nobody listening is told at once.',
    ],
    try: [
      'Pause Search, all of it: then no check helps.',
      'Check every five seconds: until then, each third request waits for nothing.',
    ],
    modelled: [
      'Instances behind one address, turns, health checks with thresholds, hanging against crashing.',
    ],
    leftOut: ['Health checks that lie, because they ask for less than a request needs.'],
  },
};

export const healthChecks: Scenario = {
  id: 'health-checks',
  group: 'Staying up',
  patterns: ['load balancing', 'health check', 'instances'],
  also: [
    'Kubernetes',
    'nginx',
    'HAProxy',
    'Envoy',
    'readiness probe',
    'liveness probe',
    'hanging instance',
    'every third request fails',
  ],
  document,
  counter: {
    sentence: 'Without health checks the hanging instance goes on to get every third request.',
    document: changed(document, {
      title: 'No health checks',
      'nodes.search.healthCheck': undefined,
    }),
  },
};
