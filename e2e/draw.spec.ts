import { boxOf, middleOf } from './user.ts';
import { expect, test } from './fixture.ts';

test('three parts dragged from the palette and connected run at once, with no settings', async ({ user }) => {
  await user.visit();
  await user.newSheet();
  await user.dragFromPalette('Place a client', await user.onSheet(0.2, 0.4));
  await user.dragFromPalette('Place a service', await user.onSheet(0.5, 0.4));
  await user.dragFromPalette('Place a database', await user.onSheet(0.8, 0.4));
  await user.dragLink('Client', 'Service');
  await user.dragLink('Service', 'Database');
  await user.record();
  await user.play();
  expect(await user.answered('Service')).toBeGreaterThan(0);
  await expect(await user.logOf('Database')).toContainText('Database answers Service');
  await expect.poll(() => user.moment()).toBeGreaterThan(0);
});

test('parts are placed by a click and a click, and connected by a button and a click', async ({
  user,
  page,
}) => {
  await user.visit();
  await user.newSheet();
  for (const [button, x] of [
    ['Place a client', 0.2],
    ['Place a service', 0.5],
    ['Place a database', 0.8],
  ] as const) {
    await user.button(button).click();
    const { x: left, y: top } = await user.onSheet(x, 0.4);
    await page.mouse.click(left, top);
  }
  for (const [from, to] of [
    ['Client', 'Service'],
    ['Service', 'Database'],
  ] as const) {
    await user.part(from).click();
    await user.card.getByRole('button', { name: 'Connect' }).click();
    await user.part(to).click();
    await expect(user.link(from, to)).toBeAttached();
  }
  expect(await user.answered('Service')).toBeGreaterThan(0);
  await expect(await user.logOf('Database')).toContainText('Database answers Service');
});

test('a system is drawn, connected and renamed with the keyboard alone', async ({ user, page }) => {
  const { keyboard } = page;
  await user.visit();
  await user.button('Library and files').press('Enter');
  await page.getByRole('menuitem', { name: 'New sheet' }).press('Enter');
  await expect(page.getByRole('heading', { name: 'An empty sheet.' })).toBeVisible();

  await user.button('Place a client').press('Enter');
  await expect(user.part('Client')).toBeVisible();
  await keyboard.press('/');
  await page.getByRole('combobox', { name: 'Find a part' }).fill('serv');
  await keyboard.press('Enter');
  await expect(user.part('Service')).toBeVisible();
  await user.button('Place a database').press('Enter');
  await expect(user.part('Database')).toBeVisible();

  for (const [from, to] of [
    ['Client', 'Service'],
    ['Service', 'Database'],
  ] as const) {
    await user.part(from).press('Enter');
    await user.card.getByRole('button', { name: 'Connect' }).press('Enter');
    await user.part(to).press('Enter');
    await expect(user.link(from, to)).toBeAttached();
  }
  await user.part('Service').press('Enter');
  await keyboard.press('Escape');
  await keyboard.press('F2');
  await page.getByRole('textbox', { name: 'Rename Service' }).fill('Orders');
  await keyboard.press('Enter');
  await expect(user.part('Orders')).toBeVisible();

  const before = await boxOf(user.part('Orders'));
  await keyboard.press('ArrowDown');
  await expect.poll(async () => (await boxOf(user.part('Orders'))).y).toBeGreaterThan(before.y);
  expect(await user.answered('Orders')).toBeGreaterThan(0);
});

test('every step of drawing is undone and redone by itself', async ({ user, page }) => {
  await user.visit();
  await user.newSheet();
  await user.dragFromPalette('Place a client', await user.onSheet(0.25, 0.4));
  await user.dragFromPalette('Place a service', await user.onSheet(0.6, 0.4));
  await user.dragLink('Client', 'Service');
  const service = user.part('Service');
  const home = await boxOf(service);
  await user.drag(middleOf(home), { x: middleOf(home).x + 80, y: middleOf(home).y + 120 });
  await expect.poll(async () => (await boxOf(service)).y).toBeGreaterThan(home.y + 60);
  await service.dblclick();
  await page.getByRole('textbox', { name: 'Rename Service' }).fill('Orders');
  await page.keyboard.press('Enter');
  await expect(user.part('Orders')).toBeVisible();
  await user.part('Orders').press('Delete');
  await expect(user.part('Orders')).toBeHidden();
  await expect(user.link('Client', 'Orders')).not.toBeAttached();

  const steps = [
    'Delete Orders',
    'Rename Service',
    'Move Service',
    'Connect Client to Service',
    'Place Service',
    'Place Client',
  ];
  for (const step of steps) {
    await expect(user.undo).toHaveAccessibleName(`Undo: ${step}`);
    await user.undo.click();
  }
  await expect(page.getByRole('heading', { name: 'An empty sheet.' })).toBeVisible();
  for (const step of steps.toReversed()) {
    await expect(user.redo).toHaveAccessibleName(`Redo: ${step}`);
    await page.keyboard.press('Control+y');
  }
  await expect(user.redo).toBeDisabled();
  await expect(user.part('Client')).toBeVisible();
  await expect(user.part('Orders')).toBeHidden();
  await user.undo.click();
  await expect(user.link('Client', 'Orders')).toBeAttached();
});

test('parts are copied, pasted, duplicated and deleted, several at once with the links between them', async ({
  user,
  page,
}) => {
  const { keyboard } = page;
  await user.visit();
  await user.beginWithThreeParts();

  await user.part('Client').click();
  await keyboard.press('Escape');
  await keyboard.down('Shift');
  await user.part('Service').click();
  await keyboard.up('Shift');
  await keyboard.press('Control+c');
  await keyboard.press('Control+v');
  await expect(user.undo).toHaveAccessibleName('Undo: Paste 2 parts');
  await expect(user.canvas.getByRole('group', { name: /, (client|service|database)$/ })).toHaveCount(5);
  await expect(user.canvas.getByRole('group', { name: /^Link from Client/ })).toHaveCount(2);

  await keyboard.press('Control+d');
  await expect(user.canvas.getByRole('group', { name: /, (client|service|database)$/ })).toHaveCount(7);
  await keyboard.press('Delete');
  await expect(user.canvas.getByRole('group', { name: /, (client|service|database)$/ })).toHaveCount(5);
  await user.undo.click();
  await expect(user.canvas.getByRole('group', { name: /, (client|service|database)$/ })).toHaveCount(7);

  await user.canvas.press('Control+a');
  await keyboard.press('Delete');
  await expect(page.getByRole('heading', { name: 'An empty sheet.' })).toBeVisible();
  await user.undo.click();
  await expect(user.canvas.getByRole('group', { name: /, (client|service|database)$/ })).toHaveCount(7);
});

test('a zone takes in what is drawn inside it, and takes it along', async ({ user, page }) => {
  await user.visit();
  await user.newSheet();
  await user.dragFromPalette('Place a service', await user.onSheet(0.3, 0.4));
  await user.dragFromPalette('Place a database', await user.onSheet(0.75, 0.4));
  await user.button('Zone').click();
  await user.drag(await user.onSheet(0.12, 0.15), await user.onSheet(0.5, 0.75));
  await page.getByRole('textbox', { name: 'Rename zone' }).fill('eu-west');
  await page.keyboard.press('Enter');
  const zone = user.zone('eu-west');
  await expect(zone).toBeVisible();
  await expect(user.part('Service')).toHaveAccessibleName('Service, service in eu-west');
  await expect(user.part('Database')).toHaveAccessibleName('Database, database');

  const frame = await boxOf(zone);
  const service = await boxOf(user.part('Service'));
  await user.drag({ x: frame.x + 30, y: frame.y + 18 }, { x: frame.x + 30, y: frame.y + 98 });
  await expect.poll(async () => (await boxOf(zone)).y).toBeGreaterThan(frame.y + 40);
  const moved = await boxOf(zone);
  expect((await boxOf(user.part('Service'))).y - service.y).toBeCloseTo(moved.y - frame.y, 0);

  await user.drag(middleOf(await boxOf(user.part('Database'))), middleOf(moved));
  await expect(user.part('Database')).toHaveAccessibleName('Database, database in eu-west');
  await user.undo.click();
  await expect(user.part('Database')).toHaveAccessibleName('Database, database');
});

test('a frame drawn with Shift picks what lies in it, and they move together', async ({ user, page }) => {
  await user.visit();
  await user.beginWithThreeParts();
  const [client, service, database] = await Promise.all(
    ['Client', 'Service', 'Database'].map((title) => boxOf(user.part(title))),
  );
  if (client === undefined || service === undefined || database === undefined) throw new Error('not drawn');
  await page.keyboard.down('Shift');
  await user.drag(
    { x: client.x - 20, y: service.y - 40 },
    { x: service.x + service.width + 20, y: client.y + client.height + 40 },
  );
  await page.keyboard.up('Shift');
  expect(await page.evaluate(() => String(getSelection()))).toBe('');
  await user.drag(middleOf(service), { x: middleOf(service).x, y: middleOf(service).y - 100 });
  await expect(user.undo).toHaveAccessibleName('Undo: Move 2 parts');
  expect((await boxOf(user.part('Client'))).y).toBeLessThan(client.y - 50);
  expect((await boxOf(user.part('Database'))).y).toBeCloseTo(database.y, 0);
  await user.undo.click();
  await expect.poll(async () => (await boxOf(user.part('Client'))).y).toBeCloseTo(client.y, 0);
});

test('a double click on the sheet asks for a part there, and one on a part renames it', async ({
  user,
  page,
}) => {
  await user.visit();
  await user.beginWithThreeParts();
  const find = page.getByRole('combobox', { name: 'Find a part' });
  const { x, y } = await user.onSheet(0.5, 0.15);
  await page.mouse.dblclick(x, y);
  await find.fill('queue');
  await page.getByRole('option').first().click();
  await expect(user.part('Queue')).toBeVisible();
  await expect(find).toBeHidden();
  await user.part('Queue').dblclick();
  await expect(page.getByRole('textbox', { name: 'Rename Queue' })).toBeFocused();
  await expect(find).toBeHidden();
});

test('the figure is fitted and zoomed by buttons and by keys', async ({ user, page }) => {
  await user.visit();
  const zoom = page.getByRole('button', { name: /^Zoom \d+ %/ });
  const percent = async (): Promise<number> => parseInt((await zoom.textContent()) ?? '', 10);
  await user.button('Fit the figure').click();
  const fitted = await percent();
  await user.button('Zoom in').click();
  await expect.poll(percent).toBeGreaterThan(fitted);
  await zoom.click();
  await expect.poll(percent).toBe(100);
  await user.canvas.press('o');
  await expect.poll(percent).toBe(80);
  await user.canvas.press('Shift+1');
  await expect.poll(percent).toBe(fitted);
});
