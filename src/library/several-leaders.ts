import type { ScenarioDocument } from '#scenario/schema.ts';
import { changed } from './changed.ts';
import type { Scenario } from './scenario.ts';

const inCart = (item: string): string =>
  `(has(cartsEu.rows[k].siblings) ? cartsEu.rows[k].siblings.exists(s, s.items.contains('${item}')) : cartsEu.rows[k].items.contains('${item}'))`;

/** One shopper uses a phone in Europe and a laptop that is served from America: one cart, two members that take writes. */
const document: ScenarioDocument = {
  halfopen: 1,
  title: 'Several leaders: siblings or the last write',
  summary:
    'A book is put into each cart in Europe, and half a second later a lamp in America. The regions are cut off for three seconds, and the clock in America is two seconds behind.',
  seed: 8,
  runFor: '12s',
  network: { within: { uniform: ['1ms', '4ms'] }, across: { uniform: ['35ms', '45ms'] } },
  zones: {
    eu: { title: 'eu-west', at: [-100, 0, 560, 280] },
    us: { title: 'us-east', at: [540, 0, 560, 280] },
  },
  nodes: {
    phone: {
      kind: 'client',
      title: 'Phone',
      zone: 'eu',
      at: [0, 140],
      flows: [
        {
          arrive: { every: '400ms' },
          times: 20,
          steps: [{ put: 'carts', key: 'cart/${n}', value: { items: 'book' } }],
        },
      ],
    },
    cartsEu: { kind: 'database', title: 'Carts EU', zone: 'eu', at: [320, 140] },
    cartsUs: { kind: 'database', title: 'Carts US', zone: 'us', at: [680, 140] },
    laptop: {
      kind: 'client',
      title: 'Laptop',
      zone: 'us',
      at: [1000, 140],
      flows: [
        {
          arrive: { every: '400ms' },
          times: 20,
          steps: [
            { work: '500ms' },
            { get: 'carts', key: 'cart/${n}', as: 'cart' },
            {
              put: 'carts',
              key: 'cart/${n}',
              value: { items: "${cart == null ? 'lamp' : cart.items + ', lamp'}" },
            },
          ],
        },
      ],
    },
  },
  links: [
    { from: 'phone', to: 'cartsEu', timeout: '500ms' },
    { from: 'laptop', to: 'cartsUs', timeout: '500ms' },
    { from: 'cartsEu', to: 'cartsUs' },
  ],
  clusters: {
    carts: {
      members: ['cartsEu', 'cartsUs'],
      replication: { mode: 'multiLeader', conflicts: 'siblings', clock: 'wall' },
    },
  },
  timeline: [
    { at: '1s', do: 'skew', node: 'cartsUs', by: '2s', behind: true },
    { at: '3s', for: '3s', do: 'partition', between: ['eu', 'us'] },
  ],
  checks: [
    {
      title: 'No book is lost without a trace',
      atEnd: `cartsEu.rows.all(k, ${inCart('book')})`,
      expect: 'holds',
    },
    {
      title: 'No lamp is lost without a trace',
      atEnd: `cartsEu.rows.all(k, ${inCart('lamp')})`,
      expect: 'holds',
    },
    { title: 'Everybody is answered', availability: { above: 0.99 }, expect: 'holds' },
    { title: 'The copies agree in the end', consistency: 'convergence', of: 'carts', expect: 'holds' },
  ],
  notes: {
    watch: [
      'A lamp whose laptop has seen the book replaces that version: the cart holds both, whatever the clocks say.',
      'From 3 s to 6 s neither side hears of the other. Afterwards such a cart stands in two versions, side by side.',
      'Each message between the members says which writes its row knows of, counted by member.',
    ],
    try: [
      'Cut eu-west from us-east once more, and look for carts in two versions.',
      'Let the last write win: books and lamps go, although everybody was told "ok".',
      'Then choose a hybrid clock: what has seen the book is never older than it; what has not still is a gamble.',
    ],
    modelled: [
      'Two members that both write; dotted version vectors, or the last write by a clock with its skew.',
    ],
    leftOut: ['Merging the two versions of a cart: a client would read both and write one.'],
  },
};

export const severalLeaders: Scenario = {
  id: 'several-leaders',
  group: 'Copies',
  patterns: ['several leaders', 'last write wins', 'clock skew', 'version vectors', 'siblings'],
  also: [
    'multi-leader',
    'active-active',
    'CouchDB',
    'Riak',
    'Cassandra',
    'lost write',
    'conflict',
    'clock drift',
  ],
  document,
  counter: {
    sentence:
      'Let the last write win, by clocks on the wall: lamps that were confirmed are gone, and nobody was told.',
    document: changed(document, {
      title: 'Several leaders: the last write wins',
      'clusters.carts.replication.conflicts': 'lastWriteWins',
    }),
  },
};
