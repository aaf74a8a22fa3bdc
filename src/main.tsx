import { createRoot } from 'react-dom/client';
import '#ui/tokens.css';
import '#ui/base.css';
import { App } from '#app/app.tsx';
import { fetchPartsWhenIdle } from '#app/parts.ts';
import { applyTheme } from '#app/theme-switch.tsx';
import { RunClient, type WorkerLike } from '#run/client.ts';
// The build makes the worker's address of it.
// oxlint-disable-next-line import/default
import workerUrl from '#run/worker.ts?worker&url';

/** What we use of Trusted Types, which the types of the platform do not know yet. */
interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { readonly createScriptURL: (url: string) => string },
  ): { createScriptURL(url: string): string };
}

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };

/** The one address that may become a script is that of our own worker. What it gives passes for text. */
const scripts = trustedTypes?.createPolicy('halfopen', {
  createScriptURL: (url) => {
    if (new URL(url, location.href).origin !== location.origin) throw new Error(`not ours: ${url}`);
    return url;
  },
});

const spawnWorker = (): WorkerLike =>
  new Worker(scripts?.createScriptURL(workerUrl) ?? workerUrl, { type: 'module', name: 'halfopen' });

const root = document.getElementById('root');
if (!root) throw new Error('the page has no #root');
applyTheme();
createRoot(root).render(<App client={new RunClient(spawnWorker)} />);
fetchPartsWhenIdle();
