import { readFileSync } from 'node:fs';
import { answered, chooseSituation, openPlayground, verdict } from './playground.ts';
import { expect, test } from './watched-test.ts';

test('the score is a table: a stave for each plugin, a bar for each host version, and whether all play together', async ({
  page,
}) => {
  await openPlayground(page, '#apart');
  const table = page.getByRole('table', { name: /What each plugin can play on each host version/ });
  await expect(table.getByRole('rowheader')).toHaveText([
    /^echo/,
    /^looper/,
    /^meter/,
    /^tuner/,
    'All together',
  ]);
  await expect(table.getByRole('columnheader')).toHaveText([
    'Plugin',
    'ABI 1.0',
    'ABI 1.1',
    'ABI 1.2',
    'ABI 2.0',
  ]);
  const echo = table.getByRole('row', { name: /^echo/ });
  await expect(echo.getByRole('cell').nth(1)).toHaveText('would fit: 1.0.0, in a conflict');
  await expect(echo.getByRole('cell').nth(2)).toHaveText('1.4.0 chosen');
  await expect(
    table
      .getByRole('row', { name: /^All together/ })
      .getByRole('cell')
      .nth(2),
  ).toHaveText('tutti');
  await expect(page.locator('.drawn .slur')).toHaveCount(1);
  await expect(page.locator('.window')).toHaveText(/^All of them play from ABI 1\.2 to 1\.3; /);
});

test('every red cell opens its reason, and gives the focus back when it is closed', async ({ page }) => {
  await openPlayground(page, '#apart');
  const reason = page.getByRole('region', { name: 'Reason of a cell' });
  const cells = page.locator('.drawn button.cell, .drawn button.why-not');
  await expect(cells).toHaveCount(10);
  const count = await cells.count();
  for (let at = 0; at < count; at++) {
    await cells.nth(at).focus();
    await page.keyboard.press('Enter');
    await expect(reason.getByRole('heading')).toContainText('not possible');
    await expect(reason.getByRole('heading')).toBeFocused();
    await expect(reason.locator('.conclusion').first()).toHaveText(/cannot be selected/);
    await expect(reason.locator('.proof')).toContainText('was checked');
    await page.keyboard.press('Escape');
    await expect(reason).toBeHidden();
    await expect(cells.nth(at)).toBeFocused();
  }
  await page.getByRole('button', { name: 'Why not on ABI 2.0' }).click();
  await expect(reason).toContainText('looper');
});

test('bars can be platforms, and a bar can be asked about', async ({ page }) => {
  await openPlayground(page, '#platform');
  await page.getByRole('button', { name: 'platform', exact: true }).click();
  const table = page.getByRole('table', { name: /on each platform/ });
  await expect(table.getByRole('columnheader', { name: 'aarch64-macos' })).toBeVisible();
  await table.getByRole('button', { name: 'aarch64-macos' }).click();
  await expect(verdict(page)).toHaveText('Together');
  await expect(page.getByRole('combobox', { name: 'Platform' })).toHaveValue('aarch64-macos');
  await page.keyboard.press('Control+z');
  await expect(verdict(page)).toHaveText('Not together');
});

test('a line of the reason lights its edges in the graph, by pointer and by key, and says them', async ({
  page,
}) => {
  await openPlayground(page, '#diamond');
  await page.getByRole('tab', { name: 'Graph' }).click();
  const graph = page.locator('.graph');
  await expect(graph.locator('.node')).not.toHaveCount(0);
  const lines = page.locator('.why .reasons li');
  const said = page.locator('.graph-lit');
  await lines.nth(0).hover();
  await expect(graph.locator('.edge.is-lit')).toHaveCount(2);
  await expect(said).toContainText('You ask for org.example.reverb');
  await page.getByRole('heading', { level: 1 }).hover();
  await expect(graph.locator('.edge.is-lit')).toHaveCount(0);

  await lines.first().focus();
  for (let at = 0; at < (await lines.count()); at++) {
    await expect(lines.nth(at)).toBeFocused();
    await expect(graph.locator('.edge.is-lit')).not.toHaveCount(0);
    await page.keyboard.press('ArrowDown');
  }
  // The conclusion rests on everything.
  const edges = await graph.locator('.edge').count();
  await expect(graph.locator('.edge.is-lit')).toHaveCount(edges);
  await page.getByText('The graph in words').click();
  await expect(page.locator('.graph-words li')).toHaveCount(edges);
});

test('what is selected is drawn with its capabilities and their providers', async ({ page }) => {
  await openPlayground(page, '#two-providers');
  await page.getByRole('tab', { name: 'Score' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Graph' })).toBeFocused();
  await expect(page.locator('.graph .capability')).toHaveCount(1);
  await expect(page.locator('.graph .edge.provides')).toHaveCount(1);
  await expect(page.getByRole('img', { name: /^Graph of \d+ plugins and capabilities/ })).toBeVisible();
});

test('a hundred plugins are drawn as a score and as a graph, and nothing is left out', async ({ page }) => {
  await openPlayground(page, '#a-hundred');
  await expect(page.locator('.score-table tbody tr')).toHaveCount(100);
  await page.getByRole('button', { name: /^Drop org\.studio\.theremin-mixer/ }).click();
  await expect(verdict(page)).toHaveText('Together');
  await expect(page.locator('.selection li')).toHaveCount(99);
  await page.getByRole('tab', { name: 'Graph' }).click();
  await expect(page.locator('.graph .node.plugin')).toHaveCount(99);
});

test('the lockfile is copied, downloaded, kept, held to and upgraded, and says what it changes', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openPlayground(page, '#everyone');
  await page.getByRole('tab', { name: 'Lockfile' }).click();
  const text = page.getByRole('region', { name: 'tutti.lock' });
  const locked = JSON.parse((await text.textContent())!) as { plugins: Record<string, { version: string }> };
  expect(locked.plugins['org.example.echo']).toEqual({ version: '1.4.0' });
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await expect(page.locator('.notice')).toHaveText('The lockfile is on the clipboard.');
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await text.textContent());
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('tutti.lock');
  expect(readFileSync(await file.path(), 'utf8')).toBe(await text.textContent());

  await page.getByRole('button', { name: 'Keep to compare' }).click();
  await page.getByRole('textbox', { name: 'Range of org.example.tuner' }).fill('~3.0.0');
  await answered(page);
  const difference = page.locator('.lock-difference');
  await expect(difference.getByRole('heading')).toHaveText('Compared with the one that was kept');
  await expect(difference.getByRole('listitem')).toHaveText(['org.example.tuner 3.1.0 → 3.0.0']);

  await page.getByRole('button', { name: 'Keep to compare' }).click();
  await expect(difference).toContainText('Nothing changed.');
  await page.getByRole('checkbox', { name: 'Hold to this lock' }).check();
  await page.getByRole('textbox', { name: 'Range of org.example.tuner' }).fill('*');
  await answered(page);
  await expect(difference).toContainText('Nothing changed.');
  await page.getByRole('button', { name: 'Upgrade' }).click();
  await expect(page.locator('.notice')).toHaveText(
    /^Upgraded: org\.example\.tuner 3\.0\.0 → 3\.1\.0\. No upgrade changes less\.$/,
  );
  await expect(difference.getByRole('listitem')).toHaveText(['org.example.tuner 3.0.0 → 3.1.0']);
});

test('without a selection there is no lockfile, and the last one is what the next is compared with', async ({
  page,
}) => {
  await openPlayground(page, '#everyone');
  await page.getByRole('tab', { name: 'Lockfile' }).click();
  await page.getByLabel('Host ABI').fill('1.1');
  await page.getByRole('textbox', { name: 'Range of org.example.echo' }).fill('^1.0.0');
  await answered(page);
  await expect(page.getByText('There is no selection to lock.')).toBeVisible();
  await page.getByRole('button', { name: /^Drop org\.example\.looper/ }).click();
  await expect(page.locator('.lock-difference').getByRole('listitem').first()).toBeVisible();
  await expect(page.locator('.lock-difference')).toContainText('− org.example.looper 1.3.0');
  await chooseSituation(page, 'two-providers');
  await expect(page.locator('.lock-difference')).toContainText('This is the first one');
});

test('what a withdrawal would change or break is told before it happens', async ({ page }) => {
  await openPlayground(page, '#everyone');
  const whatIf = page.getByRole('button', { name: 'What if yanked?' });
  await page.getByRole('button', { name: 'org.example.tuner 3.1.0' }).click();
  await whatIf.click();
  await expect(page.locator('.notice')).toHaveText(
    'If org.example.tuner 3.1.0 were yanked, the selection would be another one: org.example.tuner 3.1.0 → 3.0.0.',
  );
  await page.getByRole('button', { name: 'org.example.echo 1.4.0' }).click();
  await whatIf.click();
  await expect(page.locator('.notice')).toHaveText(
    'If org.example.echo 1.4.0 were yanked, there would be no selection any more.',
  );
  const reason = page.getByRole('region', { name: 'Reason of a cell' });
  await expect(reason.getByRole('heading')).toHaveText('Without echo 1.4.0: not possible');
  await expect(reason).toContainText('org.example.echo 1.4.0 was yanked');
  await expect(verdict(page), 'nothing happened yet').toHaveText('Together');
});
