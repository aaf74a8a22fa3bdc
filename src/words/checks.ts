/** What checks say about their verdicts. */
export const words = {
  rows: (keys: readonly string[], count: number): string =>
    count > keys.length ? `${keys.join(', ')} and ${count - keys.length} more` : keys.join(', '),
  neverAtRest: (reason: string): string =>
    `The load or a fault goes on to the end${reason === '' ? '' : `; now: ${reason}`}`,
  tooShort: (reason: string): string =>
    `The run ends before the deadline${reason === '' ? '' : `; now: ${reason}`}`,
  latency: (percent: number, ms: number): string =>
    `p${percent} ${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`,
  availability: (ok: number, of: number): string => `${((100 * ok) / of).toFixed(2)} % of ${of}`,
  noOperations: 'No such operation ended',
  foreign: (what: string): string => `This model cannot describe ${what}`,
  client: (process: string): string => `client ${process}`,
  putOfOld: 'a put that depends on the old row',
  siblings: 'several values of one row at once',
  more: (n: number): string => `more than ${n} operations`,
  writtenByOthers: 'Values were read that no client wrote, and others than clients write here',
  differs: (key: string): string => `${key} differs between copies`,
  noEvents: 'There was nothing to deliver',
  begunTwice: (id: string): string => `${id} was begun more than once`,
  doneTwice: (id: string): string => `${id} was handled more than once`,
  neverDone: (id: string, count: number): string =>
    count > 1 ? `${id} and ${count - 1} more were never handled` : `${id} was never handled`,
  titleOfConsistency: (model: string, of: string): string => `${of} is ${model}`,
  titleOfLatency: (op: string | undefined, percent: number, below: string): string =>
    `p${percent}${op === undefined ? '' : ` of ${op}`} below ${below}`,
  titleOfAvailability: (op: string | undefined, above: number): string =>
    `${op ?? 'Every operation'} answered more than ${(100 * above).toFixed(above > 0.99 ? 1 : 0)} %`,
  titleOfDelivery: (guarantee: string, of: string): string =>
    `${of} handles events ${guarantee.replace(/[A-Z]/g, (c) => ` ${c.toLowerCase()}`)}`,
  titleOfConsensus: (of: string): string => `${of} keeps the invariants of Raft`,
  raftViolation: ({ property, member, term, index }: Violation): string =>
    `${property}: ${member} in term ${term}${index > 0 ? `, entry ${index}` : ''}`,
  unreadable: (problem: string): string => `The expression cannot be read: ${problem}`,
  noSuchNode: (name: string): string => `There is no ${name}`,
};

interface Violation {
  readonly property: string;
  readonly member: string;
  readonly term: number;
  readonly index: number;
}
