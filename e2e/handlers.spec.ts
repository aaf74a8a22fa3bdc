import { expect, test } from './fixture.ts';

test('handlers of a service change places, in steps that can be undone', async ({ user, page }) => {
  await user.visitDocument({
    halfopen: 1,
    title: 'Two handlers',
    nodes: {
      web: {
        kind: 'service',
        title: 'Web',
        at: [0, 0],
        handlers: [
          { request: 'read', steps: [{ work: '5ms' }] },
          { request: 'write', steps: [{ work: '9ms' }] },
        ],
      },
    },
  });
  await user.part('Web').click();
  await user.card.getByRole('button', { name: 'Settings' }).click();
  const settings = page.getByRole('complementary', { name: 'What is selected' });
  const moves = settings.getByRole('button', { name: /^Move .* (up|down)$/ });
  const names = (): Promise<readonly (string | null)[]> =>
    moves.evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
  await expect(moves).toHaveCount(4);
  const [first, , second] = await names();
  await expect(moves.first()).toBeDisabled();
  await moves.nth(1).click();
  await expect
    .poll(names)
    .toEqual([second, second?.replace('up', 'down'), first, first?.replace('up', 'down')]);
  await expect(user.undo).toHaveAccessibleName('Undo: Move a handler of Web');
  await user.undo.click();
  await expect.poll(async () => (await names())[0]).toBe(first);
});
