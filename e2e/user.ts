import type { Locator, Page } from '@playwright/test';
import { encodeLink } from '#scenario/link.ts';
import type { ScenarioDocument } from '#scenario/schema.ts';
import { expect } from './fixture.ts';

/** A point of the page, px. */
export interface Place {
  readonly x: number;
  readonly y: number;
}

/** A person at the page: what they press, by its name, and what they read there. Nothing waits for a clock. */
export class User {
  readonly page: Page;
  readonly canvas: Locator;
  readonly undo: Locator;
  readonly redo: Locator;
  readonly scrubber: Locator;
  readonly faults: Locator;
  readonly card: Locator;
  readonly problems: Locator;

  constructor(page: Page) {
    this.page = page;
    this.canvas = page.getByRole('application', { name: 'Canvas' });
    this.undo = page.getByRole('button', { name: /^Undo/ });
    this.redo = page.getByRole('button', { name: /^Redo/ });
    this.scrubber = page.getByRole('slider', { name: 'Moment of the run' });
    this.faults = page.getByRole('list', { name: 'Faults on the timeline' }).getByRole('button');
    this.card = page.getByRole('region', { name: 'What can be done to the selection' });
    this.problems = page.getByRole('dialog', { name: /problem|link could not be read/ });
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name, exact: typeof name === 'string' });
  }

  // ------------------------------------------------------------------ opening

  /** Opens the page, with a link's fragment or without, and waits until its run is worked out. */
  async visit(fragment = ''): Promise<void> {
    await this.page.goto(`./${fragment}`);
    await this.record();
  }

  /** Opens a document the way a link does: paused, at a moment. */
  async visitDocument(document: unknown, momentUs = 0): Promise<void> {
    await this.visit(encodeLink({ document: document as ScenarioDocument, momentUs }));
    await expect(this.button('Play')).toBeVisible();
    await this.momentIs(momentUs);
  }

  async newSheet(): Promise<void> {
    await this.button('Library and files').click();
    await this.page.getByRole('menuitem', { name: 'New sheet' }).click();
    await expect(this.page.getByRole('heading', { name: 'An empty sheet.' })).toBeVisible();
  }

  /** Three connected parts, as the empty sheet offers them. */
  async beginWithThreeParts(): Promise<void> {
    await this.newSheet();
    await this.button(/^A client, a service, a database/).click();
    await expect(this.part('Database')).toBeVisible();
    await this.figureRests();
  }

  async openFile(name: string, text: string): Promise<void> {
    const chooser = this.page.waitForEvent('filechooser');
    await this.button('Library and files').click();
    await this.page.getByRole('menuitem', { name: 'Open a file…' }).click();
    await (await chooser).setFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
  }

  async switchTheme(name = 'Dark'): Promise<void> {
    await this.button('Theme').click();
    await this.page.getByRole('menuitemcheckbox', { name }).click();
    await expect(this.page.locator('html')).toHaveAttribute('data-theme', name.toLowerCase(), {
      timeout: 1_000,
    });
    await this.page.keyboard.press('Escape');
    // What guards the focus in it stays in the page until it has faded.
    await expect(this.page.getByRole('menu')).toHaveCount(0);
  }

  // ------------------------------------------------------------------ time

  /** The moment on the clock, µs. */
  async moment(): Promise<number> {
    const text = (await this.page.getByRole('timer', { name: 'Time' }).textContent()) ?? '';
    const [, minutes, seconds, micros] = /^(\d+):(\d+)\.(\d{6})$/.exec(text) ?? [];
    return (Number(minutes) * 60 + Number(seconds)) * 1e6 + Number(micros);
  }

  async momentIs(us: number): Promise<void> {
    await expect.poll(() => this.moment()).toBe(us);
  }

  async play(): Promise<void> {
    await this.button('Play').click();
  }

  async pause(): Promise<void> {
    const pause = this.button('Pause');
    if (await pause.isVisible()) await pause.click();
    await expect(this.button('Play')).toBeVisible();
  }

  /** Takes the playhead to a moment with the keys of the scrubber; lands within one of its steps. */
  async seek(us: number): Promise<void> {
    const step = (Number(await this.scrubber.getAttribute('aria-valuemax')) * 1000) / 200;
    let left = Math.round(us / step);
    await this.scrubber.press('Home');
    for (const [key, steps] of [
      ['PageUp', 20],
      ['Shift+ArrowRight', 10],
      ['ArrowRight', 1],
    ] as const) {
      for (; left >= steps; left -= steps) await this.scrubber.press(key);
    }
    await this.momentIs(Math.floor(Math.round(us / step) * step));
  }

  // ------------------------------------------------------------------ what can be read

  /** The fingerprint of the run, once it is worked out to its end. */
  async record(): Promise<string> {
    const record = this.page.getByRole('status', { name: 'record' });
    await expect(record).toHaveAttribute('title', /[0-9a-f]{16}/, { timeout: 15_000 });
    return /[0-9a-f]{16,}/.exec((await record.getAttribute('title')) ?? '')?.[0] ?? '';
  }

  /** Waits until the run is another one than `before`, and returns its fingerprint. */
  async recordAfter(before: string): Promise<string> {
    await expect.poll(() => this.record()).not.toBe(before);
    return this.record();
  }

  async recordIs(record: string): Promise<void> {
    await expect.poll(() => this.record()).toBe(record);
  }

  /** What stands under the figure now; a reader of time that stands still sees what a voice would say. */
  async caption(): Promise<string> {
    return (await this.page.locator('figcaption > p').first().textContent()) ?? '';
  }

  async openPanel(name: string): Promise<Locator> {
    const tab = this.page.getByRole('tab', { name });
    if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
    const panel = this.page.getByRole('tabpanel', { name });
    await expect(panel).toBeVisible();
    await this.figureRests();
    return panel;
  }

  /** The list of what happened at one part. */
  async logOf(part: string): Promise<Locator> {
    const panel = await this.openPanel('Event log');
    await panel.getByRole('combobox', { name: 'Node' }).click();
    await this.page.getByRole('option', { name: part, exact: true }).click();
    return panel.getByRole('list', { name: 'Events of the run' });
  }

  /** The highest rate at which a part answered, as its figure says. */
  async answered(part: string): Promise<number> {
    const panel = await this.openPanel('Metrics');
    const name =
      (await panel.getByRole('img', { name: `${part}, answered per second` }).ariaSnapshot()) ?? '';
    return Number(/at most ([\d.]+)/.exec(name)?.[1]);
  }

  // ------------------------------------------------------------------ the figure

  /** A part of the figure by its title. */
  part(title: string): Locator {
    return this.canvas.getByRole('group', { name: new RegExp(`^${escaped(title)}, `) });
  }

  link(from: string, to: string): Locator {
    return this.canvas.getByRole('group', { name: `Link from ${from} to ${to}`, exact: true });
  }

  zone(title: string): Locator {
    return this.canvas.getByRole('group', { name: `Zone ${title}`, exact: true });
  }

  /** Until the view has come to rest: a panel that opens leaves less room, and the figure is fitted anew. */
  async figureRests(): Promise<void> {
    const view = this.canvas.locator('.react-flow__viewport');
    let before = '';
    await expect(async () => {
      const now = (await view.getAttribute('style')) ?? '';
      const rests = now === before;
      before = now;
      expect(rests).toBe(true);
    }).toPass({ intervals: [120] });
  }

  /** A point of the sheet: shares of its width and height. */
  async onSheet(x: number, y: number): Promise<Place> {
    const box = await boxOf(this.canvas);
    return { x: box.x + x * box.width, y: box.y + y * box.height };
  }

  /** Takes a part from the palette and lets it go over the sheet. */
  async dragFromPalette(button: string, to: Place): Promise<void> {
    await this.drag(middleOf(await boxOf(this.button(button))), to);
  }

  /** Takes a dot at the side of one part and lets it go over another. */
  async dragLink(from: string, to: string): Promise<void> {
    await this.part(from).hover();
    const dot = this.part(from).locator('.react-flow__handle-right');
    await this.drag(middleOf(await boxOf(dot)), middleOf(await boxOf(this.part(to))));
    await expect(this.link(from, to)).toBeAttached();
  }

  async drag(from: Place, to: Place): Promise<void> {
    const { mouse } = this.page;
    await mouse.move(from.x, from.y);
    await mouse.down();
    await mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
    await mouse.move(to.x, to.y, { steps: 4 });
    await mouse.up();
  }

  /** Clicks a link on its line, a share of its way along. */
  async clickLink(from: string, to: string, share = 0.5): Promise<void> {
    const { x, y } = await this.alongLink(from, to, share);
    await this.page.mouse.click(x, y);
  }

  /** Where on the page a link's line passes after a share of its way. */
  async alongLink(from: string, to: string, share: number): Promise<Place> {
    return this.link(from, to)
      .locator('path.hit')
      .first()
      .evaluate((path: SVGPathElement, at) => {
        const point = path.getPointAtLength(path.getTotalLength() * at);
        const onPage = point.matrixTransform(path.getScreenCTM() ?? undefined);
        return { x: onPage.x, y: onPage.y };
      }, share);
  }
}

export async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (box === null) throw new Error(`${String(locator)} is not to be seen`);
  return box;
}

export const middleOf = ({ x, y, width, height }: Awaited<ReturnType<typeof boxOf>>): Place => ({
  x: x + width / 2,
  y: y + height / 2,
});

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
