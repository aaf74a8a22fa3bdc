import { expect, test } from './fixture.ts';

test('a drawing is tidied up by a key, in one step that can be undone; a second time it is tidy already', async ({
  user,
  page,
}) => {
  await user.visitDocument({
    halfopen: 1,
    title: 'Untidy',
    zones: { eu: { title: 'eu-west', at: [600, 400, 200, 160] } },
    nodes: {
      people: { kind: 'client', title: 'People', at: [700, 40] },
      web: { kind: 'service', title: 'Web', zone: 'eu', at: [40, 440] },
      store: { kind: 'database', title: 'Store', zone: 'eu', at: [80, 420] },
    },
    links: [
      { from: 'people', to: 'web' },
      { from: 'web', to: 'store' },
    ],
  });
  const left = async (title: string): Promise<number> => (await user.part(title).boundingBox())?.x ?? 0;
  await user.part('Web').focus();
  await page.keyboard.press('Shift+T');
  await expect(user.undo).toHaveAccessibleName('Undo: Tidy up the drawing');
  await user.figureRests();
  expect(await left('People')).toBeLessThan(await left('Web'));
  expect(await left('Web')).toBeLessThan(await left('Store'));
  await expect(user.part('Web')).toHaveClass(/selected/);
  expect(await user.zone('eu-west').boundingBox()).not.toBeNull();

  await page.keyboard.press('Shift+T');
  await expect(page.getByText('The drawing is tidy already.')).toBeVisible();
  await user.undo.click();
  await expect(user.redo).toHaveAccessibleName('Redo: Tidy up the drawing');
  await user.figureRests();
  expect(await left('People')).toBeGreaterThan(await left('Web'));
});
