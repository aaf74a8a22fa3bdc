import type { ScenarioDocument } from '#scenario/schema.ts';
import { changed } from './changed.ts';
import type { Scenario } from './scenario.ts';

/** Users whose every request may reach another copy, as behind a balancer. */
const document: ScenarioDocument = {
  halfopen: 1,
  title: 'Session guarantees on copies that lag',
  summary:
    'Users change their profile and look at it, each time at any copy. A token tells a copy what its user has seen, so a copy that is behind lets them wait instead of showing the past.',
  seed: 6,
  runFor: '12s',
  network: { within: { uniform: ['1ms', '5ms'] }, across: '40ms' },
  nodes: {
    users: {
      kind: 'client',
      title: 'Users',
      at: [0, 240],
      flows: [
        {
          arrive: { users: 2, think: { uniform: ['150ms', '250ms'] } },
          until: '9s',
          steps: [
            { put: 'profiles', key: 'profile/${user}', value: 'version ${n} of ${user}' },
            { get: 'profiles', key: 'profile/${user}', at: 'any', as: 'own' },
            { get: 'profiles', key: 'profile/${1 - user}', at: 'any', as: 'other' },
          ],
        },
      ],
    },
    primary: { kind: 'database', title: 'Profiles', at: [320, 60] },
    copyOne: { kind: 'database', title: 'Profiles, copy 1', at: [320, 240] },
    copyTwo: { kind: 'database', title: 'Profiles, copy 2', at: [320, 420] },
  },
  links: [
    { from: 'users', to: 'primary', timeout: '1s' },
    { from: 'users', to: 'copyOne', timeout: '1s' },
    { from: 'users', to: 'copyTwo', timeout: '1s' },
    { from: 'primary', to: 'copyOne' },
    { from: 'primary', to: 'copyTwo' },
    { from: 'copyOne', to: 'copyTwo' },
  ],
  clusters: {
    profiles: {
      members: ['primary', 'copyOne', 'copyTwo'],
      replication: { mode: 'async', failover: 'manual', session: 'token' },
    },
  },
  timeline: [{ at: '3s', for: '3s', do: 'link', from: 'primary', to: 'copyTwo', delay: '200ms' }],
  checks: [
    { title: 'Users read what they wrote', consistency: 'readYourWrites', of: 'profiles', expect: 'holds' },
    { title: 'Nobody goes back in time', consistency: 'monotonicReads', of: 'profiles', expect: 'holds' },
    { title: 'Everybody is answered', availability: { above: 0.99 }, expect: 'holds' },
  ],
  notes: {
    watch: [
      'From 3 s to 6 s copy 2 is a fifth of a second behind. A user who asks there waits until it has caught up.',
      'What another user has changed may still be old: the guarantee is about what one session has seen.',
    ],
    try: [
      'Cut Profiles from Profiles, copy 2: it never catches up, refuses after half a second, and names the primary.',
      'Take the token away and read at the leader, or at the nearest: who keeps to one copy is safe too.',
    ],
    modelled: [
      'A number for how far the log reached that an answer came from; it travels with answers and questions.',
    ],
    leftOut: ['Sessions that go on at another device, or through another instance of a service.'],
  },
};

export const sessionGuarantees: Scenario = {
  id: 'session-guarantees',
  group: 'Copies',
  patterns: ['session guarantees', 'read your writes', 'monotonic reads', 'version token', 'sticky session'],
  also: ['MongoDB', 'Cosmos DB', 'DynamoDB', 'read your own writes', 'stale read', 'my change is gone'],
  document,
  counter: {
    sentence:
      'Take the token away: users who roam do not find what they wrote, and see old profiles after new ones.',
    document: changed(document, {
      title: 'Sessions that roam without a token',
      'clusters.profiles.replication.session': 'none',
    }),
  },
};
