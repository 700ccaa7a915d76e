import { existsSync } from 'node:fs';
import { type Browser, test as base } from 'playwright/test';
import { requireTool } from '../gate/tool.ts';

/** Firefox, as the gate found it; by hand, as Debian or another Linux installs it. */
export const stockFirefox =
  process.env.TUTTI_FIREFOX || ['/usr/bin/firefox-esr', '/usr/bin/firefox'].find(existsSync);

/** Playwright's test, for a browser that may be a stock Firefox; where there is none, its project is not run. */
export const test = base.extend<{ firefox: undefined }, { browser: Browser }>({
  // Before any fixture that starts the browser.
  firefox: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads from it that nothing is needed
    async ({}, use, info) => {
      const skip = (reason: string) => info.skip(true, reason);
      if (info.project.name === 'firefox') requireTool({ skip }, 'firefox', { find: () => stockFirefox });
      await use(undefined);
    },
    { auto: true },
  ],
  browser: [
    async ({ browser }, use) => {
      if (isFirefox(browser)) allowOlderFirefox(browser);
      await use(browser);
    },
    { scope: 'worker' },
  ],
});

export function isFirefox(browser: Browser | null): boolean {
  return browser?.browserType().name() === 'firefox';
}

/** The session in which Playwright speaks WebDriver BiDi; it does not make it public. */
interface BidiSession {
  send(method: string, parameters: unknown): Promise<unknown>;
}
interface InThisProcess {
  readonly _connection: { toImpl(browser: Browser): { readonly _browserSession: BidiSession } };
}

/** What Playwright asks for in every new context, and Firefox ESR 153 does not know. */
const setColorScheme = 'emulation.setMediaFeaturesOverride';

/**
 * Lets Playwright's driver for stock Firefox (channel `moz-firefox`, WebDriver BiDi) drive one that is older than the
 * driver: a colour scheme that Firefox cannot set is left as the machine has it. Any other refusal stays an error,
 * `page.emulateMedia` included, and a Firefox that knows the command needs nothing of this.
 *
 * Why not a client of our own: with this, Playwright's locators, waiting and assertions serve both browsers, and so do
 * the movements of `workspace.ts`. Why not another library: Puppeteer is a second driver with packages of its own, and
 * Selenium needs geckodriver, which Debian 12 does not package. The version of Playwright is pinned, so what is not public
 * cannot change unseen.
 */
function allowOlderFirefox(browser: Browser): void {
  const session = (browser as unknown as InThisProcess)._connection.toImpl(browser)._browserSession;
  const send = session.send.bind(session);
  session.send = async (method, parameters) => {
    try {
      return await send(method, parameters);
    } catch (error) {
      if (method === setColorScheme && /unknown command/.test(String(error))) return {};
      throw error;
    }
  };
}
