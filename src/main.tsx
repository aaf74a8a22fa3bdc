import { createRoot } from 'react-dom/client';
import '#ui/tokens.css';
import '#ui/base.css';
import { App } from '#app/app.tsx';
import { fetchPartsWhenIdle } from '#app/parts.ts';
import { applyTheme } from '#app/theme-switch.tsx';
import { visit } from '#app/visit.ts';
import { ownScript } from '#ui/own-script.ts';
import { RunClient, type WorkerLike } from '#run/client.ts';
// The build makes the worker's address of it.
// oxlint-disable-next-line import/default
import workerUrl from '#run/worker.ts?worker&url';

const spawnWorker = (): WorkerLike => new Worker(ownScript(workerUrl), { type: 'module', name: 'halfopen' });

const root = document.getElementById('root');
if (!root) throw new Error('the page has no #root');
applyTheme();
createRoot(root).render(<App client={new RunClient(spawnWorker)} />);
fetchPartsWhenIdle(async () => {
  // A guest in another page leaves nothing behind.
  if (!import.meta.env.PROD || visit.embed) return;
  const { keepOffline } = await import('#app/keep-offline.ts');
  await keepOffline();
});
