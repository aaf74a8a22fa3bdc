import { and, count, lasting, moment, share, some } from './amounts.ts';

/** What the consistency panel says, over a run and over histories from elsewhere. */
export const words = {
  label: 'Consistency',
  tab: 'Consistency',
  broken: 'a model is broken at this moment',
  working: 'Judging what clients saw…',
  simulating: 'The run is still being worked out. Its stores are judged when it is over.',
  nothing: 'No client asks a store itself here, so there is nothing to judge.',
  store: 'Store',
  heading: 'What the history allows',
  headingOf: (store: string): string => `What the history of ${store} allows`,
  summary: (operations: number, sessions: number, unanswered: number): string =>
    `${some(operations, 'operation')} in ${some(sessions, 'session')}${
      unanswered === 0 ? '' : `, ${count(unanswered)} without an answer`
    }.`,
  strongest: 'Strongest model that holds:',
  noneHolds: 'No model holds.',
  notYet: 'Nothing was asked yet.',
  implied: 'A line means that the upper model implies the lower one.',
  implying: (names: readonly string[]): string => (names.length === 0 ? '' : ` It implies ${and(names)}.`),
  lattice: 'Models of consistency, strongest first',

  /** By the name of the checker. */
  models: {
    linearizable: { name: 'Linearizable', says: 'A read returns the newest write.', not: 'Not linearizable' },
    sequential: { name: 'Sequential', says: 'One order for all; no clock.', not: 'Not sequential' },
    'causal-cm': { name: 'Causal', says: 'Nobody sees an effect before its cause.', not: 'Not causal' },
    'causal-ccv': {
      name: 'Causal, convergent',
      says: 'All agree on the order of rivals.',
      not: 'Not causally convergent',
    },
    'causal-cc': {
      name: 'Weakly causal',
      says: 'Rivals may swap from read to read.',
      not: 'Not even weakly causal',
    },
    pram: { name: 'PRAM', says: 'Each session’s writes, in its order.', not: 'Not PRAM' },
    'read-your-writes': {
      name: 'Read your writes',
      says: 'You see what you wrote.',
      not: 'A session did not read its own write',
    },
    'monotonic-reads': {
      name: 'Monotonic reads',
      says: 'What you read never goes back in time.',
      not: 'A session read back in time',
    },
    'monotonic-writes': {
      name: 'Monotonic writes',
      says: 'Your writes land in the order you made.',
      not: 'Writes of a session changed places',
    },
    'writes-follow-reads': {
      name: 'Writes follow reads',
      says: 'A write lands after what its author read.',
      not: 'A write came before what its author had read',
    },
    eventual: {
      name: 'Eventual',
      says: 'Once writing stops, all copies agree.',
      not: 'The copies never agreed',
    },
  },

  lamp: {
    invalid: 'counterexample',
    valid: 'holds',
    unknown: 'not decided',
    /** The run goes on to break it, after this moment. */
    later: 'holds so far',
    notYet: 'nothing asked yet',
    operations: (n: number): string => some(n, 'operation'),
    anOrder: 'an order exists',
    noBadPattern: 'no bad pattern',
    breaksAt: (us: number): string => `until ${moment(us)}`,
    askAtEnd: 'ask at the end',
    agree: 'copies agree',
    stillTalking: 'still being written',
    differ: (key: string): string => `${key} differs`,
    oneCopy: 'there is one copy',
  },
  tip: (definition: string, source: string, cost: string, limits: string): string =>
    `${definition} ${source} Cost: ${cost} Limits: ${limits}`,

  proof: {
    title: (not: string): string => `${not}: the smallest proof found`,
    weaker: (name: string): string => `It breaks with a weaker model: ${name}.`,
    smallest: (n: number): string => some(n, 'operation'),
    around: (n: number): string => `all ${count(n)} nearby`,
    how: 'How much of the history is shown',
    goThere: 'Go there',
    definition: 'Definition.',
    source: 'Source.',
    cost: 'Cost.',
    limits: 'Limits.',
    holds: {
      linearizable: 'An order exists in which every operation takes effect between its call and its answer.',
      sequential: 'One order of everything exists that keeps each session’s own.',
      other: 'Nothing that clients saw contradicts it.',
    },
    unknown: 'Nobody can say',
    stillHolds: (name: string): string => `${name} still holds at this moment.`,
    breaksLater: (us: number): string => `It breaks at ${moment(us)}.`,
    drawing: (sentence: string): string => `Operations of clients over time. ${sentence}`,
    register: 'register',
    firstValue: 'first value',
    or: ' or ',
    mustReturn: 'must return this',
    mayReturn: 'must return one of these',
    events: (n: number): string => some(n, 'event'),
    later: (amount: string): string => `${amount} later`,
    told: (who: string): string => `${who} is told: stored`,
    foundIt: (who: string): string => `${who} has found it`,
    fitsOnly: (value: string): string => `${value} fits only left of this line`,
    unanswered: 'no answer',
    seconds: 'seconds',
    positions: 'events',
    edges: 'What has to come before what',
    before: 'before',
    /** The reasons that checkers give for an edge, where others say it better. */
    why: (reason: string): string =>
      reason.replace(/^before, as session (.+) then found$/u, '$1 read the second after it knew the first'),
  },

  order: {
    sequential: 'Still sequential: forget the clock and an order exists',
    'causal-cm': (who: string): string => `Still causal: what ${who} saw has an order`,
    pram: (who: string): string => `Still PRAM: what ${who} saw has an order`,
    label: 'The order that exists',
    moved: (amount: string): string => `moved ${amount} earlier`,
  },

  say: {
    wrote: (who: string, value: string): string => `${who} was told that ${value} is stored`,
    found: (who: string, value: string): string => `${who} had found ${value}`,
    stale: (reader: string, since: string, newer: string, value: string): string =>
      `${reader}’s read began ${since} after ${newer}, and still it returned ${value}. Whatever order you try, real time puts the read after the write.`,
    neverWritten: (reader: string, value: string): string =>
      `${reader} found ${value}, which no client ever wrote.`,
    notYetWritten: (reader: string, value: string, writer: string): string =>
      `${reader} found ${value} before ${writer} had begun to write it.`,
    'read-your-writes': (reader: string, _: string, newer: string, value: string): string =>
      `${reader} had written ${newer} itself, and then found ${value}, which is older.`,
    'monotonic-reads': (reader: string, _: string, newer: string, value: string): string =>
      `${reader} had already found ${newer}, and then found ${value}, which is older.`,
    'monotonic-writes': (reader: string, writer: string, newer: string, value: string): string =>
      `${reader} had found a later write of ${writer}, who had written ${newer} before it; and still ${reader} found ${value}.`,
    'writes-follow-reads': (reader: string, _: string, newer: string, value: string): string =>
      `${reader} had found a write whose author knew of ${newer}; and still ${reader} found ${value}.`,
    known: (reader: string, newer: string, value: string): string =>
      `${reader} found ${value}, although it already knew of ${newer}, which had replaced it.`,
    cycle:
      'Each of these would have to come before the next, and the last before the first. No order does that.',
    noOrder: 'Every order of these operations was tried, and none explains all the answers.',
    nothing: 'nothing',
  },

  stale: {
    title: 'How old were the answers?',
    none: (reads: number): string =>
      `${some(reads, 'read')}, and every one found the newest version that anybody had been told of.`,
    some: (stale: number, reads: number, versions: number, us: number): string =>
      `${count(stale)} of ${some(reads, 'read')} ${stale === 1 ? 'was' : 'were'} stale: at worst ${some(versions, 'version')} and ${lasting(us)} behind.`,
    versions: 'versions behind',
    time: 'ms behind',
    say: (title: string, most: string): string => `${title}, over the run: at most ${most}`,
    readBy: (versions: number, us: number): string =>
      `stale: ${some(versions, 'version')}, ${lasting(us)} behind`,
  },

  visibility: {
    title: 'How soon is a write seen?',
    explain: (n: number, r: number, w: number): string =>
      `N = ${n}, R = ${r}, W = ${w}. Reads that found the newest write, by the milliseconds since it was confirmed: bars as measured, rules across them as the delays alone let expect.`,
    under: (ms: number): string => `<${ms}`,
    of: (reads: number): string => `of ${count(reads)}`,
    say: (ms: number, reads: number, fresh: number, predicted: number): string =>
      `${some(reads, 'read')} less than ${lasting(ms * 1_000)} after it: ${share(fresh)} found it, ${share(predicted)} were to be expected.`,
  },

  check: {
    heading: 'Check a history',
    explain:
      'Client histories from elsewhere: Jepsen EDN, Jepsen’s log lines, JSON Lines, or get, put and append logs. It is read here, in this page, and sent nowhere.',
    model: 'Model',
    history: 'History',
    placeholder: '{"client":1,"f":"write","key":"x","value":1,"ok":true,"call":0,"ret":2}',
    open: 'Open a file…',
    run: 'Check it',
    stop: 'Stop',
    checking: 'Checking…',
    tooLarge: (mb: number): string =>
      `This is larger than ${mb} MB. The command line checks it: halfopen check.`,
    notText: 'This file could not be read as text.',
    died: 'The checker ran out of memory or time and was stopped.',
    problems: (n: number): string => `${some(n, 'thing')} could not be read`,
    line: (line: number, message: string): string => (line > 0 ? `Line ${line}: ${message}` : message),
    more: (n: number): string => `and ${count(n)} more`,
    noHistory: 'There is no history in it.',
    proof: (model: string): string => `${model}: the smallest proof found`,
    which: 'Which history',
    named: (id: string, verdict: string): string => `${id}: ${verdict}`,
    verdict: { valid: 'valid', invalid: 'invalid', unknown: 'unknown' },
    operations: (n: number, ms: number): string => `${some(n, 'operation')}, judged in ${lasting(ms * 1000)}`,
    tooManyResults: (shown: number, all: number): string =>
      `The first ${count(shown)} of ${count(all)} are listed.`,
  },
} as const;
