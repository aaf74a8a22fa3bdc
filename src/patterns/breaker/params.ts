import type { Complete } from '#lib/schema/meta.ts';
import { boolean, choice, duration, integer, number } from '#lib/schema/leaves.ts';
import { object } from '#lib/schema/shapes.ts';

/**
 * Parameters of a circuit breaker on a link. Names and meaning follow Resilience4j's CircuitBreakerConfig;
 * the defaults are smaller than its own (100 calls, 60 s), so that a run of seconds shows every state.
 */
export const breakerParams = object(
  {
    slidingWindowType: choice(['COUNT_BASED', 'TIME_BASED'], {
      title: 'Window type',
      sentence: 'Whether the last calls are judged, or the calls of the last seconds.',
      default: 'COUNT_BASED',
    }),
    slidingWindowSize: integer({
      title: 'Window size',
      sentence: 'How many calls, or how many seconds, are judged.',
      min: 1,
      max: 1_000,
      default: 10,
    }),
    minimumNumberOfCalls: integer({
      title: 'Minimum calls',
      sentence: 'With fewer calls in the window it does not open.',
      unit: 'calls',
      min: 1,
      max: 1_000,
      default: 5,
    }),
    failureRateThreshold: number({
      title: 'Failure rate',
      sentence: 'It opens when this share of the calls failed, or more.',
      unit: '%',
      min: 0.1,
      max: 100,
      default: 50,
    }),
    slowCallRateThreshold: number({
      title: 'Slow call rate',
      sentence: 'It opens when this share of the calls was slow, or more.',
      unit: '%',
      min: 0.1,
      max: 100,
      default: 100,
    }),
    slowCallDurationThreshold: duration({
      title: 'Slow call',
      sentence: 'A call that takes longer than this is slow.',
      min: 1,
      default: '60s',
    }),
    waitDurationInOpenState: duration({
      title: 'Wait when open',
      sentence: 'How long it lets no call through before it tries again.',
      min: 1,
      default: '3s',
    }),
    permittedNumberOfCallsInHalfOpenState: integer({
      title: 'Trial calls',
      sentence: 'How many calls it lets through when half open; they decide.',
      unit: 'calls',
      min: 1,
      max: 1_000,
      default: 3,
    }),
    maxWaitDurationInHalfOpenState: duration({
      title: 'Longest half open',
      sentence: 'It opens again when the trial calls are not done by then; 0 waits for them without end.',
      default: '0ms',
    }),
    automaticTransitionFromOpenToHalfOpenEnabled: boolean({
      title: 'Half open by itself',
      sentence: 'Becomes half open when the wait is over, not only at the next call.',
      default: false,
    }),
  },
  {
    title: 'Circuit breaker',
    sentence: 'Stops calling a node that keeps failing, and tries carefully whether it is back.',
    optional: true,
  },
);

export type BreakerParams = NonNullable<Complete<typeof breakerParams>>;
