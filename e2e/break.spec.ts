import { shop } from './documents.ts';
import { expect, test } from './fixture.ts';
import { boxOf, middleOf, type User } from './user.ts';

const NOW = 2_000_000;

/** Every way to break something: how it is reached, and what the timeline then calls it. */
const ways: readonly (readonly [sentence: string, name: RegExp, act: (user: User) => Promise<void>])[] = [
  [
    'a part is crashed',
    /^Orders down, from 2\.000 s to 4\.000 s$/,
    (user) => onPart(user, 'Orders', 'Crash'),
  ],
  [
    'a part is paused',
    /^Orders paused, from 2\.000 s to 4\.000 s$/,
    (user) => onPart(user, 'Orders', 'Pause'),
  ],
  ['a part is slowed down', /^Stock slow, from 2\.000 s/, (user) => onPart(user, 'Stock', 'Slow')],
  [
    'one instance is crashed',
    /^Orders.*1 down, from 2\.000 s/,
    async (user) => {
      await user.part('Orders').click();
      await user.card.getByRole('group', { name: 'Which' }).getByRole('button', { name: '#1' }).click();
      await user.card.getByRole('button', { name: 'Crash' }).click();
    },
  ],
  ['a client is given more load', /^Buyers load, from 2\.000 s/, (user) => onPart(user, 'Buyers', '× 5')],
  ['a link is cut', /^Buyers → Orders cut, from 2\.000 s/, (user) => onLink(user, 'Cut')],
  ['a link is cut one way', /^Buyers → Orders cut, from 2\.000 s/, (user) => onLink(user, 'Cut one way')],
  ['a link is slowed down', /^Buyers → Orders bad, from 2\.000 s/, (user) => onLink(user, 'Slow')],
  ['a link loses messages', /^Buyers → Orders bad, from 2\.000 s/, (user) => onLink(user, 'Lose some')],
  ['a link doubles messages', /^Buyers → Orders bad, from 2\.000 s/, (user) => onLink(user, 'Double')],
  [
    'a zone is cut off',
    /^eu-west \| us-east cut, from 2\.000 s/,
    async (user) => {
      const zone = await boxOf(user.zone('eu-west'));
      await user.page.mouse.click(zone.x + 30, zone.y + 18);
      await user.card.getByRole('button', { name: 'From us-east' }).click();
    },
  ],
];

async function onPart(user: User, title: string, what: string): Promise<void> {
  await user.part(title).click();
  await user.card.getByRole('button', { name: what, exact: true }).click();
}

async function onLink(user: User, what: string): Promise<void> {
  await user.clickLink('Buyers', 'Orders');
  await user.card.getByRole('button', { name: what, exact: true }).click();
}

test('whatever is broken stands on the timeline, is another run, and is undone', async ({ user }) => {
  await user.visitDocument(shop, NOW);
  const whole = await user.record();
  for (const [sentence, name, act] of ways) {
    await test.step(sentence, async () => {
      await act(user);
      await expect(user.faults).toHaveCount(1);
      await expect(user.faults).toHaveAccessibleName(name);
      await user.recordAfter(whole);
      await user.momentIs(NOW);
      await user.undo.click();
      await expect(user.faults).toHaveCount(0);
      await user.recordIs(whole);
      await user.canvas.press('Escape');
      await user.canvas.press('Escape');
    });
  }
});

test('what is broken is mended at once, and a part that is down is restarted, from where it stands', async ({
  user,
}) => {
  await user.visitDocument(shop, NOW);
  await onPart(user, 'Orders', 'Crash');
  const crashed = await user.recordAfter('');
  await user.seek(NOW + 500_000);
  await user.card.getByRole('button', { name: 'Mend now: Crashed' }).click();
  await expect(user.faults).toHaveAccessibleName('Orders down, from 2.000 s to 2.500 s');
  await user.recordAfter(crashed);
  await user.undo.click();
  await user.recordIs(crashed);
  await user.card.getByRole('button', { name: 'Restart' }).click();
  await expect(user.faults).toHaveCount(2);
  await expect(user.faults.nth(1)).toHaveAccessibleName(/^Orders restarts/);
  await user.recordAfter(crashed);
});

test('a part, a link and a zone are broken with the keyboard alone', async ({ user, page }) => {
  await user.visitDocument(shop, NOW);
  for (const [thing, what] of [
    [user.part('Orders'), 'Crash'],
    [user.link('Orders', 'Stock'), 'Cut one way'],
    [user.zone('eu-west'), 'From us-east'],
  ] as const) {
    const before = await user.faults.count();
    await thing.press('Enter');
    await user.card.getByRole('button', { name: what, exact: true }).press('Enter');
    await expect(user.faults).toHaveCount(before + 1);
    await page.keyboard.press('Escape');
  }
});

test('a message in flight is doubled, delayed and dropped by a click, and dies for that reason', async ({
  user,
  page,
}) => {
  await user.visitDocument(shop);
  const whole = await user.record();
  const log = await user.openPanel('Event log');
  await log
    .getByRole('button', { name: /Buyers asks Orders/ })
    .nth(1)
    .click();
  const { x, y } = await user.alongLink('Buyers', 'Orders', 0.08);
  const { card } = user;
  for (const way of ['Duplicate it', 'Delay it by 500 ms']) {
    await page.mouse.click(x, y);
    await card.getByRole('button', { name: way }).click();
    await expect(user.faults).toHaveAccessibleName(/^Buyers → Orders message/);
    await user.recordAfter(whole);
    await user.undo.click();
    await user.recordIs(whole);
  }
  await page.mouse.click(x, y);
  await expect(card).toContainText('placeOrder');
  await expect(card).toContainText('total');
  await card.getByRole('button', { name: 'Drop it' }).click();
  await expect(user.faults).toHaveAccessibleName(/^Buyers → Orders message/);
  await user.recordAfter(whole);
  await log.getByRole('textbox', { name: /^Find/ }).fill('you dropped it');
  await expect(log.getByRole('listitem').first()).toContainText(/placeOrder.* never arrives: you dropped it/);
  await user.undo.click();
  await user.recordIs(whole);
  await expect(log.getByText('No event matches.')).toBeVisible();
});

test('what stands on the timeline is moved, stretched and removed, by keys and by the pointer', async ({
  user,
  page,
}) => {
  await user.visitDocument(shop, NOW);
  const whole = await user.record();
  await onPart(user, 'Orders', 'Crash');
  const bar = user.faults;
  await expect(bar).toHaveAccessibleName('Orders down, from 2.000 s to 4.000 s');
  const crashed = await user.recordAfter(whole);

  await bar.press('ArrowRight');
  await expect(bar).toHaveAccessibleName('Orders down, from 2.100 s to 4.100 s');
  const later = await user.recordAfter(crashed);
  await bar.press('Shift+ArrowRight');
  await expect(bar).toHaveAccessibleName('Orders down, from 2.100 s to 4.200 s');
  await user.recordAfter(later);
  await user.undo.click();
  await user.undo.click();
  await user.recordIs(crashed);

  const from = middleOf(await boxOf(bar));
  await user.drag(from, { x: from.x + 60, y: from.y });
  await expect(bar).not.toHaveAccessibleName('Orders down, from 2.000 s to 4.000 s');
  await user.recordAfter(crashed);
  await user.undo.click();
  await user.recordIs(crashed);

  await bar.press('Enter');
  const lasts = page.getByRole('textbox', { name: 'Lasts' });
  await lasts.fill('1');
  await lasts.press('Enter');
  await expect(bar).toHaveAccessibleName('Orders down, from 2.000 s to 3.000 s');
  await page.keyboard.press('Escape');
  await bar.press('Delete');
  await expect(bar).toHaveCount(0);
  await user.recordIs(whole);
});

test('acting in the past makes another future, and undo brings the old one back', async ({ user }) => {
  await user.visitDocument(shop);
  const old = await user.record();
  const log = await user.openPanel('Event log');
  const all = log.getByRole('textbox', { name: /^Find in/ });
  const count = await all.getAttribute('placeholder');
  await user.seek(6_000_000);
  const future = await user.caption();
  await user.seek(3_000_000);
  const past = await user.caption();
  await onPart(user, 'Stock', 'Crash');
  const other = await user.recordAfter(old);
  await expect(all).not.toHaveAttribute('placeholder', count ?? '');
  await user.seek(2_950_000);
  await user.seek(6_000_000);
  await user.undo.click();
  await user.recordIs(old);
  await expect(all).toHaveAttribute('placeholder', count ?? '');
  await expect.poll(() => user.caption()).toBe(future);
  await user.seek(3_000_000);
  await expect.poll(() => user.caption()).toBe(past);
  await user.redo.click();
  await user.recordIs(other);
});
