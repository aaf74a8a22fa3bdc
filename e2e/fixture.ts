import { test as base, expect, type BrowserContext } from '@playwright/test';
import { serve } from '#scripts/serve.mjs';
import { User } from './user.ts';

export { expect };

interface PageFixtures {
  /** What went wrong in the page so far, one sentence each. A test that ends with any has failed. */
  readonly problems: string[];
  /** A person at the page. */
  readonly user: User;
  /** Somebody else, at a machine on which the page was never opened. */
  readonly stranger: User;
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

  user: async ({ page, context }, provide) => {
    await prepare(context);
    await provide(new User(page));
  },

  stranger: async ({ browser, contextOptions, baseURL, problems }, provide) => {
    const context = await browser.newContext({ ...contextOptions, ...(baseURL ? { baseURL } : {}) });
    await prepare(context);
    await watch(context, problems);
    await provide(new User(await context.newPage()));
    await context.close();
  },

  problems: [
    async ({ context }, provide) => {
      const problems: string[] = [];
      await watch(context, problems);
      await provide(problems);
      expect(problems).toEqual([]);
    },
    { auto: true },
  ],
});

/** Notes every console error, uncaught error and breach of the policy in a context. */
async function watch(context: BrowserContext, problems: string[]): Promise<void> {
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
}

/** The clipboard is open to the page, and files are asked for in the older way, which a test can answer. */
async function prepare(context: BrowserContext): Promise<void> {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await context.addInitScript(() => {
    Reflect.deleteProperty(window, 'showOpenFilePicker');
    Reflect.deleteProperty(window, 'showSaveFilePicker');
  });
}
