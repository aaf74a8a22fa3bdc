import { lasting, some } from './amounts.ts';

/**
 * One sentence for each thing that the record can say. Keys, names of messages and values stand between backticks;
 * the page sets them in the typewriter face.
 */
export const events = {
  request: (from: string, to: string, label: string): string => `${from} asks ${to}: \`${label}\`.`,
  reply: (from: string, to: string, label: string): string => `${from} answers ${to}: \`${label}\`.`,
  refusal: (from: string, to: string, label: string): string =>
    `${from} answers ${to} that \`${label}\` failed.`,
  event: (from: string, to: string, label: string): string => `${from} sends \`${label}\` to ${to}.`,
  compensation: (from: string, to: string, label: string): string =>
    `${from} asks ${to} to undo: \`${label}\`.`,
  replication: (from: string, to: string, label: string): string =>
    `${from} sends its copy to ${to}: \`${label}\`.`,
  control: (from: string, to: string, label: string): string => `${from} signals ${to}: \`${label}\`.`,
  copied: ' The link made a copy of it.',
  arrived: (to: string, label: string, after: number): string =>
    `\`${label}\` reaches ${to} after ${lasting(after)}.`,
  dropped: (label: string, from: string, to: string, reason: string): string =>
    `\`${label}\` from ${from} to ${to} never arrives: ${reason}.`,

  down: (node: string): string => `${node} is down.`,
  up: (node: string): string => `${node} is up again.`,
  paused: (node: string): string => `${node} stands still.`,
  served: (node: string, op: string, us: number): string => `${node} answered \`${op}\` in ${lasting(us)}.`,
  servedFailed: (node: string, op: string, reason: string): string =>
    `${node} failed to answer \`${op}\`: ${reason}.`,
  rejected: (node: string, op: string, reason: string): string => `${node} turns \`${op}\` away: ${reason}.`,
  busy: (node: string, slots: number): string => `${node} has ${some(slots, 'slot')} in use.`,
  queued: (node: string, waiting: number): string => `${some(waiting, 'request')} wait at ${node}.`,
  stored: (node: string, key: string, version: number, brief: string): string =>
    `${node} stores \`${key}\` v${version}${brief === '' ? '' : ` as \`${brief}\``}.`,
  removed: (node: string, key: string): string => `${node} deletes \`${key}\`.`,
  role: (node: string, role: string, term: number): string =>
    term > 0 ? `${node} is ${role} in term ${term}.` : `${node} is now ${role}.`,
  durable: (node: string, writes: number): string => `${node} has ${some(writes, 'write')} on disk.`,
  appended: (type: string, key: string, topic: string, partition: number, offset: number): string =>
    `\`${type}\`${key === '' ? '' : ` for \`${key}\``} is stored in ${topic}, partition ${partition}, offset ${offset}.`,
  committed: (group: string, topic: string, partition: number, next: number): string =>
    `Group ${group} has read ${topic}, partition ${partition}, up to offset ${next}.`,
  assigned: (group: string, topic: string): string => `The consumers of group ${group} share ${topic} anew.`,
  trimmed: (topic: string, partition: number, first: number): string =>
    `${topic}, partition ${partition}, forgets what is older than offset ${first}.`,
  enqueued: (queue: string, seq: number): string => `Message ${seq} waits in ${queue}.`,
  delivered: (queue: string, seq: number, to: string, times: number): string =>
    `${queue} delivers message ${seq} to ${to}${times > 1 ? `, delivery ${times}` : ''}.`,
  acknowledged: (queue: string, seq: number): string => `Message ${seq} of ${queue} is done.`,
  requeued: (queue: string, seq: number, reason: string): string =>
    `Message ${seq} goes back to ${queue}: ${reason}.`,
  dead: (queue: string, seq: number, reason: string): string =>
    `${queue} sets message ${seq} aside: ${reason}.`,
  otherFact: (node: string, name: string, value: string): string => `${node}: ${name} ${value}.`,

  breaker: {
    open: (from: string, to: string): string => `The breaker opens: ${from} stops calling ${to}.`,
    halfOpen: (from: string, to: string): string => `The breaker is half-open: ${from} tries ${to} again.`,
    closed: (from: string, to: string): string => `The breaker closes: ${from} calls ${to} as before.`,
  },
  moved: (node: string, machine: string, from: string, to: string, by: string): string =>
    `${node}, ${machine}: from ${from} to ${to}, by ${by}.`,

  begins: (client: string, op: string): string => `${client} begins \`${op}\`.`,
  endsOk: (client: string, op: string, us: number): string =>
    `${client} has \`${op}\` done after ${lasting(us)}.`,
  endsFailed: (client: string, op: string, reason: string): string =>
    `${client}: \`${op}\` failed${reason === '' ? '' : `, ${reason}`}.`,
  endsUnknown: (client: string, op: string, reason: string): string =>
    `${client} cannot know whether \`${op}\` happened${reason === '' ? '' : `: ${reason}`}.`,

  flowBegins: (node: string, handler: string): string => `${node} begins to handle \`${handler}\`.`,
  flowStep: (node: string, handler: string, step: number): string =>
    `${node} is at step ${step + 1} of \`${handler}\`.`,
  flowEnds: (node: string, handler: string): string => `${node} has handled \`${handler}\`.`,
  flowFails: (node: string, handler: string, reason: string): string =>
    `${node} gives \`${handler}\` up: ${reason}.`,
  flowLost: (node: string, handler: string): string => `The crash takes \`${handler}\` at ${node} with it.`,

  faults: {
    crash: {
      begins: (what: string): string => `${what} crashes.`,
      ends: (what: string): string => `${what} restarts.`,
    },
    restart: {
      begins: (what: string): string => `${what} restarts.`,
      ends: (what: string): string => `${what} is up.`,
    },
    pause: {
      begins: (what: string): string => `${what} pauses.`,
      ends: (what: string): string => `${what} goes on.`,
    },
    partition: {
      begins: (what: string): string => `${what} are cut off from each other.`,
      ends: (what: string): string => `${what} hear each other again.`,
    },
    heal: { begins: (): string => 'The cut heals.', ends: (): string => 'The cut heals.' },
    link: {
      begins: (what: string): string => `The link ${what} goes bad.`,
      ends: (what: string): string => `The link ${what} is good again.`,
    },
    slow: {
      begins: (what: string): string => `${what} becomes slow.`,
      ends: (what: string): string => `${what} is as fast as before.`,
    },
    load: {
      begins: (what: string): string => `The load from ${what} changes.`,
      ends: (what: string): string => `The load from ${what} is as designed.`,
    },
    skew: {
      begins: (what: string): string => `The clock of ${what} goes wrong.`,
      ends: (what: string): string => `The clock of ${what} is right again.`,
    },
    message: {
      begins: (what: string): string => `A message on ${what} is interfered with.`,
      ends: (what: string): string => `Messages on ${what} pass again.`,
    },
    set: {
      begins: (what: string): string => `${what} gets another setting.`,
      ends: (what: string): string => `${what} gets its setting back.`,
    },
  },
} as const;
