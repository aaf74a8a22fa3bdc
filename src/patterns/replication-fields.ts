import { choice, duration } from '#lib/schema/leaves.ts';

/** See `Replication.admits`. */
export const session = choice(['none', 'token'], {
  title: 'Sessions',
  sentence: 'With a token, a member that lacks what a session has seen or written lets it wait.',
  default: 'none',
});

/** What every mode with one primary has. The first member of the cluster is the primary at the start. */
export const primaryFields = {
  shipEvery: duration({
    title: 'Ship every',
    sentence: 'How often the primary sends its new writes to the others; 0 sends each at once.',
    default: '0ms',
  }),
  failover: choice(['automatic', 'manual'], {
    title: 'Failover',
    sentence: 'Whether another member takes over by itself when the primary is silent.',
    default: 'automatic',
  }),
  detectAfter: duration({
    title: 'Detect after',
    sentence: 'How long the primary is silent before another member takes over.',
    min: 1_000,
    default: '1s',
  }),
  session,
} as const;

export const ackTimeout = duration({
  title: 'Acknowledgement timeout',
  sentence: 'How long a write waits for the copies.',
  min: 1_000,
  default: '1s',
});
