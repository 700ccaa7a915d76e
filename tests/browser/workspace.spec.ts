import { gzipSync } from 'node:zlib';
import { AxeBuilder } from '@axe-core/playwright';
import { prefix } from './site.ts';
import { expect, test } from './watched-test.ts';
import {
  answer,
  editor,
  leakStep,
  openPanel,
  press,
  shownText,
  stepTexts,
  watchRequests,
  workspace,
} from './workspace.ts';

// What needs no compiler: prebuilt code, the host that misbehaves, the keyboard, a phone.

test('a page that is only read loads nothing of the workspace, and weighs less than 30 kB', async ({
  page,
}) => {
  const paths = watchRequests(page);
  const weights: Promise<number>[] = [];
  page.on('response', (response) => {
    if (!['document', 'stylesheet', 'script'].includes(response.request().resourceType())) return;
    weights.push(response.body().then((body) => gzipSync(body, { level: 9 }).length));
  });
  await page.goto(leakStep, { waitUntil: 'networkidle' });
  await page.mouse.wheel(0, 4000);
  for (let at = 0; at < 30; at++) await page.keyboard.press('Tab');
  await page.waitForLoadState('networkidle');
  expect(
    paths.filter((path) => /\/lab\/|\.wasm$|editor|workspace\.[^.]+\.js|open\.[^.]+\.css/i.test(path)),
  ).toEqual([]);
  const bytes = (await Promise.all(weights)).reduce((sum, weight) => sum + weight, 0);
  expect(bytes).toBeGreaterThan(10_000);
  expect(bytes).toBeLessThanOrEqual(30_000);
});

test('the start runs at once, without the compiler, and its mistake stands at its line', async ({ page }) => {
  const paths = watchRequests(page);
  await page.goto(leakStep);
  await expect(await press(page, 'Run')).toHaveText('A mistake was found');
  const card = workspace(page).locator('.outcome .finding');
  await expect(card.getByRole('heading')).toHaveText('Never given back');
  await expect(card.getByRole('link')).toHaveAttribute('href', /\/crashed\/leak\/$/);
  await expect(workspace(page).locator('.cm-found-words')).toContainText('Never given back:');
  await expect(workspace(page).locator('.calls li')).toHaveText([
    'repeat("la ", 3) gives la la la ',
    /^repeat\("Encore! ", 3\) refuses .*no encores/,
  ]);
  await expect(workspace(page).getByRole('status').filter({ hasText: 'A mistake was found.' })).toHaveCount(
    1,
  );
  expect(paths.filter((path) => path.includes('llvm'))).toEqual([]);

  await card.getByRole('button', { name: 'line 15' }).first().click();
  await expect(await editor(page)).toBeFocused();
});

test('below a prefix, the step runs, and its mistake leads to a page below it', async ({ page }) => {
  await page.goto(prefix + leakStep);
  await expect(await press(page, 'Run')).toHaveText('A mistake was found');
  await workspace(page).locator('.outcome .finding').getByRole('link').click();
  await expect(page).toHaveURL(new RegExp(`${prefix}/crashed/leak/$`));
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
});

test('the solution passes, says why, and leads on; undo brings back what it took the place of', async ({
  page,
}) => {
  await page.goto(leakStep);
  const { start, solution } = await stepTexts(page);
  await expect(await press(page, 'Check')).toHaveText('A mistake was found');
  const help = await openPanel(page, 'Hints');
  await help.getByRole('button', { name: 'Solve' }).click();
  expect(await shownText(page)).toBe(solution.source.trimEnd().concat('\n'));
  await expect(await press(page, 'Check')).toHaveText('Passed');
  await expect(workspace(page).locator('.sentence')).toContainText(
    'Whichever way a call ends, nothing of it stays behind.',
  );
  await expect(workspace(page).locator('.checks .passed')).toHaveCount(2);
  await expect(workspace(page).getByRole('link', { name: /^On to/ })).toBeVisible();
  await openPanel(page, 'Hints');
  await help.getByRole('button', { name: 'Undo Solve' }).click();
  expect(await shownText(page)).toBe(start.source);
});

test('a known mistake is shown with its own diagnosis', async ({ page }) => {
  await page.goto(leakStep);
  await press(page, 'Run');
  await workspace(page).getByText('Break it on purpose').click();
  await workspace(page)
    .getByRole('button', { name: /^forgot the byte for the NUL/ })
    .click();
  await expect(workspace(page).locator('.outcome .finding h4')).not.toHaveText('Never given back');
  await expect(workspace(page).locator('.outcome .finding').getByRole('link')).toHaveAttribute(
    'href',
    /\/crashed\/wrong-size\/$/,
  );
  await expect(workspace(page).locator('.outcome .finding .place').first()).toHaveText('line 21');
});

test('a host that misbehaves shows whether the plugin holds, and behaves again at a press', async ({
  page,
}) => {
  await page.goto(leakStep);
  await press(page, 'Run');
  const panel = await openPanel(page, 'Hostile host');
  await panel.getByRole('checkbox', { name: /UTF-8/ }).check();
  await panel.getByRole('button', { name: 'Run on this host' }).click();
  await expect(await answer(page)).toHaveText('It held');
  await expect(workspace(page).locator('.sentence')).toContainText('The reason: not UTF-8');
  await expect(workspace(page).locator('.host-note')).toContainText('the text is no UTF-8');
  await workspace(page).getByRole('button', { name: 'Behave again' }).click();
  await expect(workspace(page).locator('.host-note')).toBeHidden();
  await expect(await press(page, 'Run')).toHaveText('A mistake was found');
});

test('the trace goes back and forth, with the line beside it', async ({ page }) => {
  await page.goto(leakStep);
  await press(page, 'Run');
  const panel = await openPanel(page, 'Trace');
  const slider = panel.getByRole('slider');
  await slider.focus();
  const end = await slider.getAttribute('aria-valuetext');
  for (let at = 0; at < 6; at++) await slider.press('ArrowLeft');
  expect(await slider.getAttribute('aria-valuetext')).not.toBe(end);
  await expect(workspace(page).locator('.cm-hits').first()).toBeVisible();
});

test('the keyboard alone opens the editor, runs and checks, and leaves again', async ({ page }) => {
  await page.goto(leakStep);
  const source = workspace(page).getByRole('group', { name: 'plugin.c: press Enter to edit it' });
  await workspace(page).getByRole('button', { name: 'Check', exact: true }).focus();
  await page.keyboard.press('Tab');
  await expect(source).toBeFocused();
  await page.keyboard.press('Enter');
  const field = workspace(page).getByRole('textbox', { name: 'plugin.c' });
  await expect(field).toBeFocused();
  await page.keyboard.press('ControlOrMeta+s');
  await expect(await answer(page)).toHaveText('A mistake was found');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(workspace(page).locator('.checks')).toBeVisible();
  await expect(field).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(field).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(field).not.toBeFocused();
});

for (const width of [390, 1440]) {
  test(`the open workspace is without fault for axe and does not scroll sideways at ${width} px`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.goto(leakStep);
    await press(page, 'Check');
    const faults: string[] = [];
    for (const panel of ['What happened', 'Trace', 'Hints', 'Hostile host', 'Layouts', 'Keep and share']) {
      await openPanel(page, panel);
      const { violations } = await new AxeBuilder({ page }).include('tutti-workspace').analyze();
      faults.push(
        ...violations.flatMap(({ id, nodes }) =>
          nodes.map(({ target }) => `${panel}: ${id}: ${target.join(' ')}`),
        ),
      );
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (overflow > 0) faults.push(`${panel}: ${overflow} px too wide`);
    }
    expect(faults).toEqual([]);
  });
}

test('a slash that is typed into the code is a slash, and opens no search', async ({ page }) => {
  await page.goto(leakStep);
  const code = await editor(page);
  await code.focus();
  await page.keyboard.press('ControlOrMeta+Home');
  await page.keyboard.type('// by hand');
  await expect(code.locator('.cm-line').first()).toHaveText(/^\/\/ by hand/);
  await expect(page.getByRole('dialog', { name: 'Search the site' })).toBeHidden();
});
