import type { ScenarioDocument } from '#scenario/schema.ts';
import { changed } from './changed.ts';
import type { Scenario } from './scenario.ts';

/** The first member leads at the start; it is cut off with the auditor, and later another one crashes. */
const document: ScenarioDocument = {
  halfopen: 1,
  title: 'Raft: a majority decides',
  summary:
    'Three members agree on one log. The leader is cut off, the other two elect a new one and go on; nobody ever sees an old balance, because the one that is alone refuses to answer.',
  seed: 7,
  runFor: '14s',
  network: { within: { uniform: ['2ms', '8ms'] } },
  nodes: {
    tellers: {
      kind: 'client',
      title: 'Tellers',
      at: [0, 240],
      flows: [
        {
          arrive: { every: '200ms' },
          until: '12s',
          steps: [{ put: 'accounts', key: 'account/${n % 3}', value: { balance: '${n}' } }],
        },
      ],
    },
    auditor: {
      kind: 'client',
      title: 'Auditor',
      at: [0, 60],
      flows: [
        {
          arrive: { every: '250ms' },
          until: '12s',
          steps: [{ get: 'accounts', key: 'account/${n % 3}', as: 'account' }],
        },
      ],
    },
    one: { kind: 'database', title: 'Accounts 1', at: [300, 60] },
    two: { kind: 'database', title: 'Accounts 2', at: [300, 340] },
    three: { kind: 'database', title: 'Accounts 3', at: [560, 200] },
  },
  links: [
    { from: 'tellers', to: 'one', timeout: '400ms' },
    { from: 'tellers', to: 'two', timeout: '400ms' },
    { from: 'tellers', to: 'three', timeout: '400ms' },
    { from: 'auditor', to: 'one', timeout: '400ms' },
    { from: 'one', to: 'two' },
    { from: 'one', to: 'three' },
    { from: 'two', to: 'three' },
  ],
  clusters: {
    accounts: { members: ['one', 'two', 'three'], replication: { mode: 'raft', electionTimeout: '300ms' } },
  },
  timeline: [
    {
      at: '3s',
      for: '4s',
      do: 'partition',
      between: [
        ['one', 'auditor'],
        ['two', 'three', 'tellers'],
      ],
    },
    { at: '9s', for: '2s', do: 'crash', node: 'two' },
  ],
  checks: [
    {
      title: 'Clients cannot tell it from one copy',
      consistency: 'linearizable',
      of: 'accounts',
      expect: 'holds',
    },
    {
      title: 'Writing goes on when a member is lost',
      availability: { op: 'put accounts', above: 0.8 },
      expect: 'holds',
    },
    {
      title: 'One leads in the end',
      atEnd: "[one, two, three].exists_one(m, m.role == 'leader')",
      expect: 'holds',
    },
    { title: 'The copies agree in the end', consistency: 'convergence', of: 'accounts', expect: 'holds' },
    {
      title: 'The auditor is always answered',
      availability: { op: 'get accounts', above: 0.95 },
      expect: 'breaks',
    },
  ],
  notes: {
    watch: [
      'From 3 s on Accounts 1 hears no majority. It still thinks that it leads, and answers nothing.',
      'The others hear no leader, ask for votes, and one of them leads in the next term.',
      'When the cut heals, Accounts 1 follows, and gives up what it could not commit.',
    ],
    try: [
      'Crash whoever leads now: the role stands under each copy.',
      'Pause Accounts 3 for a while, and see it catch up.',
      'Crash Accounts 1, then Accounts 2 too: one of three is no majority.',
      'Answer reads by lease, and set the clock of the leader back.',
    ],
    modelled: [
      'Terms, votes, pre-vote, the log with its consistency check, commit by majority, snapshots, reads confirmed by a majority; disks before promises.',
    ],
    leftOut: ['Members do not come and go; reads go to the leader.'],
  },
};

export const raft: Scenario = {
  id: 'raft',
  group: 'Copies',
  patterns: ['consensus', 'Raft', 'leader election', 'quorum'],
  also: [
    'etcd',
    'Consul',
    'CockroachDB',
    'Kafka KRaft',
    'ZooKeeper',
    'Paxos',
    'split brain',
    'stale read',
    'failover',
  ],
  document,
  opensAt: '3.3s',
  counter: {
    sentence:
      'Let members answer reads at once: the leader that was cut off tells the auditor old balances, and the checker finds them.',
    document: changed(document, {
      title: 'Raft with unsafe reads',
      'clusters.accounts.replication.reads': 'unsafe',
    }),
  },
};
