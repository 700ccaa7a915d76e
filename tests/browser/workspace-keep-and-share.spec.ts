import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { address, editor, mine, openStep, openWithText, panel, saveData, step } from './step-page.ts';
import { expect, test } from './watched-test.ts';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });
test.beforeEach(({ page }) => saveData(page));

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
