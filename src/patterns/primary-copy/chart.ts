import { setup } from 'xstate';
import { compileChart } from '#sim/machine.ts';

/**
 * The role of one member. `promoted`: it takes over; `higherEpoch`: it hears of a newer primary; `restarted`: it was
 * away, and cannot know whether it still leads.
 */
export const roleChart = compileChart(
  setup({}).createMachine({
    id: 'role',
    initial: 'replica',
    states: {
      replica: { on: { promoted: 'primary' } },
      primary: { on: { higherEpoch: 'replica', restarted: 'replica' } },
    },
  }),
);
