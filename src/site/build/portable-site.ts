import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AstroIntegration } from 'astro';
import { sealPage } from './content-policy.ts';
import { listFiles } from './list-files.ts';
import { placePage, placeStylesheet } from './place-urls.ts';
import { stackTables } from './stacked-tables.ts';
import { StyleAttributes, selectClasses } from './style-attributes.ts';

/** Parts of Pagefind's bundle that our own search does not load. */
const UNUSED = /^pagefind\/pagefind-(ui|modular-ui|component-ui|highlight)\./;

/**
 * Makes dist/ serve from any path, without a rebuild, under a policy that allows nothing but itself:
 * root-absolute URLs become relative, style attributes become classes, and each page carries the hashes of
 * the inline scripts it really has. The tables of Markdown are made ready for narrow pages.
 *
 * @param options.base where 404.html, which is served for any address, finds the site
 */
export function portableSite(options: { base: string }): AstroIntegration {
  return {
    name: 'tutti-portable-site',
    hooks: {
      'astro:build:done': async ({ dir, logger }) => {
        const root = fileURLToPath(dir);
        const files = await listFiles(root);
        const styles = new StyleAttributes();
        const pages: { path: string; html: string }[] = [];
        for (const path of files) {
          if (UNUSED.test(path)) await rm(join(root, path));
          else if (path.endsWith('.css'))
            await rewrite(join(root, path), (css) => selectClasses(placeStylesheet(css, path)));
          else if (path.endsWith('.html')) {
            const html = stackTables(await readFile(join(root, path), 'utf8'));
            pages.push({ path, html: styles.extract(html) });
          }
        }
        const sheet = styles.sheet();
        await writeFile(join(root, sheet.path), sheet.css);
        for (const { path, html } of pages) {
          const linked = html.replace('</head>', `<link rel="stylesheet" href="/${sheet.path}"></head>`);
          const base = path === '404.html' ? options.base : undefined;
          await writeFile(join(root, path), sealPage(placePage(linked, path, base)));
        }
        logger.info(`${pages.length} pages placed relative to themselves and sealed`);
      },
    },
  };
}

async function rewrite(file: string, change: (text: string) => string): Promise<void> {
  await writeFile(file, change(await readFile(file, 'utf8')));
}
