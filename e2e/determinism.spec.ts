import { library } from '#library/library.ts';
import { runHeadless } from '#run/headless.ts';
import { expect, test } from './fixture.ts';

test('every scenario is the same run here as without a page, event for event', async ({ user, page }) => {
  test.setTimeout(90_000);
  await user.visit();
  for (const { document, counter } of library) {
    for (const [name, runs] of [
      [`${document.title} ${document.summary ?? ''}`, document],
      [counter.sentence, counter.document],
    ] as const) {
      await test.step(name, async () => {
        await user.canvas.press('g');
        const dialog = page.getByRole('dialog', { name: 'Systems to break' });
        await dialog.getByRole('button', { name: beginningWith(name) }).click();
        await expect(dialog).toBeHidden();
        await user.recordIs(runHeadless(runs).digest);
      });
    }
  }
});

const beginningWith = (text: string): RegExp => new RegExp(`^${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`);
