import { existsSync, readFileSync } from 'node:fs';
import { type Browser, chromium } from 'playwright';

/** Chromium as the browser tests start it: the gate's, Debian's, or playwright's own. */
export function startChromium(): Promise<Browser> {
  const known =
    process.env.TUTTI_CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync);
  return chromium.launch({
    ...(known && { executablePath: known }),
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-sync',
    ],
  });
}

/**
 * What the largest renderer held at most, in MB; undefined where the system does not tell. A page's workers live in
 * its renderer.
 */
export async function peakRendererMb(browser: Browser): Promise<number | undefined> {
  if (process.platform !== 'linux') return undefined;
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  const peaks = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(({ id }) => Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0));
  return (Math.max(...peaks) * 1024) / 1e6;
}
