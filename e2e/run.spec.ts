import type { Page } from '@playwright/test';
import { shop } from './documents.ts';
import { expect, test } from './fixture.ts';

test('time runs when played, stands when paused, and ends with the run', async ({ user, page }) => {
  await user.visitDocument(shop);
  await user.play();
  await expect.poll(() => user.moment()).toBeGreaterThan(10_000);
  await user.pause();
  const stood = await user.moment();
  await frames(page);
  expect(await user.moment()).toBe(stood);

  await user.canvas.press('Space');
  await expect(user.button('Pause')).toBeVisible();
  await page.getByRole('slider', { name: 'Speed of time' }).press('End');
  await user.momentIs(10_000_000);
  await expect(user.button('Play')).toBeVisible();
});

test('as many events back as forward is where one began, with the same words on the way', async ({
  user,
  page,
}) => {
  await user.visitDocument(shop, 2_000_000);
  const panel = await user.openPanel('Event log');
  const here = async () => ({
    moment: await user.moment(),
    caption: await user.caption(),
    current: await panel.locator('[aria-current]').allTextContents(),
  });
  const there = [];
  for (let i = 0; i < 15; i++) {
    const before = await user.moment();
    await user.button('Next event').click();
    await expect.poll(() => user.moment()).toBeGreaterThan(before);
    await frames(page);
    there.push(await here());
  }
  for (const before of there.slice(0, -1).toReversed()) {
    await user.button('Previous event').click();
    await user.momentIs(before.moment);
    await expect.poll(here).toEqual(before);
  }
});

test('the scrubber goes to any time by keys and by the pointer', async ({ user }) => {
  await user.visitDocument(shop);
  for (const [key, us] of [
    ['End', 10_000_000],
    ['PageDown', 9_000_000],
    ['ArrowLeft', 8_950_000],
    ['Shift+ArrowRight', 9_450_000],
    ['Home', 0],
    ['ArrowRight', 50_000],
  ] as const) {
    await user.scrubber.press(key);
    await user.momentIs(us);
  }
  await expect(user.scrubber).toHaveAttribute('aria-valuetext', '0.050 s');
});

test('the next broken check is one press away and says why it broke', async ({ user, page }) => {
  await user.visitDocument(shop);
  await expect(user.button('Next broken check')).toBeEnabled();
  await user.button('Next broken check').click();
  await expect.poll(() => user.moment()).toBeGreaterThan(1_000_000);
  const checks = page.getByRole('region', { name: 'Checks' });
  await expect(checks).toContainText('At most twenty orders: breaks');
  const data = await user.openPanel('Data');
  await user.part('Stock').click();
  await expect(data.getByRole('rowheader')).toHaveCount(21);
  await user.button('Previous event').click();
  await expect(checks).not.toContainText('breaks');
  await expect(data.getByRole('rowheader')).toHaveCount(20);
  await user.button('Next event').click();
  await checks.getByRole('button', { name: 'Why?' }).click();
  const why = page.getByRole('tabpanel', { name: 'Why' });
  await expect(why).toContainText('At most twenty orders');
  await expect(why).toContainText('Buyers asks Orders: placeOrder');
});

test('speed is a matter of the reader and changes nothing in the run', async ({ user, page }) => {
  await user.visitDocument(shop);
  const record = await user.record();
  const speed = page.getByRole('slider', { name: 'Speed of time' });
  await expect(speed).toHaveAttribute('aria-valuetext', 'one second shows 100 ms');
  await speed.press('End');
  await expect(speed).toHaveAttribute('aria-valuetext', 'one second shows 10 s');
  await speed.press('Home');
  await expect(speed).toHaveAttribute('aria-valuetext', 'one second shows 1 ms');
  await user.canvas.press(']');
  await expect(speed).toHaveAttribute('aria-valuetext', 'one second shows 2 ms');
  await user.recordIs(record);
});

test('another seed is another run, and undo brings the first one back', async ({ user, page }) => {
  await user.visitDocument(shop);
  const record = await user.record();
  const seed = page.getByRole('textbox', { name: 'Seed' });
  await expect(seed).toHaveValue('7');
  await user.button('Draw another seed').click();
  await expect(seed).not.toHaveValue('7');
  await user.recordAfter(record);
  await user.undo.click();
  await expect(seed).toHaveValue('7');
  await user.recordIs(record);
  await seed.fill('8');
  await seed.press('Enter');
  await user.recordAfter(record);
  await seed.fill('7');
  await seed.press('Enter');
  await user.recordIs(record);
});

/** Until the page has drawn a few times: time that runs would have moved. */
async function frames(page: Page): Promise<void> {
  await page.evaluate(async () => {
    for (let i = 0; i < 4; i++) await new Promise((drawn) => requestAnimationFrame(drawn));
  });
}
