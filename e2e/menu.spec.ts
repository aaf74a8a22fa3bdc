import { boxOf, middleOf } from './user.ts';
import { expect, test } from './fixture.ts';

const document = {
  halfopen: 1,
  title: 'Three parts',
  nodes: {
    people: { kind: 'client', title: 'People', at: [0, 0] },
    web: { kind: 'service', title: 'Web', at: [260, 0] },
    store: { kind: 'database', title: 'Store', at: [520, 0] },
  },
  links: [{ from: 'people', to: 'web' }],
};

test('a secondary click opens what can be done, for a part, a link and the sheet', async ({ user, page }) => {
  await user.visitDocument(document);
  const menu = page.getByRole('menu', { name: 'What can be done here' });
  await user.part('Web').click({ button: 'right' });
  await menu.getByRole('menuitem', { name: 'Select what leads here' }).click();
  await expect(menu).toBeHidden();
  await expect(user.part('People')).toHaveClass(/selected/);
  await expect(user.part('Store')).not.toHaveClass(/selected/);

  const { x, y } = await user.alongLink('People', 'Web', 0.5);
  await page.keyboard.press('Escape');
  await page.mouse.click(x, y, { button: 'right' });
  await menu.getByRole('menuitem', { name: 'Delete' }).click();
  await expect(user.link('People', 'Web')).not.toBeAttached();

  const empty = await user.onSheet(0.5, 0.9);
  await page.mouse.click(empty.x, empty.y, { button: 'right' });
  await menu.getByRole('menuitem', { name: 'Place a part…' }).click();
  await page.getByRole('combobox', { name: 'Find a part' }).fill('queue');
  await page.keyboard.press('Enter');
  await expect(user.part('Queue')).toBeVisible();
});

test('parts are connected with the keyboard alone, by the menu key and a name', async ({ user, page }) => {
  await user.visitDocument(document);
  await user.part('Web').focus();
  await page.keyboard.press('Shift+F10');
  await page.getByRole('menuitem', { name: 'Connect to…' }).press('Enter');
  const box = page.getByRole('combobox', { name: 'Connect Web to' });
  await expect(box).toBeFocused();
  await box.fill('sto');
  await page.keyboard.press('Enter');
  await expect(user.link('Web', 'Store')).toBeAttached();
  await expect(user.undo).toHaveAccessibleName('Undo: Connect Web to Store');
});

test.describe('by touch', () => {
  test.use({ hasTouch: true });

  test('a long press opens what can be done', async ({ user, page }) => {
    await user.visitDocument(document);
    const { x, y } = middleOf(await boxOf(user.part('Web')));
    const touch = await page.context().newCDPSession(page);
    await touch.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
    const menu = page.getByRole('menu', { name: 'What can be done here' });
    await expect(menu).toBeVisible();
    await touch.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
    await menu.getByRole('menuitem', { name: 'Select what this leads to' }).tap();
    await expect(menu).toBeHidden();
    await expect(user.part('Web')).toHaveClass(/selected/);
  });
});
