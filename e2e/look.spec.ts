import { library } from '#library/library.ts';
import { encodeLink } from '#scenario/link.ts';
import { durationToUs } from '#lib/schema/delay.ts';
import { expect, test } from './fixture.ts';
import { boxOf, type User } from './user.ts';

interface Drawn {
  readonly title: string;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Px by which two drawings may touch: half a line of each. */
const TOUCH = 1.5;

test.describe.configure({ mode: 'parallel' });

for (const { id, document } of library) {
  test(`in ${id} every part stands free, with its words, at rest, in mid run and in trouble`, async ({
    user,
  }) => {
    const endUs = durationToUs(document.runFor ?? '10s');
    const [fault] = document.timeline ?? [];
    const trouble = fault === undefined ? [] : [durationToUs(fault.at) + 1_000_000];
    for (const momentUs of [0, Math.round(endUs / 2), ...trouble]) {
      await user.page.goto('about:blank');
      await user.visit(encodeLink({ document, momentUs }));
      await user.momentIs(momentUs);
      await user.button('Fit the figure').click();
      await user.figureRests();
      const parts = await drawnParts(user);
      expect(parts.length).toBe(Object.keys(document.nodes ?? {}).length);
      expect(overlaps(parts), `at ${momentUs} µs`).toEqual([]);
      const { x, y, width, height } = await boxOf(user.canvas);
      const clipped = parts.filter(
        ({ left, top, right, bottom }) => left < x || top < y || right > x + width || bottom > y + height,
      );
      expect(clipped, `at ${momentUs} µs`).toEqual([]);
      expect(overlaps(await drawnWords(user)), `at ${momentUs} µs`).toEqual([]);
      await expect
        .poll(async () => underSuggestion(user, await drawnParts(user)), `at ${momentUs} µs`)
        .toEqual([]);
    }
  });
}

/** What is drawn of each part, its words included. */
async function drawnParts(user: User): Promise<Drawn[]> {
  return user.canvas.locator('.react-flow__node-part').evaluateAll((nodes) =>
    nodes.map((node) => {
      const boxes = [...node.querySelectorAll('svg text, svg rect, svg path, svg circle, svg ellipse')]
        .filter((shape) => shape.closest('defs') === null)
        .map((shape) => shape.getBoundingClientRect())
        .filter(({ width, height }) => width > 0 || height > 0);
      return {
        title: node.getAttribute('aria-label') ?? '',
        left: Math.min(...boxes.map(({ left }) => left)),
        top: Math.min(...boxes.map(({ top }) => top)),
        right: Math.max(...boxes.map(({ right }) => right)),
        bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
      };
    }),
  );
}

/** The parts that lie under the suggestion at the lower edge. */
async function underSuggestion(user: User, parts: readonly Drawn[]): Promise<string[]> {
  const close = user.button('Dismiss the suggestion');
  if (!(await close.isVisible())) return [];
  const [first, last] = [await boxOf(user.page.getByText('Try this', { exact: true })), await boxOf(close)];
  const pill: Drawn = {
    title: 'the suggestion',
    left: first.x,
    top: last.y,
    right: last.x + last.width,
    bottom: last.y + last.height,
  };
  return parts.flatMap((part) => overlaps([part, pill]));
}

/** Every piece of text on the figure, wherever it belongs. */
async function drawnWords(user: User): Promise<Drawn[]> {
  return user.canvas.locator('svg text').evaluateAll((texts) =>
    texts.map((text) => {
      const { left, top, right, bottom } = text.getBoundingClientRect();
      return { title: text.textContent ?? '', left, top, right, bottom };
    }),
  );
}

function overlaps(parts: readonly Drawn[]): string[] {
  return parts.flatMap((one, i) =>
    parts.slice(i + 1).flatMap((other) => {
      const wide = Math.min(one.right, other.right) - Math.max(one.left, other.left);
      const high = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
      return wide > TOUCH && high > TOUCH
        ? [`${one.title} and ${other.title}, by ${Math.round(wide)} × ${Math.round(high)} px`]
        : [];
    }),
  );
}
