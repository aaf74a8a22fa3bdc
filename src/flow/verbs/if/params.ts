import type { Schema } from '#lib/schema/meta.ts';
import { expression } from '#lib/schema/leaves.ts';
import { object } from '#lib/schema/shapes.ts';
import type { Step } from '#flow/steps.ts';
import type { StepsField } from '#flow/step-list.ts';

/** One way or the other. */
export interface IfStep {
  if: string;
  then: Step[];
  else?: Step[];
}

export const ifStep = (steps: StepsField): Schema<IfStep> =>
  object(
    {
      if: expression({ title: 'If', sentence: 'The condition.' }),
      then: steps({ title: 'Then', sentence: 'The steps when it is true.' }),
      else: steps({ title: 'Else', sentence: 'The steps when it is false.', optional: true }),
    },
    { title: 'If', sentence: 'Goes one way or the other.' },
  );
