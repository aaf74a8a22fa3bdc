import type { ScenarioDocument } from '#scenario/schema.ts';
import { runHeadless } from '#run/headless.ts';
import { mm1InSimjs } from './mm1-simjs.ts';
import { alternate, cpuSeconds, median, number, type Row } from './row.ts';

/** A chain of services under load: how many message hops a second the kernel carries, machines included. */
const chain: ScenarioDocument = {
  halfopen: 1,
  title: 'Chain',
  seed: 7,
  runFor: '60s',
  network: { within: '1ms', across: '40ms' },
  nodes: {
    load: {
      kind: 'client',
      flows: [{ arrive: { rate: '2000/s' }, steps: [{ call: 'a', op: 'go', body: { n: '${n}' } }] }],
    },
    a: {
      kind: 'service',
      slots: 200,
      handlers: [
        {
          request: 'go',
          steps: [{ call: 'b', op: 'go', body: { n: '${req.n}' }, as: 'r' }, { reply: '${r}' }],
        },
      ],
    },
    b: {
      kind: 'service',
      slots: 200,
      handlers: [{ request: 'go', steps: [{ work: { exponential: '5ms' } }, { reply: { ok: true } }] }],
    },
  },
  links: [
    { from: 'load', to: 'a' },
    { from: 'a', to: 'b' },
  ],
};

/** M/M/1 drawn as client → service. */
const mm1: ScenarioDocument = {
  halfopen: 1,
  title: 'M/M/1',
  seed: 7,
  runFor: '500s',
  network: { within: '0us', across: '0us' },
  nodes: {
    load: { kind: 'client', flows: [{ arrive: { rate: '80/s' }, steps: [{ call: 's', op: 'go' }] }] },
    s: {
      kind: 'service',
      slots: 1,
      queue: 100000,
      handlers: [{ request: 'go', steps: [{ work: { exponential: '10ms' } }] }],
    },
  },
  links: [{ from: 'load', to: 's' }],
};

/** Client to a and back, a to b and back. */
const HOPS_PER_REQUEST = 4;

const hopsPerSecond = (): number => {
  let served = 0;
  const took = cpuSeconds(() => {
    served = runHeadless({ ...chain, runFor: '20s' }).figures.nodes['a']!.served;
  });
  return (served * HOPS_PER_REQUEST) / took;
};

const customersPerSecond = (seconds = 500): number => {
  let served = 0;
  const took = cpuSeconds(() => {
    served = runHeadless({ ...mm1, runFor: `${seconds}s` }).figures.nodes['s']!.served;
  });
  return served / took;
};

const customersPerSecondInSimjs = (seconds = 500): number => {
  let served = 0;
  const took = cpuSeconds(() => {
    served = mm1InSimjs(seconds, 80, 0.01);
  });
  return served / took;
};

/** Ten times as long: by now the engine has compiled all it will, which helps simjs more than us. */
const AT_LENGTH_S = 5_000;

export function kernelRows(): Row[] {
  hopsPerSecond();
  const hops = median(Array.from({ length: 5 }, hopsPerSecond));
  const { ours, theirs, ratio } = alternate(
    5,
    () => customersPerSecond(),
    () => customersPerSecondInSimjs(),
  );
  const ourRate = customersPerSecond(AT_LENGTH_S);
  const theirRate = customersPerSecondInSimjs(AT_LENGTH_S);
  return [
    {
      what: 'kernel, message hops a second of processor time, machines included',
      target: '250,000',
      measured: number(hops),
      isReached: hops >= 250_000,
    },
    {
      what: 'M/M/1 as client → service, customers a second of processor time',
      target: '0.3 × simjs',
      measured: number(ours),
      peer: `${ratio.toFixed(2)} × simjs 2.0.3 (${number(theirs)})`,
      isReached: ratio >= 0.3,
    },
    {
      what: 'the same at length, 400,000 customers in one run',
      target: 'told, not held',
      measured: number(ourRate),
      peer: `${(ourRate / theirRate).toFixed(2)} × simjs 2.0.3 (${number(theirRate)})`,
      isReached: true,
    },
  ];
}
