import { drawing } from '#words/drawing.ts';
import type { Sheet } from './edit/document.ts';

/** A document to begin with, offered on an empty sheet. */
export interface Starter {
  readonly title: string;
  readonly sentence: string;
  readonly document: Sheet;
}

const { starters } = drawing.empty;

/** Slow enough to follow. */
const NETWORK = { within: { uniform: ['8ms', '24ms'] }, across: '60ms' };

const request = { call: 'service', op: 'request' };

/** Three small systems that run as they are. */
export const STARTERS: readonly Starter[] = [
  {
    ...starters.trio,
    document: {
      halfopen: 1,
      title: starters.trio.title,
      seed: 42,
      runFor: '20s',
      network: NETWORK,
      nodes: {
        client: {
          kind: 'client',
          title: 'Client',
          at: [0, 0],
          flows: [{ arrive: { rate: '5/s' }, steps: [request] }],
        },
        service: { kind: 'service', title: 'Service', at: [200, 0], instances: 2, slots: 4 },
        database: { kind: 'database', title: 'Database', at: [400, 0] },
      },
      links: [
        { from: 'client', to: 'service', timeout: '500ms' },
        { from: 'service', to: 'database' },
      ],
    },
  },
  {
    ...starters.saga,
    document: {
      halfopen: 1,
      title: starters.saga.title,
      seed: 42,
      runFor: '20s',
      network: NETWORK,
      nodes: {
        shopper: {
          kind: 'client',
          title: 'Shoppers',
          at: [0, 0],
          flows: [
            { arrive: { rate: '3/s' }, steps: [{ call: 'orders', op: 'placeOrder', body: { n: '${n}' } }] },
          ],
        },
        orders: {
          kind: 'service',
          title: 'Orders',
          at: [180, 0],
          slots: 4,
          handlers: [
            {
              request: 'placeOrder',
              steps: [
                {
                  publish: 'events',
                  topic: 'orders',
                  event: 'OrderCreated',
                  key: '${req.n % 4}',
                  body: { n: '${req.n}' },
                },
                { reply: { status: 'PENDING' } },
              ],
            },
            {
              event: 'CreditReserved',
              from: 'events',
              topic: 'customers',
              group: 'orders',
              steps: [{ work: '8ms' }],
            },
          ],
        },
        events: {
          kind: 'log',
          title: 'Events',
          at: [460, 0],
          topics: { orders: { partitions: 2 }, customers: { partitions: 1 } },
        },
        customers: {
          kind: 'service',
          title: 'Customers',
          at: [740, 0],
          slots: 4,
          handlers: [
            {
              event: 'OrderCreated',
              from: 'events',
              topic: 'orders',
              group: 'customers',
              steps: [
                { work: '20ms' },
                {
                  publish: 'events',
                  topic: 'customers',
                  event: 'CreditReserved',
                  key: '${event.n % 4}',
                  body: { n: '${event.n}' },
                },
              ],
            },
          ],
        },
      },
      links: [
        { from: 'shopper', to: 'orders', timeout: '1s' },
        { from: 'orders', to: 'events' },
        { from: 'events', to: 'customers' },
        { from: 'customers', to: 'events' },
        { from: 'events', to: 'orders' },
      ],
    },
  },
  {
    ...starters.copies,
    document: {
      halfopen: 1,
      title: starters.copies.title,
      seed: 42,
      runFor: '20s',
      network: NETWORK,
      zones: {
        west: { title: 'eu-west', at: [-80, -160, 320, 320] },
        east: { title: 'us-east', at: [280, -160, 220, 320] },
      },
      nodes: {
        writer: {
          kind: 'client',
          title: 'Ada',
          at: [0, 0],
          zone: 'west',
          flows: [
            {
              arrive: { rate: '3/s' },
              steps: [{ put: 'store', key: 'order/${n % 3}', value: { n: '${n}' } }],
            },
          ],
        },
        db1: { kind: 'database', title: 'db1', at: [160, 0], zone: 'west' },
        db2: { kind: 'database', title: 'db2', at: [400, -80], zone: 'east' },
        db3: { kind: 'database', title: 'db3', at: [400, 60], zone: 'east' },
      },
      links: [{ from: 'writer', to: 'db1' }],
      clusters: {
        store: { title: 'Orders', members: ['db1', 'db2', 'db3'], replication: { mode: 'async' } },
      },
    },
  },
];
