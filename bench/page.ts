import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium, type Browser, type Page } from '@playwright/test';
import { firstLoad } from '#scripts/first-load.mjs';
import { findBrowser } from '#scripts/install.mjs';
import { serve } from '#scripts/serve.mjs';
import type { ScenarioDocument } from '#scenario/schema.ts';
import { city, crowd } from './documents.ts';
import { median, type Row } from './row.ts';

const VIEW = { width: 1440, height: 900 };
const COLD_STARTS = 5;
const WATCH_MS = 4_000;

/** The production build in a browser without a graphics card. */
export async function pageRows(): Promise<Row[]> {
  const folder = join(process.cwd(), '.cache', 'bench', 'page');
  const options = ['--outDir', folder, '--emptyOutDir', '--logLevel', 'error'];
  execFileSync(process.execPath, ['node_modules/vite/bin/vite.js', 'build', ...options], {
    stdio: 'inherit',
  });
  const server = await serve({ root: folder });
  const executablePath = await findBrowser();
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--disable-gpu', '--no-sandbox'],
  });
  try {
    return [
      firstLoadRow(folder),
      await coldStartRow(browser, server.url),
      ...(await framesRows(
        browser,
        server.url,
        '10,000 messages on their way, 60 links',
        crowd(),
        12_000_000,
        1_000_000,
      )),
      ...(await framesRows(browser, server.url, '200 nodes, 400 links', city(), 5_000_000, 100_000)),
    ];
  } finally {
    await browser.close();
    await server.close();
  }
}

function firstLoadRow(folder: string): Row {
  const bytes = firstLoad(folder).reduce(
    (sum, file) => sum + gzipSync(readFileSync(file), { level: 9 }).length,
    0,
  );
  return {
    what: 'first load, gzip: page, worker and styles',
    target: '320 kB',
    measured: `${(bytes / 1000).toFixed(1)} kB`,
    isReached: bytes <= 320_000,
  };
}

/** From the navigation to the first frame that shows a message on its way; nothing cached. */
async function coldStartRow(browser: Browser, url: string): Promise<Row> {
  const times: number[] = [];
  for (let start = 0; start < COLD_STARTS; start++) {
    const context = await browser.newContext({ viewport: VIEW });
    const page = await context.newPage();
    await page.goto(url);
    const mark = await page.waitForFunction(
      () => performance.getEntriesByName('first-message')[0]?.startTime,
    );
    times.push(Number(await mark.jsonValue()));
    await context.close();
  }
  const time = median(times);
  return {
    what: `cold start to the first message moving, median of ${COLD_STARTS}`,
    target: '1.5 s',
    measured: `${(time / 1000).toFixed(2)} s`,
    isReached: time <= 1_500,
  };
}

/** Frames a second while it plays, and while it plays and is dragged to and fro. */
async function framesRows(
  browser: Browser,
  url: string,
  what: string,
  document: ScenarioDocument,
  momentUs: number,
  scale: number,
): Promise<Row[]> {
  const context = await browser.newContext({ viewport: VIEW });
  const page = await context.newPage();
  await openAt(page, url, document, momentUs, scale);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  const played = await frames(page, () => page.waitForTimeout(WATCH_MS));
  const panned = await frames(page, async () => {
    const until = Date.now() + WATCH_MS;
    await page.mouse.move(700, 420);
    await page.mouse.down({ button: 'middle' });
    for (let step = 0; Date.now() < until; step++) {
      await page.mouse.move(700 + 200 * Math.sin(step / 20), 420 + 80 * Math.cos(step / 17));
    }
    await page.mouse.up({ button: 'middle' });
  });
  await context.close();
  const row = (doing: string, { rate, busyMs }: Frames): Row => ({
    what: `${what}, ${doing}`,
    target: '55 frames/s',
    measured: `${rate.toFixed(0)} frames/s, ${busyMs.toFixed(1)} ms of the page a frame`,
    isReached: rate >= 55,
  });
  return [row('playing', played), row('playing and panning', panned)];
}

/** Stores a document as the page itself does, and opens it. */
async function openAt(
  page: Page,
  url: string,
  document: ScenarioDocument,
  momentUs: number,
  scale: number,
): Promise<void> {
  await page.goto(`${url}licenses/NOTICE.txt`);
  await page.evaluate(
    (saved) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open('keyval-store');
        opening.onupgradeneeded = () => opening.result.createObjectStore('keyval');
        opening.onerror = () => reject(new Error('no database'));
        opening.onsuccess = () => {
          const change = opening.result.transaction('keyval', 'readwrite');
          change.objectStore('keyval').put(JSON.parse(saved), 'halfopen.document.1');
          change.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
    JSON.stringify({ document, opened: document, mine: null, momentUs, scale }),
  );
  await page.goto(url);
  // Simulated to its end, and everything that is fetched when nothing else is to be done.
  await page.waitForTimeout(8_000);
}

interface Frames {
  readonly rate: number;
  /** Time of the page's thread, layout and painting included, for each frame. */
  readonly busyMs: number;
}

async function frames(page: Page, meanwhile: () => Promise<void>): Promise<Frames> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  const busy = async (): Promise<number> => {
    const { metrics } = await devtools.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')?.value ?? 0;
  };
  await page.evaluate(() => {
    const counter = { frames: 0, from: performance.now(), isOver: false };
    const count = (): void => {
      counter.frames++;
      if (!counter.isOver) requestAnimationFrame(count);
    };
    requestAnimationFrame(count);
    Object.assign(window, { counter });
  });
  const before = await busy();
  await meanwhile();
  const { count, seconds } = await page.evaluate(() => {
    const { counter } = window as unknown as { counter: { frames: number; from: number; isOver: boolean } };
    counter.isOver = true;
    return { count: counter.frames, seconds: (performance.now() - counter.from) / 1000 };
  });
  const after = await busy();
  await devtools.detach();
  return { rate: count / seconds, busyMs: (1000 * (after - before)) / Math.max(1, count) };
}
