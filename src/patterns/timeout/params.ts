import { duration } from '#lib/schema/leaves.ts';

/** How long a call waits: a bare duration on the link. */
export const timeoutParam = duration({
  title: 'Timeout',
  sentence:
    'A call that has no answer after this time fails with reason timedOut; left out, it waits for ever.',
  min: 1,
  optional: true,
});
