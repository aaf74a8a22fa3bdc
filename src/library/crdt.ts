import type { ScenarioDocument } from '#scenario/schema.ts';
import { changed } from './changed.ts';
import type { Scenario } from './scenario.ts';

const like = { update: 'page', key: 'likes/song', do: 'increment' } as const;
const likes = { arrive: { every: '250ms' }, times: 30 } as const;

/** Three regions, each with a copy that takes writes: a counter, a shopping cart and a graph of friends. */
const document: ScenarioDocument = {
  halfopen: 1,
  title: 'Counters, carts and graphs that merge',
  summary:
    'Three regions count likes, fill one cart and draw friendships, each on its own copy. Links lose and repeat messages, and Asia is cut off for four seconds.',
  seed: 5,
  runFor: '12s',
  network: { within: { uniform: ['1ms', '4ms'] }, across: { uniform: ['40ms', '80ms'] } },
  zones: {
    eu: { title: 'eu-west', at: [-100, 0, 400, 220] },
    us: { title: 'us-east', at: [640, 0, 400, 220] },
    ap: { title: 'ap-south', at: [360, 240, 400, 220] },
  },
  nodes: {
    phone: {
      kind: 'client',
      title: 'Europe',
      zone: 'eu',
      at: [-20, 120],
      flows: [
        { ...likes, steps: [like] },
        {
          arrive: { at: ['300ms'] },
          steps: [
            { update: 'page', key: 'cart/ada', do: 'add', value: 'bread' },
            {
              forEach: "${['Ada', 'Ben', 'Eve']}",
              as: 'who',
              do: [{ update: 'page', key: 'friends', do: 'add', value: '${who}' }],
            },
          ],
        },
        {
          arrive: { at: ['5s'] },
          steps: [{ update: 'page', key: 'friends', do: 'connect', value: 'Ada', to: 'Ben' }],
        },
      ],
    },
    laptop: {
      kind: 'client',
      title: 'America',
      zone: 'us',
      at: [960, 120],
      flows: [
        { ...likes, steps: [like] },
        {
          arrive: { at: ['5s'] },
          steps: [
            { update: 'page', key: 'cart/ada', do: 'remove', value: 'bread', as: 'removed' },
            { update: 'page', key: 'cart/ada', do: 'add', value: 'tea' },
            { update: 'page', key: 'friends', do: 'connect', value: 'Ben', to: 'Eve' },
          ],
        },
      ],
    },
    tablet: {
      kind: 'client',
      title: 'Asia',
      zone: 'ap',
      at: [700, 360],
      flows: [
        { ...likes, steps: [like] },
        {
          arrive: { at: ['5s'] },
          steps: [
            { update: 'page', key: 'cart/ada', do: 'add', value: 'bread' },
            { update: 'page', key: 'cart/ada', do: 'add', value: 'milk' },
            { update: 'page', key: 'friends', do: 'connect', value: 'Eve', to: 'Ada' },
          ],
        },
      ],
    },
    pageEu: {
      kind: 'database',
      title: 'Page EU',
      zone: 'eu',
      at: [220, 120],
      types: { 'likes/': 'gCounter', 'cart/': 'orSet', friends: 'graph' },
    },
    pageUs: { kind: 'database', title: 'Page US', zone: 'us', at: [720, 120] },
    pageAp: { kind: 'database', title: 'Page Asia', zone: 'ap', at: [520, 360] },
  },
  links: [
    { from: 'phone', to: 'pageEu', timeout: '500ms' },
    { from: 'laptop', to: 'pageUs', timeout: '500ms' },
    { from: 'tablet', to: 'pageAp', timeout: '500ms' },
    { from: 'pageEu', to: 'pageUs', loss: 0.1, duplicate: 0.1, reorder: 0.1 },
    { from: 'pageEu', to: 'pageAp', loss: 0.1, duplicate: 0.1, reorder: 0.1 },
    { from: 'pageUs', to: 'pageAp', loss: 0.1, duplicate: 0.1, reorder: 0.1 },
  ],
  clusters: {
    page: { title: 'Page', members: ['pageEu', 'pageUs', 'pageAp'], replication: { mode: 'multiLeader' } },
  },
  timeline: [{ at: '3s', for: '4s', do: 'partition', between: ['ap', ['eu', 'us']] }],
  checks: [
    {
      title: 'Every like is counted, in every region',
      atEnd: "[pageEu, pageUs, pageAp].all(page, page.rows['likes/song'] == 90)",
      expect: 'holds',
    },
    {
      title: 'The cart holds what was added while somebody else removed it',
      atEnd: "pageUs.rows['cart/ada'] == ['bread', 'milk', 'tea']",
      expect: 'holds',
    },
    {
      title: 'Three friendships drawn in three regions are all there',
      atEnd: 'size(pageAp.rows.friends.edges) == 3',
      expect: 'holds',
    },
    { title: 'The copies agree in the end', consistency: 'convergence', of: 'page', expect: 'holds' },
    { title: 'Everybody is answered', availability: { above: 0.999 }, expect: 'holds' },
    {
      title: 'Counting does not wait for other regions',
      latency: { op: 'update page', percentile: 99, below: '20ms' },
      expect: 'holds',
    },
  ],
  notes: {
    watch: [
      'From 3 s to 7 s the counters drift apart: each copy counts what it hears. At 7 s they meet, and no like is missing or counted twice.',
      'At 5 s America takes the bread out of the cart and Asia puts bread in. Adding wins: the removal takes away only what it had seen.',
      'Merging is associative, commutative and idempotent, and the copies are distributed: ACID 2.0. Lost, repeated and overtaken messages make no difference.',
    ],
    try: [
      'Cut ap-south from eu-west once more: the counts part, and meet again.',
      'Choose quorums as the replication: the same rows merge there, and every answer waits for a second region.',
      'Give a client link a loss of 0.1 and a retry: merging forgives repetition, asking twice counts twice.',
    ],
    modelled: [
      'A grow-only counter, an observed-remove set and a graph after Shapiro et al. (2011); what travels is what an update adds.',
      'Loss, duplication and reordering between the regions, sent again until they are confirmed.',
    ],
    leftOut: ['Limits over all copies: no stock that must not go below zero can be kept this way.'],
  },
};

const plain = { put: 'page', key: 'likes/song', value: '${old == null ? 1 : old + 1}' };

export const crdt: Scenario = {
  id: 'crdt',
  group: 'Copies',
  patterns: ['CRDT', 'ACID 2.0', 'several leaders', 'eventual consistency', 'partition'],
  also: [
    'Riak',
    'Redis Enterprise',
    'Automerge',
    'Yjs',
    'conflict-free',
    'lost update',
    'lost like',
    'offline first',
  ],
  document,
  counter: {
    sentence:
      'Count in a plain row: read, add one, write. The last write wins, and takes the likes of the others with it.',
    document: changed(document, {
      title: 'A plain counter in three regions',
      'nodes.pageEu.types': { 'cart/': 'orSet', friends: 'graph' },
      'nodes.phone.flows.0.steps.0': plain,
      'nodes.laptop.flows.0.steps.0': plain,
      'nodes.tablet.flows.0.steps.0': plain,
    }),
  },
};
