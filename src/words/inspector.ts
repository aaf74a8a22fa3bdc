import { use } from './problems.ts';

/** What the inspector says. */
export const inspector = {
  changed: 'changed',
  set: 'set',
  byDefault: (value: string): string => `default ${value}`,
  leftOut: 'left out',
  backTo: (title: string, value: string): string => `${title}: back to ${value}`,
  leaveOut: (title: string): string => `${title}: leave it out`,
  add: (what: string): string => `Add ${what}`,
  addNamed: (title: string): string => `Add ${title.toLowerCase()}`,
  remove: (what: string): string => `Remove ${what}`,
  moveUp: (what: string): string => `Move ${what} up`,
  moveDown: (what: string): string => `Move ${what} down`,
  key: 'Name',
  nothing: '–',
  more: (title: string): string => `${title}: more`,
  less: (title: string): string => `${title}: less`,
  change: (field: string, of: string): string => `Change ${field.toLowerCase()} of ${of}`,
  changeScenario: (field: string): string => `Change ${field.toLowerCase()}`,
  takenName: 'There is one of that name already.',
  scenario: 'Scenario',
  back: 'Back to the member',
  several: (count: number): string => `${count} parts selected`,
  gone: 'What was selected is gone.',
  notKnown: (kind: string): string => `This version does not know the kind ${kind}.`,
  steps: (count: number): string => (count === 1 ? '1 step' : `${count} steps`),
  policies: 'Policies',
  member: 'Cluster',
  choose: 'Choose',
  asFields: 'fields',
  asText: 'one value',
  delay: {
    shape: 'Shape',
    fixed: 'fixed',
    uniform: 'uniform',
    exponential: 'exponential',
    normal: 'normal',
    lognormal: 'lognormal',
    pareto: 'pareto',
    mix: 'mix',
    from: 'from',
    to: 'to',
    mean: 'mean',
    deviation: 'deviation',
    median: 'median',
    p99: 'p99',
    min: 'at least',
    alpha: 'alpha',
    weight: 'weight',
    figures: (mean: string, p99: string): string => `mean ${mean} · p99 ${p99}`,
    endless: 'without bound',
  },
} as const;

/** "Expected 0 to 100000, got -5. Using 100." */
export function problemSentence(problem: {
  readonly expected: string;
  readonly got: string;
  readonly used: string;
}): string {
  const used =
    problem.used === use.nothing
      ? 'Left out.'
      : problem.used === use.asWritten
        ? 'Kept as written.'
        : `Using ${problem.used}.`;
  return `Expected ${problem.expected}, got ${problem.got}. ${used}`;
}
