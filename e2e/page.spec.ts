import { expect, test } from './fixture.ts';

test('the page opens', async ({ page }) => {
  await page.goto('.');
  await expect(page).toHaveTitle(/Halfopen/);
  await expect(page.locator('#root')).toContainText('Halfopen');
});
