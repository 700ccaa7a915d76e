import { AxeBuilder } from '@axe-core/playwright';
import { kinds } from './site.ts';
import { expect, test } from './watched-test.ts';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

for (const address of [...kinds, '/404.html']) {
  test(`${address} has no fault that axe finds in either theme, and does not scroll sideways`, async ({
    page,
  }) => {
    await page.goto(address);
    await page.waitForLoadState('load');
    const faults = await faultsOf(new AxeBuilder({ page }));
    await page.evaluate(() => {
      const { dataset } = document.documentElement;
      dataset.theme = dataset.theme === 'dark' ? 'light' : 'dark';
    });
    faults.push(...(await faultsOf(new AxeBuilder({ page }).withRules(['color-contrast']))));
    expect(faults).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
}

async function faultsOf(axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`));
}

test('axe sees a text that is too pale, and a field without a name', async ({ page }) => {
  await page.goto('/how-to/');
  await page.evaluate(() => {
    const text = document.createElement('p');
    text.textContent = 'too pale';
    text.style.color = 'color-mix(in srgb, var(--ink) 30%, var(--paper))';
    document.querySelector('main')!.append(text, document.createElement('input'));
  });
  const { violations } = await new AxeBuilder({ page }).include('main').analyze();
  expect(violations.map(({ id }) => id)).toEqual(['color-contrast', 'label']);
});

test('the search and the run figure are without fault when they are open, too', async ({ page }) => {
  await page.goto('/examples/');
  await page.locator('tutti-run button').first().click();
  await expect(page.locator('tutti-run').first()).toHaveAttribute('data-state', 'done');
  const run = await new AxeBuilder({ page }).include('tutti-run').analyze();
  expect(run.violations.map(({ id }) => id)).toEqual([]);
  await page.keyboard.press('Control+k');
  await page.getByRole('searchbox').fill('plugin');
  await expect(page.getByRole('dialog').getByRole('link').first()).toBeVisible();
  const search = await new AxeBuilder({ page }).include('.search-dialog').analyze();
  expect(search.violations.map(({ id }) => id)).toEqual([]);
});

test('the first Tab leads to a link that skips to the text', async ({ page }) => {
  await page.goto('/how-to/');
  await page.keyboard.press('Tab');
  const skip = page.locator('a:focus');
  await expect(skip).toHaveAttribute('href', '#_top');
  await skip.press('Enter');
  await expect(page).toHaveURL(/#_top$/);
});
