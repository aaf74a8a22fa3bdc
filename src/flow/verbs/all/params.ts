import type { Schema } from '#lib/schema/meta.ts';
import { list, object } from '#lib/schema/shapes.ts';
import type { Step } from '#flow/steps.ts';
import type { StepsField } from '#flow/step-list.ts';

/** Branches side by side, all of which must succeed. */
export interface AllStep {
  all: Step[][];
}

export const allStep = (steps: StepsField): Schema<AllStep> =>
  object(
    {
      all: list(steps({ title: 'Branch', sentence: 'The steps of one branch.' }), {
        title: 'Branches',
        sentence: 'The branches that run at the same time.',
        min: 1,
        max: 20,
      }),
    },
    {
      title: 'All',
      sentence: 'Runs branches at the same time and goes on when all have finished; one failure fails it.',
    },
  );
