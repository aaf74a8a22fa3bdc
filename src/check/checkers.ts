import type { Budget } from './budget.ts';
import type { History, Verdict } from './history.ts';
import { linearizable } from './linearizable.ts';
import { models } from './models.ts';

/** One entry of the roster: a checker by the name that the command line and the lamps use, and what to say about it. */
export interface Checker {
  readonly name: string;
  /** Sentences for the tooltip: what it demands, who defined it, what a verdict costs, what it cannot judge. */
  readonly definition: string;
  readonly source: string;
  readonly cost: string;
  readonly limits: string;
  /** The names of operations it understands. */
  readonly operations: readonly string[];
  /** Whether it needs to know when operations were called and answered, not only their order in each session. */
  readonly needsTimes: boolean;
  /** Whether its objects are registers with a first value. */
  readonly holdsValues: boolean;
  readonly check: (history: History, budget: Budget) => Verdict;
}

const linearizability = {
  definition: 'Every operation seems to happen at one moment between its call and its answer.',
  source: 'Herlihy and Wing, TOPLAS 1990; search after Wing and Gong 1993 and Lowe 2017.',
  limits: 'Beyond its budget of steps and memory the answer is unknown.',
  needsTimes: true,
} as const;

const REGISTERS = new Set(['register', 'cas-register', 'multi-register']);

const linearizabilityOf: Checker[] = [...models.values()].map((model) => ({
  ...linearizability,
  name: model.name,
  cost: model.name.endsWith('register')
    ? 'Near-linear if no value is written twice to a key; otherwise exponential in the operations that overlap.'
    : 'Exponential in the operations that overlap, near-linear when few do.',
  operations: model.operations,
  holdsValues: REGISTERS.has(model.name),
  check: (history, budget) => linearizable(history, model, budget),
}));

export const checkers: readonly Checker[] = [...linearizabilityOf];

const ALIASES: Readonly<Record<string, string>> = { linearizable: 'cas-register', cas: 'cas-register' };

export function checkerNamed(name: string): Checker | null {
  const wanted = Object.hasOwn(ALIASES, name) ? ALIASES[name] : name;
  return checkers.find((checker) => checker.name === wanted) ?? null;
}
