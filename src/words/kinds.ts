/** What the parts of a figure say: their names, and the few words on them. */
export const kinds = {
  client: {
    title: 'Client',
    sentence: 'People or programs outside the system: the source of all load.',
    alias: ['user', 'browser', 'shopper', 'load', 'traffic', 'app'],
  },
  gateway: {
    title: 'API gateway',
    sentence: 'One address for clients; hands requests on, or composes several replies.',
    alias: ['gateway', 'edge', 'bff', 'reverse proxy', 'ingress', 'backend for frontend'],
  },
  service: {
    title: 'Service',
    sentence: 'Your code: answers requests, handles events, calls others.',
    alias: ['microservice', 'server', 'worker', 'api', 'backend', 'consumer'],
  },
  database: {
    title: 'Database',
    sentence: 'Rows by key, with conditional writes and transactions.',
    alias: ['store', 'sql', 'postgres', 'table', 'replica', 'storage'],
  },
  queue: {
    title: 'Queue',
    sentence: 'Each message is taken once, then it is gone.',
    alias: ['message queue', 'rabbitmq', 'sqs', 'jobs', 'tasks', 'work queue', 'broker'],
  },
  log: {
    title: 'Event log',
    sentence: 'Keeps everything; groups read at their own pace.',
    alias: ['kafka', 'topic', 'stream', 'events', 'pubsub', 'broker', 'publish subscribe'],
  },
  unknown: {
    title: 'Part',
    sentence: 'A part that this version does not know.',
    alias: [],
    words: 'unknown kind',
  },

  noCalls: 'no calls',
  noP99: 'p99 –',
  p99: (time: string): string => `p99 ${time}`,
  errors: (share: string): string => `err ${share}`,
  queueFull: 'queue full',
  crashed: 'crashed',
  crashedFor: (time: string): string => `crashed ${time} ago`,
  stopped: (time: string): string => `stopped ${time} ago`,
  paused: 'paused',
  pausedFor: (time: string): string => `paused for ${time}`,
  ago: (time: string): string => `${time} ago`,
  andMore: (n: number): string => `+${n}`,
  idle: 'idle',
  every: (time: string): string => `every ${time}`,
  nowAndThen: 'now and then',
  users: (n: number): string => (n === 1 ? '1 user' : `${n} users`),
  times: (n: number): string => (n === 1 ? 'once' : `${n} times`),
  empty: 'empty',
  copy: 'copy',
  behind: (version: number, time: string): string =>
    version === 0 ? `${time} behind` : `v${version} · ${time} behind`,
  waiting: (waiting: number, taken: number): string => `${waiting} waiting · ${taken} taken`,
  noTopic: 'no topic yet',
} as const;
