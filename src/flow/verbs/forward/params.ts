import { id } from '#lib/schema/leaves.ts';
import { object } from '#lib/schema/shapes.ts';
import type { Written } from '#lib/schema/meta.ts';

/** Hand the request on as it came. */
export const forwardStep = object(
  {
    forward: id({
      title: 'Node',
      sentence: 'The node that gets the request; this node needs a link to it.',
      refers: 'node',
    }),
  },
  { title: 'Forward', sentence: 'Hands the request on as it came, and its reply back.' },
);

export type ForwardStep = Written<typeof forwardStep>;
