import type { Page } from 'playwright/test';
import { expect, test } from './watched-test.ts';
import { answer, workspace } from './workspace.ts';

/** Opens a page whose modules stay away. @returns lets them come */
async function openBare(page: Page, path: string): Promise<() => void> {
  let come = () => {};
  const free = new Promise<void>((resolve) => {
    come = resolve;
  });
  await page.route('**/_astro/*.js', async (route) => {
    await free;
    await route.continue();
  });
  await page.goto(path, { waitUntil: 'commit' });
  return come;
}

test('Run is answered when it was pressed before the page’s modules had come', async ({ page }) => {
  const come = await openBare(page, '/tutorials/first-plugin/1-write/');
  await workspace(page).getByRole('button', { name: 'Run' }).click();
  come();
  await expect(await answer(page)).toHaveText('A mistake was found');
});

test('code that was pressed before the page’s modules had come becomes the editor', async ({ page }) => {
  const come = await openBare(page, '/tutorials/first-plugin/1-write/');
  await workspace(page).locator('.source').click();
  come();
  await expect(workspace(page).getByRole('textbox', { name: 'plugin.c' })).toBeFocused();
});

test('a form that is sent too early does not leave the page, and runs the function that was chosen', async ({
  page,
}) => {
  const come = await openBare(page, '/examples/');
  const run = page.locator('tutti-run[data-plugin="word-count"]');
  await run.getByRole('combobox', { name: 'Function' }).selectOption('tutti.words.mostFrequent');
  await run.getByRole('button', { name: 'Run' }).click();
  come();
  await expect(run.locator('samp')).toHaveText('[]');
  expect(new URL(page.url()).search).toBe('');
});

test('the theme, pressed too early, changes once; a link leads on at once', async ({ page }) => {
  const come = await openBare(page, '/tutorials/');
  await page.getByRole('button', { name: 'Dark theme' }).click();
  come();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  const late = await openBare(page, '/tutorials/first-plugin/1-write/');
  await page.getByRole('link', { name: 'Playground' }).first().click();
  await expect(page).toHaveURL(/\/playground\/$/);
  late();
});
