import { expect, test } from 'vitest';
import { contentPolicy, sealPage } from '../../src/site/build/content-policy.ts';
import { StyleAttributes } from '../../src/site/build/style-attributes.ts';

test('the policy allows the site itself, WebAssembly, and what was hashed', () => {
  expect(contentPolicy(["'sha256-a'"])).toBe(
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-a'; style-src 'self'; img-src 'self' data:; " +
      "font-src 'self'; connect-src 'self'; worker-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'",
  );
});

test('a page is sealed with the hash of each inline script, once, and none for data or files', () => {
  const page =
    '<html><head><meta charset="utf-8"></head><script>a()</script><script>a()</script>' +
    '<script src="/b.js"></script><script type="application/json">{}</script></html>';
  // printf 'a()' | openssl dgst -sha256 -binary | base64
  const hash = "'sha256-qVpDBgj7bpq5hMAcGp3AOc79J3Y1Z4HvySTwKrWDoy4='";
  expect(sealPage(page)).toBe(
    page.replace(
      '<head>',
      `<head><meta http-equiv="content-security-policy" content="${contentPolicy([hash])}">`,
    ),
  );
});

test('a page with an inline style stops the build', () => {
  expect(() => sealPage('<head></head><style>a{}</style>')).toThrow(
    new Error('a page may not hold an inline <style>'),
  );
});

test('equal style attributes share a class, and classes that were there stay', () => {
  const styles = new StyleAttributes();
  const page = '<i style="--0:#a">x</i><b class="k" style="--0:#b&#34;">y</b><u style="--0:#a">z</u>';
  expect(styles.extract(page)).toBe('<i class="y0">x</i><b class="y1 k">y</b><u class="y0">z</u>');
  expect(styles.sheet().css).toBe('.y0{--0:#a}\n.y1{--0:#b"}\n');
  expect(styles.sheet().path).toMatch(/^_astro\/inline\.[0-9a-f]{8}\.css$/);
});
