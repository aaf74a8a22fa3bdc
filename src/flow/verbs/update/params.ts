import type { Written } from '#lib/schema/meta.ts';
import { choice, id, template, templateText } from '#lib/schema/leaves.ts';
import { object } from '#lib/schema/shapes.ts';
import { place, quorumOf, store } from '#flow/store-fields.ts';
import { operations } from '#patterns/row-types.ts';

/** Change a row of a CRDT type. */
export const updateStep = object(
  {
    update: store,
    key: templateText({ title: 'Key', sentence: 'The row; the types of the store say what it is.' }),
    do: choice(operations, { title: 'Do', sentence: 'What is done to it, as its type allows.' }),
    value: template({
      title: 'Value',
      sentence: 'How much (1 when left out), which element or vertex, or what is written.',
      optional: true,
    }),
    to: template({ title: 'To', sentence: 'The vertex that an edge leads to.', optional: true }),
    field: templateText({ title: 'Field', sentence: 'Which field of a map.', optional: true }),
    as: id({
      title: 'As',
      sentence: 'The name that the outcome gets: {ok}, false when what is taken away is not there.',
      optional: true,
    }),
    at: place,
    w: quorumOf('w', 'How many copies must confirm, for this update only.'),
  },
  { title: 'Update', sentence: 'Counts, adds, removes, writes or connects in a row that copies can merge.' },
);

export type UpdateStep = Written<typeof updateStep>;
