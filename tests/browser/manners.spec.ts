import { expect, test } from './watched-test.ts';

test('the theme follows the system until someone chooses, and the choice is kept from page to page', async ({
  page,
}) => {
  const root = page.locator('html');
  const toggle = page.getByRole('button', { name: 'Dark theme' });
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('/');
  await expect(root).toHaveAttribute('data-theme', 'dark');
  await expect(toggle).toHaveAttribute('aria-pressed', 'true');
  await page.emulateMedia({ colorScheme: 'light' });
  await expect(root).toHaveAttribute('data-theme', 'light');
  await toggle.click();
  await expect(root).toHaveAttribute('data-theme', 'dark');
  await page.goto('/how-to/');
  await expect(root).toHaveAttribute('data-theme', 'dark');
});

test('nothing moves for those who ask for less motion', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await page.goto('/playground/#apart');
  await expect(page.locator('.drawn .slur')).toHaveCount(1);
  expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
});

test('with motion, the notes of an answer drop onto their staves', async ({ page }) => {
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  await page.goto('/playground/#apart');
  await expect(page.locator('.drawn .slur')).toHaveCSS('animation-name', /draw/);
});

test('only the two fonts of the first screen are fetched ahead', async ({ page }) => {
  await page.goto('/how-to/');
  const fonts = await page
    .locator('link[rel="preload"]')
    .evaluateAll((links) => links.map((link) => (link as HTMLLinkElement).href.replace(/.*\/|\..*/g, '')));
  expect(fonts).toEqual(['piazzolla-latin-wght-normal', 'instrument-sans-latin-wght-normal']);
});

test('on a phone, the menu goes away when it has led to a section', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/reference/manifest/');
  await page.getByRole('button', { name: 'Menu' }).click();
  await page.getByRole('link', { name: 'Ranges', exact: true }).click();
  await expect(page.locator('#site-menu')).toBeHidden();
  await expect(page.getByRole('heading', { name: 'Ranges' })).toBeInViewport();
});

test('a long list of contents shows the page that one reads', async ({ page }) => {
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.goto('/crashed/trapped/');
  const here = page.getByRole('navigation', { name: 'Contents' }).locator('[aria-current="page"]');
  await expect(here).toHaveText('The plugin trapped');
  await expect(here).toBeInViewport();
  expect(await page.evaluate(() => scrollY)).toBe(0);
});

test('the fields of a run look alike, whatever they hold', async ({ page }) => {
  await page.goto('/examples/');
  const looks = await page.locator('tutti-run').evaluateAll((runs) =>
    runs.flatMap((run) =>
      [...run.querySelectorAll('input, select')].map((field) => {
        const { backgroundColor, borderTop, fontFamily, color } = getComputedStyle(field);
        return [backgroundColor, borderTop, fontFamily, color].join(' ');
      }),
    ),
  );
  expect(looks.length).toBeGreaterThan(3);
  expect(new Set(looks).size).toBe(1);
});

test('what was captured is read without scrolling sideways, on a phone too', async ({ page }) => {
  for (const width of [1280, 390]) {
    await page.setViewportSize({ width, height: 844 });
    await page.goto('/tutorials/first-plugin/2-run/');
    const cut = page.locator('.captured :is(pre, figcaption)');
    expect(
      await cut.evaluateAll((parts) => parts.map((part) => part.scrollWidth - part.clientWidth)),
    ).toEqual(Array.from({ length: 8 }, () => 0));
  }
});

test('a dark page is printed dark on white, and is dark on the screen again', async ({ page }) => {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.goto('/crashed/double-release/');
  const root = page.locator('html');
  await page.emulateMedia({ media: 'print' });
  await expect(root).toHaveAttribute('data-theme', 'light');
  await expect(page.locator('body')).toHaveCSS('color', 'rgb(20, 23, 31)');
  await page.emulateMedia({ media: 'screen' });
  await expect(root).toHaveAttribute('data-theme', 'dark');
});
