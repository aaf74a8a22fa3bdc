import { expect, test } from './fixture.ts';

/** Time from the start of the navigation to the first message on its way, ms. Other tests run beside this one. */
const FIRST_MESSAGE_MS = 2 * 1_500;

test('the first visit shows a running system, one sentence and one thing to press', async ({
  user,
  page,
}) => {
  await user.visit();
  await expect(page).toHaveTitle('Order saga, choreography · Halfopen');
  await expect(user.button('Pause')).toBeVisible();
  const before = await user.moment();
  await expect.poll(() => user.moment()).toBeGreaterThan(before);
  await expect.poll(() => user.caption()).toMatch(/^Fig. 1 at \d+\.\d{3} s\. \S.*\.$/);

  const record = await user.record();
  await user.button('Crash Orders while an order is in flight').click();
  await expect(user.button('Crash Orders while an order is in flight')).toBeHidden();
  await expect(user.faults).toHaveCount(2);
  const broken = await user.recordAfter(record);
  await expect.poll(() => user.caption()).toMatch(/orders has been down/i);

  await expect(page.getByRole('status').getByText('saved')).toBeVisible();
  await page.reload();
  await user.recordIs(broken);
  await expect(user.faults).toHaveCount(2);
  await expect(user.undo).toBeDisabled();
});

test('the first message moves soon after the page is asked for', async ({ browser, user }) => {
  await user.visit();
  await expect(async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(user.page.url());
    const mark = await page.waitForFunction(
      () => performance.getEntriesByName('first-message')[0]?.startTime ?? false,
    );
    const after = await mark.jsonValue();
    await context.close();
    expect(after).toBeLessThan(FIRST_MESSAGE_MS);
  }).toPass({ timeout: 20_000 });
});
