import { expect, test } from './watched-test.ts';
import {
  answer,
  compilerReady,
  editor,
  leakStep,
  openPanel,
  patienceMs,
  press,
  stepTexts,
  watchRequests,
  workspace,
  writeText,
} from './workspace.ts';

// The real compiler, under the page's own policy. Each test loads it once.

test.describe.configure({ mode: 'serial', timeout: 3 * patienceMs });

test('what is typed is checked at its line, corrected at a press, built, run, and passes', async ({
  page,
}) => {
  await page.goto(leakStep);
  const { solution } = await stepTexts(page);
  const host = workspace(page);
  const faulty = solution.source.replace('text.len * count;', 'text.len * count');
  const line = faulty.slice(0, faulty.indexOf('text.len * count')).split('\n').length;
  await writeText(page, faulty);
  await expect(host.locator('.compiler-words')).toContainText(/ MB of 2\d MB|Starting|ready|as you type/, {
    timeout: patienceMs,
  });
  await compilerReady(page);
  const problem = host.locator('.problems li').first();
  await expect(problem).toContainText(`line ${line}`, { timeout: patienceMs });
  await expect(problem).toContainText("error: expected ';'");
  await expect(host.locator('.cm-lint-marker-error')).toHaveCount(1);

  await (await editor(page)).press('ControlOrMeta+s');
  await expect(await answer(page)).toHaveText('It does not compile');

  await problem.getByRole('button', { name: 'Insert ;' }).click();
  await expect(problem).toBeHidden({ timeout: patienceMs });
  // A right answer that differs from ours passes.
  await writeText(page, solution.source.replace('"no encores"', '"not again"'));
  await (await editor(page)).press('ControlOrMeta+s');
  await expect(host.locator('.calls li').last()).toContainText('not again', { timeout: patienceMs });
  await expect(await press(page, 'Check')).toHaveText('Passed', { timeout: patienceMs });

  await writeText(
    page,
    solution.source.replace('(void)call;', '(void)call;\n  for (volatile int i = 0;; i++) {}'),
  );
  await expect(await press(page, 'Run')).toHaveText('A mistake was found', { timeout: patienceMs });
  await expect(host.locator('.outcome .finding').getByRole('link')).toHaveAttribute(
    'href',
    /\/crashed\/endless-loop\/$/,
  );

  const layouts = await openPanel(page, 'Layouts');
  await expect(layouts.getByRole('combobox')).toBeVisible({ timeout: patienceMs });
});

test('Stop ends a run that goes on, keeps its log, and who turned to the hints meanwhile stays there', async ({
  page,
}) => {
  await page.goto(leakStep);
  const { solution } = await stepTexts(page);
  const host = workspace(page);
  // Each round takes long and is one step: the limit of steps is out of reach.
  const endless = solution.source.replace(
    '(void)call;',
    '(void)call;\n  int most = 2147483647;\n  most += (int)call;\n  static uint8_t sheet[1 << 24];\n  for (int i = most;; i++) memset(sheet, i, sizeof sheet);',
  );
  await writeText(page, endless);
  await compilerReady(page);
  await host.getByRole('button', { name: 'Run', exact: true }).click();
  await expect(host).toHaveAttribute('data-activity', 'running', { timeout: patienceMs });
  const hints = await openPanel(page, 'Hints');
  await host.getByRole('button', { name: 'Stop' }).click();
  await expect(host).toHaveAttribute('data-activity', 'idle');
  await expect(hints).toBeVisible();

  await openPanel(page, 'What happened');
  await expect(host.locator('.outcome h3')).toHaveText('It was ended');
  await expect(host.locator('.outcome h3')).toHaveClass(/is-failed/);
  // A mistake that it made before is told as well.
  await expect(host.locator('.outcome .sentence')).toHaveText(/^It was ended before it was done\./);
  await expect(host.locator('.outcome .finding h4')).toHaveText('A number too large for its type');
  await expect(host.locator('.calls li')).toHaveText([/did not end/, /did not run/]);
  await expect(host.locator('.outcome')).not.toHaveClass(/is-past/);
  const trace = await openPanel(page, 'Trace');
  await expect(trace.locator('.entries li', { hasText: 'repeat' }).first()).toBeVisible();
  await expect(trace.locator('.entries li').last()).toContainText('A number too large');

  await writeText(page, solution.source);
  await expect(host.locator('.outcome')).toHaveClass(/is-past/);
  await expect(await press(page, 'Check')).toHaveText('Passed', { timeout: patienceMs });
});

test('with Save-Data the compiler waits for a press; a broken download says so and goes on at another', async ({
  page,
  watch,
}) => {
  await page.addInitScript(() => {
    Object.defineProperty(navigator, 'connection', { value: { saveData: true } });
  });
  const paths = watchRequests(page);
  let isBroken = true;
  // The browser reports the request that was cut.
  watch.expects = /net::ERR_FAILED/;
  await page.route(/llvm\.core\./, (route) => (isBroken ? route.abort() : route.continue()));
  await page.goto(leakStep);
  const { solution } = await stepTexts(page);
  const host = workspace(page);
  await writeText(page, `${solution.source}/* mine */\n`);
  await expect(await press(page, 'Run')).toHaveText('This needs the compiler');
  expect(paths.filter((path) => path.includes('llvm'))).toEqual([]);

  await host.locator('.outcome').getByRole('button', { name: 'Load compiler, 23 MB' }).click();
  await expect(host.locator('.compiler')).toContainText('Press again', { timeout: patienceMs });
  isBroken = false;
  await host.getByRole('button', { name: 'Try again' }).click();
  await compilerReady(page);
  await expect(await press(page, 'Run')).toHaveText('It ran', { timeout: patienceMs });
});
