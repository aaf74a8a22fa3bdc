import { expect, test } from './fixture.ts';
import { User } from './user.ts';

test('a reload in mid-edit loses nothing, and neither does one after more edits', async ({ user, page }) => {
  const saved = page.getByRole('status').getByText('saved', { exact: true });
  await user.visit();
  await user.beginWithThreeParts();
  await user.dragFromPalette('Place a queue', await user.onSheet(0.5, 0.15));
  await expect(user.part('Queue')).toBeVisible();
  await page.reload();
  await expect(user.part('Queue')).toBeVisible();
  const record = await user.record();

  await user.seek(4_000_000);
  await user.part('Service').click();
  await user.card.getByRole('button', { name: 'Crash' }).click();
  await user.canvas.press('Escape');
  await user.part('Queue').press('Delete');
  await expect(user.part('Queue')).toBeHidden();
  const later = await user.recordAfter(record);
  await expect(saved).toBeVisible();
  await page.reload();
  await user.recordIs(later);
  await user.momentIs(4_000_000);
  await expect(user.part('Queue')).toBeHidden();
  await expect(user.faults).toHaveAccessibleName('Service down, from 4.000 s to 6.000 s');
});

test('a tab that is gone is found again in the next one', async ({ user, page, context }) => {
  await user.visit();
  await user.newSheet();
  await user.dragFromPalette('Place a service', await user.onSheet(0.5, 0.4));
  await user.part('Service').dblclick();
  await page.getByRole('textbox', { name: 'Rename Service' }).fill('Payments');
  await page.keyboard.press('Enter');
  await expect(user.part('Payments')).toBeVisible();
  await expect(page.getByRole('status').getByText('saved', { exact: true })).toBeVisible();
  await page.close({ runBeforeUnload: false });
  const again = new User(await context.newPage());
  await again.visit();
  await expect(again.part('Payments')).toBeVisible();
});
