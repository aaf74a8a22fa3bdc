import type { Locator } from '@playwright/test';
import { shop } from './documents.ts';
import { expect, test } from './fixture.ts';
import type { User } from './user.ts';

async function settingsOf(user: User, open: () => Promise<void>): Promise<Locator> {
  await open();
  await user.card.getByRole('button', { name: 'Settings' }).click();
  return user.page.getByRole('complementary', { name: 'What is selected' });
}

test('a bad value says beside its field what is expected and what is used instead', async ({ user }) => {
  await user.visitDocument(shop);
  const record = await user.record();
  const settings = await settingsOf(user, () => user.part('Orders').click());
  const slots = settings.getByRole('textbox', { name: 'Slots' });
  await slots.fill('-5');
  await slots.press('Enter');
  await expect(slots).toHaveAccessibleDescription(/Expected 1 to 10000, got -5\. Using 8\./);
  await expect(user.button('1 problem')).toBeVisible();
  await user.recordIs(record);

  await slots.fill('2');
  await slots.press('Enter');
  await expect(user.button('1 problem')).toBeHidden();
  await expect(slots).not.toHaveAttribute('aria-invalid', 'true');
  await settings.getByRole('button', { name: 'Slots: back to 8' }).click();
  await expect(slots).toHaveValue('8');

  const startup = settings.getByRole('textbox', { name: 'Startup' });
  await startup.fill('soon');
  await startup.press('Enter');
  await expect(startup).toHaveAttribute('aria-invalid', 'true');
  await user.undo.click();
  await expect(startup).toHaveValue('0ms');
});

test('a link gets a delay and a breaker, and what they do is another run until they are undone', async ({
  user,
}) => {
  await user.visitDocument(shop);
  const designed = await user.record();
  const settings = await settingsOf(user, () => user.clickLink('Orders', 'Stock'));
  await settings.getByRole('button', { name: 'Add circuit breaker' }).click();
  await expect(user.undo).toHaveAccessibleName('Undo: Change breaker of Orders → Stock');
  await user.record();

  const delay = settings.getByRole('textbox', { name: 'Delay', exact: true });
  await delay.fill('300ms');
  await delay.press('Enter');
  const slower = await user.recordAfter(designed);
  await user.undo.click();
  await user.undo.click();
  await user.recordIs(designed);
  await user.redo.click();
  await user.redo.click();
  await user.recordIs(slower);

  const state = await user.openPanel('State');
  await user.seek(3_000_000);
  await user.part('Orders').click();
  await expect(state.getByRole('button', { name: /breaker/ }).first()).toContainText('closed');
});

test('a step is added, its expression is objected to and tried on the last request while it is typed', async ({
  user,
  page,
}) => {
  await user.visitDocument(shop, 3_000_000);
  const designed = await user.record();
  const settings = await settingsOf(user, () => user.part('Orders').click());
  await settings.getByRole('button', { name: /^answer placeOrder/ }).click();
  const steps = page.getByRole('region', { name: 'answer placeOrder' });
  await steps.getByRole('button', { name: /^Put into/ }).click();

  const total = steps.getByRole('textbox', { name: 'Value: total' });
  await total.fill('${req.totl * 2}');
  await expect(total).toHaveAttribute('aria-invalid', 'true');
  await expect(total).toHaveAccessibleDescription(/req has no field totl/);
  await total.fill('${req.total * }');
  await expect(total).toHaveAccessibleDescription(/This cannot be read/);
  await total.fill('${req.total * 100}');
  await expect(total).not.toHaveAttribute('aria-invalid', 'true');
  await expect(steps.getByText(/^\d+00 for buyers-\d+$/)).toBeVisible();
  await total.press('Enter');
  const changed = await user.recordAfter(designed);

  await steps.getByRole('group', { name: 'Add a step' }).getByRole('button', { name: 'work' }).click();
  await expect(steps.getByRole('button', { name: 'Work for 10ms' })).toBeVisible();
  await expect(steps.getByRole('img', { name: /The machine of answer placeOrder.*work 10ms/ })).toBeVisible();
  await user.recordAfter(changed);
  await steps.getByRole('button', { name: 'Move down' }).click();
  await expect(steps.getByRole('listitem').nth(2)).toContainText('Work for 10ms');
  await steps.getByRole('button', { name: 'More', exact: true }).click();
  await page.getByRole('menuitem', { name: 'Remove' }).click();
  await expect(steps.getByRole('button', { name: /^Work for/ })).toBeHidden();
  await user.recordIs(changed);
});
