import {
  answered,
  chooseSituation,
  editorText,
  editor as manifestEditor,
  openPlayground,
  verdict,
} from './playground.ts';
import { expect, test } from './watched-test.ts';
import {
  answer,
  compilerReady,
  editor,
  openPanel,
  patienceMs,
  press,
  stepTexts,
  workspace,
  writeText,
} from './workspace.ts';

// The pages in which the lab runs, in a stock Firefox: prebuilt code, the compiler, the trace, the playground.

// step, its mistake and line as step.json says them
for (const [step, kind, line] of [
  ['first-plugin/1-write', 'uninitialised-value', 11],
  ['memory/3-leak', 'leak', 15],
  ['memory/4-double-release', 'double-release', 38],
  ['memory/5-kept-pointer', 'kept-pointer', 27],
] as const) {
  test(`the start of ${step} runs at once, and its mistake stands at its line`, async ({ page }) => {
    await page.goto(`/tutorials/${step}/`);
    await expect(await press(page, 'Run')).toHaveText('A mistake was found');
    const card = workspace(page).locator('.outcome .finding');
    await expect(card.getByRole('link')).toHaveAttribute('href', new RegExp(`/crashed/${kind}/$`));
    await card
      .getByRole('button', { name: `line ${line}`, exact: true })
      .first()
      .click();
    await expect(await editor(page)).toBeFocused();
    const trace = await openPanel(page, 'Trace');
    await expect(trace.getByRole('slider')).toBeVisible();
    const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(await overflow()).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await overflow()).toBeLessThanOrEqual(0);
  });
}

test('an edit loads clang, is checked as it is typed, built and run; a loop without an end is stopped at its line', async ({
  page,
}) => {
  test.setTimeout(3 * patienceMs);
  await page.goto('/tutorials/memory/3-leak/');
  const { solution } = await stepTexts(page);
  const host = workspace(page);
  const lineOf = (text: string, part: string) => text.slice(0, text.indexOf(part)).split('\n').length;

  // Keys, one by one, at the end of the text.
  await writeText(page, solution.source);
  const field = await editor(page);
  await field.press('ControlOrMeta+End');
  await page.keyboard.type('int mine = 3');
  await compilerReady(page);
  const problem = host.locator('.problems li').first();
  await expect(problem).toContainText("error: expected ';'", { timeout: patienceMs });
  await problem.getByRole('button', { name: 'Insert ;' }).click();
  await expect(problem).toBeHidden({ timeout: patienceMs });
  await field.press('ControlOrMeta+s');
  await expect(await answer(page)).toHaveText('It ran');
  await expect(await press(page, 'Check')).toHaveText('Passed', { timeout: patienceMs });

  const loop = 'for (volatile int i = 0;; i++) {}';
  const endless = solution.source.replace('(void)call;', `(void)call;\n  ${loop}`);
  await writeText(page, endless);
  await expect(await press(page, 'Run')).toHaveText('A mistake was found', { timeout: patienceMs });
  const card = host.locator('.outcome .finding');
  await expect(card.getByRole('link')).toHaveAttribute('href', /\/crashed\/endless-loop\/$/);
  await expect(
    card.getByRole('button', { name: `line ${lineOf(endless, loop)}`, exact: true }).first(),
  ).toBeVisible();

  const layouts = await openPanel(page, 'Layouts');
  await expect(layouts.getByRole('combobox')).toBeVisible({ timeout: patienceMs });
});

test('the playground answers, and answers again what is typed', async ({ page }) => {
  await openPlayground(page, '#apart');
  await expect(verdict(page)).toHaveText('Not together');
  await chooseSituation(page, 'everyone');
  await expect(verdict(page)).toHaveText('Together');
  await expect(manifestEditor(page)).toBeVisible();
  await manifestEditor(page).press('ControlOrMeta+End');
  await page.keyboard.type('x');
  await answered(page);
  expect(await editorText(page)).toMatch(/x$/);
  await expect(page.locator('.manifests .problems li').first()).toBeVisible();
});
