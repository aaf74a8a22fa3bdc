import { readFile } from 'node:fs/promises';
import { encodeLink } from '#scenario/link.ts';
import type { ScenarioDocument } from '#scenario/schema.ts';
import { shop } from './documents.ts';
import { expect, test } from './fixture.ts';

test('a copied link opens the same run at the same moment, paused, for somebody else', async ({
  user,
  stranger,
  page,
}) => {
  await user.visitDocument(shop);
  await user.seek(7_000_000);
  await user.part('Orders').click();
  await user.card.getByRole('button', { name: 'Crash' }).click();
  await expect(user.faults).toHaveCount(1);
  const record = await user.record();
  await user.button('Share').click();
  await page
    .getByRole('dialog', { name: 'Share this run' })
    .getByRole('button', { name: 'Copy', exact: true })
    .first()
    .click();
  await expect(user.button('Copied')).toBeVisible();
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link.length).toBeLessThan(2_000);

  await stranger.page.goto(link);
  await stranger.recordIs(record);
  await stranger.momentIs(7_000_000);
  await expect(stranger.button('Play')).toBeVisible();
  await expect(stranger.faults).toHaveAccessibleName('Orders down, from 7.000 s to 9.000 s');
  expect(await stranger.caption()).toBe(await user.caption());
});

test('a link to a late moment is not held back by the length of what was open before', async ({ user }) => {
  await user.visitDocument({ ...shop, runFor: '2m' }, 90_000_000);
  await user.visitDocument(shop, 1_000_000);
});

test('a link that was edited after it was opened is not opened over the edits by a reload', async ({
  user,
  page,
}) => {
  await user.visitDocument(shop, 1_000_000);
  await user.part('Stock').press('Delete');
  await expect(user.part('Stock')).toBeHidden();
  await page.reload();
  await expect(user.part('Orders')).toBeVisible();
  await user.record();
  await expect(user.part('Stock')).toBeHidden();
});

test('a damaged link says what is wrong with it and takes nothing away', async ({ user, page }) => {
  await user.visitDocument(shop, 1_000_000);
  const record = await user.record();
  await user.part('Stock').click();
  await user.canvas.press('F2');
  await page.getByRole('textbox', { name: 'Rename Stock' }).fill('Warehouse');
  await page.keyboard.press('Enter');
  await expect(user.part('Warehouse')).toBeVisible();
  const link = encodeLink({ document: shop as unknown as ScenarioDocument, momentUs: 0 });
  for (const damaged of [
    link.slice(0, -40),
    `${link.slice(0, -60)}${'A'.repeat(60)}`,
    '#s=1.%%%',
    '#s=9.abc',
  ]) {
    await page.evaluate((hash) => {
      location.hash = hash;
    }, damaged);
    await expect(user.problems, damaged).toBeVisible();
    await expect(user.problems.getByRole('row').nth(1)).toBeVisible();
    await user.problems.getByRole('button', { name: 'Close' }).click();
    // Gone for good, before the next link can be taken for this one.
    await expect(user.problems).toBeHidden();
    await expect(user.part('Warehouse')).toBeVisible();
    await user.recordIs(record);
  }
});

test('a saved file opens as the same run', async ({ user, page }) => {
  await user.visitDocument(shop);
  const record = await user.record();
  const download = page.waitForEvent('download');
  await user.button('Library and files').click();
  await page.getByRole('menuitem', { name: 'Save as a file…' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('shop.halfopen.json');
  const text = await readFile(await file.path(), 'utf8');
  await user.newSheet();
  await user.openFile('shop.halfopen.json', text);
  await expect(user.part('Stock')).toBeVisible();
  await user.recordIs(record);
  await expect(user.problems).toBeHidden();
});

test('a hostile file is opened as far as it can be read, with its problems by path', async ({
  user,
  page,
}) => {
  await user.visitDocument(shop);
  const hostile = `{"halfopen":1,"title":"<img src=x onerror=alert(1)>","__proto__":{"polluted":true},"seed":-1,
    "nodes":{"client":{"kind":"client","at":[0,0],"flows":[{"arrive":{"rate":"1000000000/s"},"steps":[{"call":"constructor"}]}]},
      "constructor":{"kind":"__proto__","at":[1e308,null]},"api":{"kind":"service","at":[300,0],"slots":-5,"shell":"rm"}},
    "links":[{"from":"client","to":"nowhere"}],"timeline":[{"at":"-1s","do":"explode"}],"checks":[{"always":"1 +"}]}`;
  await user.openFile('hostile.json', hostile);
  await expect(user.problems).toBeVisible();
  await expect(user.problems.getByRole('rowheader', { name: 'nodes.api.slots' })).toBeVisible();
  await expect(user.problems.getByRole('rowheader', { name: 'seed' })).toBeVisible();
  await user.problems.getByRole('button', { name: 'Close' }).click();
  await expect(user.part('api')).toBeVisible();
  expect(await page.evaluate(() => 'polluted' in {})).toBe(false);

  await user.openFile('not.json', 'this is no JSON');
  await expect(user.problems).toContainText('What you had is still here.');
  await user.problems.getByRole('button', { name: 'Close' }).click();
  await expect(user.part('api')).toBeVisible();
});

test('a file let go over the page is opened, and the way back to one’s own document stays', async ({
  user,
  page,
}) => {
  await user.visit();
  await user.newSheet();
  await user.dragFromPalette('Place a queue', await user.onSheet(0.5, 0.4));
  await expect(user.part('Queue')).toBeVisible();
  const data = await page.evaluateHandle((text) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], 'shop.json', { type: 'application/json' }));
    return transfer;
  }, JSON.stringify(shop));
  await user.canvas.dispatchEvent('dragover', { dataTransfer: data });
  await user.canvas.dispatchEvent('drop', { dataTransfer: data });
  await expect(user.part('Stock')).toBeVisible();
  await user.button('Back to my document').click();
  await expect(user.part('Queue')).toBeVisible();
  await expect(user.part('Stock')).toBeHidden();
});

test('an unchanged scenario of the library has a short link, to the same moment of the same run', async ({
  user,
  stranger,
  page,
}) => {
  await user.visit('#/order-saga-choreography?t=4.412s');
  const record = await user.record();
  await user.button('Share').click();
  const dialog = page.getByRole('dialog', { name: 'Share this run' });
  const link = dialog.getByRole('textbox', { name: 'Link' });
  await expect(link).toHaveValue(/#\/order-saga-choreography\?t=4\.412s$/);
  const code = await dialog.getByRole('textbox', { name: 'Text for another page' }).inputValue();
  expect(code).toContain('?embed&amp;play&amp;edit=false#/order-saga-choreography?t=4.412s"');
  await dialog.getByRole('switch', { name: 'Reader may edit' }).click();
  await dialog.getByRole('switch', { name: 'Dark' }).click();
  await expect(dialog.getByRole('textbox', { name: 'Text for another page' })).toHaveValue(
    /\?embed&amp;play&amp;theme=dark#/,
  );
  await stranger.page.goto(await link.inputValue());
  await stranger.recordIs(record);
  await stranger.momentIs(4_412_000);
  await dialog.getByRole('switch', { name: 'Short link' }).click();
  await expect(link).toHaveValue(/#s=1\./);
  await dialog.getByRole('switch', { name: 'Short link' }).click();
  await dialog.getByRole('switch', { name: 'What I broke' }).click();
  await expect(link).toHaveValue(/#s=1\./);
});

test('a still picture shows the figure with its caption, and needs nothing else', async ({ user, page }) => {
  await user.visitDocument(shop, 2_000_000);
  const caption = await user.caption();
  await user.button('Share').click();
  const save = async (name: string): Promise<Buffer> => {
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name, exact: true }).click();
    return readFile(await (await download).path());
  };
  const svg = (await save('SVG')).toString();
  const said = [...svg.matchAll(/<text[^>]*>(.*?)<\/text>/g)].map(([, text = '']) =>
    text.replaceAll(/<[^>]*>/g, ''),
  );
  expect(said).toEqual(expect.arrayContaining(['Orders', 'Stock', 'eu-west']));
  expect(said.join(' ').replaceAll(/\s+/g, ' ')).toContain(caption.slice(0, 40));
  expect(svg.match(/(?:href="|src:url\(|url\("?)(?!data:|#)/g)).toBeNull();

  const [, width = '', height = ''] = /viewBox="0 0 (\d+) (\d+)"/.exec(svg) ?? [];
  const png = await save('PNG 2×');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * Number(width), 2 * Number(height)]);
  await page.getByRole('button', { name: 'Copy picture' }).click();
  await expect(page.getByText('The picture is on the clipboard.')).toBeVisible();
});
