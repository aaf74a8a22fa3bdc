import type { Written } from '#lib/schema/meta.ts';
import { id, name, templateText } from '#lib/schema/leaves.ts';
import { object } from '#lib/schema/shapes.ts';
import { body, EVENT_NAMES } from '#flow/body.ts';

/** Append an event to a topic of a log. */
export const publishStep = object(
  {
    publish: id({ title: 'Log', sentence: 'The log; this node needs a link to it.', refers: 'node' }),
    topic: name({ title: 'Topic', sentence: 'The topic of that log.', refers: 'topic' }),
    event: name({ title: 'Event', sentence: 'The type of the event.' }),
    key: templateText({
      title: 'Key',
      sentence: 'Events with one key stay in order, in one partition; without a key they are spread.',
      optional: true,
    }),
    body: body(EVENT_NAMES, {
      title: 'Body',
      sentence: 'The fields that consumers read from event.',
      optional: true,
    }),
  },
  { title: 'Publish', sentence: 'Appends an event to a topic and goes on when the log has confirmed it.' },
);

export type PublishStep = Written<typeof publishStep>;
