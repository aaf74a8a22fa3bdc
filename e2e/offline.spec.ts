import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { serve } from '#scripts/serve.mjs';
import { expect, test as base } from './fixture.ts';

/** A host of its own, that can go away and bring out a new version: the page stands some folders below its root. */
interface Host {
  readonly url: string;
  close(): Promise<void>;
  /** The same page, as if something in it had changed. */
  bringOut(version: string): Promise<void>;
}

const test = base.extend<{ host: Host }>({
  // oxlint-disable-next-line no-empty-pattern
  host: async ({}, provide) => {
    const root = await mkdtemp(join(tmpdir(), 'halfopen-'));
    const below = join(root, 'talks', '2026');
    await cp('dist', below, { recursive: true });
    const server = await serve({ root });
    let isOpen = true;
    const close = async (): Promise<void> => {
      if (isOpen) await server.close();
      isOpen = false;
    };
    await provide({
      url: `${server.url}talks/2026/`,
      close,
      async bringOut(version) {
        const page = await readFile(join(below, 'index.html'), 'utf8');
        const before = /name="version" content="([^"]+)"/.exec(page)?.[1] ?? '';
        for (const file of ['index.html', 'service-worker.js']) {
          const text = await readFile(join(below, file), 'utf8');
          await writeFile(join(below, file), text.replaceAll(before, version));
        }
      },
    });
    await close();
    await rm(root, { recursive: true });
  },
});

test.use({ serviceWorkers: 'allow' });

/** Until all of the page is kept. */
const isKept = (page: Page): Promise<unknown> =>
  page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });

const version = (page: Page): Promise<string | null> =>
  page.locator('meta[name="version"]').getAttribute('content');

test('after the first visit the page opens without a network, from any folder, with all of its parts', async ({
  user,
  page,
  host,
}) => {
  await page.goto(host.url);
  await user.record();
  await isKept(page);
  await host.close();

  await page.reload();
  const record = await user.record();
  await user.openPanel('Metrics');
  await user.button('Share').click();
  await expect(page.getByRole('dialog', { name: 'Share this run' }).getByRole('img').first()).toBeVisible();
  await page.keyboard.press('Escape');
  await page.goto(`${host.url}#/raft?t=2s`);
  await expect(page.getByRole('heading', { level: 1 }).getByRole('textbox')).toHaveValue(/Raft/);
  await user.recordAfter(record);
});

test('a new version is offered while the old one runs on, and comes with a reload that loses nothing', async ({
  user,
  page,
  host,
}) => {
  await page.goto(host.url);
  await user.record();
  await isKept(page);
  await page.reload();
  await user.pause();
  const moment = await user.moment();
  await host.bringOut('new');
  const offer = user.button('Reload for the new version');
  await expect(offer).toBeHidden();
  await page.evaluate(async () => {
    await (await navigator.serviceWorker.ready).update();
  });
  await expect(offer).toBeVisible();
  expect(await version(page)).not.toBe('new');
  await user.momentIs(moment);

  await offer.click();
  await expect.poll(() => version(page)).toBe('new');
  await user.momentIs(moment);
  await expect(offer).toBeHidden();
});

test('it can be installed: its manifest and icons are where it says', async ({ page, host }) => {
  await page.goto(host.url);
  const found = await page.evaluate(async () => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="manifest"]');
    const manifest = (await (await fetch(link?.href ?? '')).json()) as {
      start_url: string;
      icons: { src: string; type: string }[];
    };
    const icons = await Promise.all(
      manifest.icons.map(async ({ src, type }) => {
        const answer = await fetch(new URL(src, link?.href));
        return answer.headers.get('content-type') === type;
      }),
    );
    return { start: new URL(manifest.start_url, link?.href).href, icons };
  });
  await page.close();
  expect(found).toEqual({ start: host.url, icons: [true, true, true, true] });
});
