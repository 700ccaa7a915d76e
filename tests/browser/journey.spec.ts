import type { Locator, Page } from 'playwright/test';
import { steps } from './site.ts';
import { expect, test } from './watched-test.ts';
import { openPanel, press } from './workspace.ts';

test('from the front page to a plugin that runs, a conflict that is explained and a page that is found', async ({
  page,
}) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Native plugins that play together.');
  await page.getByRole('link', { name: 'Write your first plugin' }).click();

  await expect(page.locator('.title .tempo')).toHaveText(new RegExp(`, bar 1 of ${steps.length}$`));
  await expect(await press(page, 'Run')).toHaveText('A mistake was found');
  await openPanel(page, 'Hints');
  await page.getByRole('button', { name: 'Solve' }).click();
  await expect(await press(page, 'Check')).toHaveText('Passed');

  await openDoor(page, 'Examples');
  const run = page.locator('tutti-run').first();
  await repeat(run, 'cool', 3);
  await expect(run.locator('samp')).toHaveText('coolcoolcool');
  await expect(run.locator('.run-events li', { hasText: 'tutti.text.repeat("cool", 3)' })).toHaveCount(1);
  await expect(run.locator('.run-ledger tbody tr').last()).toHaveText(/12.*call 1.*host.*released/);

  await openDoor(page, 'Playground');
  const why = page.locator('tutti-playground .why');
  await page.getByLabel('Situation').selectOption('apart');
  await expect(why.getByRole('heading', { level: 2 })).toHaveText('Not together');
  await expect(why.locator('.conclusion')).toHaveText(
    /So org\.example\.echo \^1\.0\.0 and org\.example\.looper cannot be selected together\./,
  );
  await expect(why.locator('.proof')).toBeVisible();
  await expect(page.locator('.drawn .slur')).toHaveCount(1);
  await why.getByRole('button', { name: 'Use a host that offers ABI 1.2' }).click();
  await expect(why.getByRole('heading', { level: 2 })).toHaveText('Together');
  await expect(page.locator('.drawn .slur')).toHaveCount(0);

  await page.getByRole('button', { name: /^Search/ }).click();
  const search = page.getByRole('dialog', { name: 'Search the site' });
  await search.getByRole('searchbox').fill('manifest');
  await expect(search.getByRole('link').first()).toBeVisible();
  await search.getByRole('searchbox').press('Enter');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/manifest/i);
});

test('a run that the plugin refuses says why, and leaks nothing', async ({ page }) => {
  await page.goto('/examples/');
  const run = page.locator('tutti-run').first();
  await run.getByRole('spinbutton', { name: 'Count' }).fill('4294967295');
  await run.getByRole('button', { name: 'Run' }).click();
  await expect(run.locator('samp')).toHaveText(/no memory for the result/);
  await expect(run.locator('.run-events li', { hasText: 'refused' })).toHaveCount(1);
  await expect(run.locator('.run-ledger .is-lost')).toHaveCount(0);
});

test('a plugin with state goes on from what it saved, until one forgets it', async ({ page }) => {
  await page.goto('/examples/');
  const run = page.locator('tutti-run[data-plugin="word-count"]');
  const press = run.getByRole('button', { name: 'Run' });
  await press.click();
  await expect(run.locator('samp')).toHaveText('{"words":3,"lines":0,"bytes":11}');
  await run.getByRole('combobox', { name: 'Function' }).selectOption('tutti.words.mostFrequent');
  await run.getByRole('spinbutton', { name: 'Limit' }).fill('1');
  await press.click();
  await expect(run.locator('samp')).toHaveText('[{"word":"one","count":2}]');
  await expect(run.locator('.run-state')).toContainText('bytes of state: the next run restores them');
  await run.getByRole('button', { name: 'Forget it' }).click();
  await press.click();
  await expect(run.locator('samp')).toHaveText('[]');
  await run.getByRole('spinbutton', { name: 'Limit' }).fill('');
  await press.click();
  await expect(run.locator('samp')).toHaveText(/"limit" must be a whole number/);
});

test('a manifest that is wrong is told with its place, and what is typed is answered at once', async ({
  page,
}) => {
  await page.goto('/playground/#everyone');
  const why = page.locator('tutti-playground .why');
  await expect(why.getByRole('heading', { level: 2 })).toHaveText('Together');
  await page.getByRole('textbox', { name: 'Text of echo 1.0.0' }).press('ControlOrMeta+a');
  await page.keyboard.insertText('{\n  "id": "org.example.echo",\n  "version": "1"\n}');
  await expect(page.locator('.manifests .problems li').first()).toBeVisible();
  await expect(page.locator('.manifests .problems li', { hasText: 'line 3, column 14' })).toHaveCount(1);
  await expect(why.locator('.left-out')).toHaveText('One manifest has problems and takes no part.');
  await page.getByRole('button', { name: 'Put back' }).click();
  await expect(page.locator('.manifests .problems li')).toHaveCount(0);
});

async function repeat(run: Locator, text: string, count: number): Promise<void> {
  await run.getByRole('textbox', { name: 'Text' }).fill(text);
  await run.getByRole('spinbutton', { name: 'Count' }).fill(String(count));
  await run.getByRole('button', { name: 'Run' }).click();
  await expect(run).toHaveAttribute('data-state', 'done');
}

/** Goes on in the tutorial by its "Next bar" links to the next step that runs a plugin. */
async function openDoor(page: Page, name: string): Promise<void> {
  const menu = page.getByRole('button', { name: 'Menu' });
  if (await menu.isVisible()) await menu.click();
  await page.getByRole('link', { name, exact: true }).locator('visible=true').first().click();
}
