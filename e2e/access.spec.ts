import { AxeBuilder } from '@axe-core/playwright';
import { shop } from './documents.ts';
import { expect, test } from './fixture.ts';
import type { User } from './user.ts';

for (const theme of ['light', 'dark'] as const) {
  test(`in the ${theme} theme, no obstacle is met that a machine can find`, async ({ user, page }) => {
    test.setTimeout(60_000);
    await user.visitDocument(shop, 3_000_000);
    if (theme === 'dark') await user.switchTheme();
    await noObstacle(user, 'the figure');
    await user.part('Orders').press('Enter');
    await expect(user.card).toBeVisible();
    await noObstacle(user, 'the card of a part');
    await user.card.getByRole('button', { name: 'Settings' }).click();
    await expect(page.getByRole('textbox', { name: 'Slots' })).toBeVisible();
    await page.getByRole('button', { name: /^answer placeOrder/ }).click();
    await noObstacle(user, 'settings and steps');
    await user.button('Close the steps').click();
    for (const panel of ['Event log', 'Space-time', 'Metrics', 'State', 'Data', 'Consistency']) {
      await user.openPanel(panel);
      await noObstacle(user, panel);
    }
    await user.canvas.press('g');
    await expect(page.getByRole('heading', { name: /systems to break/ })).toBeVisible();
    // All cards are alike: a few are looked at, with their pictures.
    await page.keyboard.type('circuit breaker');
    await expect(page.getByRole('region', { name: /systems to break/ })).toContainText('checks hold');
    await noObstacle(user, 'the library');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await user.button('Share').click();
    await expect(page.getByRole('dialog', { name: 'Share this run' })).toBeVisible();
    await noObstacle(user, 'sharing');
  });
}

/** WCAG 2.2, A and AA, as far as axe can tell. */
async function noObstacle(user: User, where: string): Promise<void> {
  await test.step(where, async () => {
    const { violations } = await new AxeBuilder({ page: user.page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
      .analyze();
    const told = violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary ?? ''}`),
    );
    expect(told).toEqual([]);
  });
}
