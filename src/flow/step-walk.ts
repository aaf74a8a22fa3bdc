import { verbOf, type Step, type StepOf } from './steps.ts';

/** Steps inside a step, with the way to them: `['then']`, `['all', 0]`, `['saga', 1, 'undo']`. */
export type Branch = readonly [way: readonly (string | number)[], steps: readonly Step[]];

/** The lists of steps that a step holds, in the order in which they are written. */
export const branchesOf = (step: Step): readonly Branch[] => {
  switch (verbOf(step)) {
    case 'transaction':
      return [[['steps'], (step as StepOf['transaction']).steps]];
    case 'if': {
      const { then, else: otherwise } = step as StepOf['if'];
      return otherwise === undefined
        ? [[['then'], then]]
        : [
            [['then'], then],
            [['else'], otherwise],
          ];
    }
    case 'forEach':
      return [[['do'], (step as StepOf['forEach']).do]];
    case 'all':
      return (step as StepOf['all']).all.map((branch, index) => [['all', index], branch] as const);
    case 'any':
      return (step as StepOf['any']).any.map((branch, index) => [['any', index], branch] as const);
    case 'try': {
      const { try: attempt, catch: otherwise } = step as StepOf['try'];
      return [
        [['try'], attempt],
        [['catch'], otherwise],
      ];
    }
    case 'saga':
      return (step as StepOf['saga']).saga.flatMap((stage, index): Branch[] => [
        [['saga', index, 'do'], stage.do],
        ...(stage.undo === undefined ? [] : [[['saga', index, 'undo'], stage.undo] as const]),
      ]);
    case 'work':
    case 'call':
    case 'get':
    case 'put':
    case 'delete':
    case 'scan':
    case 'update':
    case 'publish':
    case 'send':
    case 'set':
    case 'await':
    case 'reply':
    case 'forward':
    case 'fail':
      return [];
  }
};

/** How many steps there are, nested ones included. */
export const countSteps = (steps: readonly Step[]): number =>
  steps.reduce(
    (count, step) => branchesOf(step).reduce((sum, [, inner]) => sum + countSteps(inner), count + 1),
    0,
  );

/** Every step, nested ones included, in the order in which they are written. */
export function* walkSteps(steps: readonly Step[]): Generator<Step> {
  for (const step of steps) {
    yield step;
    for (const [, inner] of branchesOf(step)) yield* walkSteps(inner);
  }
}
