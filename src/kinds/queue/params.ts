import type { Complete } from '#lib/schema/meta.ts';
import { delay, duration, integer, name } from '#lib/schema/leaves.ts';
import { object, record } from '#lib/schema/shapes.ts';

const queue = object(
  {
    ackTimeout: duration({
      title: 'Acknowledgement timeout',
      sentence: 'A message that is not acknowledged in this time is delivered again.',
      min: 1_000,
      default: '5s',
    }),
    maxDeliveries: integer({
      title: 'Deliveries',
      sentence: 'How often a message is delivered before it is set aside; 0 for no limit.',
      min: 0,
      max: 1_000,
      default: 3,
    }),
    deadLetter: name({
      title: 'Dead letters',
      sentence:
        'The queue of the same node for messages that were set aside; left out, they are dropped, visibly.',
      refers: 'queue',
      optional: true,
    }),
    maxLength: integer({
      title: 'Longest',
      sentence: 'With so many waiting, a new message is refused; left out, there is no limit.',
      unit: 'messages',
      min: 1,
      max: 1_000_000,
      optional: true,
    }),
  },
  { title: 'Queue', sentence: 'Messages that wait for one consumer each.' },
);

/** Parameters of a queue node. A queue that is used but not declared has the defaults of `queue`. */
export const queueParams = object(
  {
    queues: record(queue, {
      title: 'Queues',
      sentence: 'Its queues; one that is used but not listed has the defaults.',
      max: 200,
      default: {},
    }),
    prefetch: integer({
      title: 'Prefetch',
      sentence: 'Messages that a consumer holds unacknowledged, at most.',
      unit: 'messages',
      min: 1,
      max: 10_000,
      default: 1,
    }),
    delay: delay({ title: 'Delay', sentence: 'How long it takes to store a message.', default: '1ms' }),
  },
  {
    title: 'Queue',
    sentence: 'Messages wait here until one consumer has acknowledged them (like RabbitMQ).',
  },
);

export type QueueParams = Complete<typeof queueParams>;
