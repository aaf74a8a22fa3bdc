import { bulkhead } from '#library/bulkhead.ts';
import { shop } from './documents.ts';
import { expect, test } from './fixture.ts';
import type { User } from './user.ts';

const followed = (user: User) => user.page.getByRole('region', { name: 'What is followed' });
const keys = async (user: User, ...presses: string[]): Promise<void> => {
  for (const key of presses) await user.page.keyboard.press(key);
};
/** Keys are heard as soon as their code is there. */
const keysAreHeard = async (user: User): Promise<void> => {
  await expect(async () => {
    await user.page.keyboard.press('Home');
    await user.page.keyboard.press('y');
    expect(await user.moment()).toBe(1_000);
  }).toPass();
  await user.page.keyboard.press('Home');
  await user.momentIs(0);
};

test('a flow is followed: the rest is dimmed or hidden, and its events are stepped through both ways', async ({
  user,
}) => {
  await user.visitDocument(bulkhead.document, 1_500_000);
  const aside = user.canvas.locator('.react-flow__node.aside');
  await expect(async () => {
    await keys(user, 'f');
    await expect(followed(user)).toBeVisible({ timeout: 500 });
  }).toPass();
  await expect(aside.first()).toBeVisible();
  await keys(user, 'Shift+F');
  await expect(aside.first()).toBeHidden();

  const there: number[] = [];
  for (let i = 0; i < 4; i++) {
    await keys(user, 'Shift+N');
    await expect.poll(() => user.moment()).toBeLessThan(there.at(-1) ?? 1_500_000);
    there.push(await user.moment());
  }
  for (const at of there.slice(0, -1).toReversed()) {
    await keys(user, 'n');
    await user.momentIs(at);
  }
  await followed(user).getByRole('button', { name: 'Stop following' }).click();
  await expect(followed(user)).toBeHidden();
  await expect(aside).toHaveCount(0);
});

test('time goes by the second and the millisecond by keys, from the playhead too', async ({ user }) => {
  await user.visitDocument(shop);
  await keysAreHeard(user);
  await keys(user, 'h', 'h', 'y');
  await user.momentIs(2_001_000);
  await user.scrubber.focus();
  await keys(user, 'Shift+H', 'Shift+Y');
  await user.momentIs(1_000_000);
});

test('a loop is set at the playhead, dragged by keys, and played round and round', async ({ user }) => {
  await user.visitDocument(shop);
  await keysAreHeard(user);
  await keys(user, 'h', 'a', 'h', 'Shift+A');
  const b = user.page.getByRole('slider', { name: 'Loop ends' });
  await expect(b).toHaveAttribute('aria-valuenow', '2000');
  await b.focus();
  for (let i = 0; i < 8; i++) await keys(user, 'Shift+ArrowLeft');
  await expect(b).toHaveAttribute('aria-valuenow', '1200');
  await user.play();
  await expect.poll(() => user.moment()).toBeGreaterThan(1_100_000);
  await expect.poll(() => user.moment()).toBeLessThan(1_100_000);
  expect(await user.moment()).toBeGreaterThanOrEqual(1_000_000);
  await user.pause();
  await b.press('Delete');
  await expect(b).toBeHidden();
});

test('breakpoints on a check and on a part stop the run there, and it goes on past them', async ({
  user,
}) => {
  await user.visitDocument(shop);
  await keysAreHeard(user);
  await user.part('Stock').click();
  await user.card.getByRole('button', { name: 'gets a message' }).click();
  await keys(user, 'Escape', ']', ']', ']');
  const why = user.page.getByRole('status', { name: 'Why it stopped' });
  await user.play();
  await expect(why).toContainText('Stock got put order/');
  const first = await user.moment();
  await why.getByRole('button', { name: 'Go on' }).click();
  await expect.poll(() => user.moment()).toBeGreaterThan(first);
  await expect(why).toContainText('Stock got put order/');

  await user.part('Stock').click();
  await user.card.getByRole('button', { name: 'gets a message' }).click();
  await keys(user, 'Escape');
  await user.button(/^Stop when this changes: At most twenty/).click();
  await keys(user, ']', ']', ']');
  await user.play();
  await expect(why).toContainText('At most twenty orders');
});

test('a card that is opened holds the run up until it closes', async ({ user }) => {
  await user.visitDocument(shop);
  await keysAreHeard(user);
  await user.play();
  await user.part('Orders').click();
  await expect(user.button('Play')).toBeVisible();
  await keys(user, 'Escape');
  await expect(user.button('Pause')).toBeVisible();
});

test('messages under way are reached by the keyboard', async ({ user }) => {
  await user.visitDocument(shop, 2_000_000);
  const list = user.page.getByRole('dialog', { name: /^Messages under way/ });
  await expect(async () => {
    for (let i = 0; i < 3; i++) await keys(user, ',');
    await keys(user, 'u');
    await expect(list.getByRole('listitem').first()).toBeVisible({ timeout: 500 });
  }).toPass();
  await keys(user, 'Tab');
  await list.getByRole('listitem').getByRole('button').first().press('Enter');
  await expect(user.card.getByRole('button', { name: 'Drop it' })).toBeFocused();
});

test('Page Down and Page Up go to faults and to turns of checks', async ({ user }) => {
  await user.visitDocument({ ...shop, timeline: [{ at: '1s', for: '1s', do: 'crash', node: 'stock' }] });
  await keysAreHeard(user);
  await keys(user, 'PageDown');
  await user.momentIs(1_000_000);
  await keys(user, 'PageDown');
  await user.momentIs(2_000_000);
  await keys(user, 'PageUp');
  await user.momentIs(1_000_000);
});
