import type { ScenarioDocument } from '#scenario/schema.ts';
import { changed } from './changed.ts';
import type { Scenario } from './scenario.ts';

/** A question in Europe, an answer in America, a reader in Asia, and a link that is slow for the question alone. */
const document: ScenarioDocument = {
  halfopen: 1,
  title: 'Causal delivery: no answer before its question',
  summary:
    'Ada asks in Europe, Bob answers in America what he has read, Eve reads in Asia. For some seconds Europe is slow to reach Asia, and answers overtake their questions.',
  seed: 4,
  runFor: '12s',
  network: { within: { uniform: ['1ms', '4ms'] }, across: { uniform: ['35ms', '45ms'] } },
  zones: {
    eu: { title: 'eu-west', at: [-100, 0, 520, 240] },
    us: { title: 'us-east', at: [-100, 300, 520, 240] },
    ap: { title: 'ap-south', at: [580, 140, 520, 260] },
  },
  nodes: {
    ada: {
      kind: 'client',
      title: 'Ada',
      zone: 'eu',
      at: [0, 120],
      flows: [
        {
          arrive: { every: '300ms' },
          times: 28,
          session: 'ada',
          steps: [{ put: 'forum', key: 'question/${n}', value: 'asked ${n}' }],
        },
      ],
    },
    bob: {
      kind: 'client',
      title: 'Bob',
      zone: 'us',
      at: [0, 420],
      flows: [
        {
          arrive: { every: '300ms' },
          times: 28,
          session: 'bob',
          steps: [
            { work: '80ms' },
            { get: 'forum', key: 'question/${n}', as: 'question' },
            {
              if: 'question != null',
              then: [{ put: 'forum', key: 'answer/${n}', value: 'answered ${n}' }],
            },
          ],
        },
      ],
    },
    forumEu: { kind: 'database', title: 'Forum EU', zone: 'eu', at: [320, 120] },
    forumUs: { kind: 'database', title: 'Forum US', zone: 'us', at: [320, 420] },
    forumAp: { kind: 'database', title: 'Forum AP', zone: 'ap', at: [680, 260] },
    eve: {
      kind: 'client',
      title: 'Eve',
      zone: 'ap',
      at: [1000, 260],
      flows: [
        {
          arrive: { every: '300ms' },
          times: 28,
          session: 'eve',
          steps: [
            { work: '200ms' },
            { get: 'forum', key: 'answer/${n}', as: 'answer' },
            { get: 'forum', key: 'question/${n}', as: 'question' },
          ],
        },
      ],
    },
  },
  links: [
    { from: 'ada', to: 'forumEu', timeout: '500ms' },
    { from: 'bob', to: 'forumUs', timeout: '500ms' },
    { from: 'eve', to: 'forumAp', timeout: '500ms' },
    { from: 'forumEu', to: 'forumUs' },
    { from: 'forumEu', to: 'forumAp' },
    { from: 'forumUs', to: 'forumAp' },
  ],
  clusters: {
    forum: {
      members: ['forumEu', 'forumUs', 'forumAp'],
      replication: { mode: 'multiLeader', clock: 'lamport', delivery: 'causal' },
    },
  },
  timeline: [{ at: '3s', for: '4s', do: 'link', from: 'forumEu', to: 'forumAp', delay: '600ms' }],
  checks: [
    { title: 'No answer is seen before its question', consistency: 'causal', of: 'forum', expect: 'holds' },
    { title: 'Everybody is answered', availability: { above: 0.99 }, expect: 'holds' },
    { title: 'The copies agree in the end', consistency: 'convergence', of: 'forum', expect: 'holds' },
  ],
  notes: {
    watch: [
      'From 3 s on answers reach Asia before their questions. Forum AP holds them back: it counts how many came early.',
      'Each message says its Lamport time. An answer always has a later one than its question.',
      'Eve is answered as fast as ever: nobody waits but the answers.',
    ],
    try: [
      'Cut eu-west from ap-south: the questions take the way through America.',
      'Take causal delivery away, and look at what Eve saw.',
    ],
    modelled: [
      'Changes carry the vector of what their maker knew; a member applies one when it knows all of that.',
    ],
    leftOut: [
      'Sessions that roam: they would need a token, or what they have read elsewhere is not counted.',
    ],
  },
};

export const causalConsistency: Scenario = {
  id: 'causal-consistency',
  group: 'Copies',
  patterns: ['causal consistency', 'vector clock', 'Lamport clock', 'several leaders'],
  also: ['COPS', 'MongoDB', 'happened before', 'out of order', 'answer before question'],
  document,
  counter: {
    sentence: 'Apply what comes as it comes: Eve reads answers to questions that are not there.',
    document: changed(document, {
      title: 'Delivery in any order: answers before questions',
      'clusters.forum.replication.delivery': 'any',
    }),
  },
};
