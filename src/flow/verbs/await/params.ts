import type { Written } from '#lib/schema/meta.ts';
import { duration, expression, id, name } from '#lib/schema/leaves.ts';
import { object } from '#lib/schema/shapes.ts';

/** Wait for an event. */
export const awaitStep = object(
  {
    await: name({ title: 'Event', sentence: 'The type of the event.' }),
    from: id({ title: 'Log', sentence: 'The log; it needs a link to this node.', refers: 'node' }),
    topic: name({ title: 'Topic', sentence: 'The topic of that log.', refers: 'topic' }),
    where: expression({
      title: 'Where',
      sentence: 'Which event is meant; without it the next of this type.',
      optional: true,
    }),
    timeout: duration({
      title: 'Timeout',
      sentence: 'Fails with reason timedOut after this time; left out, it waits as long as the flow lives.',
      min: 1,
      optional: true,
    }),
    as: id({ title: 'As', sentence: 'The name that the event gets in later steps.', optional: true }),
  },
  { title: 'Await', sentence: 'Waits until an event arrives that fits.' },
);

export type AwaitStep = Written<typeof awaitStep>;
