import { capConsistency } from './cap-consistency.ts';
import { changed } from './changed.ts';
import type { Scenario } from './scenario.ts';

/** CAP, choosing availability: the drawing and the cut of `cap-consistency`, with members that all take writes. */
const document = changed(capConsistency.document, {
  title: 'CAP: a partition, choosing availability',
  summary:
    'The regions cannot hear each other for four seconds. Both go on selling, each by what it knows; afterwards they exchange what they wrote and agree again.',
  'clusters.seats.replication': { mode: 'multiLeader', clock: 'hybrid' },
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
});

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
