import { expect, test } from './fixture.ts';

const document = {
  halfopen: 1,
  title: 'Two parts',
  nodes: {
    people: { kind: 'client', title: 'People', at: [0, 0] },
    web: { kind: 'service', title: 'Web', at: [240, 0] },
  },
  links: [{ from: 'people', to: 'web' }],
};

test('the document is edited as text beside the canvas: drawn when typing pauses, as one step that can be undone', async ({
  user,
  page,
}) => {
  await user.visitDocument(document);
  await page.keyboard.press('j');
  const text = page.getByRole('textbox', { name: 'The document as JSON' });
  await expect(text).toHaveValue(/"title":"Web"/);
  await text.fill((await text.inputValue()).replace('"Web"', '"Shop"'));
  await expect(user.part('Shop')).toBeVisible();
  await expect(user.undo).toHaveAccessibleName('Undo: Edit the document as text');
  await user.undo.click();
  await expect(user.part('Web')).toBeVisible();
  await expect(text).toHaveValue(/"title":"Web"/);
});

test('what is wrong in the text is listed by line and path; a text that cannot be read takes nothing away', async ({
  user,
}) => {
  await user.visitDocument(document);
  const panel = await user.openPanel('Document');
  const text = panel.getByRole('textbox', { name: 'The document as JSON' });
  const good = await text.inputValue();
  await text.fill(good.replace('"kind":"service"', '"kind":"service", "slots":"many"'));
  await expect(panel.getByRole('status')).toHaveText(/Drawn, but for 1 problem/);
  await expect(panel.getByRole('listitem')).toContainText('nodes.web.slots');
  await panel.getByRole('button', { name: /^Go to line/ }).click();
  await expect(text).toBeFocused();
  expect(
    await text.evaluate((area: HTMLTextAreaElement) =>
      area.value.slice(area.selectionStart, area.selectionEnd),
    ),
  ).toContain('"slots":"many"');

  await text.fill(good.slice(0, -4));
  await expect(panel.getByRole('status')).toHaveText(/cannot be read/);
  await expect(user.part('Web')).toBeVisible();
  // It is still there after another panel was looked at.
  await user.openPanel('Metrics');
  await user.openPanel('Document');
  await expect(text).toHaveValue(good.slice(0, -4));
  await panel.getByRole('button', { name: 'Show what is drawn' }).click();
  await expect(text).toHaveValue(good);
});
