/**
 * Makes this page, and those that are visited from now on, open without a connection: installs the site's service
 * worker and gives it what the page has loaded already. A browser that keeps nothing goes on as before.
 *
 * @param root the root of the site
 */
export async function keepForOffline(root: URL): Promise<void> {
  const { serviceWorker } = navigator as Partial<Navigator>;
  if (serviceWorker === undefined || !import.meta.env.PROD) return;
  try {
    const isControlled = new Promise((resolve) => {
      serviceWorker.addEventListener('controllerchange', resolve, { once: true });
    });
    await serviceWorker.register(new URL('offline.js', root), { scope: root.pathname });
    if (serviceWorker.controller === null) await isControlled;
    const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
    const own = loaded.filter((address) => address.startsWith(root.href) && !address.endsWith('.bin'));
    const page = location.href.replace(/#.*$/, '');
    await Promise.allSettled(
      [page, ...new Set(own)].map((address) => fetch(address, { cache: 'force-cache' })),
    );
  } catch {}
}
