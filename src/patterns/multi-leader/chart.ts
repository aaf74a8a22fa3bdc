import { setup } from 'xstate';
import { compileChart } from '#sim/machine.ts';

/** Whether one member hears all the others. `silence`: some other was not heard for a while; `heard`: all are again. */
export const reachChart = compileChart(
  setup({}).createMachine({
    id: 'reach',
    initial: 'together',
    states: {
      together: { on: { silence: 'apart' } },
      apart: { on: { heard: 'together' } },
    },
  }),
);
