import type { ScenarioDocument } from '#scenario/schema.ts';
import { runHeadless } from '#run/headless.ts';

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
export const mm1: ScenarioDocument = {
  halfopen: 1,
  title: 'M/M/1',
  seed: 7,
  runFor: '1000s',
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

/** Processor time, so that whatever else the machine does is not counted. */
const seconds = (act: () => void): number => {
  const from = process.cpuUsage();
  act();
  return process.cpuUsage(from).user / 1e6;
};

const HOPS_PER_REQUEST = 4;
runHeadless({ ...chain, runFor: '5s' });
let served = 0;
const took = seconds(() => {
  served = runHeadless(chain).figures.nodes['a']!.served;
});
console.log(
  `message hops, machines included   ${Math.round((served * HOPS_PER_REQUEST) / took).toLocaleString('en')} /s`,
);
let customers = 0;
const mm1Took = seconds(() => {
  const node = runHeadless(mm1).figures.nodes['s']!;
  customers = node.served;
  console.log('M/M/1 mean sojourn ms', node.sojournMs.mean, 'theory', 1000 / 20, 'util', node.slotsMean);
});
console.log(`M/M/1 customers                   ${Math.round(customers / mm1Took).toLocaleString('en')} /s`);
