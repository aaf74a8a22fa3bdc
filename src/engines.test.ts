import { describe, expect, it } from 'vitest';
import { hasSecondEngine, inBothEngines } from '#scripts/second-engine.mjs';

describe.skipIf(!hasSecondEngine)('V8 and JavaScriptCore', () => {
  it('agree on every bit of ln, exp, pow and the distributions', async () => {
    const { v8, javaScriptCore } = await inBothEngines(`
      import { sampleUs } from '#lib/distribution.ts';
      import { exp, ln, pow } from '#lib/exact.ts';
      import { finishDigest, hexDigest, mixNumber, newDigest } from '#lib/hash.ts';
      import { newStream, nextUniformOpen } from '#lib/random.ts';

      const stream = newStream(7, 'engines');
      const line = (name, next) => {
        const digest = newDigest();
        for (let i = 0; i < 20_000; i += 1) mixNumber(digest, next(nextUniformOpen(stream)));
        print(name + ' ' + hexDigest(finishDigest(digest)));
      };
      line('ln', (u) => ln(u * 1e6));
      line('exp', (u) => exp(1400 * u - 700));
      line('pow', (u) => pow(u * 100, 3 * u - 1));
      line('exponential', () => sampleUs({ exponential: 20_000 }, stream));
      line('normal', () => sampleUs({ normal: [20_000, 5_000] }, stream));
      line('lognormal', () => sampleUs({ lognormal: { median: 20_000, p99: 90_000 } }, stream));
      line('pareto', () => sampleUs({ pareto: { min: 5_000, alpha: 1.5 } }, stream));
    `);
    expect(javaScriptCore).toBe(v8);
    expect(v8.trim().split('\n')).toHaveLength(7);
  });

  it('are told apart by what Math leaves open, so the comparison can fail', async () => {
    const { v8, javaScriptCore } = await inBothEngines(`
      for (let x = 0.1; x < 20; x += 0.1) print(String(Math.exp(x)));
    `);
    expect(javaScriptCore).not.toBe(v8);
  });
});
