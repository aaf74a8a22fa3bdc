import type { Schema } from '#lib/schema/meta.ts';
import { id, name } from '#lib/schema/leaves.ts';
import { list, object } from '#lib/schema/shapes.ts';
import type { Step } from '#flow/steps.ts';
import type { StepsField } from '#flow/step-list.ts';

/** One stage: what it does, and what takes it back. */
export interface SagaStage {
  name: string;
  do: Step[];
  undo?: Step[];
}

/** Stages that are taken back in reverse when one of them fails. */
export interface SagaStep {
  saga: SagaStage[];
  log?: string;
}

export const sagaStep = (steps: StepsField): Schema<SagaStep> =>
  object(
    {
      saga: list(
        object(
          {
            name: name({ title: 'Name', sentence: 'What the stage is called in the log.' }),
            do: steps({ title: 'Do', sentence: 'The steps of the stage.' }),
            undo: steps({
              title: 'Undo',
              sentence:
                'The steps that take it back, retried until they succeed; left out, nothing needs taking back.',
              optional: true,
            }),
          },
          { title: 'Stage', sentence: 'One local transaction and its compensation.' },
        ),
        { title: 'Stages', sentence: 'The stages in their order.', min: 1, max: 50 },
      ),
      log: id({
        title: 'Log',
        sentence:
          'The database that keeps where the saga stands, so that it goes on after a crash; left out, a crash leaves it in doubt.',
        refers: 'node',
        optional: true,
      }),
    },
    {
      title: 'Saga',
      sentence: 'Runs stages in order; when one fails, the finished ones are undone in reverse.',
    },
  );
