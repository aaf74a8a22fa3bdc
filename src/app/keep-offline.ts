import { ownScript } from '#ui/own-script.ts';
import { versionStore } from './new-version.ts';

/** A page may be open for days: its host is asked so often, and when somebody comes back to it. */
const ASK_MS = 3_600_000;

/** Keeps the page for a time without a network, where the browser lets it. */
export async function keepOffline(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  const script = ownScript(new URL('service-worker.js', document.baseURI).href);
  try {
    const registration = await navigator.serviceWorker.register(script, { updateViaCache: 'none' });
    const look = (): void => {
      for (const worker of [registration.installing, registration.waiting])
        if (worker !== null) void watch(worker);
    };
    registration.addEventListener('updatefound', look);
    look();
    const ask = (): void => void registration.update().catch(() => undefined);
    setInterval(ask, ASK_MS);
    document.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') ask();
    });
  } catch {
    // Not allowed here, as in a private window: then it works while there is a network.
  }
}

/** Once all of a version is kept, compares it with the one that runs. */
async function watch(worker: ServiceWorker): Promise<void> {
  if (worker.state === 'installing') {
    await new Promise((resolve) => {
      worker.addEventListener('statechange', resolve, { once: true });
    });
  }
  if (worker.state === 'redundant') return;
  const channel = new MessageChannel();
  channel.port1.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (data !== ownVersion()) versionStore.setState({ isNewer: true });
    channel.port1.close();
  };
  worker.postMessage('version', [channel.port2]);
}

const ownVersion = (): string | undefined =>
  document.querySelector<HTMLMetaElement>('meta[name="version"]')?.content;
