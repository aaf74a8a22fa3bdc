import type { Complete } from '#lib/schema/meta.ts';
import { choice, delay, duration, id, integer, name, number } from '#lib/schema/leaves.ts';
import { keyed, list, object } from '#lib/schema/shapes.ts';
import { steps } from '#flow/steps.ts';

const deliver = choice(['atLeastOnce', 'atMostOnce'], {
  title: 'Deliver',
  sentence: 'Whether a message counts as handled after the handler succeeded, or before it starts.',
  default: 'atLeastOnce',
});

const event = name({
  title: 'Event',
  sentence: 'The type of event; left out, every type.',
  optional: true,
});

const body = steps({ title: 'Steps', sentence: 'What the handler does.' });

const backoff = object(
  {
    delay: duration({ title: 'First', sentence: 'The wait before the second attempt.', default: '100ms' }),
    factor: number({
      title: 'Factor',
      sentence: 'Each wait is the one before times this.',
      min: 1,
      max: 10,
      default: 2,
    }),
    maxDelay: duration({ title: 'Longest', sentence: 'No wait is longer.', default: '5s' }),
  },
  {
    title: 'Backoff',
    sentence: 'The waits between deliveries of an event whose handler failed.',
    default: {},
  },
);

/** What a service does with a request, an event, a message of a queue, or at intervals. */
export const handler = keyed(
  {
    request: object(
      {
        request: name({
          title: 'Operation',
          sentence: 'The operation that it answers.',
          refers: 'operation',
        }),
        steps: body,
      },
      { title: 'Request', sentence: 'Answers a call.' },
    ),
    every: object(
      { every: delay({ title: 'Every', sentence: 'The time from one start to the next.' }), steps: body },
      { title: 'At intervals', sentence: 'Runs by itself, on each instance.' },
    ),
    queue: object(
      {
        queue: name({ title: 'Queue', sentence: 'The queue of that node.', refers: 'queue' }),
        from: id({
          title: 'From',
          sentence: 'The queue node; it needs a link to this node.',
          refers: 'node',
        }),
        event,
        deliver,
        steps: body,
      },
      {
        title: 'Message',
        sentence: 'Takes messages from a queue; the queue says how often one is delivered.',
      },
    ),
    topic: object(
      {
        event,
        from: id({ title: 'From', sentence: 'The log; it needs a link to this node.', refers: 'node' }),
        topic: name({ title: 'Topic', sentence: 'The topic of that log.', refers: 'topic' }),
        group: name({
          title: 'Group',
          sentence:
            "The consumer group, which shares the topic's partitions; the node's own id when left out.",
          optional: true,
        }),
        deliver,
        maxDeliveries: integer({
          title: 'Deliveries',
          sentence: 'How often an event is tried before it is set aside.',
          min: 1,
          max: 1_000,
          default: 5,
        }),
        deadLetter: name({
          title: 'Dead letters',
          sentence:
            'The topic of the same log for events that were set aside; left out, they are skipped, visibly.',
          refers: 'topic',
          optional: true,
        }),
        backoff,
        steps: body,
      },
      { title: 'Event', sentence: 'Reads a topic as a member of a consumer group.' },
    ),
  },
  { title: 'Handler', sentence: 'What sets it off, and what it does.' },
);

const healthCheck = object(
  {
    every: duration({
      title: 'Every',
      sentence: 'The time between two checks of an instance.',
      min: 1_000,
      default: '1s',
    }),
    unhealthyAfter: integer({
      title: 'Unhealthy after',
      sentence: 'Failed checks in a row before it gets no more requests.',
      min: 1,
      max: 100,
      default: 2,
    }),
    healthyAfter: integer({
      title: 'Healthy after',
      sentence: 'Good checks in a row before it gets requests again.',
      min: 1,
      max: 100,
      default: 2,
    }),
  },
  {
    title: 'Health check',
    sentence:
      'How the balancer in front learns that an instance does not answer; left out, it only avoids dead ones.',
    optional: true,
  },
);

/** Parameters of a service. */
export const serviceParams = object(
  {
    instances: integer({
      title: 'Instances',
      sentence: 'How many copies run.',
      min: 1,
      max: 100,
      default: 1,
    }),
    slots: integer({
      title: 'Slots',
      sentence: 'Requests that one instance serves at once.',
      unit: 'requests',
      min: 1,
      max: 10_000,
      default: 8,
    }),
    queue: integer({
      title: 'Queue',
      sentence: 'Waiting places of one instance; with all taken, a request is refused.',
      unit: 'requests',
      min: 0,
      max: 1_000_000,
      default: 100,
    }),
    balance: choice(['roundRobin', 'random', 'leastInFlight', 'powerOfTwo'], {
      title: 'Balance',
      sentence: 'How a request finds its instance.',
      default: 'roundRobin',
    }),
    healthCheck,
    startup: duration({
      title: 'Startup',
      sentence: 'How long an instance takes to start again.',
      default: '0ms',
    }),
    handlers: list(handler, {
      title: 'Handlers',
      sentence:
        'What it does; with none it serves any request: works for a moment, calls each of its outgoing links in turn, replies.',
      max: 200,
      default: [],
    }),
  },
  { title: 'Service', sentence: 'Your code: answers requests, handles events, calls others.' },
);

export type ServiceParams = Complete<typeof serviceParams>;
export type Handler = Complete<typeof handler>;
export type QueueHandler = Extract<Handler, { queue: string }>;
export type EventHandler = Extract<Handler, { topic: string }>;
