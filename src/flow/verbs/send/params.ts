import type { Written } from '#lib/schema/meta.ts';
import { id, name } from '#lib/schema/leaves.ts';
import { object } from '#lib/schema/shapes.ts';
import { body, EVENT_NAMES } from '#flow/body.ts';

/** Put a message into a queue. */
export const sendStep = object(
  {
    send: id({
      title: 'Queue node',
      sentence: 'The queue node; this node needs a link to it.',
      refers: 'node',
    }),
    queue: name({ title: 'Queue', sentence: 'The queue of that node.', refers: 'queue' }),
    event: name({
      title: 'Event',
      sentence: 'The type of the message; the name of the queue when left out.',
      optional: true,
    }),
    body: body(EVENT_NAMES, {
      title: 'Body',
      sentence: 'The fields that the consumer reads from event.',
      optional: true,
    }),
  },
  { title: 'Send', sentence: 'Puts a message into a queue and goes on when the queue has confirmed it.' },
);

export type SendStep = Written<typeof sendStep>;
