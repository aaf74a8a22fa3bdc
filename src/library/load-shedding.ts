import type { ScenarioDocument } from '#scenario/schema.ts';
import { changed } from './changed.ts';
import type { Scenario } from './scenario.ts';

/** A long queue only moves the moment at which the caller learns that there is no room, to when it has given up. */
const document: ScenarioDocument = {
  halfopen: 1,
  title: 'A bounded queue sheds load',
  summary:
    'Three times as many requests come as Tickets can serve. A short queue refuses the rest at once, and whoever gets in is served in time.',
  seed: 37,
  runFor: '14s',
  network: { within: { uniform: ['1ms', '5ms'] } },
  nodes: {
    fans: {
      kind: 'client',
      title: 'Fans',
      at: [0, 140],
      flows: [{ arrive: { rate: '25/s' }, until: '12s', steps: [{ call: 'tickets', op: 'buy' }] }],
    },
    tickets: {
      kind: 'service',
      title: 'Tickets',
      at: [300, 140],
      slots: 2,
      queue: 10,
      handlers: [
        {
          request: 'buy',
          steps: [
            { work: { exponential: '40ms' } },
            { put: 'ticketsDb', key: 'ticket/${req.id}', value: { sold: true } },
            { reply: {} },
          ],
        },
      ],
    },
    ticketsDb: { kind: 'database', title: 'Tickets sold', at: [600, 140] },
  },
  links: [
    { from: 'fans', to: 'tickets', timeout: '1s' },
    { from: 'tickets', to: 'ticketsDb' },
  ],
  timeline: [{ at: '2s', for: '6s', do: 'load', node: 'fans', factor: 6 }],
  checks: [
    {
      title: 'Whoever gets in is served in time',
      latency: { op: 'buy', percentile: 95, below: '500ms' },
      expect: 'holds',
    },
    {
      title: 'The service stays at full work: one in three gets in',
      availability: { op: 'buy', above: 0.33 },
      expect: 'holds',
    },
    {
      title: 'When the rush is over, nobody waits',
      always: 'now < 9000 || tickets.waiting <= 10',
      expect: 'holds',
    },
  ],
  notes: {
    watch: [
      'From 2 s on, six times as many fans come. The ten waiting places fill, and every further request is refused at once.',
      'A refusal takes milliseconds. Compare the p95 of those who get in with the patience of a second.',
    ],
    try: [
      'Slow Tickets down in the middle of the rush.',
      'Give Tickets a queue of 10,000 places: it then works for people who have long given up.',
    ],
    modelled: ['Slots, a bounded queue, refusals, and work that goes on although its caller has gone.'],
    leftOut: ['Priorities, and callers who are asked to come back later.'],
  },
};

export const loadShedding: Scenario = {
  id: 'load-shedding',
  group: 'Staying up',
  patterns: ['bounded queue', 'load shedding', 'back-pressure'],
  also: ['Envoy', 'nginx', 'Tomcat', 'overload', 'queue full', '429', '503', 'flash sale', 'slow answers'],
  document,
  counter: {
    sentence:
      'With a queue of 10,000 places nobody is refused, and after a second of rush nobody is served in time.',
    document: changed(document, { title: 'An unbounded queue', 'nodes.tickets.queue': 10_000 }),
  },
};
