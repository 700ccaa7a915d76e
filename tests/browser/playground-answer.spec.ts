import {
  answered,
  chooseSituation,
  editor,
  editorText,
  lowerQuartile,
  openPlayground,
  timeAnswers,
  verdict,
} from './playground.ts';
import { expect, test } from './watched-test.ts';

/** What each ready-made situation says, at least. */
const SITUATIONS: readonly (readonly [id: string, verdict: string, words: RegExp])[] = [
  ['diamond', 'Not together', /org\.example\.reverb/],
  ['two-providers', 'Together', /org\.example\.transcriber/],
  ['host-too-old', 'Not together', /the host offers ABI 1\.0/],
  ['prerelease', 'Not together', /prerelease/],
  ['exclusive-capability', 'Not together', /only provider/],
  ['a-hundred', 'Not together', /theremin-mixer/],
  ['examples', 'Together', /org\.tutti\.repeat/],
];

test('every ready-made situation is answered, and no proof is shown that was not checked', async ({
  page,
}) => {
  await openPlayground(page);
  for (const [id, outcome, words] of SITUATIONS) {
    await chooseSituation(page, id);
    await expect(verdict(page), id).toHaveText(outcome);
    await expect(page.locator('.why'), id).toContainText(words);
    await expect(page.locator('.why .proof').first(), id).toContainText('independent program');
    await expect(page.locator('.is-broken')).toHaveCount(0);
  }
});

test('what is typed is answered within 50 ms, and the page goes on in between', async ({ page }) => {
  await openPlayground(page, '#everyone');
  const times = await timeAnswers(page);
  const range = page.getByRole('textbox', { name: 'Range of org.example.echo' });
  await range.fill('^1.');
  for (const key of '4.0 || 2.x') await range.press(key === ' ' ? 'Space' : key);
  await answered(page);
  const taken = await times();
  test.info().annotations.push({ type: 'ms', description: taken.map(Math.round).join(' ') });
  expect(lowerQuartile(taken)).toBeLessThan(50);
});

test('a hundred plugins are answered within 50 ms', async ({ page }) => {
  await openPlayground(page, '#a-hundred');
  await expect(page.locator('.window')).not.toBeEmpty();
  const times = await timeAnswers(page);
  await page.getByRole('searchbox', { name: 'Filter the plugins' }).fill('theremin');
  const range = page.getByRole('textbox', { name: 'Range of org.studio.theremin', exact: true });
  for (const text of [
    '^1.0.0',
    '^1.1.0',
    '^1.2.0',
    '^1.3.0',
    '>=1.0.0',
    '*',
    '^1.0.0',
    '~1.3.0',
    '1.3.0',
    '<2.0.0',
    '*',
  ]) {
    await range.fill(text);
    await answered(page);
  }
  const taken = await times();
  test.info().annotations.push({ type: 'ms', description: taken.map(Math.round).join(' ') });
  expect(lowerQuartile(taken)).toBeLessThan(50);
});

test('a manifest is edited where it stands: its problems are marked, listed with their places, and gone again', async ({
  page,
}) => {
  await openPlayground(page, '#everyone');
  await page.getByRole('button', { name: 'org.example.echo 1.4.0' }).click();
  await expect(editor(page)).toHaveAccessibleName('Text of echo 1.4.0');
  const before = await editorText(page);
  expect(before).toContain('"version": "1.4.0"');
  await editor(page).getByText('"1.4.0"').dblclick();
  await page.keyboard.press('End');
  // At once: what is typed after a pause is a change of its own, which is undone by itself.
  for (let at = 0; at < 3; at++) await page.keyboard.press('Shift+ArrowLeft');
  await page.keyboard.press('Backspace');
  const problems = page.locator('.manifests .problems li');
  await expect(problems.first()).toBeVisible();
  await expect(page.locator('.code .cm-lintRange-error').first()).toBeVisible();
  await expect(page.locator('.versions .is-faulty')).toHaveCount(1);
  await expect(page.locator('.left-out')).toHaveText('One manifest has problems and takes no part.');
  await problems.first().getByRole('button').click();
  await expect(editor(page)).toBeFocused();
  await page.keyboard.press('Control+z');
  await expect(problems).toHaveCount(0);
  expect(await editorText(page)).toBe(before);
});

test('keys and ranges are completed from the fields of a manifest and the plugins on the desk', async ({
  page,
}) => {
  await openPlayground(page, '#everyone');
  await page.getByRole('button', { name: 'org.example.echo 1.0.0' }).click();
  const options = page.locator('.cm-tooltip-autocomplete li');
  await editor(page).getByText('">=1.0 <1.2"').click();
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  await page.keyboard.type('"dep');
  await expect(options.filter({ hasText: '"dependencies"' })).toHaveCount(1);
  await expect(options.filter({ hasText: '"abi"' })).toHaveCount(0);
  await options.filter({ hasText: '"dependencies"' }).click();
  await page.keyboard.type('"met');
  await expect(options.filter({ hasText: 'org.example.meter' })).toHaveCount(1);
  await options.filter({ hasText: 'org.example.meter' }).click();
  expect(await editorText(page)).toContain('"org.example.meter": "^');
});

test('a fix is made with one press, and undone and done again by key and by button', async ({ page }) => {
  await openPlayground(page, '#apart');
  await expect(verdict(page)).toHaveText('Not together');
  const why = page.locator('.why');
  await expect(why.locator('.fixes li').first()).toContainText('verified');
  await expect(why.locator('.fixes small').first()).toContainText('echo 1.4.0');
  await why.getByRole('button', { name: 'Use a host that offers ABI 1.2' }).click();
  await expect(verdict(page)).toHaveText('Together');
  await expect(page.getByLabel('Host ABI')).toHaveValue('1.2');
  await page.keyboard.press('Control+z');
  await expect(verdict(page)).toHaveText('Not together');
  await page.keyboard.press('Control+Shift+z');
  await expect(verdict(page)).toHaveText('Together');
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(page.getByLabel('Host ABI')).toHaveValue('1.1');
  await expect(page.getByRole('button', { name: 'Undo' })).toBeDisabled();
  await page.getByRole('button', { name: 'Redo' }).click();
  await expect(verdict(page)).toHaveText('Together');
});

test('plugins and versions are added, renamed everywhere, and removed', async ({ page }) => {
  await openPlayground(page, '#everyone');
  await page.getByRole('button', { name: 'Add a plugin' }).click();
  await expect(page.getByRole('checkbox', { name: 'org.example.plugin' })).not.toBeChecked();
  await expect(editor(page)).toHaveAccessibleName('Text of plugin 1.0.0');
  await page.getByRole('button', { name: 'New version' }).click();
  await expect(editor(page)).toHaveAccessibleName('Text of plugin 1.1.0');
  await page.getByRole('checkbox', { name: 'org.example.plugin' }).check();
  await expect(page.locator('.selection')).toContainText('org.example.plugin1.1.0');
  await page.getByRole('button', { name: 'Remove' }).click();
  await expect(page.locator('.selection')).toContainText('org.example.plugin1.0.0');

  await page.getByRole('button', { name: 'org.example.meter 1.2.0' }).click();
  await page.getByRole('button', { name: 'Rename' }).click();
  await page.getByRole('textbox', { name: 'New id of the plugin' }).fill('org.example.gauge');
  await page.keyboard.press('Enter');
  await expect(verdict(page)).toHaveText('Together');
  await expect(page.locator('.selection')).toContainText('org.example.gauge1.2.0');
  await page.getByRole('button', { name: 'org.example.tuner 3.1.0' }).click();
  expect(await editorText(page)).toContain('"org.example.gauge": "^1.0.0"');
  await expect(page.getByRole('checkbox', { name: 'org.example.meter' })).toHaveCount(0);
});

test('host and platform are asked about as they are chosen, and a version that is none is told', async ({
  page,
}) => {
  await openPlayground(page, '#platform');
  await expect(verdict(page)).toHaveText('Not together');
  await expect(page.locator('.why')).toContainText('the host runs on aarch64-linux-gnu');
  await page.getByRole('combobox', { name: 'Platform' }).selectOption('aarch64-macos');
  await expect(verdict(page)).toHaveText('Together');
  await page.getByRole('combobox', { name: 'Platform' }).selectOption('x86_64-windows');
  await expect(page.locator('.why')).toContainText('the host runs on x86_64-windows');
  await page.getByLabel('Host ABI').fill('soon');
  await expect(verdict(page)).toHaveText('The question has no meaning yet');
  await expect(page.locator('.why')).toContainText('expected a version such as 1.0, found "soon"');
  await page.getByLabel('Host ABI').fill('1.0');
  await expect(verdict(page)).toHaveText('Not together');
});

test('an answer that is late is not shown: only the newest question is answered', async ({ page }) => {
  await openPlayground(page, '#a-hundred');
  await page.evaluate(() => {
    const input = document.querySelector<HTMLInputElement>('input[name="abi"]')!;
    for (const abi of ['1.0', '1.1', '9.0', '1.1', '9.9']) {
      input.value = abi;
      input.dispatchEvent(new Event('input', { bubbles: true }));
    }
  });
  await answered(page);
  await expect(page.locator('.why')).toContainText('the host offers ABI 9.9');
  await expect(page.getByLabel('Host ABI')).toHaveValue('9.9');
});

test('what is typed over a selection breaks no policy, and quotes go around it', async ({ page }) => {
  await openPlayground(page, '#everyone');
  await editor(page).press('ControlOrMeta+a');
  await page.keyboard.insertText('{\n  "id": 1\n}');
  await expect.poll(() => editorText(page)).toBe('{\n  "id": 1\n}');
  await editor(page).getByText('1', { exact: true }).dblclick();
  await page.keyboard.type('"');
  await expect.poll(() => editorText(page)).toBe('{\n  "id": "1"\n}');
  await page.keyboard.type('x');
  await expect.poll(() => editorText(page)).toBe('{\n  "id": "x"\n}');
});
