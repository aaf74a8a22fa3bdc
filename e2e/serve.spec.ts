import { request } from 'node:http';
import { serve } from '#scripts/serve.mjs';
import { expect, test } from './fixture.ts';

test('the server names types, sends the policy and guards what is outside', async ({ server }) => {
  const page = await fetch(server.url);
  expect(page.status).toBe(200);
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  expect(page.headers.get('content-security-policy')).toContain("require-trusted-types-for 'script'");
  expect(await page.text()).toContain('http-equiv="Content-Security-Policy"');

  const icon = await fetch(`${server.url}icon.svg`, { method: 'HEAD' });
  expect(icon.headers.get('content-type')).toBe('image/svg+xml');
  expect((await fetch(`${server.url}no/such/page`)).status).toBe(404);
  expect((await fetch(server.url, { method: 'POST' })).status).toBe(405);

  for (const path of [
    '/../package.json',
    '/..%2fpackage.json',
    '/%2e%2e/package.json',
    '/assets/../../package.json',
    '/%',
  ]) {
    expect(await statusOf(server.url, path), path).toBe(404);
  }
});

test('the server takes the next port when one is taken', async () => {
  const first = await serve({ root: 'dist' });
  const second = await serve({ root: 'dist', port: Number(new URL(first.url).port) });
  expect(Number(new URL(second.url).port)).toBeGreaterThan(Number(new URL(first.url).port));
  await Promise.all([first.close(), second.close()]);
});

/** The status for a path as it stands; `fetch` would tidy it up first. */
function statusOf(url: string, path: string): Promise<number | undefined> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path }, (response) => {
      response.resume();
      resolve(response.statusCode);
    })
      .on('error', reject)
      .end();
  });
}
