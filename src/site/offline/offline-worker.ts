/*
 * The site's service worker: what was visited opens without a connection. It is installed once a reader has loaded the
 * compiler or changed something in the playground, and by nobody who only reads. The network comes first, always, so that
 * nothing stands here that is older than what the site serves; the compiler's parts have a store of their own and are not
 * kept twice.
 *
 * This file has no imports: it is served as it stands, without its types.
 */

/** The events of a service worker, which TypeScript's library for pages does not know. */
interface LifeEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface RequestEvent extends LifeEvent {
  readonly request: Request;
  respondWith(response: Promise<Response>): void;
}
interface ServiceWorkerScope {
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install' | 'activate', listener: (event: LifeEvent) => void): void;
  addEventListener(type: 'fetch', listener: (event: RequestEvent) => void): void;
}

const worker = globalThis as unknown as ServiceWorkerScope;
const cacheName = 'tutti-visited';
/** A visited page brings about 20 files, most of them shared with the others. */
const mostFiles = 600;

worker.addEventListener('install', (event) => event.waitUntil(worker.skipWaiting()));
worker.addEventListener('activate', (event) => event.waitUntil(worker.clients.claim()));
worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method === 'GET' && origin === location.origin && !pathname.endsWith('.bin'))
    event.respondWith(answer(event));
});

/** The network's answer, which is kept; without a network, what was kept. */
async function answer(event: RequestEvent): Promise<Response> {
  const { request } = event;
  try {
    const response = await fetch(request);
    if (response.status === 200) event.waitUntil(keep(request, response.clone()));
    return response;
  } catch (error) {
    const cache = await caches.open(cacheName);
    const kept = await cache.match(request.url, { ignoreVary: true });
    if (kept) return kept;
    throw error;
  }
}

/** A browser that has no room keeps less: that is no fault. */
async function keep({ url, mode }: Request, response: Response): Promise<void> {
  try {
    const cache = await caches.open(cacheName);
    // To the end of the list: what was not asked for longest stands first.
    await cache.delete(url);
    await cache.put(url, response);
    if (mode !== 'navigate') return;
    const files = await cache.keys();
    await Promise.all(
      files.slice(0, Math.max(0, files.length - mostFiles)).map((file) => cache.delete(file)),
    );
  } catch {}
}

// A module for TypeScript, a script for the browser.
export type {};
