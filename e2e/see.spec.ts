import { circuitBreaker } from '#library/circuit-breaker.ts';
import { shop } from './documents.ts';
import { expect, test } from './fixture.ts';

test('the event log is narrowed by kind, part and words, and takes time to what is clicked', async ({
  user,
  page,
}) => {
  await user.visitDocument(shop);
  const log = await user.openPanel('Event log');
  const shown = log.getByText(/^[\d,. ]+ of [\d,. ]+$/);
  const all = await shown.textContent();
  await log.getByRole('button', { name: /^inside nodes/ }).click();
  await expect(shown).not.toHaveText(all ?? '');
  await log.getByRole('button', { name: /^inside nodes/ }).click();
  await expect(shown).toHaveText(all ?? '');

  await user.logOf('Stock');
  await log.getByRole('textbox', { name: /^Find in/ }).fill('order/buyers-12');
  const row = log.getByRole('listitem').filter({ hasText: 'Stock stores' });
  await expect(row).toHaveCount(1);
  const [time] = /^\d+\.\d{6}/.exec((await row.textContent()) ?? '') ?? [];
  await row.getByRole('button').click();
  await user.momentIs(Math.round(Number(time) * 1e6));
  const events = log.getByRole('list', { name: 'Events of the run' });
  await expect(events.locator('[aria-current="step"]')).toContainText(time ?? '');
  await expect(page.getByRole('complementary', { name: 'How it came to this' })).toContainText(
    'Orders asks Stock',
  );
});

test('the state of a breaker is the one that it has at that time', async ({ user }) => {
  await user.visitDocument(circuitBreaker.document);
  const log = await user.openPanel('Event log');
  await log.getByRole('textbox', { name: /^Find in/ }).fill('breaker opens');
  const opens = log
    .getByRole('listitem')
    .filter({ hasText: 'The breaker opens' })
    .getByRole('button')
    .first();
  const caller = (await opens.locator('em').textContent()) ?? '';
  await opens.click();
  await user.part(caller).click();
  const state = await user.openPanel('State');
  const breaker = state.getByRole('button', { name: /breaker/ }).first();
  await expect(breaker).toContainText('open');
  await breaker.click();
  await expect(state.getByRole('img', { name: /^The machine of breaker .*: open$/ })).toBeVisible();
  await user.button('Previous event').click();
  await user.button('Previous event').click();
  await expect(breaker).toContainText('closed');
  await expect(state.getByRole('img', { name: /^The machine of breaker .*: closed$/ })).toBeVisible();
});

test('rows are those of the moment, also when time goes back', async ({ user }) => {
  await user.visitDocument(shop);
  await user.part('Stock').click();
  const data = await user.openPanel('Data');
  await expect(data).toContainText('Stock holds nothing at this moment.');
  const rows = data.getByRole('row');
  await user.seek(3_000_000);
  await expect.poll(() => rows.count()).toBeGreaterThan(5);
  const early = await rows.allTextContents();
  await user.seek(8_000_000);
  await expect.poll(() => rows.count()).toBeGreaterThan(early.length);
  await user.seek(3_000_000);
  await expect.poll(() => rows.allTextContents()).toEqual(early);
});
