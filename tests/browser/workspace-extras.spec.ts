import { readFileSync } from 'node:fs';
import { AxeBuilder } from '@axe-core/playwright';
import { unzipSync } from 'fflate';
import type { Page } from 'playwright/test';
import { packShared } from '../../src/site/workspace/share/share-link.ts';
import { expect, test } from './watched-test.ts';

const step = 'memory/3-leak';
const address = `/tutorials/${step}/`;
const mine = '/* mine */\nint mine;\n';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });
// A reader who saves data: no edit loads the compiler by itself.
test.beforeEach(({ page }) =>
  page.addInitScript(() => Object.defineProperty(navigator, 'connection', { value: { saveData: true } })),
);

/** Opens the step with the reader's own text in the editor. */
async function openWithText(page: Page, text = mine): Promise<void> {
  await page.goto(`${address}#${await packShared(step, text)}`);
  await expect(page.locator('.share .notice-line')).toHaveText(/^The text of the link stands in the editor/);
}

/** Opens the step as it is, or as it was left. */
async function openStep(page: Page, at = address): Promise<void> {
  await page.goto(at);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  // What a run says comes to the fore when it ends.
  await expect(page.locator('tutti-workspace')).toHaveAttribute('data-activity', 'idle');
}

const panel = (page: Page, name: string) => page.getByRole('tab', { name }).click();
const editor = (page: Page) => page.getByRole('textbox', { name: /plugin\.c/ });

test('hints come one at a time, stay open, and are still open after a reload', async ({ page }) => {
  await openStep(page);
  await panel(page, 'Hints');
  const hints = page.locator('.hints li');
  await expect(hints).toHaveCount(0);
  await page.getByRole('button', { name: 'Show the first hint of 3' }).click();
  await expect(hints.last()).toBeFocused();
  await page.getByRole('button', { name: 'Show the second hint of 3' }).click();
  await expect(hints).toHaveCount(2);
  await page.reload();
  await panel(page, 'Hints');
  await expect(hints).toHaveCount(2);
  await page.getByRole('button', { name: 'Show the third hint of 3' }).click();
  await expect(page.getByRole('button', { name: /^Show the/ })).toHaveCount(0);
});

test('the comparison shows what differs, beside and in words, as the text changes', async ({ page }) => {
  await openStep(page);
  await panel(page, 'Hints');
  await page.getByRole('button', { name: 'Compare with the solution' }).click();
  await expect(page.locator('.diff-summary')).toHaveText('Your text differs from the solution in one place.');
  await expect(page.getByRole('textbox', { name: 'Your text and the solution in one' })).toBeVisible();
  await page.getByText('The same in words').click();
  await expect(page.locator('.diff-list')).toContainText(/Before line \d+ comes:\s*tutti_free\(/);
  await page.getByRole('button', { name: 'Solve' }).click();
  await expect(page.locator('.diff-summary')).toHaveText(
    'Your text is the solution, character by character.',
  );
  await page.getByRole('button', { name: 'Close the comparison' }).click();
  await expect(page.locator('.diff')).toHaveCount(0);
});

test('on a wide screen the two texts stand side by side', async ({ page }) => {
  await page.setViewportSize({ width: 1900, height: 1000 });
  await openStep(page);
  await panel(page, 'Hints');
  await page.getByRole('button', { name: 'Compare with the solution' }).click();
  await expect(page.getByRole('textbox', { name: 'Your text', exact: true })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'The solution', exact: true })).toBeVisible();
});

test('Solve and Reset are undone, over a reload too, and the own text is never lost', async ({ page }) => {
  await openWithText(page);
  await editor(page).press('Control+End');
  await editor(page).pressSequentially('int typed;');
  await panel(page, 'Hints');
  await page.getByRole('button', { name: 'Solve' }).click();
  await expect(page.getByRole('button', { name: 'Undo Solve' })).toBeFocused();
  await page.getByRole('button', { name: 'Reset' }).click();
  await page.reload();
  await panel(page, 'Hints');
  await expect(editor(page)).toContainText('Says a text several times');
  await page.getByRole('button', { name: /^Undo / }).click();
  await expect(editor(page)).toHaveText(/^\/\* mine \*\/int mine;int typed;$/);
});

test('what is typed is there after a reload', async ({ page }) => {
  await openWithText(page);
  await editor(page).press('Control+End');
  await editor(page).pressSequentially('int kept;');
  await page.reload();
  await expect(editor(page)).toHaveText('/* mine */int mine;int kept;');
});

test('a bar that passed is marked on the stave, at once and on the pages around', async ({ page }) => {
  await openStep(page);
  const bar = page.locator('nav.bars li').nth(2);
  await expect(bar).not.toHaveClass(/passed/);
  await panel(page, 'Hints');
  await page.getByRole('button', { name: 'Solve' }).click();
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(bar).toHaveClass(/passed/);
  await expect(bar.getByRole('link')).toHaveAccessibleName(/passed$/);
  await page.goto('/tutorials/memory/2-owned/');
  await expect(page.locator('nav.bars li.passed')).toHaveCount(1);
  await expect(bar).toHaveClass(/passed/);
});

test('the way back is offered on the first bar and on the list, and nothing moves for it', async ({
  page,
}) => {
  const banner = page.getByText('You were at bar 3 of “Who owns this memory?”');
  await page.goto('/tutorials/');
  await expect(banner).toBeHidden();
  await page.goto(address);
  await page.goto('/tutorials/memory/1-borrowed/');
  await expect(banner).toBeVisible();
  await page.goto('/tutorials/first-plugin/1-write/');
  await expect(page.locator('.resume p:visible')).toHaveCount(0);
  await page.goto('/tutorials/');
  await expect(banner).toBeVisible();
  const moved = await page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        new PerformanceObserver((list) => {
          type Shift = PerformanceEntry & {
            sources: { previousRect: DOMRectReadOnly; currentRect: DOMRectReadOnly }[];
          };
          const sources = (list.getEntries() as Shift[]).flatMap((shift) => shift.sources);
          // A font that comes late may change how wide a line is; what stands below it must stay.
          resolve(sources.filter((one) => one.previousRect.top !== one.currentRect.top).length);
        }).observe({ type: 'layout-shift', buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(0)));
      }),
  );
  expect(moved).toBe(0);
  await banner.getByRole('link', { name: 'go on' }).click();
  await expect(page).toHaveURL(new RegExp(`${address}$`));
});

test('the way back is put away until another bar was visited', async ({ page }) => {
  await page.goto(address);
  await page.goto('/tutorials/');
  await page.getByRole('button', { name: 'Put away' }).click();
  await expect(page.locator('.resume p:visible')).toHaveCount(0);
  await page.reload();
  await expect(page.locator('.resume p:visible')).toHaveCount(0);
  await page.goto('/tutorials/memory/2-owned/');
  await page.goto('/tutorials/');
  await expect(page.locator('.resume p:visible')).toContainText('You were at bar 2');
});

test('progress goes to a file, is forgotten, and comes back from the file', async ({ page }) => {
  await openWithText(page);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save progress as a file' }).click();
  const file = await (await download).path();
  expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({
    tutti: 'progress',
    steps: { [step]: { text: mine } },
  });
  await page.getByRole('button', { name: 'Forget my progress' }).click();
  await expect(page.getByText('No bars passed, 1 text of yours. Forget all of it?')).toBeVisible();
  await page.getByRole('button', { name: 'Forget it' }).click();
  await expect(page.locator('.kept-report')).toHaveText(/^Forgotten\./);
  expect(
    await page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('tutti/'))),
  ).toEqual([]);
  await openStep(page);
  await panel(page, 'Keep and share');
  await page.locator('.kept input[type="file"]').setInputFiles(file);
  await expect(page.locator('.kept-report li')).toHaveText([`${step}: its text was taken over.`]);
  await expect(editor(page)).toHaveText('/* mine */int mine;');
});

test('every problem of a file is told, and what is here stays', async ({ page }) => {
  await openWithText(page);
  const value = { tutti: 'progress', form: 1, steps: { [step]: { text: 'theirs', passedAt: 7 }, x: {} } };
  const buffer = Buffer.from(JSON.stringify(value));
  const name = 'other.json';
  await page
    .locator('.kept input[type="file"]')
    .setInputFiles({ name, mimeType: 'application/json', buffer });
  await expect(page.locator('.kept-report li')).toHaveText([
    `${step}: the file has a different text; yours stays, and the other is kept beside it.`,
    `Left out: steps."${step}".passedAt: is not a moment of ISO 8601.`,
    'Left out: steps."x": is not the name of a step, such as "first-plugin/1-write".',
  ]);
  await expect(editor(page)).toHaveText('/* mine */int mine;');
  await panel(page, 'Hints');
  await page.getByRole('button', { name: 'Show it' }).click();
  await expect(editor(page)).toHaveText('theirs');
  await page.getByRole('button', { name: 'Undo Open the text of a file' }).click();
  await expect(editor(page)).toHaveText('/* mine */int mine;');
});

test('a browser that keeps nothing says so, and the page works', async ({ page }) => {
  await page.addInitScript(() =>
    Object.defineProperty(window, 'localStorage', {
      get: () => {
        throw new DOMException('Access is denied for this document.', 'SecurityError');
      },
    }),
  );
  await openStep(page);
  await panel(page, 'Keep and share');
  await expect(page.locator('.kept-state')).toHaveText(/^This browser does not let the page keep anything/);
});

test('a link brings the text to another reader, whose own text is kept', async ({ page }) => {
  await openWithText(page);
  await page.getByRole('button', { name: 'Copy a link to this text' }).click();
  await expect(page.locator('.share .notice-line')).toHaveText(/^The link is on the clipboard\./);
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/\/tutorials\/memory\/3-leak\/#plugin=1\.[\w-]+\.\w+$/);

  await openWithText(page, '/* other */');
  await editor(page).press('Control+End');
  await editor(page).pressSequentially(' int other;');
  await page.goto(link);
  await expect(editor(page)).toHaveText('/* mine */int mine;');
  expect(new URL(page.url()).hash).toBe('');
  await page.reload();
  await panel(page, 'Hints');
  await page.getByRole('button', { name: 'Undo Open shared' }).click();
  await expect(editor(page)).toHaveText('/* other */ int other;');
});

test('a broken link is told in words, and the own text stays', async ({ page }) => {
  await openWithText(page);
  await page.goto(`${address}#plugin=1.AAAA.x`);
  await expect(page.locator('.share .notice-line')).toHaveText(
    'Cannot open the link: characters of it are missing or changed. Your own text stays.',
  );
  await expect(editor(page)).toHaveText('/* mine */int mine;');
});

test('the download holds the text, its manifest and the commands that the panel shows', async ({ page }) => {
  await openWithText(page);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download this step' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('memory-3-leak.zip');
  const files = unzipSync(readFileSync(await file.path()));
  const text = (name: string) => new TextDecoder().decode(files[`memory-3-leak/${name}`]);
  expect(Object.keys(files)).toHaveLength(3);
  expect(text('c/plugin.c')).toBe(mine);
  expect(JSON.parse(text('tutti.json'))).toMatchObject({ id: 'org.tutti.memory-leak' });
  const lines = await page.locator('.commands code').allTextContents();
  expect(
    text('README.md')
      .split('\n')
      .filter((line) => line.startsWith('npx ')),
  ).toEqual(lines);
  await page.getByRole('button', { name: 'Copy: npx tutti build . --target native' }).click();
  await expect(page.locator('.share .notice-line')).toHaveText('The command is on the clipboard.');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(lines[0]);
});

test('a struct of the text is laid out for six targets, once the compiler is there', async ({ page }) => {
  test.setTimeout(120_000);
  const struct = 'struct note { char c; long l; void *p; double d; };\nstatic struct note n;\n';
  await openWithText(page, `#include "tutti_sdk.h"\n${struct}`);
  await panel(page, 'Layouts');
  const state = page.locator('.layout-state');
  await expect(state).toHaveText('The compiler lays the structs out, and it is not loaded yet.');
  await page.locator('.layouts').getByRole('button', { name: 'Load compiler, 23 MB' }).click();
  await expect(state).toHaveText(
    'struct note takes 32 bytes on x86-64 and arm64, 20 bytes on i386 and 24 bytes on armv7, wasm32 and Windows x64. 3 of its 4 fields move.',
    { timeout: 90_000 },
  );
  const table = page.getByRole('region', { name: 'Layouts of struct note' });
  await expect(table.locator('tbody tr').nth(1).locator('td')).toHaveText([
    '8 size 8',
    '8 size 8',
    '4 size 4 not 8',
    '4 size 4 not 8',
    '4 size 4 not 8',
    '4 size 4 not 8',
  ]);
  await page.getByRole('combobox', { name: /^Struct/ }).selectOption('struct tutti_abi');
  await expect(state).toHaveText('struct tutti_abi takes 32 bytes everywhere, and no field moves.');
  expect(await faultsOf(page)).toEqual([]);
});

test('axe finds no fault in the panels', async ({ page }) => {
  await openWithText(page);
  const faults = await faultsOf(page);
  await panel(page, 'Hints');
  await page.getByRole('button', { name: 'Show the first hint of 3' }).click();
  await page.getByRole('button', { name: 'Compare with the solution' }).click();
  await page.getByText('The same in words').click();
  faults.push(...(await faultsOf(page)));
  await page.evaluate(() => {
    const { dataset } = document.documentElement;
    dataset.theme = dataset.theme === 'dark' ? 'light' : 'dark';
  });
  expect([...faults, ...(await faultsOf(page))]).toEqual([]);
});

test('on a phone no panel scrolls the page sideways', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await openWithText(page);
  await panel(page, 'Hints');
  await page.getByRole('button', { name: 'Compare with the solution' }).click();
  await expect(page.locator('.diff-summary')).toBeVisible();
  for (const name of ['Hints', 'Layouts', 'Keep and share']) {
    await panel(page, name);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    expect([name, overflow]).toEqual([name, 0]);
  }
});

async function faultsOf(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page }).include('tutti-workspace').analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.target.join(' ')}`));
}
