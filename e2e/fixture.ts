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

/** Playwright's `test`, on the built page; fails on a console error, an uncaught error or a breach of the policy. */
export const test = base.extend<PageFixtures, WorkerFixtures>({
  server: [
    // Playwright reads the names of fixtures off the first parameter, so it must be a pattern, even an empty one.
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const server = await serve({ root: 'dist' });
      await use(server);
      await server.close();
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ server }, use) => {
    await use(server.url);
  },

  problems: [
    async ({ context }, use) => {
      const problems: string[] = [];
      context.on('console', (message) => {
        if (message.type() === 'error') problems.push(`console: ${message.text()}`);
      });
      context.on('weberror', (error) =>
        problems.push(`uncaught: ${error.error().stack ?? error.error().message}`),
      );
      await context.exposeFunction('reportBreach', (breach: string) => problems.push(`policy: ${breach}`));
      await context.addInitScript(() => {
        addEventListener(
          'securitypolicyviolation',
          ({ effectiveDirective, blockedURI, sourceFile, lineNumber }) => {
            const report: unknown = Reflect.get(globalThis, 'reportBreach');
            if (typeof report === 'function')
              report(`${effectiveDirective} stopped ${blockedURI} at ${sourceFile}:${lineNumber}`);
          },
        );
      });
      await use(problems);
      expect(problems).toEqual([]);
    },
    { auto: true },
  ],
});
