import type { Written } from '#lib/schema/meta.ts';
import { expression, id, templateText } from '#lib/schema/leaves.ts';
import { object } from '#lib/schema/shapes.ts';
import { place, quorumOf, store } from '#flow/store-fields.ts';

/** Remove one row, on a condition if wanted. */
export const deleteStep = object(
  {
    delete: store,
    key: templateText({ title: 'Key', sentence: 'The row that is removed.' }),
    if: expression({
      title: 'If',
      sentence: 'Removes only when this is true; it sees the row before as old.',
      optional: true,
    }),
    as: id({ title: 'As', sentence: 'The name that the outcome gets: {ok}.', optional: true }),
    at: place,
    w: quorumOf('w', 'How many copies must confirm, for this write only.'),
  },
  { title: 'Delete', sentence: 'Removes one row of a database, a cluster or the local store.' },
);

export type DeleteStep = Written<typeof deleteStep>;
