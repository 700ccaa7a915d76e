import { builtPage, pages } from './site.ts';
import { expect, test } from './watched-test.ts';

test('every page carries the policy, before anything that it governs', () => {
  for (const page of pages) {
    const [before, after] = builtPage(page).split('<meta http-equiv="content-security-policy" content="');
    expect(before, page).not.toMatch(/<(script|link|style)\b/);
    expect(after, page).toMatch(
      /^default-src 'none'; script-src 'self' 'wasm-unsafe-eval'( 'sha256-[^']+')*; style-src 'self'; /,
    );
  }
});

test('a script that was not there when the page was built does not run, and the watch sees it', async ({
  page,
  watch,
}) => {
  await page.goto('/');
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'document.title = "taken over"';
    document.body.append(script);
    document.body.insertAdjacentHTML('beforeend', '<p style="color: red">styled</p>');
  });
  expect(await page.title()).not.toBe('taken over');
  await expect.poll(() => watch.faults).toHaveLength(2);
  const faults = watch.faults.splice(0);
  for (const fault of faults) expect(fault).toMatch(/Content Security Policy/);
});

test('nothing of the search is loaded before it is opened', async ({ page }) => {
  const requested: string[] = [];
  page.on('request', (request) => requested.push(new URL(request.url()).pathname));
  await page.goto('/tutorials/', { waitUntil: 'networkidle' });
  expect(requested.filter((path) => /pagefind|search-dialog/.test(path))).toEqual([]);
  await page.keyboard.press('/');
  await page.getByRole('searchbox').fill('plugin');
  await expect(page.getByRole('dialog').getByRole('link').first()).toBeVisible();
  expect(requested.filter((path) => path.endsWith('/pagefind/pagefind.js'))).toHaveLength(1);
});

test('code keeps its colours although the policy refuses style attributes', async ({ page }) => {
  await page.goto('/tutorials/first-plugin/1-write/');
  const colours = await page
    .locator('.expressive-code')
    .first()
    .evaluate((figure) => [
      ...new Set([...figure.querySelectorAll('.ec-line span')].map((span) => getComputedStyle(span).color)),
    ]);
  expect(colours.length).toBeGreaterThan(3);
});
