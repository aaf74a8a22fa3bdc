import type { Complete } from '#lib/schema/meta.ts';
import { object } from '#lib/schema/shapes.ts';
import { ackTimeout, primaryFields } from '#patterns/replication-fields.ts';

/** A write is confirmed when all copies have it. */
export const syncParams = object(
  { ackTimeout, ...primaryFields },
  {
    title: 'Synchronous',
    sentence:
      'A write is confirmed when every copy has it. Nothing is lost, and one missing copy stops all writes.',
  },
);

export type SyncParams = Complete<typeof syncParams>;
