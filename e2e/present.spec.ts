import { shop } from './documents.ts';
import { expect, test } from './fixture.ts';

test('a run is presented with the keys of a remote: figure, caption and transport alone', async ({
  user,
  page,
}) => {
  await user.visitDocument(shop);
  await user.canvas.press('Shift+P');
  await expect(user.button('Stop presenting')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Shop' })).toBeHidden();
  await expect(page.getByRole('tablist')).toBeHidden();
  await expect(user.canvas).toBeVisible();

  await page.keyboard.press('PageDown');
  await expect.poll(() => user.moment()).toBeGreaterThan(0);
  const first = await user.moment();
  await page.keyboard.press('ArrowRight');
  await expect.poll(() => user.moment()).toBeGreaterThan(first);
  await page.keyboard.press('PageUp');
  await user.momentIs(first);

  await page.keyboard.press('b');
  const blank = user.button('The screen is blank. Press any key.');
  await expect(blank).toBeVisible();
  await page.keyboard.press('.');
  await expect(blank).toBeHidden();
  await user.momentIs(first);

  for (const text of await page.locator('figcaption p, #transport').all()) {
    const px = await text.evaluate((element) => Number.parseFloat(getComputedStyle(element).fontSize));
    const zoom = await text.evaluate(
      (element) => (element as HTMLElement & { currentCSSZoom: number }).currentCSSZoom,
    );
    expect(px * zoom).toBeGreaterThanOrEqual(22);
  }
  await page.keyboard.press('Escape');
  await expect(page.getByRole('tablist')).toBeVisible();
});

test('the theme is chosen by hand, remembered, and left to the system again', async ({ user, page }) => {
  await user.visitDocument(shop);
  const root = page.locator('html');
  await user.switchTheme('Projector');
  await page.reload();
  await expect(root).toHaveAttribute('data-theme', 'projector');
  await user.button('Theme').click();
  await page.getByRole('menuitemcheckbox', { name: 'As the system' }).click();
  await expect(root).not.toHaveAttribute('data-theme');
  await expect(root).not.toHaveAttribute('data-projected');
});

test('panels keep the size that they were given, and are closed until asked for', async ({ user, page }) => {
  await user.visitDocument(shop);
  await user.openPanel('Event log');
  const height = page.getByRole('separator', { name: 'Height of the panel' });
  await height.press('ArrowUp');
  await height.press('ArrowUp');
  await user.canvas.press('p');
  const width = page.getByRole('separator', { name: 'Width of the settings' });
  await width.press('ArrowLeft');
  const sizes = [await height.getAttribute('aria-valuenow'), await width.getAttribute('aria-valuenow')];
  expect(sizes).toEqual(['304', '360']);

  await page.reload();
  await user.record();
  await expect(height).toBeHidden();
  await expect(width).toBeHidden();
  await user.openPanel('Metrics');
  await user.canvas.press('p');
  await expect(height).toHaveAttribute('aria-valuenow', '304');
  await expect(width).toHaveAttribute('aria-valuenow', '360');
  await width.dblclick();
  await expect(width).toHaveAttribute('aria-valuenow', '340');
});
