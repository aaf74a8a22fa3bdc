import { setup } from 'xstate';
import { compileChart } from '#sim/machine.ts';

/** The breaker's modes. Every event is a decision that the model has made; the names stand in the diagram. */
const machine = setup({}).createMachine({
  id: 'breaker',
  initial: 'closed',
  states: {
    closed: { on: { failureRateReached: 'open', slowCallRateReached: 'open' } },
    open: { on: { waitElapsed: 'halfOpen' } },
    halfOpen: {
      on: { probesSucceeded: 'closed', probesFailed: 'open', probesTooSlow: 'open', probesOverdue: 'open' },
    },
  },
});

export type BreakerMode = 'closed' | 'open' | 'halfOpen';
export type BreakerEvent =
  | 'failureRateReached'
  | 'slowCallRateReached'
  | 'waitElapsed'
  | 'probesSucceeded'
  | 'probesFailed'
  | 'probesTooSlow'
  | 'probesOverdue';

export const breakerChart = compileChart(machine);
