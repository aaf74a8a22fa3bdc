import { encodeLink } from '#scenario/link.ts';
import type { ScenarioDocument } from '#scenario/schema.ts';
import { shop } from './documents.ts';
import { expect, test } from './fixture.ts';
import type { User } from './user.ts';

test('a first visit breaks the running figure, and one press below it runs another system', async ({
  user,
  page,
}) => {
  await user.visit();
  await expect(user.button('Pause')).toBeVisible();
  await user.button('Crash Orders while an order is in flight').click();
  await expect(user.faults).toHaveCount(2);
  const breaker = card(user, 'Circuit breaker');
  await breaker.scrollIntoViewIfNeeded();
  await breaker.getByRole('button', { name: /^Circuit breaker/ }).click();
  await expect(page).toHaveTitle('Circuit breaker · Halfopen');
  await expect(gallery(user)).toBeHidden();
  await expect(user.button('Pause')).toBeVisible();

  await expect(user.button('Back to my document')).toBeVisible();
  await user.undo.click();
  await expect(page).toHaveTitle('Order saga, choreography · Halfopen');
  await expect(user.faults).toHaveCount(2);
  await user.redo.click();
  await user.button('Back to my document').click();
  await expect(user.faults).toHaveCount(2);
});

test('the library is searched by pattern, product and symptom, by keyboard alone', async ({ user, page }) => {
  await user.visitDocument(shop);
  await user.canvas.press('g');
  const search = page.getByRole('textbox', { name: 'Pattern, product or symptom' });
  await expect(search).toBeFocused();
  await search.pressSequentially('rabbitmq lost');
  await expect(cards(user)).toHaveCount(1);
  await search.fill('retry storm');
  await expect(cards(user)).toHaveCount(1);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page).toHaveTitle('Retries that let a system recover · Halfopen');
  await page.keyboard.press('g');
  await search.press('Escape');
  await expect(gallery(user)).toBeHidden();
});

test('a picture runs while it is pointed at, and its verdict comes from its run', async ({ user }) => {
  await user.visitDocument(shop);
  await user.button(/^Halfopen/).click();
  const lagging = card(user, 'Asynchronous replication under a partition');
  await expect(lagging).toBeAttached();
  await lagging.scrollIntoViewIfNeeded();
  await expect(lagging).toContainText('3 checks hold', { timeout: 15_000 });
  await expect(lagging).toContainText('1 breaks');
  const messages = (): Promise<string> =>
    lagging.locator('svg.fig .m').evaluateAll((all) => all.map((one) => one.outerHTML).join());
  const still = await messages();
  await lagging.hover();
  await expect.poll(messages).not.toBe(still);
  await user.page.mouse.move(0, 0);
  await expect.poll(messages).toBe(still);
});

test.describe('with reduced motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });
  test('a picture that is pointed at stands still', async ({ user }) => {
    await user.visitDocument(shop);
    await user.button(/^Halfopen/).click();
    const raft = card(user, 'Raft: a majority decides');
    await raft.scrollIntoViewIfNeeded();
    await expect(raft).toContainText('checks hold', { timeout: 15_000 });
    await raft.hover();
    await expect(raft.locator('[data-running]')).toHaveCount(0);
  });
});

test('a link that somebody sent is opened from the first page, and what is none is said', async ({
  user,
  page,
}) => {
  await user.visit();
  await user.button('Open a link…').click();
  const link = page.getByRole('textbox', { name: 'Link' });
  await link.fill('https://example.org/');
  await link.press('Enter');
  await expect(page.getByRole('alert')).toHaveText('This is not a link to a run.');
  await link.fill(
    `https://example.org/somewhere/${encodeLink({ document: shop as unknown as ScenarioDocument })}`,
  );
  await link.press('Enter');
  await expect(user.part('Orders')).toBeVisible();
  await expect(gallery(user)).toBeHidden();
});

const gallery = (user: User) => user.page.getByRole('region', { name: /systems to break/ });
const cards = (user: User) => gallery(user).getByRole('listitem');
const card = (user: User, title: string) =>
  cards(user).filter({ has: user.page.getByRole('button', { name: new RegExp(`^${title}`) }) });
