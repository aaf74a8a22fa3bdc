// Writes docs/pictures.md and its pictures from the built page: what the product looks like today.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { format, resolveConfig } from 'prettier';
import { findBrowser } from './install.mjs';
import { serve } from './serve.mjs';
import { root } from './shell.mjs';

/** @typedef {import('@playwright/test').Page} Page */
/**
 * @typedef {object} Shot
 * @property {string} name of the file
 * @property {string} title
 * @property {string} about
 * @property {string} [open] what stands behind the address of the page
 * @property {'light' | 'dark'} [scheme] light when left out
 * @property {readonly [number, number]} [size]
 * @property {boolean} [touch]
 * @property {(page: Page) => Promise<unknown>} [act]
 */

/** Everything together stays below so many bytes. */
const BYTES_MAX = 1_500_000;
const QUALITY = 78;

/** @param {string | RegExp} name @returns {(page: Page) => Promise<void>} */
const press = (name) => (page) => page.getByRole('button', { name }).first().click();
/** @param {string} name @returns {(page: Page) => Promise<void>} */
const panel = (name) => (page) => page.getByRole('tab', { name }).click();
/** The pictures of the cards in view are made one after the other. @param {Page} page */
const picturesMade = async (page) => {
  const made = page.getByText(/checks? holds?$/);
  await made.nth(3).waitFor({ state: 'attached', timeout: 30_000 });
};

/** @type {readonly Shot[]} */
const shots = [
  {
    name: 'first-visit',
    title: 'A first visit',
    about:
      'A broken system runs; one sentence says what is the matter, one button breaks more; the library lies below.',
    act: picturesMade,
  },
  {
    name: 'library',
    title: 'The library',
    about: 'Found by a symptom. Each picture is a moment of its own run, each verdict comes from that run.',
    act: async (page) => {
      await page.keyboard.press('g');
      await page.getByRole('textbox', { name: 'Pattern, product or symptom' }).fill('stale read');
      await picturesMade(page);
    },
  },
  {
    name: 'partition',
    title: 'A partition',
    about: 'The regions cannot hear each other; the copy answers from an old version.',
    open: '#/replication-async-partition?t=5.5s',
  },
  {
    name: 'consistency',
    title: 'Consistency',
    about: 'Every store judged by the lattice of models; a broken one with its proof.',
    open: '#/replication-async-partition?t=5.5s',
    act: panel('Consistency'),
  },
  {
    name: 'breaker',
    title: 'A circuit breaker, in the dark theme',
    about: 'The bridge is up: Shop has stopped calling Payments.',
    open: '#/circuit-breaker?t=7s',
    scheme: 'dark',
  },
  {
    name: 'space-time',
    title: 'Space and time',
    about: 'The same messages as lanes.',
    open: '#/order-saga-orchestration?t=4s',
    act: panel('Space-time'),
  },
  {
    name: 'settings',
    title: 'Settings',
    about: 'What is selected can be set while it runs.',
    open: '#/retry-storm?t=4s',
    act: async (page) => {
      await page.getByRole('group', { name: /^Search, / }).press('Enter');
      await press('Settings')(page);
    },
  },
  {
    name: 'presenting',
    title: 'For a room',
    about: 'Figure, caption and transport alone, driven by the keys of a remote.',
    open: '#/replication-sync-partition?t=5.5s',
    act: press('Present'),
    size: [1920, 1080],
  },
  {
    name: 'phone',
    title: 'On a phone',
    about: 'The same page on a narrow sheet.',
    size: [390, 844],
    touch: true,
  },
];

const server = await serve({ root: join(root, 'dist') });
const executablePath = await findBrowser();
const browser = await chromium.launch({
  ...(executablePath === undefined ? {} : { executablePath }),
  args: ['--no-sandbox', '--disable-gpu'],
});
const folder = join(root, 'docs/pictures');
await rm(folder, { recursive: true, force: true });
await mkdir(folder, { recursive: true });
let bytes = 0;
try {
  for (const shot of shots) bytes += await take(shot);
} finally {
  await browser.close();
  await server.close();
}
if (bytes > BYTES_MAX) throw new Error(`the pictures take ${bytes} bytes: more than ${BYTES_MAX}`);

const page = `# Pictures

What the product looks like, taken from the built page by \`npm run pictures\`. Every number in them was computed.

${shots.map(({ name, title, about }) => `## ${title}\n\n${about}\n\n![${title}](pictures/${name}.webp)`).join('\n\n')}
`;
const file = join(root, 'docs/pictures.md');
await writeFile(file, await format(page, { ...(await resolveConfig(file)), parser: 'markdown' }));
console.log(`${shots.length} pictures, ${Math.round(bytes / 1000)} kB`);

/** @param {Shot} shot @returns {Promise<number>} its bytes */
async function take({
  name,
  open = '',
  scheme = 'light',
  size: [width, height] = [1440, 900],
  touch = false,
  act,
}) {
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: scheme,
    hasTouch: touch,
    isMobile: touch,
  });
  const tab = await context.newPage();
  await tab.goto(`${server.url}${open}`);
  await tab.getByRole('status', { name: 'record' }).and(tab.locator('[title*="whole run"]')).waitFor();
  await act?.(tab);
  // Pictures are alike from one time to the next when nothing is pointed at and what was opened has come to rest.
  await tab.mouse.move(1, height - 1);
  await tab.waitForTimeout(1_500);
  const session = await context.newCDPSession(tab);
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: QUALITY });
  await context.close();
  const picture = Buffer.from(data, 'base64');
  await writeFile(join(folder, `${name}.webp`), picture);
  return picture.length;
}
