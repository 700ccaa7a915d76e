import { dirname, relative } from 'node:path/posix';
import { mapTags } from './markup.ts';

/** Attributes that hold one URL. `data-href` is ours: an address that a script of the page needs. */
const URL_ATTRIBUTE = /(\s(?:href|src|action|poster|data-href)=)(["'])(\/(?!\/)[^"']*)\2/g;

/**
 * Rewrites the root-absolute URLs of a page.
 *
 * @param path where the page lies in dist/, such as `tutorials/index.html`
 * @param base when given, URLs stay absolute below this base instead of becoming relative
 */
export function placePage(html: string, path: string, base?: string): string {
  return mapTags(html, (tag) =>
    tag.replace(URL_ATTRIBUTE, (_, before: string, quote: string, url: string) => {
      const placed = base === undefined ? relativeUrl(url, path) : `${base.replace(/\/$/, '')}${url}`;
      return `${before}${quote}${placed}${quote}`;
    }),
  );
}

/** Rewrites the root-absolute URLs of a stylesheet that lies at `path` in dist/. */
export function placeStylesheet(css: string, path: string): string {
  return css.replace(/url\((["']?)(\/(?!\/)[^)"']*)\1\)/g, (_, quote: string, url: string) => {
    return `url(${quote}${relativeUrl(url, path)}${quote})`;
  });
}

function relativeUrl(url: string, from: string): string {
  const [, path = '/', suffix = ''] = /^([^?#]*)(.*)$/.exec(url)!;
  const target = relative(dirname(`/${from}`), path);
  const folder = path.endsWith('/') ? (target === '' ? './' : `${target}/`) : target;
  return folder + suffix;
}
