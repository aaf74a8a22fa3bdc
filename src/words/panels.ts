import { count } from './amounts.ts';

/** What the panels of the dock say. They are fetched when one is opened, and so are these words. */
export const panelWords = {
  log: {
    label: 'Events of the run',
    find: (n: number): string => `Find in ${count(n)} events`,
    shown: (shown: number, all: number): string => `${count(shown)} of ${count(all)}`,
    anyNode: 'any node',
    node: 'Node',
    categories: { calls: 'calls', events: 'events', data: 'data', faults: 'faults', inside: 'inside nodes' },
    nothing: 'No event matches.',
    empty: 'Nothing has happened yet.',
    causes: 'How it came to this',
    follow: 'Follow it',
    carries: 'carries',
  },

  metrics: {
    label: 'Figures over time',
    latency: 'p99, ms',
    throughput: 'answered per second',
    queue: 'waiting',
    lag: 'events not read',
    took: 'p99 of what it asked for, ms',
    done: 'done per second',
    underWay: 'under way',
    none: 'Nothing here has been asked for yet.',
    hint: 'Click a figure to go to that moment.',
    say: (node: string, figure: string, last: string, most: string): string =>
      `${node}, ${figure}: last ${last}, at most ${most}`,
  },

  spaceTime: {
    label: 'Space-time diagram',
    nothing: 'No message was sent yet.',
  },

  state: {
    loading: 'Looking inside…',
    noMachines: (node: string): string => `${node} has no machine at this moment.`,
    unavailable: 'The simulation could not say.',
    active: 'is here now',
    atRest: 'at rest',
  },

  data: {
    nothing: (node: string): string => `${node} holds nothing at this moment.`,
    key: 'key',
    version: 'version',
    value: 'value',
    written: 'written at',
    partition: 'partition',
    offsets: 'offsets',
    lag: 'lag',
    waiting: 'waiting',
    delivered: 'delivered, not acknowledged',
    dead: 'set aside',
    message: 'message',
    state: 'state',
    deliveries: 'deliveries',
  },
} as const;
