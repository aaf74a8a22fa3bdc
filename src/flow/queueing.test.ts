import { describe, expect, it } from 'vitest';
import { play } from './play.test-helper.ts';
import type { Drawing } from './play.test-helper.ts';

/**
 * Queues drawn as client → service, held to the closed forms of queueing theory. Each figure is the mean of independent
 * runs over seeds; it may miss the theory by three of its own standard errors, which are printed when it does.
 */
const RUNS = 10;
/** Mean work is 10 ms throughout: μ = 100 a second. */
const MU = 100;

interface Queue {
  readonly rate?: number;
  readonly work?: unknown;
  readonly service?: Drawing;
  readonly arrive?: Drawing;
  readonly seconds?: number;
}
interface Measured {
  /** Sojourn, s. */
  readonly w: number;
  readonly rejected: number;
  readonly busy: number;
  readonly queue: number;
  readonly served: number;
  readonly span: number;
}
function measure(q: Queue, seed: number): Measured {
  const warmUp = 5;
  const seconds = q.seconds ?? 120;
  const { figures } = play(
    {
      runFor: `${warmUp + seconds}s`,
      network: { within: '0ms' },
      nodes: {
        crowd: {
          kind: 'client',
          flows: [{ arrive: q.arrive ?? { rate: `${q.rate}/s` }, steps: [{ call: 'desk', op: 'serve' }] }],
        },
        desk: {
          kind: 'service',
          slots: 1,
          queue: 1_000_000,
          ...q.service,
          handlers: [{ request: 'serve', steps: [{ work: q.work ?? { exponential: '10ms' } }] }],
        },
      },
      links: [{ from: 'crowd', to: 'desk' }],
    },
    { seed, warmUpUs: warmUp * 1e6, kinds: [] },
  );
  const desk = figures.nodes['desk']!;
  return {
    w: desk.sojournMs.mean! / 1000,
    rejected: desk.rejected / (desk.served + desk.rejected),
    busy: desk.slotsMean,
    queue: desk.queueMean,
    served: desk.served,
    span: seconds,
  };
}
const runs = (q: Queue, count = RUNS): Measured[] =>
  Array.from({ length: count }, (_, i) => measure(q, 11 + i));

function expectNear(samples: readonly number[], theory: number, what: string): void {
  const mean = samples.reduce((sum, each) => sum + each, 0) / samples.length;
  const variance = samples.reduce((sum, each) => sum + (each - mean) ** 2, 0) / (samples.length - 1);
  const error = Math.sqrt(variance / samples.length);
  const deviations = (mean - theory) / error;
  expect(
    `${what}: ${mean.toPrecision(4)} for ${theory.toPrecision(4)} ± ${error.toPrecision(2)} is ${Math.abs(deviations) < 3 ? 'near' : 'off'}`,
  ).toMatch(/near$/);
  // An error so wide that anything would pass proves nothing.
  expect(error / theory).toBeLessThan(0.08);
}
const w = (samples: readonly Measured[]): number[] => samples.map((each) => each.w);

/** Erlang's B by its recursion, and C from it. */
function erlangB(servers: number, load: number): number {
  let b = 1;
  for (let n = 1; n <= servers; n++) b = (load * b) / (n + load * b);
  return b;
}
function erlangC(servers: number, load: number): number {
  const b = erlangB(servers, load);
  return (servers * b) / (servers - load * (1 - b));
}

describe('one queue', () => {
  it.each([0.3, 0.7])('M/M/1 at ρ = %f: W = 1/(μ − λ), and as many are there as ρ/(1 − ρ)', (rho) => {
    const samples = runs({ rate: rho * MU });
    expectNear(w(samples), 1 / (MU - rho * MU), 'W');
    expectNear(
      samples.map(({ busy, queue }) => busy + queue),
      rho / (1 - rho),
      'L',
    );
    expectNear(
      samples.map(({ busy }) => busy),
      rho,
      'ρ',
    );
  });
  it.each([
    [2, 1.2],
    [5, 3.5],
  ])('M/M/%i with load %f: Erlang C', (servers, load) => {
    const samples = runs({ rate: load * MU, service: { slots: servers }, seconds: 60 });
    expectNear(w(samples), erlangC(servers, load) / (servers * MU - load * MU) + 1 / MU, 'W');
    expectNear(
      samples.map(({ busy }) => busy),
      load,
      'busy slots',
    );
  });
  it.each([
    [1, 0.8],
    [3, 2],
  ])('no waiting places, %i slots, load %f: Erlang B is turned away', (servers, load) => {
    const samples = runs({ rate: load * MU, service: { slots: servers, queue: 0 }, seconds: 60 });
    expectNear(
      samples.map(({ rejected }) => rejected),
      erlangB(servers, load),
      'rejected',
    );
  });
  it('M/M/1/K: a bounded queue turns away its share, and the rest wait less', () => {
    const rho = 0.9;
    const places = 5;
    const norm = Array.from({ length: places + 1 }, (_, n) => rho ** n);
    const total = norm.reduce((sum, each) => sum + each, 0);
    const there = norm.reduce((sum, each, n) => sum + n * each, 0) / total;
    const blocked = norm[places]! / total;
    const samples = runs({ rate: rho * MU, service: { queue: places - 1 } });
    expectNear(
      samples.map(({ rejected }) => rejected),
      blocked,
      'rejected',
    );
    expectNear(w(samples), there / (rho * MU * (1 - blocked)), 'W');
  });
  const uniformSquare = (0.005 ** 2 + 0.005 * 0.015 + 0.015 ** 2) / 3;
  it.each([
    ['M/D/1', '10ms', 0.01 ** 2],
    ['M/U/1', { uniform: ['5ms', '15ms'] }, uniformSquare],
    // Nine in ten take 5 ms, one in ten 55 ms: the same mean, a square of 25/10⁶ · 0.9 + 3025/10⁶ · 0.1.
    [
      'M/G/1 with rare long work',
      {
        mix: [
          [0.9, '5ms'],
          [0.1, '55ms'],
        ],
      },
      0.9 * 0.005 ** 2 + 0.1 * 0.055 ** 2,
    ],
  ] as const)('%s: Pollaczek and Khinchine', (_, work, square) => {
    const rate = 60;
    const samples = runs({ rate, work, seconds: 150 });
    expectNear(w(samples), (rate * square) / (2 * (1 - rate / MU)) + 1 / MU, 'W');
  });
  it.each([3, 12])('a closed loop of %i users who think: the machine-repair formula', (users) => {
    const think = 0.05;
    // p(n) of n users at the desk ∝ users!/(users − n)! · (work/think)^n
    let weight = 1;
    const weights = [1];
    for (let n = 1; n <= users; n++) weights.push((weight *= (users - n + 1) / (MU * think)));
    const idle = 1 / weights.reduce((sum, each) => sum + each, 0);
    const throughput = MU * (1 - idle);
    const samples = runs({ arrive: { users, think: { exponential: '50ms' } }, seconds: 60 });
    expectNear(
      samples.map(({ served, span }) => served / span),
      throughput,
      'throughput',
    );
    expectNear(w(samples), users / throughput - think, 'W');
  });
});

describe('laws that hold for any queue', () => {
  it.each([
    ['one slot', { slots: 1 }, { exponential: '8ms' }],
    ['three slots, few places', { slots: 3, queue: 4 }, { lognormal: { median: '20ms', p99: '200ms' } }],
    ['two instances', { instances: 2, slots: 2 }, { uniform: ['1ms', '30ms'] }],
  ] as const)(
    'Little: as many are there as come in a second, times how long they stay (%s)',
    (_, service, work) => {
      for (let seed = 1; seed <= 3; seed++) {
        const { figures } = play(
          {
            runFor: '60s',
            nodes: {
              crowd: {
                kind: 'client',
                flows: [{ arrive: { rate: '100/s' }, until: '55s', steps: [{ call: 'desk', op: 'serve' }] }],
              },
              desk: { kind: 'service', ...service, handlers: [{ request: 'serve', steps: [{ work }] }] },
            },
            links: [{ from: 'crowd', to: 'desk' }],
          },
          { seed, kinds: [] },
        );
        const { slotsMean, queueMean, served, arrived, rejected, sojournMs } = figures.nodes['desk']!;
        expect(arrived).toBe(served + rejected);
        const there = slotsMean + queueMean;
        expect(Math.abs(there - ((served / 60) * sojournMs.mean!) / 1000) / there).toBeLessThan(0.001);
      }
    },
  );
});

describe('choices among instances', () => {
  it('two choices beat chance by far, the least busy beats two choices, and turns lie between', () => {
    const mean = (balance: string): number => {
      const samples = w(runs({ rate: 0.9 * 8 * MU, service: { instances: 8, balance }, seconds: 15 }, 4));
      return samples.reduce((sum, each) => sum + each, 0) / samples.length;
    };
    const [random, two, least, turns] = ['random', 'powerOfTwo', 'leastInFlight', 'roundRobin'].map(mean) as [
      number,
      number,
      number,
      number,
    ];
    // Eight separate M/M/1 at 0.9 would stay 100 ms; Mitzenmacher: two choices leave about a quarter of the waiting.
    expect(random).toBeGreaterThan(2 * two);
    expect(two).toBeGreaterThan(least);
    expect(turns).toBeGreaterThan(two);
    expect(turns).toBeLessThan(random);
  });
});

describe('tail at scale', () => {
  it.each([1, 3, 10])('asking %i at once and waiting for all: slow with 1 − (1 − p)ⁿ', (n) => {
    const slow = 0.05;
    const asked = 400;
    const shares = Array.from({ length: 8 }, (_, i) => {
      const { figures, events } = play(
        {
          runFor: '60s',
          network: { within: '0ms' },
          nodes: {
            crowd: {
              kind: 'client',
              flows: [{ arrive: { every: '100ms' }, times: asked, steps: [{ call: 'front', op: 'ask' }] }],
            },
            front: {
              kind: 'service',
              slots: 100,
              handlers: [
                {
                  request: 'ask',
                  steps: [{ all: Array.from({ length: n }, () => [{ call: 'leaf', op: 'part' }]) }],
                },
              ],
            },
            leaf: {
              kind: 'service',
              slots: 1000,
              handlers: [
                {
                  request: 'part',
                  steps: [
                    {
                      work: {
                        mix: [
                          [1 - slow, '5ms'],
                          [slow, '500ms'],
                        ],
                      },
                    },
                  ],
                },
              ],
            },
          },
          links: [
            { from: 'crowd', to: 'front' },
            { from: 'front', to: 'leaf' },
          ],
        },
        { seed: 70 + i, kinds: ['end'] },
      );
      expect(figures.ops['ask']!.ok).toBe(asked);
      return events.filter((e) => e.value > 400_000).length / asked;
    });
    expectNear(shares, 1 - (1 - slow) ** n, 'slow');
  });
});
