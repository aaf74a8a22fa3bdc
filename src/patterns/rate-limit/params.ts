import type { Complete } from '#lib/schema/meta.ts';
import { duration, integer } from '#lib/schema/leaves.ts';
import { object } from '#lib/schema/shapes.ts';

/** Parameters of a rate limit on a link; names after Resilience4j's RateLimiterConfig. */
export const rateLimitParams = object(
  {
    limitForPeriod: integer({
      title: 'Calls a period',
      sentence: 'How many calls each period allows.',
      unit: 'calls',
      min: 1,
      max: 1_000_000,
      default: 50,
    }),
    limitRefreshPeriod: duration({
      title: 'Period',
      sentence: 'How long a period lasts.',
      min: 1_000,
      default: '1s',
    }),
    timeoutDuration: duration({
      title: 'Longest wait',
      sentence: 'How long a call waits for a later period before it fails with reason rateLimited.',
      default: '0ms',
    }),
  },
  { title: 'Rate limit', sentence: 'Lets only so many calls through in each period.', optional: true },
);

export type RateLimitParams = NonNullable<Complete<typeof rateLimitParams>>;
