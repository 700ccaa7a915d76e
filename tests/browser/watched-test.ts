import { expect, type Page } from 'playwright/test';
import { test as base } from './stock-firefox.ts';

/** What went wrong behind a page's back. */
export interface Watch {
  faults: string[];
  /** Faults that are none in this test, whenever they come. */
  expects?: RegExp;
}

/**
 * A page that may not break the content policy, throw, load from elsewhere, or ask for what is not there.
 * The test fails when it did; a test that expects a fault takes it out of `watch.faults`, or says so in `watch.expects`
 * when it may come at any time.
 */
export const test = base.extend<{ watch: Watch }>({
  watch: [
    async ({ page, baseURL }, use) => {
      const watch: Watch = { faults: [] };
      watchPage(page, new URL(baseURL!).origin, watch.faults);
      await use(watch);
      expect(watch.faults.filter((fault) => !watch.expects?.test(fault))).toEqual([]);
    },
    { auto: true },
  ],
});

function watchPage(page: Page, origin: string, faults: string[]): void {
  page.on('pageerror', (error) => faults.push(`threw: ${error.message}`));
  page.on('console', (message) => {
    if (message.type() === 'error') faults.push(`console: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (url.origin !== origin && url.protocol !== 'data:' && url.protocol !== 'blob:')
      faults.push(`elsewhere: ${url}`);
  });
  page.on('response', (response) => {
    if (response.status() >= 400) faults.push(`${response.status()}: ${new URL(response.url()).pathname}`);
  });
}

export { expect };
