import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { address, editor, openStep, openWithText, panel, saveData } from './step-page.ts';
import { expect, test } from './watched-test.ts';
import { patienceMs } from './workspace.ts';

test.beforeEach(({ page }) => saveData(page));

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

test('a struct of the text is laid out for six targets, once the compiler is there', async ({ page }) => {
  const struct = 'struct note { char c; long l; void *p; double d; };\nstatic struct note n;\n';
  await openWithText(page, `#include "tutti_sdk.h"\n${struct}`);
  await panel(page, 'Layouts');
  const state = page.locator('.layout-state');
  await expect(state).toHaveText('The compiler lays the structs out, and it is not loaded yet.');
  await page.locator('.layouts').getByRole('button', { name: 'Load compiler, 23 MB' }).click();
  await expect(state).toHaveText(
    'struct note takes 32 bytes on x86-64 and arm64, 20 bytes on i386 and 24 bytes on armv7, wasm32 and Windows x64. 3 of its 4 fields move.',
    { timeout: patienceMs },
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
