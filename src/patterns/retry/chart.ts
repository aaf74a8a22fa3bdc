import { setup } from 'xstate';
import { compileChart } from '#sim/machine.ts';

/** The life of one call under retries. Whoever sends the attempts hands in `attemptStarted` when a wait is over. */
const machine = setup({}).createMachine({
  id: 'retry',
  initial: 'trying',
  states: {
    trying: {
      on: {
        attemptFailed: 'waiting',
        succeeded: 'done',
        attemptsUsedUp: 'givenUp',
        notWorthRetrying: 'givenUp',
        budgetSpent: 'givenUp',
      },
    },
    waiting: { on: { attemptStarted: 'trying' } },
    done: { type: 'final' },
    givenUp: { type: 'final' },
  },
});

export type RetryEvent =
  'attemptFailed' | 'attemptStarted' | 'succeeded' | 'attemptsUsedUp' | 'notWorthRetrying' | 'budgetSpent';

export const retryChart = compileChart(machine);
