import type { Complete } from '#lib/schema/meta.ts';
import { choice, duration, integer, number, ratio } from '#lib/schema/leaves.ts';
import { list, object } from '#lib/schema/shapes.ts';
import { REASONS } from '#sim/reasons.ts';

const retryBudget = object(
  {
    ratio: ratio({
      title: 'Share',
      sentence: 'Retries at most this share of the calls in the window.',
      default: 0.2,
    }),
    minPerSecond: number({
      title: 'At least',
      sentence: 'So many retries a second are always allowed.',
      unit: 'per second',
      min: 0,
      max: 10_000,
      default: 1,
    }),
    window: duration({
      title: 'Window',
      sentence: 'The time over which calls and retries are counted.',
      min: 1_000,
      default: '10s',
    }),
  },
  {
    title: 'Budget',
    sentence: 'A bound on retries for all calls of the link together; left out, there is none.',
    optional: true,
  },
);

/** Parameters of retries on a link. */
export const retryParams = object(
  {
    attempts: integer({
      title: 'Attempts',
      sentence: 'How often a call is tried in all, the first time included.',
      min: 1,
      max: 100,
      default: 3,
    }),
    delay: duration({
      title: 'First wait',
      sentence: 'The wait before the second attempt.',
      default: '100ms',
    }),
    factor: number({
      title: 'Factor',
      sentence: 'Each wait is the one before times this; 1 for equal waits.',
      min: 1,
      max: 10,
      default: 2,
    }),
    maxDelay: duration({ title: 'Longest wait', sentence: 'No wait is longer.', default: '10s' }),
    jitter: choice(['none', 'equal', 'full'], {
      title: 'Jitter',
      sentence: 'How much of a wait is random: nothing, its second half, or all of it.',
      default: 'full',
    }),
    on: list(choice(REASONS, { title: 'Reason', sentence: 'A reason for which a call is tried again.' }), {
      title: 'On',
      sentence:
        'The reasons that are worth another attempt; left out, all but failed, expression and aborted.',
      max: 30,
      optional: true,
    }),
    budget: retryBudget,
  },
  { title: 'Retry', sentence: 'Tries a failed call again, after a wait that grows.', optional: true },
);

export type RetryParams = NonNullable<Complete<typeof retryParams>>;
