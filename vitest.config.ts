import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.{ts,tsx}'],
    environment: 'node',
    maxWorkers: 2,
    // A busy machine must not fail a test that is right: nothing here measures time.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
