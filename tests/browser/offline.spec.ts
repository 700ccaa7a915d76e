import { expect, test } from 'playwright/test';
import { serveSite } from '../../src/cli/project/serve.ts';
import { answered, chooseSituation, editor, verdict } from './playground.ts';
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

test('who only looks installs nothing; who changes something can reload the page without a network and go on', async ({
  page,
}) => {
  const site = await serveSite('dist', 4600);
  const faults: string[] = [];
  page.on('pageerror', ({ message }) => faults.push(message));
  const registrations = () =>
    page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length);
  try {
    await page.goto(new URL('/playground/#everyone', site.url).href);
    await answered(page);
    await expect(editor(page)).toBeVisible();
    await chooseSituation(page, 'apart');
    await page.getByRole('tab', { name: 'Graph' }).click();
    expect(await registrations()).toBe(0);
    await page.getByRole('button', { name: 'Use a host that offers ABI 1.2' }).click();
    await expect(verdict(page)).toHaveText('Together');
    await expect
      .poll(() => page.evaluate(async () => (await caches.match(location.pathname)) !== undefined))
      .toBe(true);
    await page.waitForLoadState('networkidle');
  } finally {
    await site.close();
  }
  await page.reload();
  await answered(page);
  await expect(verdict(page)).toHaveText('Not together');
  await expect(editor(page)).toHaveAccessibleName('Text of echo 1.0.0');
  await page.getByRole('tab', { name: 'Graph' }).click();
  await expect(page.locator('.graph .node')).not.toHaveCount(0);
  expect(faults).toEqual([]);
});
