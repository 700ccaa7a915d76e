import { expect, test } from 'playwright/test';
import { serveSite } from '../../src/cli/project/serve.ts';
import { compilerReady, leakStep, patienceMs, press, stepTexts, writeText } from './workspace.ts';

// The site is served here and taken away: no test of others has its page without one.

test.describe.configure({ timeout: 3 * patienceMs });

test('who only reads and runs installs nothing; once the compiler is there, the bar opens, builds and passes without a connection', async ({
  page,
}) => {
  const site = await serveSite('dist', 4600);
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  const address = new URL(leakStep, site.url).href;
  const { solution } = await stepTexts(page, address);
  try {
    await page.goto(address);
    await press(page, 'Run');
    expect((await page.evaluate(() => navigator.serviceWorker.getRegistrations())).length).toBe(0);

    await writeText(page, '/* mine */');
    await compilerReady(page);
    const notKept = () =>
      page.evaluate(async () => {
        const loaded = performance.getEntriesByType('resource').map(({ name }) => name);
        const own = [location.href, ...loaded].filter(
          (address) => address.startsWith(location.origin) && !address.endsWith('.bin'),
        );
        const kept = await Promise.all(own.map((address) => caches.match(address, { ignoreVary: true })));
        return own.filter((_address, at) => kept[at] === undefined);
      });
    await expect.poll(notKept, { timeout: patienceMs }).toEqual([]);
  } finally {
    await site.close();
  }

  await page.reload();
  // A right answer that nobody built before: the compiler itself is at work.
  await writeText(page, solution.source.replace('"no encores"', '"not again"'));
  await compilerReady(page);
  await expect(await press(page, 'Check')).toHaveText('Passed', { timeout: patienceMs });
  expect(
    await page.evaluate(async () =>
      [...(await document.fonts.ready)].map(({ status }) => status).filter((status) => status !== 'unloaded'),
    ),
  ).not.toContain('error');
  expect(faults).toEqual([]);
});
