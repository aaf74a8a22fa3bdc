import type { Complete } from '#lib/schema/meta.ts';
import { object } from '#lib/schema/shapes.ts';
import { primaryFields } from '#patterns/replication-fields.ts';

/** A write is confirmed when the primary has it; the copies follow. */
export const asyncParams = object(
  { ...primaryFields },
  {
    title: 'Asynchronous',
    sentence:
      'A write is confirmed as soon as the primary has it; the copies follow. Fast, and a failover can lose it.',
  },
);

export type AsyncParams = Complete<typeof asyncParams>;
