import type { ScenarioDocument } from '#scenario/schema.ts';
import { changed } from './changed.ts';
import type { Scenario } from './scenario.ts';

/** CAP, choosing consistency: two members of three stand in Europe, so America has no majority while it is cut off. */
const document: ScenarioDocument = {
  halfopen: 1,
  title: 'CAP: a partition, choosing consistency',
  summary:
    'The regions cannot hear each other for four seconds. Europe has two members of three and goes on; America has one, and answers nobody rather than wrongly.',
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
  clusters: { seats: { members: ['eu1', 'eu2', 'us1'], replication: { mode: 'raft' } } },
  timeline: [{ at: '3s', for: '4s', do: 'partition', between: ['eu', 'us'] }],
  checks: [
    { title: 'Both sides see one copy', consistency: 'linearizable', of: 'seats', expect: 'holds' },
    { title: 'The copies agree in the end', consistency: 'convergence', of: 'seats', expect: 'holds' },
    {
      title: 'The side with the majority goes on',
      availability: { op: 'put seats', above: 0.9 },
      expect: 'holds',
    },
    {
      title: 'The side without one is answered too',
      availability: { op: 'get seats', above: 0.9 },
      expect: 'breaks',
    },
  ],
  notes: {
    watch: [
      'Before the cut a read in Boston crosses the ocean to the leader: that is the price without any fault.',
      'From 3 s to 7 s Boston is refused, and London notices nothing.',
      'Afterwards Seats US is sent what it missed.',
    ],
    try: [
      'Cut eu-west from us-east once more, for longer.',
      'Crash Seats EU 1 during the cut: now no side has a majority.',
      'Open the scenario that chooses availability, and compare what each side was told.',
    ],
    modelled: ['Raft with reads confirmed by a majority; a checker over all that both clients were told.'],
    leftOut: ['Clients do not turn to the other region by themselves: they are cut off too.'],
  },
};

export const capConsistency: Scenario = {
  id: 'cap-consistency',
  group: 'Copies',
  patterns: ['CAP', 'consensus', 'partition', 'linearizability'],
  also: ['etcd', 'ZooKeeper', 'Spanner', 'CP', 'outage', 'unavailable', 'split brain'],
  document,
  opensAt: '3.6s',
  counter: {
    sentence:
      'Let every member answer reads from what it has: Boston is answered during the cut, and told of seats that have been sold.',
    document: changed(document, {
      title: 'CAP: a partition, reads from any member',
      'clusters.seats.replication.reads': 'unsafe',
    }),
  },
};
