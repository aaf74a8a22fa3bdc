import { changed } from './changed.ts';
import { document, opensAt } from './order-saga.ts';
import type { Scenario } from './scenario.ts';

/** A sale: ten orders a second and more partitions, so that what piles up behind an early crash is handled side by side. */
export const inASale = changed(document, {
  title: 'Order saga, choreography, in a sale',
  'nodes.shopper.flows.0.arrive.rate': '10/s',
  'nodes.events.topics.orders.partitions': 8,
  'timeline.0.at': '200ms',
});

/** The same sale with a read, a decision and a write of their own: two orders of one customer can both pass. */
const withoutCondition = changed(inASale, {
  title: 'Order saga, choreography, decided on what was read',
  'nodes.customers.handlers.0.steps': [
    { get: 'customersDb', key: 'customer/${event.customer}', as: 'customer' },
    {
      if: 'customer.credit >= event.total',
      then: [
        {
          put: 'customersDb',
          key: 'customer/${event.customer}',
          value: { credit: '${old.credit - event.total}' },
        },
        {
          publish: 'events',
          topic: 'customers',
          event: 'CreditReserved',
          key: '${event.orderId}',
          body: { orderId: '${event.orderId}' },
        },
      ],
      else: [
        {
          publish: 'events',
          topic: 'customers',
          event: 'CreditLimitExceeded',
          key: '${event.orderId}',
          body: { orderId: '${event.orderId}' },
        },
      ],
    },
  ],
});

export const orderSagaChoreography: Scenario = {
  id: 'order-saga-choreography',
  group: 'Deciding across services',
  patterns: ['saga', 'choreography', 'event log', 'conditional put'],
  also: [
    'Kafka',
    'Axon',
    'Eventuate',
    'distributed transaction',
    'lost order',
    'overbooking',
    'lost update',
    'eventual consistency',
  ],
  document,
  opensAt,
  counter: {
    sentence:
      'Read, decide and write in three steps, in a sale: two orders of one customer see the same credit, and both pass.',
    document: withoutCondition,
  },
};
