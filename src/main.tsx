import { createRoot } from 'react-dom/client';
import '#ui/tokens.css';
import '#ui/base.css';
import { App } from '#app/app.tsx';
import { fetchPartsWhenIdle } from '#app/parts.ts';
import { applyTheme } from '#app/theme-switch.tsx';
import { RunClient, type WorkerLike } from '#run/client.ts';
import workerUrl from '#run/worker.ts?worker&url';

/** The one address that may become a script is that of our own worker. */
const scripts = globalThis.trustedTypes?.createPolicy('halfopen', {
  createScriptURL: (url) => {
    if (new URL(url, location.href).origin !== location.origin) throw new Error(`not ours: ${url}`);
    return url;
  },
});

const spawnWorker = (): WorkerLike => {
  // `Worker` is declared to take text only; under Trusted Types it takes what the policy passed.
  const url = (scripts?.createScriptURL(workerUrl) ?? workerUrl) as string;
  return new Worker(url, { type: 'module', name: 'halfopen' });
};

const root = document.getElementById('root');
if (!root) throw new Error('the page has no #root');
applyTheme();
createRoot(root).render(<App client={new RunClient(spawnWorker)} />);
fetchPartsWhenIdle();
