import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright';
import { serveSite } from '../../../src/cli/project/serve.ts';
import { type AssetManifest, manifestName } from '../../../src/lab/index.ts';
import type { Figure } from '../report.ts';
import { median } from '../statistics.ts';
import { peakRendererMb } from './chromium.ts';

const root = join(import.meta.dirname, '../../..');
const dist = join(root, 'dist');
/** A step whose start is a whole plugin. */
const step = 'tutorials/memory/3-leak/';
const rounds = 9;
const patienceMs = 240_000;

/** What a reader of a step waits for, in the built site's own page, with the compiler from this machine's disk. */
export async function pageFigures(browser: Browser): Promise<Record<string, Figure>> {
  const site = await serveSite(dist, 4400);
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  page.setDefaultTimeout(patienceMs);
  try {
    const url = `${site.url}${step}`;
    await page.goto(url);
    await page.locator('tutti-workspace [data-press="run"]').click();
    await page.locator('tutti-workspace[data-state="open"]').waitFor();
    const firstVisitMs = await loadCompiler(page);
    await edit(page, 'first');
    await pressRun(page);
    const warm: number[] = [];
    for (let round = 1; round <= rounds; round++) {
      await edit(page, `round ${round}`);
      warm.push(await pressRun(page));
    }
    const peak = await peakRendererMb(browser);
    const again = await context.newPage();
    again.setDefaultTimeout(patienceMs);
    await page.close();
    await again.goto(url, { waitUntil: 'commit' });
    await again.locator('tutti-workspace [data-press="run"]').waitFor();
    await again.evaluate(() => customElements.whenDefined('tutti-workspace').then(() => {}));
    await pressRun(again);
    const secondVisitMs = await again.evaluate(() => performance.now());
    return {
      'download-gz': { value: downloadMb(), unit: 'MB gz', limit: 25 },
      'ready-first-visit': { value: firstVisitMs / 1000, unit: 's' },
      'second-visit-to-result': { value: secondVisitMs / 1000, unit: 's', limit: 4 },
      'edit-to-result-warm-p50': { value: median(warm) / 1000, unit: 's', limit: 1.5 },
      ...(peak !== undefined && { 'peak-memory': { value: peak, unit: 'MB' } }),
    };
  } finally {
    await context.close();
    await site.close();
  }
}

/** Bytes of everything that a first visit loads for C. */
function downloadMb(): number {
  const manifest = JSON.parse(readFileSync(join(dist, 'lab', manifestName), 'utf8')) as AssetManifest;
  const parts = manifest.parts.filter(({ group }) => group === 'c');
  return parts.reduce((sum, { lengthBytes }) => sum + lengthBytes, 0) / 1e6;
}

/** Presses "Load compiler". @returns how long until it can build */
function loadCompiler(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const compiler = document.querySelector<HTMLElement>('tutti-workspace .compiler')!;
    const began = performance.now();
    const isReady = new Promise<void>((resolve) => {
      new MutationObserver(() => {
        if (compiler.dataset.phase === 'ready') resolve();
      }).observe(compiler, { attributes: true });
    });
    compiler.querySelector('button')!.click();
    await isReady;
    return performance.now() - began;
  });
}

/** Types at the end of plugin.c. */
async function edit(page: Page, text: string): Promise<void> {
  await page.locator('tutti-workspace .cm-content').focus();
  await page.keyboard.press('Control+End');
  await page.keyboard.insertText(`\n// ${text}`);
}

/** Presses Run. @returns how long until the outcome stands in the page */
function pressRun(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const workspace = document.querySelector<HTMLElement>('tutti-workspace')!;
    const began = performance.now();
    const isDone = new Promise<void>((resolve, reject) => {
      let hasRun = false;
      new MutationObserver(() => {
        const { activity } = workspace.dataset;
        hasRun ||= activity === 'running';
        if (activity !== 'idle') return;
        if (hasRun) resolve();
        else reject(new Error(`It did not run: ${workspace.querySelector('h3')?.textContent}`));
      }).observe(workspace, { attributes: true, attributeFilter: ['data-activity'] });
    });
    workspace.querySelector<HTMLElement>('[data-press="run"]')!.click();
    await isDone;
    return performance.now() - began;
  });
}
