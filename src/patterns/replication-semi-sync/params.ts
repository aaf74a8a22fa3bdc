import type { Complete } from '#lib/schema/meta.ts';
import { choice, integer } from '#lib/schema/leaves.ts';
import { object } from '#lib/schema/shapes.ts';
import { ackTimeout, primaryFields } from '#patterns/replication-fields.ts';

/** A write is confirmed when some copies have it. */
export const semiSyncParams = object(
  {
    acks: integer({
      title: 'Acknowledgements',
      sentence: 'How many copies beside the primary must have a write before it is confirmed.',
      min: 1,
      max: 8,
      default: 1,
    }),
    ackTimeout,
    // MySQL's semi-synchronous replication goes on asynchronously after its timeout; many are surprised by it.
    onTimeout: choice(['fail', 'async'], {
      title: 'On timeout',
      sentence:
        'What happens when too few have answered: the write fails as unknown, or it is confirmed all the same.',
      default: 'fail',
    }),
    ...primaryFields,
  },
  { title: 'Semi-synchronous', sentence: 'A write is confirmed when the primary and some copies have it.' },
);

export type SemiSyncParams = Complete<typeof semiSyncParams>;
