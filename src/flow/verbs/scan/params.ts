import type { Written } from '#lib/schema/meta.ts';
import { id, templateText } from '#lib/schema/leaves.ts';
import { object } from '#lib/schema/shapes.ts';
import { place, store } from '#flow/store-fields.ts';

/** Read many rows. */
export const scanStep = object(
  {
    scan: store,
    prefix: templateText({
      title: 'Prefix',
      sentence: 'Reads the rows whose key begins so; all rows when left out.',
      optional: true,
    }),
    as: id({
      title: 'As',
      sentence: 'The name that the list of {key, value} gets, in the order of keys.',
      optional: true,
    }),
    at: place,
  },
  { title: 'Scan', sentence: 'Reads all rows whose key begins with a prefix.' },
);

export type ScanStep = Written<typeof scanStep>;
