import { library } from '#library/library.ts';
import { runHeadless } from '#run/headless.ts';
import { expect, test } from './fixture.ts';

test('every scenario is the same run here as without a page, event for event', async ({ user, page }) => {
  test.setTimeout(120_000);
  await user.visit();
  for (const { document, counter } of library) {
    for (const [name, runs] of [
      [`${document.title} ${document.summary ?? ''}`, document],
      [counter.sentence, counter.document],
    ] as const) {
      await test.step(name, async () => {
        await user.canvas.press('g');
        const systems = page.getByRole('region', { name: /systems to break/ });
        await systems.getByRole('button', { name }).click();
        await expect(systems).toBeHidden();
        await user.recordIs(runHeadless(runs).digest);
      });
    }
  }
});
