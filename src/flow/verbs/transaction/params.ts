import type { Schema } from '#lib/schema/meta.ts';
import { id } from '#lib/schema/leaves.ts';
import { object } from '#lib/schema/shapes.ts';
import type { Step } from '#flow/steps.ts';
import type { StepsField } from '#flow/step-list.ts';

/** Several steps in one store, all or none. */
export interface TransactionStep {
  transaction: string;
  steps: Step[];
  as?: string;
}

/** The verbs that may stand inside. */
export const TRANSACTION_VERBS = [
  'get',
  'put',
  'delete',
  'scan',
  'update',
  'publish',
  'set',
  'if',
  'fail',
] as const;

export const transactionStep = (steps: StepsField): Schema<TransactionStep> =>
  object(
    {
      transaction: id({
        title: 'Store',
        sentence: 'The database or cluster in which all of it happens.',
        refers: 'node',
      }),
      steps: steps({
        title: 'Steps',
        sentence: 'Reads, writes and publications; what is published goes through the outbox of the store.',
      }),
      as: id({
        title: 'As',
        sentence: 'The name that the outcome gets: {ok}, false when a condition aborted it.',
        optional: true,
      }),
    },
    {
      title: 'Transaction',
      sentence: 'Reads and writes in one store, all or none; a false condition aborts the whole.',
    },
  );
