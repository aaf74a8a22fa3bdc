import { AxeBuilder } from '@axe-core/playwright';
import { replicationAsync } from '#library/replication-async.ts';
import { quorum } from '#library/quorum.ts';
import { expect, test } from './fixture.ts';

test('a red lamp shows its proof, and takes time to the read that broke it', async ({ user }) => {
  await user.visitDocument(replicationAsync.document, 10_000_000);
  const panel = await user.openPanel('Consistency');
  const lamps = panel.getByRole('list', { name: 'Models of consistency, strongest first' });
  await expect(lamps.getByRole('button', { name: /^Linearizable counterexample/ })).toHaveAttribute(
    'aria-current',
    'true',
  );
  await expect(lamps.getByRole('button', { name: /^Sequential holds/ })).toBeVisible();
  const proof = panel.getByRole('region', { name: /^Not linearizable/ });
  await expect(proof).toContainText(
    /support’s read began .* after shopper was told that version \d+ is stored/,
  );
  await expect(proof.getByRole('img', { name: /^Operations of clients over time/ })).toBeVisible();
  await expect(proof).toContainText('Still sequential: forget the clock and an order exists');
  await expect(proof.getByRole('list', { name: 'The order that exists' })).toContainText('moved');
  await expect(panel).toContainText(/\d+ of \d+ reads were stale/);

  await proof.getByRole('button', { name: 'Go there' }).click();
  await expect(lamps.getByRole('button', { name: /^Linearizable counterexample/ })).toBeVisible();
  const broken = await user.moment();
  expect(broken).toBeGreaterThan(3_000_000);
  // One event before, nothing was wrong yet.
  await user.button('Previous event').click();
  await expect(lamps.getByRole('button', { name: /^Linearizable holds so far/ })).toBeVisible();
});

test('the lamps are walked through by keys, and nobody is kept out', async ({ user, page }) => {
  await user.visitDocument(replicationAsync.document, 10_000_000);
  const panel = await user.openPanel('Consistency');
  await expect(panel.getByText('What the history of')).toBeVisible();
  await page.getByRole('button', { name: /^Linearizable/ }).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('region', { name: 'Sequential' })).toContainText(
    'One order of everything exists that keeps each session’s own.',
  );
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 900 });
    const { violations } = await new AxeBuilder({ page }).include('[role="tabpanel"]').analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  }
});

test('a cluster with quorums shows how soon a write is seen, beside what theory says', async ({ user }) => {
  await user.visitDocument(quorum.document, 10_000_000);
  const panel = await user.openPanel('Consistency');
  const figure = panel.getByRole('region', { name: 'How soon is a write seen?' });
  await expect(figure).toContainText('N = 3, R = 2, W = 2.');
  await expect(figure.getByRole('img', { name: /100 % found it, 100 % were to be expected/ })).toBeVisible();
});

test('a run without an ending, and one that no client asks, say so', async ({ user }) => {
  await user.visitDocument({
    ...replicationAsync.document,
    nodes: {},
    links: [],
    clusters: {},
    checks: [],
    timeline: [],
  });
  const panel = await user.openPanel('Consistency');
  await expect(panel).toContainText('No client asks a store itself here');
});

test('a stale answer is marked where it is read about', async ({ user }) => {
  await user.visitDocument(replicationAsync.document, 10_000_000);
  const log = await user.openPanel('Event log');
  await log.getByRole('textbox', { name: /^Find in/ }).fill('Support desk');
  await user.seek(5_000_000);
  await expect(
    log
      .getByRole('listitem')
      .filter({ hasText: /stale: \d+ versions?, .* behind/ })
      .first(),
  ).toBeVisible();
});
