import { kinds, prefix } from './site.ts';
import { expect, test } from './watched-test.ts';

test('below a prefix, each kind of page loads whole and every link of it stays there', async ({
  page,
  request,
  baseURL,
}) => {
  test.setTimeout(360_000);
  const links = new Set<string>();
  for (const address of kinds) {
    await page.goto(`${prefix}${address}`, { waitUntil: 'networkidle' });
    const found = await page
      .locator('a[href], link[href], script[src]')
      .evaluateAll((elements) =>
        elements.map(
          (element) => ('href' in element ? element.href : (element as HTMLScriptElement).src) as string,
        ),
      );
    for (const link of found) if (link.startsWith(baseURL!)) links.add(link.replace(/#.*$/, ''));
  }
  expect([...links].filter((link) => !link.startsWith(`${baseURL}${prefix}/`))).toEqual([]);
  const missing: string[] = [];
  for (const link of links) if (!(await request.get(link)).ok()) missing.push(link);
  expect(missing).toEqual([]);
});

test('below a prefix, the plugin runs and the search leads to pages below it', async ({ page }) => {
  await page.goto(`${prefix}/examples/`);
  await page.locator('tutti-run button').first().click();
  await expect(page.locator('tutti-run samp').first()).toHaveText('coolcoolcool');
  await page.keyboard.press('/');
  await page.getByRole('searchbox').fill('manifest');
  await page.getByRole('dialog').getByRole('link').first().click();
  await expect(page).toHaveURL(new RegExp(`${prefix}/`));
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('an address that holds nothing is answered with 404 and a page of ours', async ({ page, watch }) => {
  const response = await page.goto('/no/such/page/');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nothing sounds here.');
  await page.getByRole('link', { name: 'To the front page' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Native plugins that play together.');
  await expect
    .poll(() => watch.faults)
    .toEqual([expect.stringContaining('404'), expect.stringContaining('404')]);
  watch.faults.length = 0;
});
