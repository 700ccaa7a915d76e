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

/** Pages below these look alike, so the first stands for all. */
const series = [/^\/explanation\/decisions\/0/, /^\/reference\/errors\/./, /^\/crashed\/./];

/** One page of each kind. */
export const kinds: readonly string[] = pages.filter(
  (page, at) => !series.some((alike) => alike.test(page) && alike.test(pages[at - 1] ?? '')),
);

/** The steps of the first tutorial, in order. */
export const steps: readonly string[] = pages.filter((page) =>
  /^\/tutorials\/first-plugin\/[^/]+\/$/.test(page),
);

export function builtPage(page: string): string {
  return readFileSync(join(dist, page, 'index.html'), 'utf8');
}
