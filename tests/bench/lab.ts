import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { startChromium } from './lab/chromium.ts';
import { engineFigures } from './lab/engine-figures.ts';
import { pageFigures } from './lab/page-figures.ts';
import type { Figures } from './report.ts';

const manifest = join(import.meta.dirname, '../../dist/lab/manifest.json');

/**
 * The lab in Chromium: what a reader waits for on a step's page, from a server on this machine, and what the engine
 * takes behind it. Each part has a browser of its own, so that neither holds what the other loaded.
 */
export async function benchLab(): Promise<Figures> {
  if (!existsSync(manifest))
    throw new Error('Cannot measure the lab: dist/lab/ is missing; run npm run build first');
  const figures: Record<string, Figures[string]> = {};
  for (const measure of [pageFigures, engineFigures]) {
    const browser = await startChromium();
    try {
      Object.assign(figures, await measure(browser));
    } finally {
      await browser.close();
    }
  }
  return figures;
}
