import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const dist = join(import.meta.dirname, '../../dist');

/** Where the server shows the site a second time, to prove that it works below any path. */
export const prefix = '/some/prefix';

/** The address of every built page, such as `/tutorials/`; the page for unknown addresses is not among them. */
export const pages: readonly string[] = readdirSync(dist, { recursive: true, encoding: 'utf8' })
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('index.html'))
  .map((path) => `/${path.slice(0, -'index.html'.length)}`)
  .sort();

/** One page of each kind: decisions look alike, so the first stands for all. */
export const kinds: readonly string[] = pages.filter(
  (page, at) =>
    !page.startsWith('/explanation/decisions/0') || !pages[at - 1]?.startsWith('/explanation/decisions/0'),
);

/** The steps of the first tutorial, in order. */
export const steps: readonly string[] = pages.filter((page) =>
  /^\/tutorials\/first-plugin\/[^/]+\/$/.test(page),
);

export function builtPage(page: string): string {
  return readFileSync(join(dist, page, 'index.html'), 'utf8');
}
