import type { Complete } from '#lib/schema/meta.ts';
import { duration, integer } from '#lib/schema/leaves.ts';
import { object } from '#lib/schema/shapes.ts';

/** Parameters of a bulkhead on a link; names after Resilience4j's BulkheadConfig. */
export const bulkheadParams = object(
  {
    maxConcurrentCalls: integer({
      title: 'Calls at once',
      sentence: 'So many calls of one instance may be under way on this link.',
      unit: 'calls',
      min: 1,
      max: 10_000,
      default: 25,
    }),
    maxWaitDuration: duration({
      title: 'Longest wait',
      sentence: 'How long a call waits for its turn before it fails with reason bulkheadFull.',
      default: '0ms',
    }),
  },
  {
    title: 'Bulkhead',
    sentence: 'Bounds the calls under way, so that one slow node cannot take all slots.',
    optional: true,
  },
);

export type BulkheadParams = NonNullable<Complete<typeof bulkheadParams>>;
