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

/** A document of one's own: three parts, of which one was given a name. */
async function drawOwn(user: User): Promise<void> {
  await user.visit();
  await user.beginWithThreeParts();
  await rename(user, 'Service', 'Payments');
}

async function rename(user: User, part: string, name: string): Promise<void> {
  await user.part(part).click();
  await user.canvas.press('F2');
  await user.page.getByRole('textbox', { name: `Rename ${part}` }).fill(name);
  await user.page.keyboard.press('Enter');
  await expect(user.part(name)).toBeVisible();
}

const status = (user: User, said: string) => user.page.getByRole('status').getByText(said, { exact: true });

test('a second tab on the same document says so, works on a copy, and both keep what they change', async ({
  user,
  context,
}) => {
  await drawOwn(user);
  await expect(status(user, 'saved')).toBeVisible();

  const second = new User(await context.newPage());
  await second.visit();
  await expect(
    second.page.getByText('This document is open in another tab. Here you work on a copy.'),
  ).toBeVisible();
  await expect(status(second, 'a copy, saved')).toBeVisible();
  await rename(second, 'Payments', 'Billing');
  await rename(user, 'Payments', 'Ledger');
  await expect(status(second, 'a copy, saved')).toBeVisible();
  await expect(status(user, 'saved')).toBeVisible();

  await second.page.reload();
  await expect(second.part('Billing')).toBeVisible();
  await user.page.reload();
  await expect(user.part('Ledger')).toBeVisible();
  // A reload of the tab that has the document finds nobody else in its place.
  await expect(status(user, 'saved')).toBeVisible();
});

test('the original can be taken over, and the tab that had it goes on with a copy', async ({
  user,
  context,
}) => {
  await drawOwn(user);
  await expect(status(user, 'saved')).toBeVisible();
  const second = new User(await context.newPage());
  await second.visit();
  await expect(status(second, 'a copy, saved')).toBeVisible();
  await rename(user, 'Payments', 'Ledger');
  await expect(status(user, 'saved')).toBeVisible();

  await second.button('Work on the original here').click();
  await expect(second.part('Ledger')).toBeVisible();
  await expect(status(second, 'saved')).toBeVisible();
  await expect(
    user.page.getByText('Another tab has taken this document over. Here you work on a copy.'),
  ).toBeVisible();
  await rename(user, 'Ledger', 'Till');
  await expect(status(user, 'a copy, saved')).toBeVisible();
  await second.page.reload();
  await expect(second.part('Ledger')).toBeVisible();
  await user.page.reload();
  await expect(user.part('Till')).toBeVisible();
});

test('a document that another was opened over is found among the recent ones', async ({ user, page }) => {
  await drawOwn(user);
  await expect(status(user, 'saved')).toBeVisible();
  await user.newSheet();
  await user.button('Library and files').click();
  await page.getByRole('menuitem', { name: 'A client, a service, a database, just now' }).click();
  await expect(user.part('Payments')).toBeVisible();
  await expect(status(user, 'saved')).toBeVisible();
  await user.button('Library and files').click();
  await expect(page.getByRole('menuitem', { name: 'New sheet' })).toBeVisible();
  await expect(page.getByRole('menuitem', { name: /just now/ })).toBeHidden();
});

for (const [why, said, refuse] of [
  [
    'the disk is full',
    'This browser has no room left to save here.',
    () => {
      IDBObjectStore.prototype.put = () => {
        throw new DOMException('no room', 'QuotaExceededError');
      };
    },
  ],
  [
    'the browser refuses',
    'This browser does not let the page save here',
    () => {
      Object.defineProperty(window, 'indexedDB', { value: undefined });
      Object.defineProperty(window, 'localStorage', {
        get: () => {
          throw new DOMException('denied', 'SecurityError');
        },
      });
    },
  ],
] as const) {
  test(`when ${why} it is said, and the document can be saved as a file`, async ({ user, page }) => {
    await page.addInitScript(refuse);
    await user.visit();
    const toast = page.getByRole('status').filter({ hasText: said });
    await expect(toast).toBeVisible();
    await expect(status(user, 'not saved')).toBeVisible();
    const download = page.waitForEvent('download');
    await toast.getByRole('button', { name: 'Save as a file…' }).click();
    expect((await download).suggestedFilename()).toMatch(/\.halfopen\.json$/);
  });
}
