import type { Written } from '#lib/schema/meta.ts';
import { id, templateText } from '#lib/schema/leaves.ts';
import { object } from '#lib/schema/shapes.ts';
import { place, quorumOf, store } from '#flow/store-fields.ts';

/** Read one row. */
export const getStep = object(
  {
    get: store,
    key: templateText({ title: 'Key', sentence: 'The row that is read.' }),
    as: id({
      title: 'As',
      sentence: 'The name that the row gets in later steps; null when there is none.',
      optional: true,
    }),
    at: place,
    r: quorumOf('r', 'How many copies must answer, for this read only.'),
  },
  { title: 'Get', sentence: 'Reads one row of a database, a cluster or the local store.' },
);

export type GetStep = Written<typeof getStep>;
