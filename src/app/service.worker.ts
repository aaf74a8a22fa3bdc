/**
 * Keeps the whole page for a time without a network. It never puts a new version in the place of one that is running:
 * a page is asked for anew when it is opened or reloaded, and what it then loads is named by its content. So it does not
 * skip waiting and claims nobody; what an older page may still ask for is kept until no such page is open.
 */
declare const self: ServiceWorkerGlobalScope;

/** Both are filled in by the build: see `offline` in vite.config.ts. */
const FILES = '%FILES%' as unknown as readonly string[];
const VERSION = '%VERSION%';

const SCOPE = new URL('./', self.location.href).href;
/** Several pages may be kept for one origin, each below a path of its own. */
const OURS = `halfopen ${SCOPE} `;
const CACHE = OURS + VERSION;
/** A network that is slower than this is as good as none. */
const PATIENCE_MS = 2_000;

self.addEventListener('install', (event) => event.waitUntil(keepAll()));

self.addEventListener('activate', (event) => event.waitUntil(forgetOthers()));

self.addEventListener('message', ({ data, ports }: ExtendableMessageEvent) => {
  if (data === 'version') ports[0]?.postMessage(VERSION);
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  const inScope = origin + pathname;
  if (inScope === SCOPE || inScope === `${SCOPE}index.html`) event.respondWith(freshPage(request));
  else if (inScope.startsWith(SCOPE)) event.respondWith(kept(request));
});

async function keepAll(): Promise<void> {
  const cache = await caches.open(CACHE);
  await Promise.all(
    FILES.map(async (file) => {
      const address = addressOf(file);
      const isNamedByContent = file.startsWith('assets/');
      const known = isNamedByContent ? await caches.match(address) : undefined;
      const response = known ?? (await fetch(address, { cache: isNamedByContent ? 'default' : 'no-cache' }));
      if (!response.ok) throw new Error(`${file} answers ${response.status}`);
      await cache.put(address, response);
    }),
  );
}

/** Some hosts answer for `index.html` with a way to the folder, which a page must not be opened with. */
const addressOf = (file: string): string => (file === 'index.html' ? SCOPE : SCOPE + file);

async function forgetOthers(): Promise<void> {
  for (const name of await caches.keys()) {
    if (name.startsWith(OURS) && name !== CACHE) await caches.delete(name);
  }
}

/** The page as its host has it now; without a network, or with a bad one, as it was kept. */
async function freshPage(request: Request): Promise<Response> {
  const fresh = fetch(request);
  const late = new Promise<null>((resolve) => {
    setTimeout(() => resolve(null), PATIENCE_MS);
  });
  const answer = await Promise.race([fresh, late]).catch(() => null);
  if (answer?.ok === true) return answer;
  const cache = await caches.open(CACHE);
  return (await cache.match(SCOPE)) ?? fresh;
}

async function kept(request: Request): Promise<Response> {
  const cache = await caches.open(CACHE);
  const options = { ignoreVary: true };
  return (await cache.match(request, options)) ?? (await caches.match(request, options)) ?? fetch(request);
}
