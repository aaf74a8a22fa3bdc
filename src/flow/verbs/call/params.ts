import type { Written } from '#lib/schema/meta.ts';
import { id, name } from '#lib/schema/leaves.ts';
import { object } from '#lib/schema/shapes.ts';
import { body } from '#flow/body.ts';

/** Names that a request has beside the fields of its body. */
export const REQUEST_NAMES = ['id', 'op', 'attempt'] as const;

/** Request and reply over a link of this node, under the link's policies. */
export const callStep = object(
  {
    call: id({
      title: 'Node',
      sentence: 'The node that is called; this node needs a link to it.',
      refers: 'node',
    }),
    op: name({ title: 'Operation', sentence: 'What is asked of it.', refers: 'operation' }),
    body: body(REQUEST_NAMES, {
      title: 'Body',
      sentence: 'The fields that the called node reads from req.',
      optional: true,
    }),
    as: id({ title: 'As', sentence: 'The name that the reply gets in later steps.', optional: true }),
  },
  {
    title: 'Call',
    sentence: 'Calls a node and waits for its reply; a failed call fails the flow unless it is caught.',
  },
);

export type CallStep = Written<typeof callStep>;
