import type { Complete } from '#lib/schema/meta.ts';
import { delay, duration, integer, rate, templateText, text } from '#lib/schema/leaves.ts';
import { keyed, list, object } from '#lib/schema/shapes.ts';
import { steps } from '#flow/steps.ts';

/** When a client's flows begin. */
const arrival = keyed(
  {
    rate: object(
      { rate: rate({ title: 'Rate', sentence: 'Arrivals at random, independent of each other (Poisson).' }) },
      { title: 'At random', sentence: 'Open load: arrivals do not wait for earlier ones.' },
    ),
    every: object(
      { every: delay({ title: 'Every', sentence: 'The time from one arrival to the next.' }) },
      { title: 'At intervals', sentence: 'Open load with a beat.' },
    ),
    users: object(
      {
        users: integer({ title: 'Users', sentence: 'How many people take turns.', min: 1, max: 1_000 }),
        think: delay({
          title: 'Think',
          sentence: 'The time that a user waits after a reply.',
          default: '1s',
        }),
      },
      {
        title: 'Users',
        sentence: 'Closed load: each user waits for the reply, thinks, and goes on. One user is one session.',
      },
    ),
    at: object(
      {
        at: list(duration({ title: 'Moment', sentence: 'A moment of virtual time.' }), {
          title: 'At',
          sentence: 'The moments at which a flow begins.',
          min: 1,
          max: 10_000,
        }),
      },
      { title: 'At moments', sentence: 'Arrivals at chosen moments.' },
    ),
  },
  { title: 'Arrive', sentence: 'When flows begin.' },
);

const flow = object(
  {
    title: text({
      title: 'Title',
      sentence: 'What the flow is called in the log.',
      max: 200,
      optional: true,
    }),
    arrive: arrival,
    times: integer({
      title: 'Times',
      sentence: 'How many flows begin in all; left out, they go on.',
      min: 1,
      max: 10_000_000,
      optional: true,
    }),
    until: duration({
      title: 'Until',
      sentence: 'No flow begins after this moment; left out, they go on to the end of the run.',
      optional: true,
    }),
    session: templateText({
      title: 'Session',
      sentence: 'Who makes the calls, as consistency checkers see it; such as user${n % 3}.',
      optional: true,
    }),
    steps: steps({ title: 'Steps', sentence: 'What each flow does.' }),
  },
  { title: 'Flow', sentence: 'A stream of the same work.' },
);

/** Parameters of a client. */
export const clientParams = object(
  { flows: list(flow, { title: 'Flows', sentence: 'What this client does.', max: 50, default: [] }) },
  { title: 'Client', sentence: 'People or programs outside the system; the source of all load.' },
);

export type ClientParams = Complete<typeof clientParams>;
export type Flow = Complete<typeof flow>;
