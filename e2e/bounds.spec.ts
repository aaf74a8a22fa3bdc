import { expect, test } from './fixture.ts';

/** Two services that ask each other for ever, and take no time over it. */
const circle = {
  halfopen: 1,
  title: 'Circle',
  runFor: '10s',
  network: { within: '0ms', across: '0ms' },
  nodes: {
    client: {
      kind: 'client',
      at: [0, 0],
      flows: [{ arrive: { rate: '1/s' }, steps: [{ call: 'ping', op: 'ask' }] }],
    },
    ping: {
      kind: 'service',
      at: [240, 0],
      instances: 10,
      slots: 10_000,
      handlers: [{ request: 'ask', steps: [{ call: 'pong', op: 'ask' }] }],
    },
    pong: {
      kind: 'service',
      at: [480, 0],
      instances: 10,
      slots: 10_000,
      handlers: [{ request: 'ask', steps: [{ call: 'ping', op: 'ask' }] }],
    },
  },
  links: [
    { from: 'client', to: 'ping' },
    { from: 'ping', to: 'pong' },
    { from: 'pong', to: 'ping' },
  ],
};

/** A service that works a million times a second, for an hour. */
const hurry = {
  halfopen: 1,
  title: 'Hurry',
  runFor: '1h',
  nodes: {
    worker: {
      kind: 'service',
      title: 'Worker',
      at: [0, 0],
      handlers: [{ every: '1us', steps: [{ set: { n: '1' } }] }],
    },
  },
};

/** A client that asks a billion times a second. */
const billion = {
  halfopen: 1,
  title: 'Billion',
  runFor: '1h',
  nodes: {
    crowd: {
      kind: 'client',
      title: 'Crowd',
      at: [0, 0],
      flows: [{ arrive: { rate: '1000000000/s' }, steps: [{ call: 'service', op: 'ask' }] }],
    },
    service: { kind: 'service', at: [240, 0] },
  },
  links: [{ from: 'crowd', to: 'service', timeout: '1s' }],
};

for (const [what, document, sentence] of [
  [
    'a circle of calls that take no time',
    circle,
    /Too much happens at one instant: (ping|pong) never comes to rest/,
  ],
  ['a handler that runs every microsecond', hurry, /More happens than a run can keep, most of it at Worker/],
  [
    'a rate of a billion',
    billion,
    /(More happens than a run can keep, most of it|Too much happens at one instant:).* (Crowd|service)/,
  ],
] as const) {
  test(`${what} ends with a sentence that names the cause, and the page goes on`, async ({ user, page }) => {
    test.setTimeout(60_000);
    await user.visit();
    await user.openFile('endless.json', JSON.stringify(document));
    const title = page.getByRole('textbox', { name: 'Rename this document' });
    await expect(title).toHaveValue(document.title);
    // While the worker is busy, the page answers.
    await user.switchTheme();
    await expect(page.getByText(sentence).first()).toBeVisible({ timeout: 40_000 });
    await user.scrubber.press('End');
    await expect.poll(() => user.caption()).toMatch(sentence);
    await user.undo.click();
    await expect(title).toHaveValue('Order saga, choreography');
    await user.record();
  });
}
