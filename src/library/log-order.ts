import type { ScenarioDocument } from '#scenario/schema.ts';
import { changed } from './changed.ts';
import type { Scenario } from './scenario.ts';

/** Order is promised within a partition, and a key always goes to the same one: however the consumers come and go. */
const document: ScenarioDocument = {
  halfopen: 1,
  title: 'Order per key in a partitioned log',
  summary:
    'Three instances share the partitions of a topic, and crash and return. Every parcel is still seen to move step by step, because its key keeps it in one partition.',
  seed: 27,
  runFor: '16s',
  network: { within: { uniform: ['1ms', '6ms'] } },
  nodes: {
    senders: {
      kind: 'client',
      title: 'Senders',
      at: [0, 60],
      flows: [{ arrive: { rate: '4/s' }, until: '9s', steps: [{ call: 'depot', op: 'send' }] }],
    },
    depot: {
      kind: 'service',
      title: 'Depot',
      at: [220, 60],
      handlers: [
        {
          request: 'send',
          steps: [
            {
              forEach: '${[1, 2, 3]}',
              as: 'step',
              do: [
                {
                  publish: 'events',
                  topic: 'parcels',
                  event: 'ParcelMoved',
                  key: '${req.id}',
                  body: { parcel: '${req.id}', step: '${step}' },
                },
              ],
            },
            { reply: {} },
          ],
        },
      ],
    },
    events: { kind: 'log', title: 'Events', at: [520, 240], topics: { parcels: { partitions: 6 } } },
    board: {
      kind: 'service',
      title: 'Board',
      at: [860, 360],
      instances: 3,
      handlers: [
        {
          event: 'ParcelMoved',
          from: 'events',
          topic: 'parcels',
          steps: [
            { work: { uniform: ['20ms', '120ms'] } },
            {
              put: 'boardDb',
              key: 'parcel/${event.parcel}',
              value: {
                last: '${old == null || event.step > old.last ? event.step : old.last}',
                jumped: '${old == null ? event.step > 1 : old.jumped || event.step > old.last + 1}',
              },
            },
          ],
        },
      ],
    },
    boardDb: { kind: 'database', title: 'Parcels', at: [1100, 360] },
  },
  links: [
    { from: 'senders', to: 'depot' },
    { from: 'depot', to: 'events' },
    { from: 'events', to: 'board' },
    { from: 'board', to: 'boardDb' },
  ],
  timeline: [
    { at: '2s', for: '3s', do: 'crash', node: 'board#2' },
    { at: '6s', for: '2s', do: 'crash', node: 'board#1' },
  ],
  checks: [
    {
      title: 'No parcel is seen to jump over a step',
      always: 'boardDb.rows.all(k, !boardDb.rows[k].jumped)',
      expect: 'holds',
    },
    {
      title: 'Every parcel arrives on the board',
      eventually:
        'boardDb.rows.all(k, boardDb.rows[k].last == 3) && 3 * size(boardDb.rows) == events.topics.parcels.length',
      within: '6s',
      expect: 'holds',
    },
  ],
  notes: {
    watch: [
      'The partitions of the instance that crashed wait until its session is over; then the others take them.',
      'Events that were handled and not confirmed come again after the rebalance: older news, never news out of turn.',
    ],
    try: [
      'Crash Board, all three of it, and watch the lag grow and shrink.',
      'Give every event a key of its own: the steps of one parcel go through several partitions, and overtake each other.',
    ],
    modelled: [
      'Partitions chosen by murmur2 of the key, a consumer group, sessions, rebalancing, redelivery.',
    ],
    leftOut: ['Cooperative rebalancing; here a partition simply changes hands.'],
  },
};

export const logOrder: Scenario = {
  id: 'log-order-per-key',
  group: 'Talking',
  patterns: ['partitioned log', 'key', 'consumer group', 'rebalance'],
  also: ['Kafka', 'Kinesis', 'Pulsar', 'out of order', 'ordering', 'partition key'],
  document,
  counter: {
    sentence: 'Key every event by itself: one parcel is spread over the partitions, and its order is lost.',
    document: changed(document, {
      title: 'A partitioned log without a common key',
      'nodes.depot.handlers.0.steps.0.do.0.key': '${req.id}-${step}',
    }),
  },
};
