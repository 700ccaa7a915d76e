import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { answered, editor, lowerQuartile, openFile, openPlayground, verdict } from './playground.ts';
import { expect, test } from './watched-test.ts';

const SIZES = [
  { name: 'on a desk', width: 1280, height: 900 },
  { name: 'on a phone', width: 390, height: 844 },
];

test.use({ contextOptions: { reducedMotion: 'reduce' } });

for (const { name, ...viewport } of SIZES) {
  test(`${name}, axe finds no fault in any panel, in either theme, and nothing scrolls sideways`, async ({
    page,
  }) => {
    await page.setViewportSize(viewport);
    await openPlayground(page, '#apart');
    await expect(editor(page)).toBeVisible();
    await page.getByRole('button', { name: 'Why not on ABI 1.1' }).click();
    await page.getByRole('button', { name: 'Rename' }).click();
    expect(await faultsOf(page)).toEqual([]);
    for (const panel of ['Graph', 'Lockfile']) {
      await page.getByRole('tab', { name: panel }).click();
      if (panel === 'Graph') await page.locator('.why .reasons li').first().focus();
      if (panel === 'Lockfile') {
        await page.getByRole('button', { name: 'Use a host that offers ABI 1.2' }).click();
        await expect(verdict(page)).toHaveText('Together');
      }
      expect(await faultsOf(page), panel).toEqual([]);
    }
    await openFile(page, 'tutti.json', '{\n  "id": "org.own.thing",\n  "version": 7\n}');
    await expect(page.locator('.left-out')).toBeVisible();
    await page.getByRole('button', { name: /^org\.own\.thing/ }).click();
    await expect(page.locator('.manifests .problems li').first()).toBeVisible();
    expect(await faultsOf(page), 'problems').toEqual([]);
    await page.getByLabel('Situation').selectOption('a-hundred');
    await answered(page);
    await page.getByRole('tab', { name: 'Score' }).click();
    await page.getByRole('button', { name: 'Drop org.studio.theremin-mixer' }).click();
    await expect(verdict(page)).toHaveText('Together');
    expect(await faultsOf(page), 'a hundred').toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect(overflow).toBeLessThanOrEqual(0);
  });
}

/** What axe finds in this theme and, of colours, in the other. */
async function faultsOf(page: Page): Promise<string[]> {
  const faults = await analyze(new AxeBuilder({ page }));
  await turnTheme(page);
  faults.push(...(await analyze(new AxeBuilder({ page }).withRules(['color-contrast']))));
  await turnTheme(page);
  return faults;
}

async function analyze(axe: AxeBuilder): Promise<string[]> {
  const { violations } = await axe.analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`));
}

async function turnTheme(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { dataset } = document.documentElement;
    dataset.theme = dataset.theme === 'dark' ? 'light' : 'dark';
  });
}

test('without a mouse: a version is opened, broken, seen to be broken, and mended', async ({ page }) => {
  await openPlayground(page, '#everyone');
  await expect(editor(page)).toBeVisible();
  await page.getByRole('button', { name: 'org.example.meter 1.2.0' }).focus();
  await page.keyboard.press('Enter');
  await expect(editor(page)).toHaveAccessibleName('Text of meter 1.2.0');
  await page.getByRole('button', { name: 'Remove' }).focus();
  await page.keyboard.press('Tab');
  await expect(editor(page)).toBeFocused();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  await expect(page.locator('.manifests .problems')).toContainText('the file is empty');
  await page.keyboard.press('Tab');
  await expect(editor(page), 'Tab leaves the editor').not.toBeFocused();
  await page.keyboard.press('Control+z');
  await expect(page.locator('.manifests .problems li')).toHaveCount(0);
  await expect(page.locator('.outcome')).toHaveText('Together. 4 plugins selected.');
});

test('a plugin that is asked for, or no longer, takes the focus with it to its place in the list', async ({
  page,
}) => {
  await openPlayground(page, '#everyone');
  const tick = page.getByRole('checkbox', { name: 'org.example.echo' });
  await tick.focus();
  for (const isAsked of [false, true, false]) {
    await page.keyboard.press('Space');
    await answered(page);
    await expect(tick).toBeChecked({ checked: isAsked });
    await expect(tick).toBeFocused();
  }
  const range = page.getByRole('textbox', { name: 'Range of org.example.echo' });
  await range.focus();
  await page.keyboard.press('End');
  await page.keyboard.type(' || 9.0');
  await expect(range).toHaveValue('* || 9.0');
  await expect(tick).toBeChecked();
});

test('a plugin cannot take the id of another one, nor one that is none: the form says why and stays', async ({
  page,
}) => {
  await openPlayground(page, '#everyone');
  await expect(editor(page)).toBeVisible();
  await page.getByRole('button', { name: 'Rename' }).click();
  const id = page.getByRole('textbox', { name: 'New id of the plugin' });
  const why = () => id.evaluate((field: HTMLInputElement) => field.validationMessage);
  await id.fill('org.example.tuner');
  await page.keyboard.press('Enter');
  expect(await why()).toBe('Another plugin is called org.example.tuner already.');
  await id.fill('My "Echo"');
  await page.keyboard.press('Enter');
  expect(await why()).toBe('Expected a plugin id in reverse DNS such as org.tutti.repeat.');
  await id.fill('org.example.echo-2');
  await page.keyboard.press('Enter');
  await expect(id).toBeHidden();
  await expect(page.locator('.selection')).toContainText('org.example.echo-21.4.0');
});

test('the outcome is told to those who do not see it, and only when it changes', async ({ page }) => {
  await openPlayground(page, '#apart');
  const outcome = page.locator('.outcome[role="status"]');
  await expect(outcome).toHaveText(
    'Not together. So org.example.echo ^1.0.0 and org.example.looper cannot be selected together.',
  );
  await outcome.evaluate((element) => {
    const changes: string[] = [];
    new MutationObserver(() => changes.push(element.textContent)).observe(element, {
      childList: true,
      characterData: true,
    });
    Object.assign(window, { outcomeChanges: changes });
  });
  await page.getByRole('textbox', { name: 'Range of org.example.meter' }).fill('>=0.1.0');
  await answered(page);
  await page.getByLabel('Host ABI').fill('1.2');
  await expect(outcome).toHaveText('Together. 4 plugins selected.');
  expect(
    await page.evaluate(() => (window as unknown as { outcomeChanges: string[] }).outcomeChanges),
  ).toEqual(['Together. 4 plugins selected.']);
});

test('only the playground loads the editor and the resolver', async ({ page }) => {
  const scripts: string[] = [];
  page.on('request', (request) => {
    if (/code-editor|desk-worker/.test(request.url())) scripts.push(request.url());
  });
  await page.goto('/how-to/', { waitUntil: 'networkidle' });
  await page.goto('/', { waitUntil: 'networkidle' });
  expect(scripts).toEqual([]);
  await openPlayground(page);
  await expect(editor(page)).toBeVisible();
  expect(scripts.some((url) => url.includes('code-editor'))).toBe(true);
});

test('the page is never blocked while a hundred plugins are answered and drawn', async ({ page }) => {
  await page.addInitScript(() => {
    const tasks: number[] = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) tasks.push(entry.duration);
    }).observe({ type: 'longtask' });
    Object.assign(window, { longTasks: tasks });
  });
  await openPlayground(page, '#a-hundred');
  await expect(page.locator('.score-table tbody tr')).toHaveCount(100);
  const takeLongest = () =>
    page.evaluate(() => Math.max(0, ...(window as unknown as { longTasks: number[] }).longTasks.splice(0)));
  await takeLongest();
  const range = page.getByRole('textbox', { name: 'Range of org.studio.bassoon', exact: true });
  const longest: number[] = [];
  for (const text of ['^1.0.0', '1.0.0', '>=1.0.0', '*', '^1.0.0', '1.0.0', '>=1.0.0', '*']) {
    await range.fill(text);
    await answered(page);
    longest.push(await takeLongest());
  }
  test.info().annotations.push({ type: 'ms', description: longest.map(Math.round).join(' ') });
  expect(lowerQuartile(longest)).toBeLessThan(200);
});
