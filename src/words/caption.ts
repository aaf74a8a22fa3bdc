import { and, lasting, some } from './amounts.ts';

/** The caption under the figure: what is true now, and why. Sentences that stand on their own, in any order. */
export const caption = {
  figure: 'Fig. 1',
  at: (time: string): string => `at ${time}.`,
  nothingDrawn: 'An empty sheet. Place a client and something for it to call.',
  nothingRuns: 'Nothing runs yet. Time starts when the first client sends something.',
  bothSides: 'Both sides',
  quiet: 'Nothing is on its way.',
  over: 'The run is over.',
  down: (node: string, us: number): string =>
    us < 1_000 ? `${node} crashes.` : `${node} has been down for ${lasting(us)}.`,
  downFor: (node: string, us: number, left: number): string =>
    us < 1_000
      ? `${node} crashes, and restarts in ${lasting(left)}.`
      : `${node} has been down for ${lasting(us)} and restarts in ${lasting(left)}.`,
  instanceDown: (node: string, down: number, all: number, us: number): string =>
    `${some(down, 'instance')} of ${all} of ${node} ${down === 1 ? 'has' : 'have'} been down for ${lasting(us)}.`,
  paused: (node: string, us: number): string =>
    us < 1_000 ? `${node} stops where it stands.` : `${node} has stood still for ${lasting(us)}.`,
  cut: (sides: string, us: number): string =>
    us < 1_000
      ? `${sides} are cut off from each other, from this moment on.`
      : `${sides} have been cut off from each other for ${lasting(us)}.`,
  badLink: (link: string, us: number): string =>
    us < 1_000 ? `The link ${link} turns bad.` : `The link ${link} has been bad for ${lasting(us)}.`,
  slow: (node: string, us: number): string =>
    us < 1_000 ? `${node} turns slow.` : `${node} has been slow for ${lasting(us)}.`,
  waits: (group: string, lag: number, log: string): string =>
    `${some(lag, 'event')} in ${log} ${lag === 1 ? 'waits' : 'wait'} for ${group}.`,
  breakerOpen: (from: string, to: string, left: number): string =>
    left > 0
      ? `${from} has stopped calling ${to} and tries again in ${lasting(left)}.`
      : `${from} has stopped calling ${to}.`,
  breakerHalfOpen: (from: string, to: string): string => `${from} carefully tries ${to} again.`,
  behind: (replica: string, key: string, has: number, versions: number): string =>
    `${replica} still answers \`${key}\` from ==v${has}==, ${some(versions, 'version')} behind.`,
  lacks: (replica: string, key: string, has: number, versions: number): string =>
    `${replica} still has ==v${has}== of \`${key}\`, ${some(versions, 'version')} behind.`,
  parted: (one: string, other: string, key: string): string =>
    `${one} and ${other} each have a write of \`${key}\` that the other does not know.`,
  overloaded: (node: string, waiting: number): string => `${some(waiting, 'request')} wait at ${node}.`,
  lost: (label: string, to: string, reason: string): string => `\`${label}\` to ${to} is lost: ${reason}.`,
  stored: (key: string, brief: string, onTheWay: string): string =>
    `\`${key}\` is stored${brief === '' ? '' : ` as ${brief}`}${onTheWay === '' ? '.' : `, and ${onTheWay}.`}`,
  onTheWay: (label: string, to: string): string => `\`${label}\` is on the way to ${to}`,
  answerOnTheWay: (from: string, to: string): string => `the answer of ${from} is on the way to ${to}`,
  sending: (from: string, onTheWay: string): string => `${onTheWay}, from ${from}.`,
  answering: (from: string, to: string): string => `${from} is answering ${to}.`,
  working: (node: string, handler: string): string => `${node} is handling \`${handler}\`.`,
  underWay: (kinds: readonly string[]): string => `On their way: ${and(kinds)}.`,
  kinds: {
    request: (n: number): string => some(n, 'request'),
    reply: (n: number): string => some(n, 'reply', 'replies'),
    event: (n: number): string => some(n, 'event'),
    compensation: (n: number): string => some(n, 'compensation'),
    replication: (n: number): string => some(n, 'copy', 'copies'),
    control: (n: number): string => some(n, 'signal'),
  },
} as const;
