import { count, lasting, moment, some } from './amounts.ts';

/** What the command line says to people. */
export const words = {
  about: 'Draw it, break it, replay it: microservice systems from the command line.',
  usage: 'Usage',
  commands: 'Commands',
  options: 'Options',
  sources:
    'FILE is a scenario document, - standard input, LINK an address with #s=…, @id a scenario of the library (@id/counter: with its pattern taken away).',
  moreHelp: 'halfopen COMMAND --help says more about one of them.',
  seeHelp: (command: string): string => `See halfopen ${command === '' ? '' : `${command} `}--help.`,

  option: {
    help: 'Say how this is used',
    version: 'Print the version',
    json: 'Print JSON: one object',
    seed: 'Another seed than the document’s, 0 to 4294967295',
    for: 'Virtual time to run, such as 20s',
  },
  run: {
    summary: 'Run a scenario: verdicts, rows, figures, digest',
    detail:
      'Ends with 0 when every check that says what it expects came out so, 1 when not or when the run had to be stopped, 2 for bad input.',
    seeds: 'Every seed from A to B, a line for each',
    json: 'Print JSON: one object, or a line for each of several seeds',
    warmup: 'Leave the first part out of the figures, such as 5s',
    events: 'Stop after this many events, 50000000 when left out',
  },
  library: {
    summary: 'List the built-in scenarios',
    json: 'Print JSON: a list of { id, title, group, patterns }',
  },
  validate: { summary: 'Say what is wrong with a document, by path' },
  link: {
    summary: 'Print the link of a document',
    at: 'The moment that the link shows, such as 3.2s',
    base: 'The address of the page, put before the link',
  },
  open: { summary: 'Print the document that a link carries' },
  trace: {
    summary: 'Print the events of a run',
    format: 'jsonl (a line for each event), otlp (OpenTelemetry spans) or mermaid (a sequence diagram)',
    events: 'Stop after this many events, 1000000 when left out',
  },
  check: {
    summary: 'Judge histories from elsewhere by a consistency model',
    detail:
      'Reads Jepsen EDN and JSON Lines and prints a line of JSON for each history. Ends with 0 when all are valid, 1 when some are invalid, 3 when some are undecided and none is invalid, 2 for bad input.',
    budget: 'For each file: a time, a number of search steps, memory, or several: 10s,64MB',
    models: 'Models',
  },

  bad: {
    command: (name: string): string => `There is no command ${name}.`,
    option: (name: string): string => `There is no option ${name}.`,
    repeated: (name: string): string => `${name} is given twice.`,
    needsValue: (name: string): string => `${name} needs a value.`,
    noValue: (name: string): string => `${name} takes no value.`,
    missing: (what: string): string => `${what} is missing.`,
    tooMany: (what: string): string => `Nobody asked for ${what}.`,
    value: (name: string, expected: string, got: string): string =>
      `${name}: expected ${expected}, got ${got}.`,
    both: (one: string, other: string): string => `${one} and ${other} do not go together.`,
    file: (name: string, why: string): string => `${name} cannot be read: ${why}.`,
    noFile: 'there is no such file',
    folder: 'it is a folder',
    denied: 'permission denied',
    terminal: 'standard input is a terminal',
    library: (id: string): string => `The library has no ${id}. halfopen library lists what it has.`,
    model: (name: string): string => `There is no model ${name}. halfopen check --help lists them.`,
    linkTooLong: (length: number, max: number): string =>
      `The link would have ${count(length)} characters, and only ${count(max)} can be opened. Share the file.`,
    line: (file: string, line: number, message: string): string =>
      line > 0 ? `${file}:${line}: ${message}` : `${file}: ${message}`,
    moreLines: (file: string, n: number): string =>
      `${file}: and ${n} more ${n === 1 ? 'line' : 'lines'} that cannot be read`,
  },
  expected: {
    seed: 'a whole number from 0 to 4294967295',
    seeds: 'two seeds such as 1..100, the first not above the second',
    duration: 'a duration such as 20s',
    runFor: 'a duration from 1ms to 24h',
    events: 'a whole number above 0',
    budget: 'a duration such as 10s, a number of steps, memory such as 64MB, or several with commas between',
    format: 'jsonl, otlp or mermaid',
  },

  progress: (at: number, end: number, events: number): string =>
    `${moment(at)} of ${moment(end)}, ${some(events, 'event')}`,
  progressOfSeeds: (done: number, of: number): string => `${count(done)} of ${some(of, 'seed')}`,
  stopped: {
    instant: (node: string, at: number): string =>
      `Stopped at ${moment(at)}: time does not go on. Something repeats without delay, and ${node} does most of the work. Give the loop a delay.`,
    events: (node: string, at: number, events: number): string =>
      `Stopped at ${moment(at)} after ${some(events, 'event')}: the budget is spent. ${node} does most of the work. Lower its load or break the cycle, or raise --events.`,
    error: (text: string): string => `Stopped by a fault of Halfopen itself: ${text}`,
  },
  report: {
    seed: (seed: number): string => `seed ${seed}`,
    digest: (digest: string): string => `digest ${digest}`,
    events: (events: number): string => some(events, 'event'),
    ended: (us: number): string => `${moment(us)} of virtual time`,
    checks: 'Checks',
    operations: 'Operations',
    nodes: 'Nodes',
    rows: 'Rows',
    moreRows: (hidden: number): string => `and ${count(hidden)} more`,
    holds: 'holds',
    breaks: 'breaks',
    unknown: 'undecided',
    at: (us: number): string => `at ${moment(us)}`,
    asExpected: 'as expected',
    notAsExpected: (expected: string): string => `expected: ${expected}`,
    columns: {
      ok: 'ok',
      failed: 'failed',
      unknown: 'unknown',
      mean: 'mean',
      p50: 'p50',
      p95: 'p95',
      p99: 'p99',
      max: 'max',
      arrived: 'arrived',
      served: 'served',
      rejected: 'rejected',
      slots: 'slots',
      queue: 'queue',
      sojourn: 'stay',
    },
    latency: (ms: number): string => lasting(ms * 1000),
    seedsAsExpected: (good: number, of: number): string =>
      good === of
        ? `As expected with ${some(of, 'seed')}.`
        : `As expected with ${count(good)} of ${some(of, 'seed')}.`,
  },
  valid: (nodes: number, links: number, checks: number): string =>
    `Valid: ${some(nodes, 'node')}, ${some(links, 'link')}, ${some(checks, 'check')}.`,
} as const;
