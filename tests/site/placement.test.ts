import { expect, test } from 'vitest';
import { placePage, placeStylesheet } from '../../src/site/build/place-urls.ts';

// url in the page, page, what becomes of it
test.each([
  ['/_astro/a.css', 'index.html', '_astro/a.css'],
  ['/_astro/a.css', 'tutorials/one/index.html', '../../_astro/a.css'],
  ['/', 'index.html', './'],
  ['/', 'how-to/index.html', '../'],
  ['/how-to/', 'how-to/index.html', './'],
  ['/how-to/#top', 'tutorials/index.html', '../how-to/#top'],
  ['/playground/?a=/b#everyone', 'index.html', 'playground/?a=/b#everyone'],
  ['//elsewhere.example/a', 'index.html', '//elsewhere.example/a'],
  ['https://elsewhere.example/', 'how-to/index.html', 'https://elsewhere.example/'],
  ['#top', 'how-to/index.html', '#top'],
])('%s in %s becomes %s', (url, page, placed) => {
  expect(placePage(`<a href="${url}">x</a>`, page)).toBe(`<a href="${placed}">x</a>`);
});

test('src, and the addresses that scripts read, are placed too', () => {
  const page =
    '<script src="/a.js" data-href="/pagefind/pagefind.js"></script><img alt="a > b" src="/b.png">';
  expect(placePage(page, 'how-to/index.html')).toBe(
    '<script src="../a.js" data-href="../pagefind/pagefind.js"></script><img alt="a > b" src="../b.png">',
  );
});

test('what only looks like an address is left alone: text, scripts and comments', () => {
  const page = '<p>href="/a"</p><script>const a = \'<a href="/a">\';</script><!-- <a href="/a"> -->';
  expect(placePage(page, 'how-to/index.html')).toBe(page);
});

test('with a base, addresses stay absolute below it', () => {
  expect(placePage('<a href="/how-to/">x</a>', '404.html', '/tutti/')).toBe('<a href="/tutti/how-to/">x</a>');
});

test('a stylesheet finds its fonts beside itself', () => {
  const css = 'a{src:url(/_astro/f.woff2) format("woff2")}b{background:url("data:image/png;base64,AA")}';
  expect(placeStylesheet(css, '_astro/a.css')).toBe(
    'a{src:url(f.woff2) format("woff2")}b{background:url("data:image/png;base64,AA")}',
  );
});
