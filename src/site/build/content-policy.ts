import { createHash } from 'node:crypto';
import { rawElements } from './markup.ts';

/** A script of these types is data, which no policy needs to allow. */
const DATA_TYPE = /\stype=["']?(application\/(json|ld\+json)|text\/plain)/;

/**
 * Puts the policy first into a page's head: nothing but the site's own files, WebAssembly, and the inline scripts
 * the page holds, each by its hash.
 *
 * @throws when the page has an inline style or an event handler attribute, which the policy could not allow
 */
export function sealPage(html: string): string {
  const elements = rawElements(html);
  if (elements.some((element) => element.name === 'style'))
    throw new Error('a page may not hold an inline <style>');
  const hashes = elements
    .filter(
      (element) =>
        element.name === 'script' && element.text.trim() !== '' && !DATA_TYPE.test(element.attributes),
    )
    .map((element) => `'sha256-${createHash('sha256').update(element.text).digest('base64')}'`);
  const meta = `<meta http-equiv="content-security-policy" content="${contentPolicy([...new Set(hashes)])}">`;
  return html.replace(/<head[^>]*>/, (head) => head + meta);
}

/** @param hashes of inline scripts, each as `'sha256-…'` */
export function contentPolicy(hashes: readonly string[]): string {
  return [
    `default-src 'none'`,
    ['script-src', `'self'`, `'wasm-unsafe-eval'`, ...hashes].join(' '),
    `style-src 'self'`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `worker-src 'self'`,
    `manifest-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
  ].join('; ');
}
