import type { Complete, Written } from '#lib/schema/meta.ts';
import { box, delay, duration, fixed, id, integer, point, ratio, text } from '#lib/schema/leaves.ts';
import { list, object, recordById, tagged } from '#lib/schema/shapes.ts';
import { kindParams } from '#kinds/params.ts';
import { policyParams, replicationParams } from '#patterns/params.ts';
import { check } from './checks.ts';
import { timelineEntry } from './timeline.ts';

/** The scenario document. FORMAT_VERSION rises with every change that old readers would misread. */
export const FORMAT_VERSION = 1;

/** Bounds of a whole document. */
export const LIMITS = {
  nodes: 500,
  zones: 50,
  clusters: 50,
  links: 2_000,
  timeline: 2_000,
  checks: 200,
  notes: 50,
  /** Steps of one handler, nested ones included. */
  stepsPerHandler: 500,
  /** Largest document as text, in characters. */
  characters: 1_000_000,
} as const;

const title = text({
  title: 'Title',
  sentence: 'What people read; the id when left out.',
  max: 200,
  optional: true,
});

/** What every node has, whatever its kind. */
const nodeFields = {
  title,
  at: point({
    title: 'Position',
    sentence: 'Its middle on the canvas; left out, it is placed automatically.',
    optional: true,
  }),
  zone: id({ title: 'Zone', sentence: 'The zone that it runs in.', refers: 'zone', optional: true }),
} as const;

export const node = tagged('kind', nodeFields, kindParams, {
  title: 'Node',
  sentence: 'Something that runs.',
});

export const zone = object(
  {
    title,
    at: box({ title: 'Area', sentence: 'Left, top, width and height on the canvas.', optional: true }),
  },
  {
    title: 'Zone',
    sentence: 'A region or data centre; messages between zones take longer, and can be cut off.',
  },
);

export const link = object(
  {
    from: id({ title: 'From', sentence: 'Who calls, publishes or delivers.', refers: 'node' }),
    to: id({ title: 'To', sentence: 'Who is called.', refers: 'node' }),
    title,
    delay: delay({
      title: 'Delay',
      sentence: 'How long a message takes one way; left out, as the network says.',
      optional: true,
    }),
    loss: ratio({ title: 'Loss', sentence: 'The share of messages that are lost.', default: 0 }),
    duplicate: ratio({
      title: 'Duplication',
      sentence: 'The share of messages that arrive twice.',
      default: 0,
    }),
    reorder: ratio({
      title: 'Reordering',
      sentence: 'The share of messages that later ones may overtake.',
      default: 0,
    }),
    ...policyParams,
    via: list(point({ title: 'Bend', sentence: 'A point that the line passes.' }), {
      title: 'Bends',
      sentence: 'Points that the line passes; only for the eye.',
      max: 20,
      optional: true,
    }),
  },
  {
    title: 'Link',
    sentence: 'A way for messages; replies come back on it. From and to are its identity: from>to.',
  },
);

export const cluster = object(
  {
    title,
    members: list(id({ title: 'Member', sentence: 'A database.', refers: 'node' }), {
      title: 'Members',
      sentence: 'Its databases; the first is the primary at the start.',
      min: 1,
      max: 9,
    }),
    replication: tagged('mode', {}, replicationParams, {
      title: 'Replication',
      sentence: 'How a write reaches the other members.',
      default: { mode: 'async' },
    }),
  },
  { title: 'Cluster', sentence: 'Databases that hold copies of the same rows.' },
);

const sentences = (name: string, sentence: string) =>
  list(text({ title: 'Note', sentence: 'One or two sentences.', max: 1_000 }), {
    title: name,
    sentence,
    max: LIMITS.notes,
    optional: true,
  });

const notes = object(
  {
    watch: sentences('Watch', 'What to look at.'),
    try: sentences('Try', 'What to change.'),
    modelled: sentences('Modelled', 'What is true to life here.'),
    leftOut: sentences('Left out', 'What a real system has beside this.'),
  },
  { title: 'Notes', sentence: 'For the person who looks at it.', optional: true },
);

export const documentSchema = object(
  {
    halfopen: fixed(FORMAT_VERSION, { title: 'Format', sentence: 'The version of the format.' }),
    title: text({ title: 'Title', sentence: 'The name of the scenario.', max: 200, default: 'Untitled' }),
    summary: text({ title: 'Summary', sentence: 'One or two sentences.', max: 1_000, optional: true }),
    seed: integer({
      title: 'Seed',
      sentence: 'Chooses the random numbers: the same seed gives the same run.',
      min: 0,
      max: 4_294_967_295,
      default: 1,
    }),
    runFor: duration({
      title: 'Run for',
      sentence: 'How much virtual time a run has.',
      min: 1_000,
      max: 86_400_000_000,
      default: '30s',
    }),
    network: object(
      {
        within: delay({
          title: 'Within',
          sentence: 'Delay of a message inside a zone, and without zones.',
          default: '1ms',
        }),
        across: delay({
          title: 'Across',
          sentence: 'Delay of a message between two zones.',
          default: '40ms',
        }),
      },
      { title: 'Network', sentence: 'Delays of links that set none of their own.', default: {} },
    ),
    zones: recordById(zone, {
      title: 'Zones',
      sentence: 'Regions or data centres, by id.',
      max: LIMITS.zones,
      default: {},
    }),
    nodes: recordById(node, {
      title: 'Nodes',
      sentence: 'What runs, by id.',
      max: LIMITS.nodes,
      default: {},
    }),
    links: list(link, { title: 'Links', sentence: 'Who can reach whom.', max: LIMITS.links, default: [] }),
    clusters: recordById(cluster, {
      title: 'Clusters',
      sentence: 'Databases that hold the same rows, by id.',
      max: LIMITS.clusters,
      default: {},
    }),
    timeline: list(timelineEntry, {
      title: 'Timeline',
      sentence: 'Faults and actions.',
      max: LIMITS.timeline,
      default: [],
    }),
    checks: list(check, {
      title: 'Checks',
      sentence: 'Claims about the run.',
      max: LIMITS.checks,
      default: [],
    }),
    notes,
  },
  { title: 'Scenario', sentence: 'A system, its load, its faults and its claims.' },
);

/** A document as it is written and kept: texts for durations, no defaults filled in. */
export type ScenarioDocument = Written<typeof documentSchema>;
/** The same with every default filled in: what a run is made from. */
export type CompleteDocument = Complete<typeof documentSchema>;

export type NodeWritten = Written<typeof node>;
export type NodeComplete = Complete<typeof node>;
export type Kind = NodeComplete['kind'];
export type LinkWritten = Written<typeof link>;
export type LinkComplete = Complete<typeof link>;
export type ClusterWritten = Written<typeof cluster>;
