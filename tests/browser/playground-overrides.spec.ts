import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { answered, openFile, openPlayground, verdict } from './playground.ts';
import { expect, test } from './watched-test.ts';

const ID = 'org.example.filters';

const range = (page: Page) => page.getByRole('textbox', { name: `Override of ${ID}` });
const add = (page: Page) => page.getByRole('button', { name: 'Override a range' });

/** By keys alone. */
async function overrideFilters(page: Page, text: string): Promise<void> {
  await add(page).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type(ID);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Control+a');
  await page.keyboard.type(text);
  await page.keyboard.press('Enter');
  await expect(range(page)).toBeFocused();
  await answered(page);
}

test('an override makes a conflict playable, is said wherever its range is, and is undone and removed', async ({
  page,
}) => {
  await openPlayground(page, '#diamond');
  await expect(verdict(page)).toHaveText('Not together');
  await expect(page.locator('.overrides')).toContainText('Override a range');
  await overrideFilters(page, '^2.0.0');
  await expect(page.locator('.notice')).toHaveText(`${ID} is overridden with ^2.0.0.`);
  await expect(verdict(page)).toHaveText('Together');
  await expect(page.locator('.selection')).toContainText(`${ID}2.0.0`);
  await expect(page.locator('.drawn')).toContainText('tutti');
  await expect(page.locator('.overrides .said')).toContainText(
    'Each takes the place of what every plugin asks of it.',
  );
  await expect(page.locator('.graph-words')).toContainText(
    `org.example.equaliser needs ${ID} ^2.0.0 (your override).`,
  );
  expect((await new AxeBuilder({ page }).include('.plugins').analyze()).violations).toEqual([]);

  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(verdict(page)).toHaveText('Not together');
  await expect(range(page)).toHaveCount(0);
  await page.getByRole('button', { name: 'Redo' }).click();
  await expect(verdict(page)).toHaveText('Together');
  await page.getByRole('button', { name: `Remove the override of ${ID}` }).click();
  await expect(verdict(page)).toHaveText('Not together');
  await expect(add(page)).toBeFocused();
  await expect(page.locator('.override-note')).toHaveCount(0);
});

test('a reason that rests on an override says so, and an override that is no range is told with its place', async ({
  page,
}) => {
  await openPlayground(page, '#diamond');
  await overrideFilters(page, '^7.0.0');
  await expect(page.locator('.override-note').first()).toHaveText(
    `What plugins ask of ${ID} is your override here; their manifests may say otherwise.`,
  );
  await expect(page.locator('.why')).toContainText('No single change would help while the overrides stay');
  await range(page).fill('two');
  await expect(verdict(page)).toHaveText('The question has no meaning yet');
  await expect(page.locator('.why .problems')).toHaveText(
    `Cannot read the range of override "${ID}": expected a range such as ^1.0.0, found "two"`,
  );
  await expect(range(page)).toHaveAttribute('aria-invalid', 'true');
  await range(page).fill('*');
  await expect(verdict(page)).toHaveText('Together');
  await expect(range(page)).toHaveAttribute('aria-invalid', 'false');
});

test('the link holds the overrides, and a plugin that is renamed keeps its own', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openPlayground(page, '#diamond');
  await overrideFilters(page, '^2.0.0');
  await page.getByRole('button', { name: `${ID} 2.0.0` }).click();
  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('textbox', { name: 'New id of the plugin' }).fill('org.example.sieves');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.locator('.notice')).toHaveText(/^The link is on the clipboard/);
  const other = await context.newPage();
  await other.goto(await page.evaluate(() => navigator.clipboard.readText()));
  await expect(other.getByRole('textbox', { name: 'Override of org.example.sieves' })).toHaveValue('^2.0.0');
  await expect(verdict(other)).toHaveText('Together');
});

test('a situation comes with its overrides, and a desk is saved with them', async ({ page }) => {
  await openPlayground(page, '#override');
  await expect(verdict(page)).toHaveText('Together');
  await expect(page.getByRole('textbox', { name: 'Override of org.example.waves' })).toHaveValue('^2.0.0');
  const saving = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save' }).click();
  const text = readFileSync(await (await saving).path(), 'utf8');
  await openPlayground(page, '#everyone');
  await openFile(page, 'scenario.json', text);
  await expect(page.getByRole('textbox', { name: 'Override of org.example.waves' })).toHaveValue('^2.0.0');
});

test('what nobody depends on cannot be overridden: the form says why, and goes away by key', async ({
  page,
}) => {
  await openPlayground(page, '#diamond');
  await add(page).click();
  const plugin = page.getByRole('combobox', { name: 'Plugin' });
  await expect(plugin).toBeFocused();
  await plugin.fill('org.example.reverb');
  await page.keyboard.press('Enter');
  expect(await plugin.evaluate((field: HTMLInputElement) => field.validationMessage)).toBe(
    'Expected the id of a plugin that another one depends on.',
  );
  await page.keyboard.press('Escape');
  await expect(plugin).toBeHidden();
  await expect(add(page)).toBeFocused();
  await openPlayground(page, '#two-providers');
  await expect(page.locator('.overrides')).toBeHidden();
});
