import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import {
  answered,
  editorText,
  lowerQuartile,
  openFile,
  openPlayground,
  timeAnswers,
  verdict,
} from './playground.ts';
import { syntheticIndex } from './synthetic-index.ts';
import { expect, test } from './watched-test.ts';
import { patienceMs } from './workspace.ts';

const notice = '.notice';

test('a link holds everything: manifests, question, host, and what was kept', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await openPlayground(page, '#everyone');
  await page.getByRole('tab', { name: 'Lockfile' }).click();
  await page.getByRole('button', { name: 'Keep to compare' }).click();
  await page.getByRole('button', { name: 'Add a plugin' }).click();
  await page.getByRole('checkbox', { name: 'org.example.plugin' }).check();
  await page.getByLabel('Host ABI').fill('1.3');
  await answered(page);
  const text = await editorText(page);
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.locator(notice)).toHaveText(/^The link is on the clipboard\. It holds everything/);
  const link = await page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/#desk=1\.[\w-]+\.\w+$/);
  expect(link.length).toBeLessThan(2000);

  const other = await context.newPage();
  await other.goto(link);
  await expect(other.getByLabel('Host ABI')).toHaveValue('1.3');
  await answered(other);
  await expect(other.locator('.selection')).toContainText('org.example.plugin1.0.0');
  await other.getByRole('button', { name: 'org.example.plugin 1.0.0' }).click();
  expect(await editorText(other)).toBe(text);
  await other.getByRole('tab', { name: 'Lockfile' }).click();
  await expect(other.locator('.lock-difference')).toContainText('+ org.example.plugin 1.0.0');
});

const REFUSED: readonly (readonly [fragment: string, why: string])[] = [
  ['desk=2.abc', 'Cannot open the link: it is of a form that this page does not know.'],
  ['desk=1.', 'Cannot open the link: characters of it are missing or changed.'],
  ['desk=1.%3Cscript%3E', 'Cannot open the link: characters of it are missing or changed.'],
  ['desk=1.AAAAAAAA', 'Cannot open the link: characters of it are missing or changed.'],
  [`desk=1.${'A'.repeat(100_001)}`, 'Cannot open the link: it is longer than 100000 characters.'],
];

test('a link that is damaged, too long or a bomb is refused with words, and the page stays as it is', async ({
  page,
}) => {
  await openPlayground(page, '#everyone');
  const bomb = await page.evaluate(async () => {
    const stream = new Blob([new Uint8Array(50_000_000)])
      .stream()
      .pipeThrough(new CompressionStream('deflate-raw'));
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
    let binary = '';
    for (const byte of bytes) binary += String.fromCharCode(byte);
    return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
  });
  const cases = [
    ...REFUSED,
    [`desk=1.${bomb}`, 'Cannot open the link: it unpacks to more than 2000000 bytes.'] as const,
  ];
  for (const [fragment, why] of cases) {
    await page.evaluate((next) => {
      location.hash = next;
    }, fragment);
    await expect(page.locator(notice), fragment.slice(0, 40)).toHaveText(why);
    await expect(verdict(page)).toHaveText('Together');
  }
});

test('a desk is saved as a scenario, and opened again by dropping it', async ({ page }) => {
  await openPlayground(page, '#apart');
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toBe('scenario.json');
  const saved = readFileSync(await file.path(), 'utf8');
  expect(JSON.parse(saved)).toMatchObject({ host: { abi: '1.1' }, roots: { 'org.example.echo': '^1.0.0' } });
  await page.getByLabel('Situation').selectOption('two-providers');
  await expect(verdict(page)).toHaveText('Together');
  const transfer = await page.evaluateHandle((text) => {
    const data = new DataTransfer();
    data.items.add(new File([text], 'scenario.json', { type: 'application/json' }));
    return data;
  }, saved);
  await page.dispatchEvent('tutti-playground', 'dragover', { dataTransfer: transfer });
  await page.dispatchEvent('tutti-playground', 'drop', { dataTransfer: transfer });
  await expect(verdict(page)).toHaveText('Not together');
  await expect(page.locator(notice)).toHaveText(/^Opened scenario\.json: 9 releases of 4 plugins\./);
});

test('a conflict is shrunk to its smallest example, which has the same conclusion, and undone', async ({
  page,
}) => {
  await openPlayground(page, '#a-hundred');
  await page.getByRole('button', { name: 'Shrink to the smallest example' }).click();
  await expect(page.locator(notice)).toHaveText(/^Shrunk to one manifest\. Undo brings the others back/);
  await answered(page);
  await expect(verdict(page)).toHaveText('Not together');
  await expect(page.locator('.why .conclusion')).toHaveText(/theremin-mixer/);
  expect(await page.locator('.versions button').count()).toBeLessThan(4);
  await page.keyboard.press('Control+z');
  await expect(page.locator('.score-table tbody tr')).toHaveCount(100);
});

test('a manifest and a lockfile can be opened, and what is none of these is refused', async ({ page }) => {
  await openPlayground(page, '#examples');
  await openFile(
    page,
    'tutti.json',
    JSON.stringify({ id: 'org.own.thing', version: '1.0.0', name: 'Thing', abi: '^7.0' }),
  );
  await expect(verdict(page)).toHaveText('Not together');
  await expect(page.getByRole('checkbox', { name: 'org.own.thing' })).toBeChecked();
  await page.keyboard.press('Control+z');
  const lock = { lockfile: '1', abi: '1.0', roots: {}, plugins: { 'org.tutti.gone': { version: '1.0.0' } } };
  await openFile(page, 'tutti.lock', JSON.stringify(lock));
  await page.getByRole('tab', { name: 'Lockfile' }).click();
  await expect(page.locator('.lock-difference')).toContainText('− org.tutti.gone 1.0.0');
  await openFile(page, 'broken.json', '{');
  await expect(page.locator(notice)).toHaveText(/^Cannot open broken\.json: it is not JSON/);
  await openFile(page, 'other.json', '{"a":1}');
  await expect(page.locator(notice)).toHaveText(/^Cannot open other\.json: it is no manifest/);
  await openFile(page, 'list.json', '[{"id":"a.b"}]');
  await expect(page.locator(notice)).toHaveText(
    /^Cannot open list\.json: number 1 of its list is no release/,
  );
});

test('an index in the form of CKAN becomes releases, ranges and capabilities of ours', async ({ page }) => {
  const releases = [
    { identifier: 'Engine', version: '1:0.9', ksp_version: '1.8.1', provides: ['Motor'] },
    {
      identifier: 'Engine',
      version: '1:0.10',
      ksp_version_min: '1.8',
      ksp_version_max: '1.12',
      provides: ['Motor'],
    },
    {
      identifier: 'Wings',
      version: 'v2',
      ksp_version: '1.12',
      depends: [{ name: 'Engine', min_version: '1:0.10' }],
    },
    {
      identifier: 'Cockpit',
      version: '1',
      ksp_version: 'any',
      depends: [{ name: 'Motor' }],
      conflicts: [{ name: 'Wings' }],
    },
  ];
  await openPlayground(page);
  await openFile(page, 'ckan.json', JSON.stringify(releases));
  await expect(page.locator(notice)).toHaveText(/^Opened ckan\.json: 4 releases of 3 plugins\./);
  await expect(page.getByLabel('Host ABI'), 'which most of them admit').toHaveValue('1.12');
  await answered(page);
  await expect(page.locator('.why')).toContainText('ckan.cockpit 1.0.0 does not work with ckan.wings');
  await page.getByRole('checkbox', { name: 'ckan.cockpit' }).uncheck();
  await expect(verdict(page)).toHaveText('Together');
  await expect(page.locator('.selection li')).toHaveText([/^ckan\.engine2\.0\.0/, /^ckan\.wings1\.0\.0/]);
});

test('five thousand plugins of twenty versions are opened, searched, edited, and answered within 200 ms', async ({
  page,
}) => {
  test.setTimeout(2 * patienceMs);
  const { releases, roots } = syntheticIndex(5000, 20);
  await openPlayground(page);
  await openFile(page, 'index.json.gz', gzipSync(JSON.stringify({ releases }), { level: 1 }));
  await expect(page.locator(notice)).toHaveText(
    /^Opened index\.json\.gz: 100,000 releases of 5,000 plugins\./,
    { timeout: patienceMs },
  );
  await expect(page.locator('.why')).toContainText('No plugin is asked for: silence.');
  const filter = page.getByRole('searchbox', { name: 'Filter the plugins' });
  for (const id of roots) {
    await filter.fill(id);
    await page.getByRole('checkbox', { name: id, exact: true }).check();
  }
  await answered(page);
  await filter.fill(roots[0]!);
  const times = await timeAnswers(page);
  const range = page.getByRole('textbox', { name: `Range of ${roots[0]}`, exact: true });
  for (const text of ['>=1.0.0', '^1.0.0', '<2.0.0', '>=1.0.1', '^2.0.0', '*']) {
    await range.fill(text);
    await answered(page);
  }
  const asked = await times();
  test.info().annotations.push({ type: 'ms', description: asked.map(Math.round).join(' ') });
  expect(lowerQuartile(asked)).toBeLessThan(200);

  await page.locator('.of-library').first().click();
  await expect.poll(() => editorText(page)).toContain(`"id": "${roots[0]}"`);
  await page.getByRole('button', { name: 'Copy link' }).click();
  await expect(page.locator(notice)).toHaveText(
    'An imported index is too much for a link: shrink a conflict of it to link the example.',
  );
});

test('once loaded, the page needs no network: everything still works offline', async ({
  page,
  context,
  watch,
}) => {
  await openPlayground(page, '#apart');
  await expect(page.getByRole('textbox', { name: 'Text of echo 1.0.0' })).toBeVisible();
  await page.waitForLoadState('networkidle');
  // With each new address Chromium asks for the icon again, and draws the tab without it.
  watch.expects = /net::ERR_INTERNET_DISCONNECTED$/;
  await context.setOffline(true);
  const requested: string[] = [];
  page.on('request', (request) => requested.push(new URL(request.url()).pathname));
  await page.getByRole('tab', { name: 'Graph' }).click();
  await expect(page.locator('.graph .node')).not.toHaveCount(0);
  await page.getByRole('button', { name: 'Use a host that offers ABI 1.2' }).click();
  await expect(verdict(page)).toHaveText('Together');
  await page.getByRole('button', { name: 'New version' }).click();
  await answered(page);
  await page.getByLabel('Situation').selectOption('a-hundred');
  await page.getByRole('tab', { name: 'Score' }).click();
  await expect(page.locator('.score-table tbody tr')).toHaveCount(100);
  await page.getByRole('button', { name: 'Why not on ABI 1.2' }).click();
  await expect(page.getByRole('region', { name: 'Reason of a cell' })).toContainText('theremin-mixer');
  await page.getByRole('button', { name: 'Shrink to the smallest example' }).click();
  await expect(page.locator(notice)).toHaveText(/^Shrunk/);
  expect(requested.filter((path) => !path.endsWith('/favicon.svg'))).toEqual([]);
});
