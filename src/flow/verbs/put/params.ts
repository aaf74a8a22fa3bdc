import type { Written } from '#lib/schema/meta.ts';
import { expression, id, template, templateText } from '#lib/schema/leaves.ts';
import { object } from '#lib/schema/shapes.ts';
import { place, quorumOf, store } from '#flow/store-fields.ts';

/** Write one row, on a condition if wanted. */
export const putStep = object(
  {
    put: store,
    key: templateText({ title: 'Key', sentence: 'The row that is written.' }),
    value: template({
      title: 'Value',
      sentence: 'The new row; old is the row before, null when there was none.',
    }),
    if: expression({
      title: 'If',
      sentence: 'Writes only when this is true; it sees the row before as old, in the same instant.',
      optional: true,
    }),
    as: id({ title: 'As', sentence: 'The name that the outcome gets: {ok}.', optional: true }),
    at: place,
    w: quorumOf('w', 'How many copies must confirm, for this write only.'),
  },
  { title: 'Put', sentence: 'Writes one row of a database, a cluster or the local store.' },
);

export type PutStep = Written<typeof putStep>;
