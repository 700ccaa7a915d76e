import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Figures } from './report.ts';

const root = join(import.meta.dirname, '../..');
const bare = join(root, 'build/bench/bare-starlight');

/** A page of running text, tables and code: the kind that a reader opens most. */
const PAGE = 'reference/manifest/index.html';

/**
 * What a browser loads for one docs page before it is idle: html, css and js, gzipped, without fonts. The peer is
 * a site that Starlight builds from its defaults, in this run, of the same page's text.
 */
export async function benchSite(): Promise<Figures> {
  const site = join(root, 'dist');
  if (!existsSync(join(site, PAGE))) throw new Error(`Cannot weigh dist/${PAGE}: run npm run build first`);
  buildBareSite(pageText());
  const value = weigh(site, PAGE);
  const peerValue = weigh(join(bare, 'dist'), 'page/index.html');
  const figure = {
    value,
    unit: 'kB gz',
    peer: 'bare Starlight page',
    peerValue,
    ratio: value / peerValue,
    limit: 30,
  };
  const heaviest = Math.max(...docsPages(site).map((page) => weigh(site, page)));
  return { 'docs-page-weight': figure, 'heaviest-docs-page': { value: heaviest, unit: 'kB gz', limit: 30 } };
}

/** Every page made from content/docs; the front page and the playground are applications of their own. */
function docsPages(site: string): string[] {
  const files = readdirSync(site, { recursive: true, encoding: 'utf8' }).map((path) =>
    path.replaceAll('\\', '/'),
  );
  return files.filter((path) => path.endsWith('/index.html') && path !== 'playground/index.html');
}

/** Our page as plain Markdown: what its components print is set as tables and code. */
function pageText(): string {
  const source = readFileSync(join(root, 'content/docs/reference/manifest.mdx'), 'utf8');
  const manifest = readFileSync(join(root, 'examples/repeat/tutti.json'), 'utf8');
  const text = source.replace(/^---[\s\S]*?---\n/, '').replace(/^import .*\n/gm, '');
  return text
    .replace(/<Source [^>]*\/>/g, `\`\`\`json title="examples/repeat/tutti.json"\n${manifest}\`\`\``)
    .replace(/<ManifestFields \/>/g, fieldsTable());
}

function fieldsTable(): string {
  const html = readFileSync(join(root, 'dist', PAGE), 'utf8');
  const table = /<table class="[^"]*fields[\s\S]*?<\/table>/.exec(html)![0];
  const rows = [...table.matchAll(/<tr[^>]*>([\s\S]*?)<\/tr>/g)].map(([, row]) =>
    [...row!.matchAll(/<t[hd][^>]*>([\s\S]*?)<\/t[hd]>/g)].map(([, cell]) =>
      cell!.replace(/<[^>]+>/g, ' ').trim(),
    ),
  );
  const [head, ...body] = rows.map((cells) => `| ${cells.join(' | ')} |`);
  return [head, '| --- | --- | --- |', ...body].join('\n');
}

function buildBareSite(text: string): void {
  rmSync(bare, { recursive: true, force: true });
  mkdirSync(join(bare, 'src/content/docs'), { recursive: true });
  const write = (path: string, content: string) => writeFileSync(join(bare, path), content);
  // Astro bundles what the package names as a dependency and has Astro files in it.
  write(
    'package.json',
    '{ "type": "module", "dependencies": { "@astrojs/starlight": "*", "astro": "*" } }\n',
  );
  write('src/content/docs/index.md', '---\ntitle: Home\n---\nText.\n');
  write(
    'src/content/docs/page.md',
    `---\ntitle: The manifest, tutti.json\n---\n${text.replace(/]\(\/[^)]*\)/g, '](/)')}`,
  );
  write(
    'src/content.config.ts',
    `import { defineCollection } from 'astro:content';
import { docsLoader } from '@astrojs/starlight/loaders';
import { docsSchema } from '@astrojs/starlight/schema';
export const collections = { docs: defineCollection({ loader: docsLoader(), schema: docsSchema() }) };
`,
  );
  write(
    'astro.config.mjs',
    `import starlight from '@astrojs/starlight';
import { defineConfig } from 'astro/config';
export default defineConfig({ integrations: [starlight({ title: 'Bare' })] });
`,
  );
  const astro = join(root, 'node_modules/astro/bin/astro.mjs');
  const env = { ...process.env, ASTRO_TELEMETRY_DISABLED: '1' };
  execFileSync(process.execPath, [astro, 'build', '--root', bare], {
    cwd: bare,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** Kilobytes of the page and of every stylesheet and script that it names, or that those import, gzipped one by one. */
function weigh(site: string, page: string): number {
  const html = readFileSync(join(site, page), 'utf8');
  const seen = new Set<string>();
  let bytes = gzipSync(html, { level: 9 }).length;
  const visit = (path: string) => {
    const file = normalize(path);
    if (seen.has(file)) return;
    seen.add(file);
    const content = readFileSync(file);
    bytes += gzipSync(content, { level: 9 }).length;
    if (!file.endsWith('.js')) return;
    for (const [, name] of content.toString().matchAll(/(?:from|import)\s*["'](\.[^"']+\.js)["']/g)) {
      visit(join(dirname(file), name!));
    }
  };
  for (const [, url] of html.matchAll(/\s(?:href|src)="([^":]+\.(?:css|js))"/g)) {
    visit(url!.startsWith('/') ? join(site, url!) : join(site, dirname(page), url!));
  }
  return bytes / 1000;
}
