import type { Complete } from '#lib/schema/meta.ts';
import { boolean, choice, delay, duration, durationOr, integer } from '#lib/schema/leaves.ts';
import { object, record } from '#lib/schema/shapes.ts';

const topic = object(
  {
    partitions: integer({
      title: 'Partitions',
      sentence: 'Parts that keep their own order; at most so many consumers of a group work at once.',
      min: 1,
      max: 64,
      default: 1,
    }),
    retention: duration({
      title: 'Retention',
      sentence: 'Events older than this are dropped; left out, all are kept.',
      min: 1,
      optional: true,
    }),
    compact: boolean({
      title: 'Compact',
      sentence: 'Keeps only the newest event of each key.',
      default: false,
    }),
  },
  { title: 'Topic', sentence: 'A stream of events.' },
);

/** Parameters of a log. A topic that is used but not declared has the defaults of `topic`. */
export const logParams = object(
  {
    topics: record(topic, {
      title: 'Topics',
      sentence: 'Its topics; one that is used but not listed has one partition and keeps all.',
      max: 200,
      default: {},
    }),
    append: delay({ title: 'Append', sentence: 'How long it takes to store an event.', default: '1ms' }),
    sync: durationOr(['always', 'never'], {
      title: 'Sync',
      sentence: 'When an event survives a crash: before it is confirmed, at intervals, or never.',
      min: 1_000,
      default: 'always',
    }),
    assignor: choice(['range', 'roundRobin'], {
      title: 'Assignor',
      sentence: "How a group's members share the partitions.",
      default: 'range',
    }),
    sessionTimeout: duration({
      title: 'Session timeout',
      sentence: 'A consumer that is silent for this long is taken out of its group.',
      min: 1_000,
      default: '1s',
    }),
    heartbeat: duration({
      title: 'Heartbeat',
      sentence: 'How often a consumer shows that it is alive.',
      min: 1_000,
      default: '300ms',
    }),
    prefetch: integer({
      title: 'Prefetch',
      sentence: 'Events that a consumer gets ahead of its work, for each partition.',
      unit: 'events',
      min: 1,
      max: 10_000,
      default: 10,
    }),
  },
  { title: 'Log', sentence: 'Topics that keep their events; consumers read at their own pace (like Kafka).' },
);

export type LogParams = Complete<typeof logParams>;
