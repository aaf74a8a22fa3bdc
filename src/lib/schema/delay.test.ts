import { describe, expect, it } from 'vitest';
import { delayMisfit, delayToDistribution, type Delay } from './delay.ts';

const good: [Delay, unknown][] = [
  ['5ms', { fixed: 5_000 }],
  [{ uniform: ['1ms', '9ms'] }, { uniform: [1_000, 9_000] }],
  [{ exponential: '20ms' }, { exponential: 20_000 }],
  [{ normal: ['50ms', '10ms'] }, { normal: [50_000, 10_000] }],
  [{ lognormal: { median: '20ms', p99: '200ms' } }, { lognormal: { median: 20_000, p99: 200_000 } }],
  [{ pareto: { min: '2ms', alpha: 1.5 } }, { pareto: { min: 2_000, alpha: 1.5 } }],
  [
    { mix: [[0.9, '1ms'], [0.1, { exponential: '2ms' }]] }, // prettier-ignore
    { mix: [[0.9, { fixed: 1_000 }], [0.1, { exponential: 2_000 }]] }, // prettier-ignore
  ],
];

const bad: unknown[] = [
  5,
  '5',
  '-1ms',
  {},
  [],
  { uniform: ['9ms', '1ms'] },
  { uniform: ['1ms'] },
  { uniform: ['1ms', '2ms'], exponential: '1ms' },
  { normal: '5ms' },
  { lognormal: { median: '0ms', p99: '1ms' } },
  { lognormal: { median: '2ms', p99: '1ms' } },
  { lognormal: { median: '2ms', p99: '3ms', p50: '1ms' } },
  { pareto: { min: '0ms', alpha: 1 } },
  { pareto: { min: '1ms', alpha: 0 } },
  { mix: [] },
  { mix: [[0, '1ms']] },
  { mix: [[1, { mix: [[1, { mix: [[1, { mix: [[1, { mix: [[1, '1ms']] }]] }]] }]] }]] },
  { poisson: '1ms' },
  { toString: '1ms' },
];

describe('a delay', () => {
  it.each(good)('%j is one', (delay, distribution) => {
    expect(delayMisfit(delay)).toBeUndefined();
    expect(delayToDistribution(delay)).toEqual(distribution);
  });

  it.each(bad)('%j is none', (delay) => expect(delayMisfit(delay)).toContain('a delay'));
});
