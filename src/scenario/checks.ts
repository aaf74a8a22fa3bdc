import type { Complete, Written } from '#lib/schema/meta.ts';
import { choice, duration, expression, id, name, number, text } from '#lib/schema/leaves.ts';
import { keyed, object } from '#lib/schema/shapes.ts';

const about = {
  title: text({ title: 'Title', sentence: 'The claim in one sentence.', max: 300, optional: true }),
  expect: choice(['holds', 'breaks'], {
    title: 'Expect',
    sentence: 'What the author says will come out; left out, the outcome is only shown.',
    optional: true,
  }),
} as const;

const op = name({
  title: 'Operation',
  sentence: 'The operation, as clients call it; left out, all of them.',
  refers: 'operation',
  optional: true,
});

/** Consistency models that a check may name, from the strongest to the weakest. */
export const CONSISTENCY = [
  'linearizable',
  'sequential',
  'causal',
  'readYourWrites',
  'monotonicReads',
  'monotonicWrites',
  'writesFollowReads',
  'convergence',
] as const;

export const DELIVERY = ['atLeastOnce', 'atMostOnce', 'exactlyOnce'] as const;

/** A claim about the run, computed while it runs. */
export const check = keyed(
  {
    always: object(
      { ...about, always: expression({ title: 'Always', sentence: 'Is true at every moment.' }) },
      { title: 'Always', sentence: 'Holds at every moment of the run.' },
    ),
    eventually: object(
      {
        ...about,
        eventually: expression({ title: 'Eventually', sentence: 'Becomes true and stays so.' }),
        within: duration({
          title: 'Within',
          sentence: 'How long it may take after the last fault has healed and the load has stopped.',
          default: '5s',
        }),
      },
      { title: 'Eventually', sentence: 'Holds in the end, once faults and load are over.' },
    ),
    atEnd: object(
      { ...about, atEnd: expression({ title: 'At the end', sentence: 'Is true when the run ends.' }) },
      { title: 'At the end', sentence: 'Holds when the run ends.' },
    ),
    consistency: object(
      {
        ...about,
        consistency: choice(CONSISTENCY, {
          title: 'Model',
          sentence: 'What the history of calls must satisfy.',
        }),
        of: id({ title: 'Of', sentence: 'The database or cluster.', refers: 'node' }),
      },
      { title: 'Consistency', sentence: 'The recorded history of reads and writes satisfies a model.' },
    ),
    latency: object(
      {
        ...about,
        latency: object(
          {
            op,
            percentile: number({
              title: 'Percentile',
              sentence: 'Which share of the calls is meant.',
              unit: '%',
              min: 0,
              max: 100,
              default: 99,
            }),
            below: duration({ title: 'Below', sentence: 'They are answered in less than this.', min: 1 }),
          },
          { title: 'Latency', sentence: 'A bound for the time of calls.' },
        ),
      },
      { title: 'Latency', sentence: 'Calls are answered in time.' },
    ),
    availability: object(
      {
        ...about,
        availability: object(
          {
            op,
            above: number({ title: 'Above', sentence: 'The share of calls that succeed.', min: 0, max: 1 }),
          },
          { title: 'Availability', sentence: 'A bound for the share of calls that succeed.' },
        ),
      },
      { title: 'Availability', sentence: 'Enough calls succeed.' },
    ),
    delivery: object(
      {
        ...about,
        delivery: choice(DELIVERY, { title: 'Guarantee', sentence: 'How often each message is handled.' }),
        of: name({ title: 'Of', sentence: 'The consumer: a service, or a consumer group.' }),
      },
      { title: 'Delivery', sentence: 'Each message is handled as often as promised.' },
    ),
  },
  { title: 'Check', sentence: 'A claim about the run, computed while it runs.' },
);

export type CheckWritten = Written<typeof check>;
export type Check = Complete<typeof check>;
