import type { Complete, Written } from '#lib/schema/meta.ts';
import {
  boolean,
  choice,
  delay,
  duration,
  id,
  instance,
  integer,
  name,
  number,
  ratio,
  sides,
  text,
  value,
} from '#lib/schema/leaves.ts';
import { object, tagged } from '#lib/schema/shapes.ts';

const at = duration({ title: 'At', sentence: 'The moment of virtual time.' });
const lasts = duration({
  title: 'For',
  sentence: 'It heals by itself after this time; left out, it stays.',
  min: 1,
  optional: true,
});
const target = instance({
  title: 'Node',
  sentence: 'A node, or one instance of it: payments#1.',
  refers: 'node',
});
const node = id({ title: 'Node', sentence: 'The node.', refers: 'node' });
const from = id({ title: 'From', sentence: 'Where the link begins.', refers: 'node' });
const to = id({ title: 'To', sentence: 'Where the link ends.', refers: 'node' });
const factor = number({ title: 'Factor', sentence: 'Times as much.', min: 0, max: 1_000 });

const timelineTable = {
  crash: object(
    { node: target, for: lasts },
    { title: 'Crash', sentence: 'Stops it at once; what was in memory is lost.' },
  ),
  restart: object(
    { node: target },
    { title: 'Restart', sentence: 'Starts it again, or stops and starts it.' },
  ),
  pause: object(
    { node: target, for: lasts },
    { title: 'Pause', sentence: 'It does nothing and loses nothing, as in a long garbage collection.' },
  ),
  partition: object(
    {
      between: sides({ title: 'Between', sentence: 'The two sides, each a zone, a node or a list of them.' }),
      oneWay: boolean({
        title: 'One way',
        sentence: 'Cuts only what goes from the first side to the second.',
        default: false,
      }),
      for: lasts,
    },
    { title: 'Partition', sentence: 'Cuts every link between two sides.' },
  ),
  heal: object(
    {
      between: sides({
        title: 'Between',
        sentence: 'Which partition ends; left out, all of them.',
        optional: true,
      }),
    },
    { title: 'Heal', sentence: 'Ends partitions.' },
  ),
  link: object(
    {
      from,
      to,
      delay: delay({ title: 'Extra delay', sentence: 'Added to the delay of each message.', optional: true }),
      loss: ratio({
        title: 'Loss',
        sentence: 'The share of messages that are lost, added to its own.',
        optional: true,
      }),
      duplicate: ratio({
        title: 'Duplication',
        sentence: 'The share of messages that arrive twice, added to its own.',
        optional: true,
      }),
      reorder: ratio({
        title: 'Reordering',
        sentence: 'The share of messages that later ones may overtake, added to its own.',
        optional: true,
      }),
      cut: boolean({ title: 'Cut', sentence: 'Nothing passes.', default: false }),
      oneWay: boolean({
        title: 'One way',
        sentence: 'Only what goes along the arrow is treated; replies pass.',
        default: false,
      }),
      for: lasts,
    },
    { title: 'Bad link', sentence: 'Makes one link slower, lossy, or cuts it.' },
  ),
  slow: object(
    { node: target, factor, for: lasts },
    { title: 'Slow', sentence: 'All work there takes longer by a factor.' },
  ),
  load: object(
    { node, factor, for: lasts },
    { title: 'Load', sentence: 'Multiplies the arrivals of a client.' },
  ),
  skew: object(
    {
      node,
      by: duration({ title: 'By', sentence: 'How far its clock is off.' }),
      behind: boolean({ title: 'Behind', sentence: 'The clock is late, not early.', default: false }),
      for: lasts,
    },
    { title: 'Clock skew', sentence: 'Puts the clock of a node ahead or behind.' },
  ),
  message: object(
    {
      from,
      to,
      nth: integer({
        title: 'Number',
        sentence: 'The k-th message that is sent on the link in that direction, counted from 1.',
        min: 1,
        max: 1_000_000_000,
      }),
      direction: choice(['forward', 'back'], {
        title: 'Direction',
        sentence: 'Along the arrow, or a reply.',
        default: 'forward',
      }),
      action: choice(['drop', 'duplicate', 'delay'], { title: 'Action', sentence: 'What happens to it.' }),
      by: duration({
        title: 'By',
        sentence: 'How much later it arrives, for delay; 1s when left out.',
        optional: true,
      }),
    },
    { title: 'One message', sentence: 'Drops, doubles or delays a single message.' },
  ),
  set: object(
    {
      node: id({
        title: 'Node',
        sentence: 'The node whose parameter changes.',
        refers: 'node',
        optional: true,
      }),
      from: id({
        title: 'From',
        sentence: 'Or the link whose parameter changes.',
        refers: 'node',
        optional: true,
      }),
      to: id({ title: 'To', sentence: 'Where that link ends.', refers: 'node', optional: true }),
      path: name({ title: 'Parameter', sentence: 'Which one, such as slots or retry.attempts.' }),
      value: value({ title: 'Value', sentence: 'Its new value, as it would stand in the document.' }),
      for: lasts,
    },
    { title: 'Set', sentence: 'Changes a parameter while it runs.' },
  ),
} as const;

/** Faults and actions, and what a person did by hand while it ran. */
export const timelineEntry = tagged(
  'do',
  {
    at,
    title: text({ title: 'Title', sentence: 'What to call it on the timeline.', max: 200, optional: true }),
  },
  timelineTable,
  { title: 'Timeline entry', sentence: 'A fault or an action at a moment.' },
);

export type TimelineWritten = Written<typeof timelineEntry>;
export type TimelineEntry = Complete<typeof timelineEntry>;
