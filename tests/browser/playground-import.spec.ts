import { readFileSync } from 'node:fs';
import type { Locator, Page } from 'playwright/test';
import { answered, editor, editorText, openFile, openPlayground, verdict } from './playground.ts';
import { syntheticIndex } from './synthetic-index.ts';
import { expect, test } from './watched-test.ts';

const notice = '.notice';
const thing = JSON.stringify({ id: 'org.own.thing', version: '1.0.0', name: 'Thing', abi: '^1.0' });

/** Drops a file as a hand does: the element under it is told first. */
async function drop(page: Page, target: Locator, name: string, content: string): Promise<void> {
  const dataTransfer = await page.evaluateHandle(
    ([name, content]) => {
      const data = new DataTransfer();
      data.items.add(new File([content], name, { type: 'application/json' }));
      return data;
    },
    [name, content] as const,
  );
  await target.dispatchEvent('dragover', { dataTransfer });
  await target.dispatchEvent('drop', { dataTransfer });
}

test('a file that is dropped on the editor is opened, and not written into the manifest that is open', async ({
  page,
}) => {
  await openPlayground(page, '#everyone');
  const before = await editorText(page);
  await drop(page, editor(page).locator('.cm-line').nth(2), 'tutti.json', thing);
  await expect(page.locator(notice)).toHaveText('org.own.thing 1.0.0 lies on the desk and is asked for.');
  await expect(editor(page)).toHaveAccessibleName('Text of thing 1.0.0');
  expect(await editorText(page)).toBe(thing);
  await page.getByRole('button', { name: 'org.example.echo 1.0.0' }).click();
  expect(await editorText(page)).toBe(before);
});

test('a file that is dropped beside the desk is opened too: the browser does not leave the page for it', async ({
  page,
}) => {
  await openPlayground(page, '#everyone');
  await drop(page, page.getByRole('heading', { level: 1 }), 'tutti.json', thing);
  await expect(page.locator(notice)).toHaveText('org.own.thing 1.0.0 lies on the desk and is asked for.');
  await expect(page.locator('tutti-playground')).not.toHaveClass(/is-over/);
});

test('several files are opened one after the other, and what is wrong with one of them is told with the others', async ({
  page,
}) => {
  await openPlayground(page, '#examples');
  const file = (name: string, text: string) => ({
    name,
    mimeType: 'application/json',
    buffer: Buffer.from(text),
  });
  await page
    .locator('input[type="file"]')
    .setInputFiles([file('a.json', thing), file('b.json', '{'), file('c.json', '{"a":1}')]);
  await expect(page.locator(notice)).toHaveText(
    /^org\.own\.thing 1\.0\.0 lies on the desk and is asked for\. Cannot open b\.json: it is not JSON \(.*\)\. Cannot open c\.json: it is no manifest, no lockfile, no scenario, no index and no list of releases\.$/,
  );
});

test('a manifest that is opened again stands for the one before', async ({ page }) => {
  await openPlayground(page, '#examples');
  await openFile(page, 'tutti.json', thing);
  await expect(verdict(page)).toHaveText('Together');
  await openFile(page, 'tutti.json', thing.replace('^1.0', '^7.0'));
  await expect(page.locator(notice)).toHaveText(
    'org.own.thing 1.0.0 was opened again and stands for the one before.',
  );
  await expect(verdict(page)).toHaveText('Not together');
  await expect(page.locator('.why')).toContainText('org.own.thing 1.0.0 needs ABI ^7.0');
});

test('a desk with a faulty manifest is saved without it, which is said, and can be opened again', async ({
  page,
}) => {
  await openPlayground(page, '#everyone');
  await editor(page).press('ControlOrMeta+a');
  await page.keyboard.insertText('{ "id": 1 }');
  await expect(page.locator('.left-out')).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(page.locator(notice)).toHaveText(
    'Saved as scenario.json, which "tutti resolve" and this page take. One manifest has problems and was left out.',
  );
  await openFile(page, 'scenario.json', readFileSync(await (await download).path()));
  await expect(page.locator(notice)).toHaveText(/^Opened scenario\.json: 8 releases of 4 plugins\./);
});

test('what is put back is what was opened: a situation, a file or a link', async ({ page, context }) => {
  await openPlayground(page, '#everyone');
  await page.getByLabel('Host ABI').fill('1.3');
  await openFile(page, 'index.json', `[${thing}]`);
  await expect(page.getByLabel('Host ABI')).toHaveValue('1.0');
  const hostAbi = async (to: string) => {
    await page.getByLabel('Host ABI').fill(to);
    await page.getByRole('button', { name: 'Put back' }).click();
    await answered(page);
    return page.getByLabel('Host ABI').inputValue();
  };
  expect(await hostAbi('2.0'), 'of a file').toBe('1.0');
  await page.keyboard.press('Control+z');
  await expect(page.getByLabel('Host ABI')).toHaveValue('2.0');
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page).toHaveURL(/#desk=/);
  await page.reload();
  await expect(page.getByLabel('Host ABI')).toHaveValue('2.0');
  expect(await hostAbi('3.0'), 'of a link').toBe('2.0');
  await page.getByLabel('Situation').selectOption('everyone');
  await answered(page);
  expect(await hostAbi('3.0'), 'of a situation').toBe('1.2');
});

test('what is told of one desk is not shown beside the next: too large an index, no meaning, no answer', async ({
  page,
}) => {
  test.setTimeout(90_000);
  await openPlayground(page, '#everyone');
  const score = page.locator('#panel-score .drawn');
  await expect(page.locator('.window')).toHaveText(/^All of them play from ABI/);
  await page.getByLabel('Host ABI').fill('soon');
  await expect(verdict(page)).toHaveText('The question has no meaning yet');
  await expect(score).toHaveText('There is nothing to draw.');
  await expect(page.locator('.window')).toBeEmpty();
  await page.getByLabel('Host ABI').fill('1.2');
  await expect(page.locator('.window')).toHaveText(/^All of them play from ABI/);

  const { releases } = syntheticIndex(300, 20);
  await openFile(page, 'index.json', JSON.stringify({ releases }));
  await expect(page.locator(notice)).toHaveText(/^Opened index\.json: 6,000 releases of 300 plugins\./);
  await expect(score).toHaveText('No plugin is asked for: silence.');
  await expect(page.locator('.window')).toBeEmpty();

  // Fourteen pigeons, thirteen holes.
  const names = Array.from({ length: 14 }, (_, at) => `org.pigeon.p${at}`);
  const pigeons = names.flatMap((id) =>
    names.slice(1).map((_, hole) => {
      const version = `${hole + 1}.0.0`;
      const others = names.filter((name) => name !== id).map((name) => [name, version]);
      return { id, version, name: id, abi: '*', conflicts: Object.fromEntries(others) };
    }),
  );
  await page.keyboard.press('Control+z');
  await expect(page.locator('.score-table')).toBeVisible();
  await openFile(page, 'pigeons.json', JSON.stringify(pigeons));
  await expect(verdict(page)).toHaveText('Nobody knows', { timeout: 30_000 });
  await expect(score).toHaveText('There is nothing to draw.');
  await expect(page.locator('.window')).toBeEmpty();
});
