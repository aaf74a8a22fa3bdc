import type { Schema } from '#lib/schema/meta.ts';
import { object } from '#lib/schema/shapes.ts';
import type { Step } from '#flow/steps.ts';
import type { StepsField } from '#flow/step-list.ts';

/** Steps, and what to do when they fail. */
export interface TryStep {
  try: Step[];
  catch: Step[];
}

export const tryStep = (steps: StepsField): Schema<TryStep> =>
  object(
    {
      try: steps({ title: 'Try', sentence: 'The steps that may fail.' }),
      catch: steps({ title: 'Catch', sentence: 'The steps after a failure; error has its reason and text.' }),
    },
    { title: 'Try', sentence: 'Runs steps, and others when they fail.' },
  );
