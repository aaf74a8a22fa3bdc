import { AxeBuilder } from '@axe-core/playwright';
import { shop } from './documents.ts';
import { expect, test } from './fixture.ts';

const stale = `
{"client":1,"f":"write","key":"x","value":1,"ok":true,"call":0,"ret":1}
{"client":1,"f":"write","key":"x","value":2,"ok":true,"call":2,"ret":3}
{"client":2,"f":"read","key":"x","value":1,"ok":true,"call":4,"ret":5}`;

test('a pasted history is judged and its proof drawn', async ({ user, page }) => {
  await user.visitDocument(shop);
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox', { name: 'Type what you want to do' }).fill('Check a history');
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Check a history' });
  const history = dialog.getByRole('textbox', { name: 'History' });
  await history.fill(stale);
  await user.button('Check it').click();
  const proof = dialog.getByRole('region', { name: /smallest proof/ });
  await expect(proof).toContainText('client 2’s read began 1 event after client 1 was told that 2 is stored');
  await expect(proof).toContainText('Still sequential');
  const { violations } = await new AxeBuilder({ page }).include('[role="dialog"]').analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);

  await history.fill(stale.replace('"value":1,"ok":true,"call":4', '"value":2,"ok":true,"call":4'));
  await user.button('Check it').click();
  await expect(dialog.getByRole('status')).toContainText('valid');

  await history.fill('{"client":1} <script>alert(1)</script>');
  await user.button('Check it').click();
  await expect(dialog.getByRole('status')).toContainText('Line 1: not JSON');
});

test('a file that is dropped is judged, many histories at once', async ({ user, page }) => {
  await user.visitDocument(shop);
  const dropped = await page.evaluateHandle(() => {
    const transfer = new DataTransfer();
    const lines = [
      '{"id":"good","sessions":[[["w","x",1],["r","x",1]],[["r","x",null],["r","x",1]]]}',
      '{"id":"bad","sessions":[[["w","x",1],["w","x",2]],[["r","x",2],["r","x",1]]]}',
    ];
    transfer.items.add(new File([lines.join('\n')], 'two.jsonl'));
    return transfer;
  });
  await page.locator('[data-ready]').dispatchEvent('drop', { dataTransfer: dropped });
  const dialog = page.getByRole('dialog', { name: 'Check a history' });
  await expect(dialog.getByRole('combobox', { name: 'Model' })).toContainText('causal-cm');
  await expect(dialog.getByRole('button', { name: /^good: valid/ })).toBeVisible();
  await expect(dialog.getByRole('button', { name: /^bad: invalid/ })).toHaveAttribute('aria-pressed', 'true');
  await expect(dialog.getByRole('region', { name: /smallest proof/ })).toBeVisible();
});
