import { setup } from 'xstate';
import { compileChart } from '#sim/machine.ts';

/**
 * One operation at its coordinator. `settling`: the client has its answer, and late ones are still waited for, to
 * repair a copy or to leave a hint.
 */
export const coordinationChart = compileChart(
  setup({}).createMachine({
    id: 'coordination',
    initial: 'received',
    states: {
      received: { on: { read: 'reading', write: 'writing' } },
      reading: { on: { decided: 'writing', enough: 'settling', tooFew: 'failed', refused: 'failed' } },
      writing: { on: { enough: 'settling', tooFew: 'failed' } },
      settling: { on: { allHeard: 'done', timeUp: 'done' } },
      failed: { type: 'final' },
      done: { type: 'final' },
    },
  }),
);

/** What one member thinks of another: silent when it has not answered in time, until anything is heard from it. */
export const peerChart = compileChart(
  setup({}).createMachine({
    id: 'peer',
    initial: 'healthy',
    states: {
      healthy: { on: { silent: 'suspected' } },
      suspected: { on: { heard: 'healthy', restarted: 'healthy' } },
    },
  }),
);
