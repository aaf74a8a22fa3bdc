import type { Schema } from '#lib/schema/meta.ts';
import { id, templateText } from '#lib/schema/leaves.ts';
import { object } from '#lib/schema/shapes.ts';
import type { Step } from '#flow/steps.ts';
import type { StepsField } from '#flow/step-list.ts';

/** The same steps for every item, one after another. */
export interface ForEachStep {
  forEach: string;
  as: string;
  do: Step[];
}

export const forEachStep = (steps: StepsField): Schema<ForEachStep> =>
  object(
    {
      forEach: templateText({ title: 'List', sentence: 'The list, such as ${req.items}.' }),
      as: id({ title: 'As', sentence: 'The name of the item inside.' }),
      do: steps({ title: 'Do', sentence: 'The steps for each item.' }),
    },
    { title: 'For each', sentence: 'Runs steps for every item of a list, one after another.' },
  );
