import type { ScenarioDocument } from '#scenario/schema.ts';
import { changed } from './changed.ts';
import type { Scenario } from './scenario.ts';

/** CAP, choosing availability: the drawing and the cut of `cap-consistency`, with members that all take writes. */
const document: ScenarioDocument = {
  halfopen: 1,
  title: 'CAP: a partition, choosing availability',
  summary:
    'The regions cannot hear each other for four seconds. Both go on selling, each by what it knows; afterwards they exchange what they wrote and agree again.',
  seed: 5,
  runFor: '13s',
  network: { within: { uniform: ['1ms', '4ms'] }, across: { uniform: ['35ms', '45ms'] } },
  zones: {
    eu: { title: 'eu-west', at: [-100, 0, 560, 460] },
    us: { title: 'us-east', at: [580, 0, 480, 460] },
  },
  nodes: {
    london: {
      kind: 'client',
      title: 'London',
      zone: 'eu',
      at: [0, 220],
      flows: [
        {
          arrive: { every: '150ms' },
          until: '11s',
          steps: [{ put: 'seats', key: 'seat/${n % 4}', value: { sold: 'london ${n}' } }],
        },
      ],
    },
    eu1: { kind: 'database', title: 'Seats EU 1', zone: 'eu', at: [320, 100] },
    eu2: { kind: 'database', title: 'Seats EU 2', zone: 'eu', at: [320, 340] },
    us1: { kind: 'database', title: 'Seats US', zone: 'us', at: [700, 220] },
    boston: {
      kind: 'client',
      title: 'Boston',
      zone: 'us',
      at: [960, 220],
      flows: [
        {
          arrive: { every: '300ms' },
          until: '11s',
          steps: [
            { get: 'seats', key: 'seat/${n % 4}', at: 'nearest', as: 'seat' },
            { put: 'seats', key: 'seat/${n % 4}', value: { sold: 'boston ${n}' } },
          ],
        },
      ],
    },
  },
  links: [
    { from: 'london', to: 'eu1', timeout: '500ms' },
    { from: 'boston', to: 'us1', timeout: '500ms' },
    { from: 'eu1', to: 'eu2' },
    { from: 'eu1', to: 'us1' },
    { from: 'eu2', to: 'us1' },
  ],
  clusters: {
    seats: { members: ['eu1', 'eu2', 'us1'], replication: { mode: 'multiLeader', clock: 'hybrid' } },
  },
  timeline: [{ at: '3s', for: '4s', do: 'partition', between: ['eu', 'us'] }],
  checks: [
    { title: 'Both sides can sell', availability: { op: 'put seats', above: 0.99 }, expect: 'holds' },
    { title: 'Both sides can look', availability: { op: 'get seats', above: 0.99 }, expect: 'holds' },
    { title: 'The copies agree in the end', consistency: 'convergence', of: 'seats', expect: 'holds' },
    { title: 'Both sides see one copy', consistency: 'linearizable', of: 'seats', expect: 'breaks' },
  ],
  notes: {
    watch: [
      'From 3 s to 7 s each side shows its own seats: both were told that their sales went through.',
      'A member that hears too little says what it does then: it diverges.',
      'Right after 7 s one message brings each side what it missed; of two sales of a seat the later stays.',
    ],
    try: [
      'Cut eu-west from us-east once more, and read a seat on both sides.',
      'Choose siblings for conflicts: both sales of a seat stay, and somebody has to apologise.',
      'Open the scenario that chooses consistency: the same cut, and Boston is refused.',
    ],
    modelled: ['Three members that all write, exchange by vectors, last write wins by a hybrid clock.'],
    leftOut: ['What becomes of the seat that was sold twice.'],
  },
};

export const capAvailability: Scenario = {
  id: 'cap-availability',
  group: 'Copies',
  patterns: ['CAP', 'several leaders', 'partition', 'eventual consistency'],
  also: ['Cassandra', 'Dynamo', 'CouchDB', 'AP', 'overbooking', 'stale read', 'double booking'],
  document,
  counter: {
    sentence: 'Let the members agree on every operation: during the cut Boston is refused.',
    document: changed(document, {
      title: 'CAP: the same partition, every operation agreed',
      'clusters.seats.replication': { mode: 'raft' },
    }),
  },
};
