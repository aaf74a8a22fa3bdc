import type { Complete } from '#lib/schema/meta.ts';
import { delay, id, integer, name } from '#lib/schema/leaves.ts';
import { keyed, list, object } from '#lib/schema/shapes.ts';
import { steps } from '#flow/steps.ts';

const op = name({ title: 'Operation', sentence: 'The operation of this route.', refers: 'operation' });
const to = id({
  title: 'To',
  sentence: 'The node that gets the request; this node needs a link to it.',
  refers: 'node',
});

/** Where a request goes, or what the gateway itself does with it. */
const route = keyed(
  {
    steps: object(
      { op, steps: steps({ title: 'Steps', sentence: 'Calls, and the reply made of their replies.' }) },
      { title: 'Compose', sentence: 'Answers by itself from several calls.' },
    ),
    prefix: object(
      {
        prefix: name({ title: 'Prefix', sentence: 'Every operation whose name begins so.' }),
        to,
      },
      { title: 'Forward all', sentence: 'Hands requests on by the beginning of their name.' },
    ),
    op: object({ op, to }, { title: 'Forward', sentence: 'Hands requests of one operation on.' }),
  },
  { title: 'Route', sentence: 'What happens to a request.' },
);

/** Parameters of a gateway. */
export const gatewayParams = object(
  {
    routes: list(route, {
      title: 'Routes',
      sentence:
        'The first route that fits a request takes it; with no routes at all, every request goes to the first node that it is linked to.',
      max: 200,
      default: [],
    }),
    latency: delay({
      title: 'Latency',
      sentence: 'What the gateway itself adds to each request.',
      default: '1ms',
    }),
    slots: integer({
      title: 'Slots',
      sentence: 'Requests under way at once.',
      unit: 'requests',
      min: 1,
      max: 10_000,
      default: 64,
    }),
    queue: integer({
      title: 'Queue',
      sentence: 'Waiting places; with all taken, a request is refused.',
      unit: 'requests',
      min: 0,
      max: 1_000_000,
      default: 1_000,
    }),
  },
  { title: 'Gateway', sentence: 'One address for clients; hands requests on, or composes several replies.' },
);

export type GatewayParams = Complete<typeof gatewayParams>;
export type Route = Complete<typeof route>;
