import { initialTransition, transition } from 'xstate';
import { breakerChart } from '#patterns/breaker/chart.ts';
import { alternate, cpuSeconds, number, type Row } from './row.ts';

const MOVES = 30_000;
/** Once round the breaker. */
const EVENTS = ['failureRateReached', 'waitElapsed', 'probesSucceeded'] as const;

const throughTheTable = (): number => {
  let at = breakerChart.start.at;
  const took = cpuSeconds(() => {
    // A move of the table is too short to be timed thirty thousand times.
    for (let i = 0; i < 30 * MOVES; i++) at = breakerChart.move(at, EVENTS[i % 3]!).at;
  });
  if (at !== 'closed') throw new Error(`ended in ${at}`);
  return (30 * MOVES) / took;
};

const throughXState = (): number => {
  const { machine } = breakerChart;
  let [snapshot] = initialTransition(machine);
  const took = cpuSeconds(() => {
    for (let i = 0; i < MOVES; i++) [snapshot] = transition(machine, snapshot, { type: EVENTS[i % 3]! });
  });
  if (snapshot.value !== 'closed') throw new Error(`ended in ${String(snapshot.value)}`);
  return MOVES / took;
};

export function adapterRows(): Row[] {
  const { ours, ratio, theirs } = alternate(5, throughTheTable, throughXState);
  return [
    {
      what: 'XState adapter, moves of a machine a second of processor time',
      target: '10 × XState',
      measured: number(ours),
      peer: `${number(ratio)} × transition() of xstate (${number(theirs)})`,
      isReached: ratio >= 10,
    },
  ];
}
