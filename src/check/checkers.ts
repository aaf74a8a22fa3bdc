import type { Budget } from './budget.ts';
import { counterBounds, setBounds } from './bounds.ts';
import { causalCC, causalCCv, causalCM, pram } from './causal.ts';
import { sessionGuarantee } from './guarantees.ts';
import type { History, Verdict } from './history.ts';
import { linearizable } from './linearizable.ts';
import { models } from './models.ts';
import { sequential } from './sequential.ts';
import { isolation } from './transactions.ts';

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

const weak = {
  operations: ['read', 'write', 'get', 'put'],
  needsTimes: false,
  holdsValues: true,
  limits:
    'Registers. Where a value is written twice to a key, every match of reads and writes is tried within the budget.',
} as const;

const POPL17 = 'Bad patterns of Bouajjani, Enea, Guerraoui and Hamza, POPL 2017.';

const weakModels: readonly Checker[] = [
  {
    ...weak,
    name: 'sequential',
    definition:
      'One order of all operations, the same for all, that keeps each session’s own; the clock does not matter.',
    source: 'Lamport 1979.',
    cost: 'Saturation in polynomial time decides most histories; the rest is searched (NP-complete).',
    limits: 'Beyond its budget of steps and memory the answer is unknown.',
    operations: ['read', 'write', 'get', 'put', 'cas', 'txn'],
    check: (history, budget) => sequential(history, budget),
  },
  {
    ...weak,
    name: 'causal-cm',
    definition:
      'Each session can order all it causally knows so that its own reads find the last write before them.',
    source: `Ahamad et al. 1995. ${POPL17}`,
    cost: 'Per session a few passes over all operations.',
    check: causalCM,
  },
  {
    ...weak,
    name: 'causal-ccv',
    definition:
      'Causality, and one order of the writes that know nothing of each other, the same for all sessions.',
    source: POPL17,
    cost: 'Two passes over all operations.',
    check: causalCCv,
  },
  {
    ...weak,
    name: 'causal-cc',
    definition: 'What a client has seen or done comes, for everyone who sees its later writes, before them.',
    source: POPL17,
    cost: 'One pass over all operations.',
    check: causalCC,
  },
  {
    ...weak,
    name: 'pram',
    definition: 'Each session sees the writes of every other in the order they were made.',
    source:
      'Lipton and Sandberg 1988; patterns as for causal memory with session order in place of causality.',
    cost: 'Per session a few passes over all operations.',
    check: pram,
  },
];

const TERRY = 'Terry et al., PDIS 1994; Jepsen.';

const guarantees: readonly Checker[] = (
  [
    ['read-your-writes', 'A session finds its own last write to a key, or a newer version.'],
    ['monotonic-reads', 'A session never finds an older version than it found before.'],
    ['monotonic-writes', 'Whoever has found a write then also finds what its session wrote before it.'],
    [
      'writes-follow-reads',
      'Whoever has found a write then also finds what its session had found before it.',
    ],
  ] as const
).map(([name, definition]) => ({
  ...weak,
  name,
  definition,
  source: TERRY,
  cost: 'One pass over all operations.',
  limits: 'Registers. Without versions only what certainly is older counts as older.',
  operations: ['read', 'write', 'get', 'put', 'txn'],
  check: (history, budget) => sessionGuarantee(history, name, budget),
}));

const isolationLevels: readonly Checker[] = (
  [
    ['transactional-causal', 'A transaction finds what everything it causally follows has left, or newer.'],
    ['read-atomic', 'A transaction finds all or nothing of what another wrote.'],
    [
      'read-committed',
      'A transaction finds only what was committed, and nothing older than it could know in passing.',
    ],
  ] as const
).map(([name, definition]) => ({
  ...weak,
  name,
  definition,
  source: 'Axioms of Biswas and Enea, OOPSLA 2019.',
  cost: 'Reads times writers of the key.',
  limits: 'Registers, every value written once to a key.',
  operations: ['txn', 'read', 'write', 'get', 'put'],
  check: (history, budget) => isolation(history, name, budget),
}));

const bounds: readonly Checker[] = [
  {
    ...weak,
    name: 'counter-bounds',
    definition: 'Every read lies between what must have been counted and what may have been.',
    source: 'Jepsen’s counter checker.',
    cost: 'Near-linear.',
    limits: 'Says nothing about the order of reads.',
    operations: ['add', 'read'],
    needsTimes: true,
    holdsValues: false,
    check: counterBounds,
  },
  {
    ...weak,
    name: 'set-bounds',
    definition:
      'Every read holds each element whose addition had been acknowledged, and none nobody tried to add.',
    source: 'Jepsen’s set checkers.',
    cost: 'Reads times elements added before them.',
    limits: 'An element that was removed and added again may be missing unnoticed.',
    operations: ['add', 'remove', 'read'],
    needsTimes: true,
    holdsValues: false,
    check: setBounds,
  },
];

/** Strongest first, as far as they can be compared. */
export const checkers: readonly Checker[] = [
  ...linearizabilityOf,
  ...weakModels,
  ...guarantees,
  ...isolationLevels,
  ...bounds,
];

const ALIASES: Readonly<Record<string, string>> = {
  linearizable: 'cas-register',
  cas: 'cas-register',
  causal: 'causal-cm',
};

export function checkerNamed(name: string): Checker | null {
  const wanted = Object.hasOwn(ALIASES, name) ? ALIASES[name] : name;
  return checkers.find((checker) => checker.name === wanted) ?? null;
}
