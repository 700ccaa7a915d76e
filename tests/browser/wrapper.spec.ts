import { builtPage, pages, steps } from './site.ts';
import { expect, test } from './watched-test.ts';

// astro.config.mjs shows Starlight another source folder than Astro's, which is not documented.

test('asides are rendered, not left as colons', () => {
  expect(builtPage('/how-to/add-an-example/')).toContain('<aside aria-label="');
  for (const page of pages) expect(builtPage(page), page).not.toContain(':::');
});

test('a page says when it was last changed', () => {
  expect(builtPage('/how-to/add-an-example/')).toMatch(/<time datetime="\d{4}-\d\d-\d\dT/);
});

test('the sidebar is made from the folders: every step of the tutorial stands in it, in order', () => {
  const html = builtPage(steps[0]!);
  const contents = /<nav[^>]*aria-label="Contents"[\s\S]*?<\/nav>/.exec(html)![0];
  const links = [...contents.matchAll(/href="([^"#]+)"/g)].map(
    ([, href]) => new URL(href!, `http://site${steps[0]}`).pathname,
  );
  expect(links.filter((link) => steps.includes(link))).toEqual(steps);
});

test('a page links to its own source', () => {
  expect(builtPage('/reference/manifest/')).toContain('/edit/main/content/docs/reference/manifest.mdx"');
});
