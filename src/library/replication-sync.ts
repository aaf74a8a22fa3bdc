import type { ScenarioDocument } from '#scenario/schema.ts';
import { changed } from './changed.ts';
import type { Scenario } from './scenario.ts';

/**
 * CAP, choosing consistency: an order has its receipt when both regions have the order, so whichever of them goes on
 * after the cut has all of them. The price is paid during the cut: no receipts at all.
 */
const document: ScenarioDocument = {
  halfopen: 1,
  title: 'Synchronous replication under a partition',
  summary:
    'America takes over while Europe is cut off. No order with a receipt is lost, because a receipt needs both copies; during the cut there are none.',
  seed: 22,
  runFor: '14s',
  network: { within: { uniform: ['1ms', '4ms'] }, across: { uniform: ['35ms', '45ms'] } },
  zones: {
    eu: { title: 'eu-west', at: [-100, 0, 520, 460] },
    us: { title: 'us-east', at: [540, 0, 520, 460] },
  },
  nodes: {
    europeans: {
      kind: 'client',
      title: 'Shoppers in Europe',
      zone: 'eu',
      at: [0, 160],
      flows: [
        {
          arrive: { every: '250ms' },
          until: '10s',
          steps: [
            { put: 'orders', key: 'order/eu-${n}', value: { total: 40 } },
            { put: 'receipts', key: 'order/eu-${n}', value: { total: 40 } },
          ],
        },
      ],
    },
    receipts: { kind: 'database', title: 'Receipts', zone: 'eu', at: [300, 360] },
    ordersEu: { kind: 'database', title: 'Orders', zone: 'eu', at: [300, 160] },
    ordersUs: { kind: 'database', title: 'Orders, copy', zone: 'us', at: [660, 160] },
    americans: {
      kind: 'client',
      title: 'Shoppers in America',
      zone: 'us',
      at: [960, 160],
      flows: [
        {
          arrive: { every: '500ms' },
          until: '10s',
          steps: [{ put: 'orders', key: 'order/us-${n}', value: { total: 40 } }],
        },
      ],
    },
  },
  links: [
    { from: 'europeans', to: 'ordersEu', timeout: '2s' },
    { from: 'europeans', to: 'receipts' },
    { from: 'americans', to: 'ordersUs', timeout: '2s' },
    { from: 'ordersEu', to: 'ordersUs' },
  ],
  clusters: { orders: { members: ['ordersEu', 'ordersUs'], replication: { mode: 'sync' } } },
  timeline: [{ at: '3s', for: '3s', do: 'partition', between: ['eu', 'us'] }],
  checks: [
    {
      title: 'Every order with a receipt is in both copies',
      eventually: 'receipts.rows.all(k, k in ordersEu.rows && k in ordersUs.rows)',
      within: '3s',
      expect: 'holds',
    },
    { title: 'The copies agree in the end', consistency: 'convergence', of: 'orders', expect: 'holds' },
    {
      title: 'Orders are taken all the time',
      availability: { op: 'put orders', above: 0.9 },
      expect: 'breaks',
    },
  ],
  notes: {
    watch: [
      'After a second of silence the copy in America takes over, in a new epoch. It has every order that was confirmed.',
      'When the cut heals, Europe hears of the new epoch, steps down and gives up what it could not confirm.',
    ],
    try: [
      'Cut eu-west from us-east a second time, after America has taken over.',
      'Choose asynchronous replication: both sides take orders all the time, and Europe loses the ones it had confirmed.',
    ],
    modelled: [
      'A primary and its log, epochs, takeover after silence, truncation of what was never confirmed.',
    ],
    leftOut: [
      'With two members nobody has a majority, so both may think that they lead; consensus needs a third.',
    ],
  },
};

export const replicationSync: Scenario = {
  id: 'replication-sync-partition',
  group: 'Copies',
  patterns: ['synchronous replication', 'failover', 'partition', 'CAP'],
  also: ['Postgres', 'MySQL', 'lost order', 'lost write', 'data loss', 'split brain', 'downtime'],
  document,
  counter: {
    sentence:
      'Make the copies asynchronous: Europe confirms orders during the cut, and loses them when it heals.',
    document: changed(document, {
      title: 'Asynchronous replication and a takeover',
      'clusters.orders.replication.mode': 'async',
    }),
  },
};
