import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { encodeLink } from '#scenario/link.ts';
import type { ScenarioDocument } from '#scenario/schema.ts';
import { shop } from './documents.ts';
import { expect, test } from './fixture.ts';
import { boxOf } from './user.ts';

const link = encodeLink({ document: shop as unknown as ScenarioDocument, momentUs: 1_000_000 });

test('the example page loads, plays, seeks and hears what the figure says', async ({ page }) => {
  await page.goto('./embed-example.html');
  const figure = page.frameLocator('#figure');
  const said = (what: string) => page.locator(`#${what}`);
  await expect(said('event')).toHaveText(/^ready: \d+ s long$/);
  await expect(said('time')).toHaveText('3.000 s, at rest');
  await expect(figure.getByRole('timer', { name: 'Time' })).toHaveText(/00:03\.000/);

  await page.getByRole('button', { name: 'Go to 4.2 s' }).click();
  await expect(said('time')).toHaveText('4.200 s, at rest');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(figure.getByRole('button', { name: 'Pause' })).toBeVisible();
  await expect(said('time')).not.toHaveText(/at rest/);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(said('time')).toHaveText(/at rest/);

  const before = await said('title').textContent();
  await page.getByRole('button', { name: 'Show leader election instead' }).click();
  await expect(said('title')).not.toHaveText(before ?? '');
  await expect(said('time')).toHaveText('2.000 s, at rest');
});

test('a figure tells when a check breaks and when it has ended, and refuses what it cannot read', async ({
  page,
}) => {
  await page.goto('./embed-example.html');
  await expect(page.locator('#event')).toHaveText(/^ready/);
  await page.evaluate(() => {
    const heard: unknown[] = [];
    Object.assign(window, { heard });
    addEventListener('message', ({ data }) => heard.push(data));
  });
  const say = (message: unknown) =>
    page.evaluate((data) => {
      window.frames[0]?.postMessage(data, location.origin);
    }, message);
  const heard = (halfopen: string) =>
    page.evaluate(
      (name) =>
        (window as unknown as { heard: Record<string, unknown>[] }).heard.filter(
          (one) => one['halfopen'] === name,
        ),
      halfopen,
    );
  await say({ halfopen: 'load', link: '#s=1.broken' });
  await expect.poll(() => heard('refused')).toHaveLength(1);

  const document = {
    ...shop,
    runFor: '100ms',
    checks: [{ title: 'Nobody is served', always: 'false' }],
  };
  await say({ halfopen: 'load', document });
  await expect.poll(() => heard('ready')).toHaveLength(1);
  await say({ halfopen: 'play' });
  await expect.poll(() => heard('ended')).toEqual([{ halfopen: 'ended', t: 0.1 }]);
  expect(await heard('broke')).toMatchObject([{ check: 'Nobody is served' }]);
});

test('an embedded figure that is not to be edited cannot be', async ({ user, page }) => {
  await page.setViewportSize({ width: 720, height: 460 });
  await user.page.goto(`./?embed&edit=false${link}`);
  await expect(user.part('Orders')).toBeVisible();
  await user.momentIs(1_000_000);
  await expect(page.getByRole('banner')).toBeHidden();
  expect((await boxOf(user.canvas)).height).toBeGreaterThan(300);
  const box = await boxOf(user.part('Stock'));
  const place = await user.part('Stock').getAttribute('style');
  await user.part('Stock').press('Delete');
  await page.keyboard.press('ControlOrMeta+z');
  await user.drag({ x: box.x + 20, y: box.y + 20 }, { x: box.x + 60, y: box.y + 60 });
  await user.part('Stock').dblclick();
  await expect(user.card).toBeHidden();
  await expect(page.getByRole('textbox')).toBeHidden();
  await expect(user.part('Stock')).toHaveAttribute('style', place ?? '');
});

test('an embedded figure keeps nothing, and takes its theme, its moment and whether to play from its address', async ({
  user,
  page,
}) => {
  await page.goto(`./?embed&theme=dark&t=4.2s${link}`);
  await user.momentIs(4_200_000);
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.goto(`./?embed&play${link}`);
  await expect(user.button('Pause')).toBeVisible();
  await user.part('Orders').click();
  await user.card.getByRole('button', { name: 'Crash' }).click();
  await expect(user.faults).toHaveCount(1);
  expect(await page.evaluate(async () => [await indexedDB.databases(), sessionStorage.length])).toEqual([
    [],
    0,
  ]);
});

test('a page of another origin can embed it and talk to it; with a host named, no other page can', async ({
  page,
  server,
}) => {
  const host = (search: string) => `<!doctype html><title>host</title><p id="said">nothing</p>
    <iframe id="figure" src="${server.url}?embed${search}${link}"></iframe>
    <script>addEventListener('message', ({ data }) => {
      if (data.halfopen === 'time') document.getElementById('said').textContent = data.t;
      else if (data.halfopen === 'ready') figure.contentWindow.postMessage({ halfopen: 'seek', t: 2 }, '*');
    })</script>`;
  const other = createServer((request, response) => {
    const { search } = new URL(request.url ?? '/', 'http://localhost');
    response.writeHead(200, { 'Content-Type': 'text/html' }).end(host(search.replace('?', '&')));
  });
  await new Promise<void>((resolve) => {
    other.listen(0, '127.0.0.1', resolve);
  });
  const { port } = other.address() as AddressInfo;
  await page.goto(`http://localhost:${port}/`);
  await expect(page.locator('#said')).toHaveText('2');
  await page.goto(`http://localhost:${port}/?host=https://example.org`);
  await expect(page.frameLocator('#figure').getByRole('timer', { name: 'Time' })).toHaveText(/00:01\.000/);
  await expect(page.frameLocator('#figure').getByText('Orders')).toBeVisible();
  await expect(page.locator('#said')).toHaveText('nothing');
  other.close();
});

test('a short link opens a scenario of the library at its moment, and an unknown one says so', async ({
  user,
  page,
}) => {
  await user.visit('#/raft?t=1.234567s');
  await user.momentIs(1_234_567);
  await expect(user.button('Play')).toBeVisible();
  await page.goto('about:blank');
  await page.goto('./#/no-such-scenario');
  await expect(user.problems).toContainText('the name of a scenario in the library');
});
