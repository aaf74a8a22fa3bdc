import type { Schema } from '#lib/schema/meta.ts';
import { list, object } from '#lib/schema/shapes.ts';
import type { Step } from '#flow/steps.ts';
import type { StepsField } from '#flow/step-list.ts';

/** Branches side by side, the first success of which is enough. */
export interface AnyStep {
  any: Step[][];
}

export const anyStep = (steps: StepsField): Schema<AnyStep> =>
  object(
    {
      any: list(steps({ title: 'Branch', sentence: 'The steps of one branch.' }), {
        title: 'Branches',
        sentence: 'The branches that run at the same time.',
        min: 1,
        max: 20,
      }),
    },
    {
      title: 'Any',
      sentence: 'Runs branches at the same time and goes on with the first to succeed; it fails when all do.',
    },
  );
