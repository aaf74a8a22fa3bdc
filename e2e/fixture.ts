import { test as base, expect } from '@playwright/test';
import { serve } from '#scripts/serve.mjs';

export { expect };

interface PageFixtures {
  /** What went wrong in the page so far, one sentence each. A test that ends with any has failed. */
  readonly problems: readonly string[];
}

interface WorkerFixtures {
  /** The built page, served with its headers. `page.goto('.')` opens it. */
  readonly server: { readonly url: string };
}

declare global {
  interface Window {
    readonly reportBreach: (breach: string) => void;
  }
}

/** Playwright's `test`, on the built page; fails on a console error, an uncaught error or a breach of the policy. */
export const test = base.extend<PageFixtures, WorkerFixtures>({
  server: [
    // Playwright reads the names of fixtures off the first parameter, so it must be a pattern, even an empty one.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, provide) => {
      const server = await serve({ root: 'dist' });
      await provide(server);
      await server.close();
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ server }, provide) => {
    await provide(server.url);
  },

  problems: [
    async ({ context }, provide) => {
      const problems: string[] = [];
      context.on('console', (message) => {
        if (message.type() === 'error') problems.push(`console: ${message.text()}`);
      });
      context.on('weberror', (event) => {
        const error = event.error();
        problems.push(`uncaught: ${error.stack || error.message}`);
      });
      await context.exposeFunction('reportBreach', (breach: string) => {
        problems.push(`policy: ${breach}`);
      });
      await context.addInitScript(() => {
        addEventListener('securitypolicyviolation', (event) => {
          const where = `${event.sourceFile}:${event.lineNumber}`;
          window.reportBreach(`${event.effectiveDirective} stopped ${event.blockedURI} at ${where}`);
        });
      });
      await provide(problems);
      expect(problems).toEqual([]);
    },
    { auto: true },
  ],
});
